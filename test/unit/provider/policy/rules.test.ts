import { describe, expect, it } from "@jest/globals";
import type { Policies } from "@pulumi/policy";
import * as policy from "../../../../provider/src/policy";
import { minInterval } from "../../../../provider/src/policy/cron";
import { hostsOf, isPrivateHost } from "../../../../provider/src/policy/hosts";
import type { Fields } from "../../../../provider/src/values/fields";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { remediated, stackViolations, violations, type Given } from "./analyze";

const secret = "CANARY-1b2c3d4e";
const keys = { access_key_id: secret, secret_access_key: secret };

const reference = { fromEnv: "NAME", fingerprint: "" };

const s3 = (config: Fields = {}, more: Fields = {}): Given => ({
  type: "unstructured:Source",
  props: { name: "it", type: "s3", config: { remote_url: "s3://bucket/in/", ...keys, ...config }, ...more },
});
const redis = (config: Fields, more: Fields = {}): Given => ({
  type: "unstructured:Destination",
  props: { name: "it", type: "redis", config: { password: secret, ...config }, ...more },
});
const snowflake = (configuration: Fields = {}): Given => ({
  type: "aisquared:Connector",
  props: {
    name: "it",
    connectorType: "source",
    connectorName: "Snowflake",
    configuration: { host: "a.snowflakecomputing.com", ...configuration },
  },
});
const github = (more: Fields = {}): Given => ({
  type: "airweave:SourceConnection",
  props: { name: "it", shortName: "github", readableCollectionId: "c", ...more },
});
const collection: Given = { type: "airweave:Collection", props: { name: "it" } };

/** A rule, resources that pass, one that fails, the message for it, and one that is undecided during preview. */
const rules: readonly (readonly [
  string,
  Policies[number],
  readonly Given[],
  Given,
  string,
  Given | undefined,
])[] = [
  [
    "allowed types",
    policy.connectorTypes({ allowedSources: ["unstructured/*", "Snowflake"] }),
    [s3(), snowflake(), redis({}), collection],
    github(),
    'airweave.SourceConnection "it": shortName: "github" is not allowed for sources; use one of: unstructured/*, Snowflake',
    s3({}, { type: unknownValue }),
  ],
  [
    "forbidden types",
    policy.connectorTypes({ allowedDestinations: ["*"], forbiddenDestinations: ["redis"] }),
    [s3()],
    redis({}),
    'unstructured.Destination "it": type: "redis" is forbidden for destinations; use another type',
    redis({}, { type: unknownValue }),
  ],
  [
    "names",
    policy.connectorNames({ pattern: "[a-z-]+" }),
    [s3(), collection],
    s3({}, { name: "It" }),
    'unstructured.Source "it": name: must match [a-z-]+; rename it',
    s3({}, { name: unknownValue }),
  ],
  [
    "https",
    policy.httpsEndpoints({ exceptHosts: ["minio.lan"] }),
    [s3(), s3({ endpoint_url: "https://a.example" }), s3({ endpoint_url: "http://minio.lan:9000" })],
    s3({ endpoint_url: "http://minio.example.com" }),
    'unstructured.Source "it": config.endpoint_url: must use https; replace http:// with https://',
    s3({ endpoint_url: unknownValue }),
  ],
  [
    "hosts",
    policy.allowedHosts({ hosts: ["*.example.com"] }),
    [s3(), redis({ host: "Redis.Example.com" })],
    redis({ host: "redis.example.org", port: 1 }),
    'unstructured.Destination "it": config.host: host "redis.example.org" is not allowed; use one of: *.example.com',
    redis({ host: unknownValue }),
  ],
  [
    "hosts in a secret",
    policy.allowedHosts({ hosts: ["*.example.com"] }),
    [redis({ uri: `rediss://u:${secret}@redis.example.com` })],
    redis({ uri: `rediss://u:p@${secret}.example.org` }),
    'unstructured.Destination "it": config.uri: this host is not allowed; use one of: *.example.com',
    redis({}, { config: unknownValue }),
  ],
  [
    "private addresses",
    policy.noPrivateAddresses({ devStacks: ["test"], exceptHosts: ["10.0.0.1"] }),
    [redis({ host: "redis.example.com" }), redis({ host: "10.0.0.1" })],
    redis({ host: "10.0.0.2" }),
    'unstructured.Destination "it": config.host: is a private or loopback address; use a public host, or deploy it to a dev stack only',
    redis({ host: unknownValue }),
  ],
  [
    "anonymous access",
    policy.noAnonymousAccess(),
    [s3(), s3({ anonymous: false }), github()],
    s3({ anonymous: true }),
    'unstructured.Source "it": config.anonymous: anonymous access is enabled; remove it and set credentials',
    s3({ anonymous: unknownValue }),
  ],
  [
    "no login",
    policy.noAnonymousAccess({ exceptTypes: ["opensearch"] }),
    [redis({}), redis({ password: unknownValue })],
    { type: "unstructured:Destination", props: { name: "it", type: "redis", config: { host: "a.example" } } },
    'unstructured.Destination "it": config: credentials are missing; see the reference page of this connector type',
    redis({}, { config: unknownValue }),
  ],
  [
    "exposed credentials",
    policy.noExposedCredentials({ exceptPaths: ["config.remote_url"] }),
    [
      s3({ remote_url: "s3://AKIAIOSFODNN7EXAMPLE/" }),
      s3({ access_key_id: "AKIAIOSFODNN7EXAMPLE" }),
      s3({}, { name: "ghp_0123456789abcdefghij0123456789abcdef", optionsForPolicies: { secrets: ["name"] } }),
      github({ readableCollectionId: unknownValue }),
      github({ authentication: { providerReadableId: unknownValue } }),
    ],
    snowflake({ jdbc_url_params: `password=${secret}` }),
    'aisquared.Connector "it": configuration.jdbc_url_params: looks like a password, but would be stored in plain text; move it to a secret field and rotate the credential',
    snowflake({ role: unknownValue }),
  ],
  [
    "TLS",
    policy.tlsOn(),
    [redis({ ssl: true }), redis({ uri: `rediss://u:${secret}@a.example` })],
    redis({ ssl: false }),
    'unstructured.Destination "it": config.ssl: disables TLS; set it to true',
    redis({ ssl: unknownValue }),
  ],
  [
    "schedules",
    policy.scheduled(),
    [github({ schedule: { cron: "0 6 * * *" } }), github({ schedule: "none" }), s3(), collection],
    github(),
    'airweave.SourceConnection "it": schedule: missing; set a schedule such as { cron: "0 6 * * *" }',
    github({ schedule: { cron: unknownValue } }),
  ],
  [
    "schedules that are too frequent",
    policy.scheduled({ minMinutes: 60, allowNone: false }),
    [github({ schedule: { cron: "0 */2 * * *" } })],
    github({ schedule: { cron: "*/30 * * * *" } }),
    'airweave.SourceConnection "it": schedule.cron: runs as often as every 30 minutes; leave at least 60 minutes between runs',
    github({ schedule: unknownValue }),
  ],
  [
    "regions",
    policy.allowedRegions({ regions: ["eu-*"] }),
    [s3(), { ...snowflake(), props: s3Connector("eu-west-1") }],
    { ...snowflake(), props: s3Connector("us-east-1") },
    'aisquared.Connector "it": configuration.region: region "us-east-1" is not allowed; use one of: eu-*',
    { ...snowflake(), props: s3Connector(unknownValue) },
  ],
  [
    "buckets",
    policy.allowedBuckets({ buckets: ["acme-*", "bucket"] }),
    [s3(), s3({ remote_url: "https://acme-in.s3.eu-west-1.amazonaws.com/a" })],
    s3({ remote_url: "s3://acme/in/acme-in" }),
    'unstructured.Source "it": config.remote_url: bucket "acme" is not allowed; use one of: acme-*, bucket',
    s3({ remote_url: unknownValue }),
  ],
  [
    "descriptions",
    policy.described({ minLength: 10 }),
    [github({ description: "Issues of the team" }), s3()],
    github({ description: "Issues" }),
    'airweave.SourceConnection "it": description: too short; write at least 10 characters',
    github({ description: unknownValue }),
  ],
  [
    "protection",
    policy.protectedIn({ stacks: ["pro*"] }),
    [s3()],
    { ...s3(), protect: false },
    'unstructured.Source "it": protect: required in stack "prod"; set the resource option { protect: true }',
    undefined,
  ],
  [
    "secret references",
    policy.secretReferences({ exceptPaths: ["config.access_key_id"] }),
    [s3({ secret_access_key: reference }), redis({ password: reference }), collection],
    redis({}),
    'unstructured.Destination "it": config.password: is stored in the state; use fromEnv("NAME") and set that variable where you run pulumi',
    redis({ password: unknownValue }),
  ],
  [
    "references, whose values no policy pack sees",
    policy.noAnonymousAccess(),
    [redis({ password: reference }), redis({ password: reference, host: reference })],
    { type: "unstructured:Destination", props: { name: "it", type: "redis", config: { host: reference } } },
    'unstructured.Destination "it": config: credentials are missing; see the reference page of this connector type',
    undefined,
  ],
];

function s3Connector(region: string): Fields {
  return {
    name: "it",
    connectorType: "destination",
    connectorName: "AmazonS3",
    configuration: { bucket_name: "b", region, ...keys },
  };
}

describe("each resource rule", () => {
  it.each(rules)("%s", async (_name, rule, passing, failing, text, undecided) => {
    for (const given of passing) expect(await violations([rule], given)).toEqual([]);
    expect(await violations([rule], { type: "aws:Bucket", props: { name: unknownValue } })).toEqual([]);
    const found = await violations([rule], failing);
    expect(found.map(({ message, level }) => ({ message, level }))).toEqual([
      { message: `${rule.description}\n${text}`, level: 1 },
    ]);
    expect(text).not.toContain(secret);
    if (undecided === undefined) return;
    const advice = await violations([rule], undecided);
    expect(advice).toHaveLength(1);
    expect(advice[0]).toMatchObject({ level: 0 });
    expect(advice[0]?.message).toContain("can't be known during preview");
  });

  it("reports known violations next to unknown values", async () => {
    const found = await violations([policy.httpsEndpoints()], {
      ...s3(),
      props: { name: "it", type: "opensearch", config: { hosts: [unknownValue, "http://a.example"] } },
    });
    expect(found.map(({ level }) => level)).toEqual([1, 0]);
  });

  it("checks keys that the catalog does not know, without showing their values", async () => {
    const newer = { ...s3({ address: "http://a.example" }), name: "newer" };
    const [found] = await violations([policy.httpsEndpoints()], newer);
    expect(found?.message).toContain("config.address: must use https");
    const other = s3({}, { type: "new", config: { host: secret }, optionsForPolicies: { otherType: true } });
    const [host] = await violations([policy.allowedHosts({ hosts: ["a.example"] })], other);
    expect(host?.message).toContain("config.host: this host is not allowed");
  });

  it("shows no credential that is in the place of a name", async () => {
    const key = "AKIAIOSFODNN7EXAMPLE";
    const given = s3({ remote_url: `s3://${key}/`, endpoint_url: `https://${key}:${secret}@minio.lan` });
    const policies = [
      policy.allowedBuckets({ buckets: ["bucket"] }),
      policy.allowedHosts({ hosts: ["a.example"] }),
      policy.noExposedCredentials(),
      policy.noPrivateAddresses(),
    ];
    const found = await violations(policies, given);
    expect(found).toHaveLength(5);
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`${key}|${secret}`, "i"));
    const [region] = await violations([policy.allowedRegions({ regions: ["a"] })], {
      ...snowflake(),
      props: s3Connector(key),
    });
    expect(region?.message).toContain("configuration.region: this region is not allowed");
  });

  it("allows private addresses in dev stacks", async () => {
    const given = redis({ host: "localhost" });
    expect(await violations([policy.noPrivateAddresses()], given, "dev-anna")).toEqual([]);
    expect(await violations([policy.noPrivateAddresses()], given, "developers")).toHaveLength(1);
  });
});

describe("stack rules", () => {
  const writer = (name: string, config: Fields): Given => ({
    ...redis({ host: "redis.example.com", database: 0, ...config }),
    name,
  });

  it("reject two destinations with the same target", async () => {
    const rule = policy.distinctTargets();
    const other = writer("two", { database: 1 });
    expect(await stackViolations([rule], [writer("one", {}), other])).toEqual([]);
    const [found, ...more] = await stackViolations([rule], [writer("two", {}), writer("one", {})]);
    expect(more).toEqual([]);
    expect(found?.message).toContain(
      'unstructured.Destination "two": config: writes to the same target as "one"; change or remove one of them',
    );
    expect(found?.urn).toMatch(/::two$/);
    for (const config of [{ database: unknownValue }, { host: unknownValue }]) {
      const advice = await stackViolations([rule], [writer("one", {}), writer("two", config)]);
      expect(advice.map(({ level }) => level)).toEqual([0]);
    }
    const unlike = writer("two", { host: unknownValue, database: 1 });
    expect(await stackViolations([rule], [writer("one", {}), unlike])).toEqual([]);
    const whole = redis({}, { config: unknownValue });
    expect((await stackViolations([rule], [writer("one", {}), whole])).map(({ level }) => level)).toEqual([
      0,
    ]);
    expect(await stackViolations([rule], [whole])).toEqual([]);
  });

  it("limit the number of connectors", async () => {
    const rule = policy.connectorCount({ max: 2 });
    expect(await stackViolations([rule], [s3(), s3(), collection])).toEqual([]);
    const [found] = await stackViolations([rule], [s3(), s3(), redis({}, { config: unknownValue })]);
    expect(found?.message).toContain(
      "the stack has 3 connectors, but at most 2 are allowed; split it into several stacks",
    );
  });
});

describe("remediations", () => {
  const remediate = { enforcementLevel: "remediate" } as const;

  it("write https, and leave secrets and unknown values unchanged", async () => {
    const signature = "4dabf18193072939515e22adb298388d";
    const sealed = { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: "http://a.example" };
    const props = {
      name: unknownValue,
      shortName: "servicenow",
      authentication: { credentials: { username: "u", password: secret, url: sealed } },
    };
    const result = await remediated([policy.httpsEndpoints(remediate)], { ...github(), props });
    expect(result).toEqual({
      ...props,
      authentication: {
        credentials: { username: "u", password: secret, url: { ...sealed, value: "https://a.example" } },
      },
    });
    expect(await remediated([policy.httpsEndpoints(remediate)], s3())).toBeUndefined();
  });

  it("apply to array items", async () => {
    const props = {
      name: "it",
      type: "opensearch",
      config: { hosts: ["http://a.example", "https://b.example"] },
    };
    const result = await remediated([policy.httpsEndpoints(remediate)], { ...s3(), props });
    expect(result).toEqual({ ...props, config: { hosts: ["https://a.example", "https://b.example"] } });
  });

  it("remove whitespace around names", async () => {
    const result = await remediated([policy.connectorNames(remediate)], s3({}, { name: " it\n" }));
    expect(result?.name).toBe("it");
  });
});

describe("the configuration of a policy pack", () => {
  const all = policy.recommendedPolicies();

  it("has a schema for each option, with the defaults", () => {
    const properties = all.flatMap(({ configSchema }) => Object.entries(configSchema?.properties ?? {}));
    expect(properties.map(([, { type }]) => type)).not.toContain(undefined);
    const defaults = properties.filter(([, property]) => property.default !== undefined);
    expect(Object.fromEntries(defaults.map(([key, property]) => [key, property.default]))).toEqual({
      devStacks: ["dev", "dev-*", "*-dev", "local"],
      required: false,
      minMinutes: 15,
      stacks: ["prod", "production"],
      max: 100,
    });
    expect(new Set(all.map(({ name }) => name)).size).toBe(19);
  });

  it("overrides the options", async () => {
    const rule = policy.connectorTypes({ forbiddenSources: ["s3"] });
    const reported: string[] = [];
    const token = "pulumi-nodejs:dynamic/unstructured:Source";
    const args = {
      type: token,
      name: "it",
      props: s3().props,
      urn: `urn:pulumi:prod::project::${token}::it`,
      opts: { protect: false },
      getConfig: () => ({ forbiddenSources: ["gcs"] }),
    };
    const validate = rule.validateResource as (
      given: object,
      report: (text: string) => void,
    ) => Promise<void>;
    await validate(args, (text) => reported.push(text));
    expect(reported).toEqual([]);
  });
});

it.each([
  ["https://u:p@A.example.:443/x?y#z", ["a.example"]],
  ["mongodb+srv://u:p@a.example,b.example:1/d", ["a.example", "b.example"]],
  ["a.example:9092,b.example:9092", ["a.example", "b.example"]],
  ["s3://bucket/x", []],
  ["AccountName=a;BlobEndpoint=https://a.blob.example/;EndpointSuffix=x", ["a.blob.example"]],
  ["[fe80::1]:80", ["fe80::1"]],
  ["2130706433", ["127.0.0.1"]],
  ["not a host", []],
])("the hosts of %s", (text, hosts) => {
  expect(hostsOf(text)).toEqual(hosts);
});

it("distinguishes private from public hosts", () => {
  const hosts = [
    "172.31.0.1",
    "100.64.0.1",
    "::1",
    "fd00::1",
    "::ffff:a00:1",
    "a.localhost",
    "db",
    "a.internal",
  ];
  expect(hosts.filter((host) => !isPrivateHost(host))).toEqual([]);
  expect(
    ["172.32.0.1", "8.8.8.8", "2606:4700::1", "a.example", "local.example"].filter(isPrivateHost),
  ).toEqual([]);
});

it.each([
  ["*/5 * * * *", 5],
  ["0 * * * *", 60],
  ["0,50 * * * *", 10],
  ["0 6 * * *", 1440],
  ["0 6 * * MON", 1440],
  ["0 23,0 * * *", 60],
  ["0 23,0 * * 1", 1380],
  ["* * * *", undefined],
  ["x * * * *", undefined],
])("the shortest interval of %s", (cron, minutes) => {
  expect(minInterval(cron)).toBe(minutes);
});

it("rules judge a quoted value as what the platform makes of it", async () => {
  for (const [rule, given] of [
    [policy.tlsOn(), redis({ ssl: "false" })],
    [policy.tlsOn(), redis({ ssl: "Off" })],
    [policy.noAnonymousAccess(), s3({ anonymous: "true" })],
    [policy.noAnonymousAccess(), s3({ anonymous: "1" })],
  ] as const) {
    expect(await violations([rule], given)).toHaveLength(1);
  }
  for (const [rule, given] of [
    [policy.tlsOn(), redis({ ssl: "true" })],
    [policy.noAnonymousAccess(), s3({ anonymous: "false" })],
  ] as const) {
    expect(await violations([rule], given)).toEqual([]);
  }
});
