import { fromEnv } from "../../provider/src";

/** The value of every secret. */
export const secret = "CANARY-7f3a9c51";

/** The environment variable that the valid program references. */
export const variable = "EVERY_RULE_API_KEY";

/** A violation: the policy, the resource that the engine names, and what its message is about. */
export interface Violation {
  readonly policy: string;
  readonly resource: string;
  /** The message up to the path: `unstructured.Source "it": config.endpoint_url`. */
  readonly about: string;
}

/** A resource rule, with arguments that violate it and arguments that do not. */
interface RuleCase {
  readonly rule: string;
  /** `unstructured.Source` */
  readonly kind: string;
  /** Common arguments. */
  readonly args: object;
  readonly bad: object;
  /** Absent where they would need more than the program has; `goodPipelines` has some. */
  readonly good?: object;
  /** The path of the violation. */
  readonly path: string;
}

const keys = { access_key_id: secret, secret_access_key: secret };
const s3 = { remote_url: "s3://acme-in/", ...keys };
const described = { description: "For a test of the rules" };

function source(rule: string, path: string, bad: object, good: object): RuleCase {
  const args = (config: object): object => ({ config: { ...s3, ...config } });
  return {
    rule,
    kind: "unstructured.Source",
    args: { type: "s3" },
    bad: args(bad),
    good: args(good),
    path,
  };
}

const cases: readonly RuleCase[] = [
  {
    rule: "types",
    kind: "unstructured.Source",
    args: {},
    bad: { type: "gcs", config: { remote_url: "gs://acme-in/", service_account_key: secret } },
    good: { type: "s3", config: s3 },
    path: "type",
  },
  {
    rule: "names",
    kind: "unstructured.Source",
    args: { type: "s3", config: s3 },
    bad: { name: "Names" },
    good: { name: "names" },
    path: "name",
  },
  source(
    "https",
    "config.endpoint_url",
    { endpoint_url: "http://minio.example.com" },
    { endpoint_url: "https://minio.example.com" },
  ),
  source(
    "hosts",
    "config.endpoint_url",
    { endpoint_url: "https://minio.example.org" },
    { endpoint_url: "https://minio.example.com" },
  ),
  source(
    "private-addresses",
    "config.endpoint_url",
    { endpoint_url: "https://10.0.0.2" },
    { endpoint_url: "https://10.0.0.1" },
  ),
  {
    rule: "anonymous-access",
    kind: "unstructured.Source",
    args: { type: "s3" },
    bad: { config: { remote_url: "s3://acme-in/", anonymous: true } },
    good: { config: s3 },
    path: "config.anonymous",
  },
  {
    rule: "exposed-credentials",
    kind: "aisquared.Connector",
    args: s3Connector({}),
    bad: { description: "With password=hunter2" },
    good: described,
    path: "description",
  },
  {
    rule: "tls",
    kind: "unstructured.Destination",
    args: { type: "redis" },
    bad: { config: { host: "redis.example.com", username: "u", password: secret, ssl: false } },
    good: { config: { host: "redis.example.com", username: "u", password: secret, ssl: true } },
    path: "config.ssl",
  },
  {
    rule: "schedules",
    kind: "airweave.SourceConnection",
    args: {
      shortName: "github",
      readableCollectionId: "support",
      config: { repo_name: "acme/app" },
      authentication: { credentials: { personal_access_token: secret } },
      ...described,
    },
    bad: { schedule: { cron: "*/30 * * * *" } },
    good: { schedule: { cron: "0 6 * * *" } },
    path: "schedule.cron",
  },
  {
    rule: "regions",
    kind: "aisquared.Connector",
    args: described,
    bad: s3Connector({ region: "us-east-1" }),
    good: s3Connector({ file_name: "regions" }),
    path: "configuration.region",
  },
  source("buckets", "config.remote_url", { remote_url: "s3://other/" }, {}),
  {
    rule: "descriptions",
    kind: "aisquared.Connector",
    args: s3Connector({ file_name: "descriptions" }),
    bad: { description: "Short" },
    good: described,
    path: "description",
  },
  {
    rule: "protection",
    kind: "unstructured.Source",
    args: { type: "s3", config: s3 },
    bad: {},
    good: {},
    path: "protect",
  },
  {
    rule: "uses",
    kind: "unstructured.Source",
    args: { type: "s3", config: s3 },
    bad: {},
    good: {},
    path: "nothing in this stack uses this source; use it as sourceId of a workflow, or remove it",
  },
  {
    rule: "flows",
    kind: "airweave.SourceConnection",
    args: { readableCollectionId: "kept", schedule: { cron: "0 6 * * *" }, ...described },
    bad: { shortName: "stripe", authentication: { credentials: { api_key: `sk_test_${"0".repeat(20)}` } } },
    good: {
      shortName: "github",
      config: { repo_name: "acme/app" },
      authentication: { credentials: { personal_access_token: secret } },
    },
    path: "readableCollectionId",
  },
  {
    rule: "personal-columns",
    kind: "aisquared.Sync",
    args: {
      sourceId: "1",
      modelId: "2",
      destinationId: "3",
      streamName: "s",
      syncMode: "full_refresh",
      scheduleType: "manual",
    },
    bad: { configuration: [{ from: "email", to: "contact", mapping_type: "standard" }] },
    path: "configuration[0].from",
  },
  {
    rule: "secret-references",
    kind: "unstructured.Destination",
    args: { type: "pinecone" },
    bad: { config: { index_name: "i", api_key: secret } },
    good: { config: { index_name: "i", api_key: fromEnv(variable) } },
    path: "config.api_key",
  },
];

function s3Connector(configuration: object): object {
  return {
    connectorType: "destination",
    connectorName: "AmazonS3",
    configuration: {
      ...keys,
      region: "eu-west-1",
      bucket_name: "acme-out",
      file_path: "out",
      file_name: "file",
      format_type: "csv",
      ...configuration,
    },
  };
}

/** Those that are connectors. */
const connectors = cases.filter(({ kind }) => kind !== "aisquared.Sync");

/** What the connection of the rule about flows fills. */
function kept(options: string): string {
  return `const kept = new airweave.Collection("kept", { readableId: "kept" }, { ${options} });`;
}

/** A configuration of the recommended pack under which every rule applies. */
export const packConfig = {
  "connector-types": { forbiddenSources: ["gcs"] },
  "connector-names": { enforcementLevel: "mandatory", pattern: "[a-z-]+" },
  "connector-hosts": { hosts: ["*.example.com", "10.*"] },
  "connector-private-addresses": { devStacks: ["local"], exceptHosts: ["10.0.0.1"] },
  "connector-schedules": { enforcementLevel: "mandatory", required: true, minMinutes: 60 },
  "connector-regions": { regions: ["eu-*"] },
  "connector-buckets": { buckets: ["acme-*"] },
  "connector-descriptions": { enforcementLevel: "mandatory", minLength: 10 },
  "connector-protection": { stacks: ["dev"] },
  "connector-targets": "mandatory",
  "connector-uses": {
    enforcementLevel: "mandatory",
    exceptNames: [
      ...cases.map(({ rule }) => rule).filter((rule) => rule !== "uses"),
      ...["targets", "count", "one-more", "too-many", "late"],
    ],
  },
  "connector-flows": {
    forbidden: [{ from: { types: ["airweave/stripe"] }, to: { types: ["airweave/Collection"] } }],
  },
  "connector-personal-columns": "mandatory",
  // Applies to one resource only: all others have literal secrets.
  "connector-secret-references": {
    enforcementLevel: "mandatory",
    exceptPaths: [
      "config.access_key_id",
      "config.secret_access_key",
      "config.service_account_key",
      "config.password",
      "configuration.*",
      "authentication.*",
    ],
  },
  "connector-count": { enforcementLevel: "mandatory", max: connectors.length + 3 },
};

/** Two destinations, created after everything else in the program. */
function writers(tables: readonly [string, string]): string {
  const postgres = {
    host: "db.example.com",
    database: "d",
    port: 5432,
    username: "u",
    password: secret,
    batch_size: 1,
  };
  return ["targets", "count"]
    .map((name, index) => {
      const args = { type: "postgres", config: { ...postgres, table_name: tables[index] } };
      return make(name, "unstructured.Destination", args, "protect: true, dependsOn: [...all]");
    })
    .join("\n");
}

function make(name: string, kind: string, args: object, options: string): string {
  return `all.push(new ${kind}("${name}", ${JSON.stringify(args)}, { ${options} }));`;
}

/** A program whose resources violate one rule each. Valid ones come last. */
export const badProgram = [
  "const all = [];",
  ...cases.map(({ rule, kind, args, bad }) =>
    make(rule, kind, { ...args, ...bad }, rule === "protection" ? "" : "protect: true"),
  ),
  writers(["t", "t"]),
  ...["one-more", "too-many"].map((name) =>
    make(name, "unstructured.Source", { type: "s3", config: s3 }, "protect: true, dependsOn: [...all]"),
  ),
  kept("protect: true, dependsOn: [...all]"),
].join("\n");

/** The violations of that program. */
export const expectedViolations: readonly Violation[] = [
  ...cases.map(({ rule, kind, path }) => ({
    policy: `connector-${rule}`,
    resource: rule,
    about: `${kind} "${rule}": ${path}`,
  })),
  {
    policy: "connector-targets",
    resource: "targets",
    about: 'unstructured.Destination "targets": config',
  },
  {
    policy: "connector-count",
    resource: "test-dev",
    about: `the stack has ${connectors.length + 4} connectors`,
  },
];

/** A program that violates no rule. */
export const goodProgram = [
  'const support = new airweave.Collection("support", { readableId: "support" }, { protect: true });',
  kept("protect: true"),
  "const all = [support];",
  ...connectors.map(({ rule, kind, args, good }) =>
    make(rule, kind, { ...args, ...good }, "protect: true")
      .replace('"support"', "support.readableId")
      .replace('"kept"', "kept.readableId")
      .replace(/^/, rule === "uses" ? "const used = all.length; " : ""),
  ),
  make(
    "reader",
    "unstructured.Workflow",
    { workflowType: "basic", schedule: "daily", sourceId: "used" },
    "protect: true",
  ).replace('"used"', "all[used].id"),
  writers(["t", "u"]),
].join("\n");

/** A resource after all others whose violation is only known once they exist. */
export const lateViolation = `
  new unstructured.Source(
    "late",
    { type: "s3", config: { ...${JSON.stringify(keys)}, remote_url: pulumi.interpolate\`s3://\${all[1].id}/\` } },
    { protect: true, dependsOn: all },
  );`;

/** A violation as an engine prints it: the policy's description, then the message. */
export interface PrintedViolation extends Violation {
  readonly level: string;
  readonly message: string;
}

/** Parses the violations that an engine printed. */
export function printedViolations(output: string): PrintedViolation[] {
  const found = output.matchAll(/^ {8}- \[(\w+)\] {2}(\S+) {2}\(.*: (\S+)\)\n((?: {10}.*\n)+)/gm);
  return [...found].map(([, level = "", policy = "", resource = "", text = ""]) => {
    const message = text.trimEnd().split("\n").at(-1)?.trim() ?? "";
    const [about = message] = /^\S+ "[^"]*": [^:]+|^[^,]+/.exec(message) ?? [];
    return { level, policy, resource, about, message };
  });
}
