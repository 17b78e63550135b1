import { fromEnv } from "../../provider/src";

/** Stands for each secret. */
export const secret = "CANARY-7f3a9c51";

/** The environment variable that the good program refers to. */
export const variable = "EVERY_RULE_API_KEY";

/** What becomes of a rule in a program that breaks it: which resource the engine names, and what it says. */
export interface Breach {
  readonly policy: string;
  readonly resource: string;
  readonly message: string;
}

/** For each rule about a resource: how a program makes one, what in it breaks the rule and what keeps it, and what is said then. */
interface RuleCase {
  readonly rule: string;
  /** `unstructured.Source` */
  readonly kind: string;
  /** Arguments that both have. */
  readonly args: object;
  readonly bad: object;
  readonly good: object;
  /** Without kind and name of the resource. */
  readonly message: string;
}

const keys = { access_key_id: secret, secret_access_key: secret };
const s3 = { remote_url: "s3://acme-in/", ...keys };
const described = { description: "For a test of the rules" };

function source(rule: string, message: string, bad: object, good: object): RuleCase {
  const args = (config: object): object => ({ config: { ...s3, ...config } });
  return {
    rule,
    kind: "unstructured.Source",
    args: { type: "s3" },
    bad: args(bad),
    good: args(good),
    message,
  };
}

const cases: readonly RuleCase[] = [
  {
    rule: "types",
    kind: "unstructured.Source",
    args: {},
    bad: { type: "gcs", config: { remote_url: "gs://acme-in/", service_account_key: secret } },
    good: { type: "s3", config: s3 },
    message: 'type: "gcs" is forbidden for a source; use another type',
  },
  {
    rule: "names",
    kind: "unstructured.Source",
    args: { type: "s3", config: s3 },
    bad: { name: "Names" },
    good: { name: "names" },
    message: "name: does not match [a-z-]+; rename it",
  },
  source(
    "https",
    "config.endpoint_url: expected https; write https:// in place of http://",
    { endpoint_url: "http://minio.example.com" },
    { endpoint_url: "https://minio.example.com" },
  ),
  source(
    "hosts",
    "config.endpoint_url: minio.example.org is not allowed; use one of: *.example.com, 10.*",
    { endpoint_url: "https://minio.example.org" },
    { endpoint_url: "https://minio.example.com" },
  ),
  source(
    "private-addresses",
    "config.endpoint_url: is a private or loopback address; write the public host, or keep it to a dev stack",
    { endpoint_url: "https://10.0.0.2" },
    { endpoint_url: "https://10.0.0.1" },
  ),
  {
    rule: "anonymous-access",
    kind: "unstructured.Source",
    args: { type: "s3" },
    bad: { config: { remote_url: "s3://acme-in/", anonymous: true } },
    good: { config: s3 },
    message: "config.anonymous: access without a login; take it out and give credentials",
  },
  {
    rule: "exposed-credentials",
    kind: "aisquared.Connector",
    args: s3Connector({}),
    bad: { description: "With password=hunter2" },
    good: described,
    message:
      "description: looks like a password, and is stored in the clear; move it to a field for secrets, and replace the credential",
  },
  {
    rule: "tls",
    kind: "unstructured.Destination",
    args: { type: "redis" },
    bad: { config: { host: "redis.example.com", username: "u", password: secret, ssl: false } },
    good: { config: { host: "redis.example.com", username: "u", password: secret, ssl: true } },
    message: "config.ssl: TLS is off; write true",
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
    message: "schedule.cron: syncs after 30 minutes; leave at least 60 minutes between two syncs",
  },
  {
    rule: "regions",
    kind: "aisquared.Connector",
    args: described,
    bad: s3Connector({ region: "us-east-1" }),
    good: s3Connector({ file_name: "regions" }),
    message: 'configuration.region: "us-east-1" is not allowed; use one of: eu-*',
  },
  source(
    "buckets",
    'config.remote_url: "other" is not allowed; use one of: acme-*',
    { remote_url: "s3://other/" },
    {},
  ),
  {
    rule: "descriptions",
    kind: "aisquared.Connector",
    args: s3Connector({ file_name: "descriptions" }),
    bad: { description: "Short" },
    good: described,
    message: "description: too short; write at least 10 characters",
  },
  {
    rule: "protection",
    kind: "unstructured.Source",
    args: { type: "s3", config: s3 },
    bad: {},
    good: {},
    message: 'protect: missing in the stack "dev"; give the resource the option { protect: true }',
  },
  {
    rule: "secret-references",
    kind: "unstructured.Destination",
    args: { type: "pinecone" },
    bad: { config: { index_name: "i", api_key: secret } },
    good: { config: { index_name: "i", api_key: fromEnv(variable) } },
    message:
      'config.api_key: is a value, which the state keeps; write fromEnv("NAME") and set the variable where you run pulumi',
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

/** A configuration of the ready pack that has something to say of each rule. */
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
  // Of one resource only, for all others have secrets of their own.
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
  "connector-count": { enforcementLevel: "mandatory", max: cases.length + 3 },
};

/** Two destinations, after all that a program has before. */
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

/** A program whose resources each break one rule; what is in order by itself is made after them. */
export const badProgram = [
  "const all = [];",
  ...cases.map(({ rule, kind, args, bad }) =>
    make(rule, kind, { ...args, ...bad }, rule === "protection" ? "" : "protect: true"),
  ),
  writers(["t", "t"]),
  ...["one-more", "too-many"].map((name) =>
    make(name, "unstructured.Source", { type: "s3", config: s3 }, "protect: true, dependsOn: [...all]"),
  ),
].join("\n");

/** What the engine says of it. */
export const breaches: readonly Breach[] = [
  ...cases.map(({ rule, kind, message }) => ({
    policy: `connector-${rule}`,
    resource: rule,
    message: `${kind} "${rule}": ${message}`,
  })),
  {
    policy: "connector-targets",
    resource: "targets",
    message:
      'unstructured.Destination "targets": config: writes to the same target as "count"; give one of them another, or remove it',
  },
  {
    policy: "connector-count",
    resource: "test-dev",
    message: `the stack has ${cases.length + 4} connectors, of ${cases.length + 3}; split it into several stacks`,
  },
];

/** A program whose resources keep to all rules. */
export const goodProgram = [
  'const support = new airweave.Collection("support", { readableId: "support" }, { protect: true });',
  "const all = [support];",
  ...cases.map(({ rule, kind, args, good }) =>
    make(rule, kind, { ...args, ...good }, "protect: true").replace('"support"', "support.readableId"),
  ),
  writers(["t", "u"]),
].join("\n");

/** After all others, a resource that breaks a rule, which is to be known when they are there. */
export const lateBreach = `
  new unstructured.Source(
    "late",
    { type: "s3", config: { ...${JSON.stringify(keys)}, remote_url: pulumi.interpolate\`s3://\${all[1].id}/\` } },
    { protect: true, dependsOn: all },
  );`;

/** What an engine prints of policies, a line of `message` after the policy's description for each violation. */
export interface Printed extends Breach {
  readonly level: string;
}

/** The violations that an engine has printed. */
export function printedBreaches(output: string): Printed[] {
  const found = output.matchAll(/^ {8}- \[(\w+)\] {2}(\S+) {2}\(.*: (\S+)\)\n((?: {10}.*\n)+)/gm);
  return [...found].map(([, level = "", policy = "", resource = "", text = ""]) => ({
    level,
    policy,
    resource,
    message: text.trimEnd().split("\n").at(-1)?.trim() ?? "",
  }));
}
