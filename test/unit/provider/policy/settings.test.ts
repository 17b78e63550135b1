import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerInfo,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { catalogRoles, catalogTypes } from "../../../../provider/src/catalog/entry";
import * as policy from "../../../../provider/src/policy";
import { watchService } from "../../../../provider/src/policy/config-check";
import type { Fields } from "../../../../provider/src/values/fields";
import { repository } from "../../../harness/project";
import { packConfig } from "../../../policies/every-rule";
import { violations } from "./analyze";

type RuleFunction = (
  options?: object,
) => typeof policy.recommendedPolicies extends () => (infer One)[] ? One : never;

/** The functions that make policies, as JavaScript sees them. */
const rules = policy as unknown as Readonly<
  Record<
    Exclude<keyof typeof policy, "personalColumnPatterns" | "policyConfigProblems" | "recommendedPolicies">,
    RuleFunction
  >
>;
type RuleName = keyof typeof rules;

/** A rule, a setting that cannot be meant, and what its message says. */
const wrong: readonly (readonly [RuleName, Fields, ...string[]])[] = [
  // Names of settings and levels.
  [
    "connectorTypes",
    { allowedSource: ["s3"] },
    "connector-types.allowedSource: unknown setting; did you mean allowedSources?",
  ],
  [
    "connectorTypes",
    { forbidenSources: [] },
    "connector-types.forbidenSources: unknown setting; did you mean forbiddenSources?",
  ],
  [
    "connectorTypes",
    { enforcmentLevel: "advisory" },
    "connector-types.enforcmentLevel: unknown setting; did you mean enforcementLevel?",
  ],
  [
    "connectorTypes",
    { enforcementLevel: "mandatry" },
    'connector-types.enforcementLevel: unknown level; did you mean "mandatory"?',
  ],
  [
    "connectorTypes",
    { enforcementLevel: 1 },
    'enforcementLevel: expected one of: "advisory", "mandatory", "remediate", "disabled"',
  ],
  ["connectorNames", { patern: "x" }, "connector-names.patern: unknown setting; did you mean pattern?"],
  [
    "httpsEndpoints",
    { exceptHost: [] },
    "connector-https.exceptHost: unknown setting; did you mean exceptHosts?",
  ],
  ["allowedHosts", { host: [] }, "connector-hosts.host: unknown setting; did you mean hosts?"],
  [
    "noPrivateAddresses",
    { devStack: [] },
    "connector-private-addresses.devStack: unknown setting; did you mean devStacks?",
  ],
  [
    "noAnonymousAccess",
    { exceptType: [] },
    "connector-anonymous-access.exceptType: unknown setting; did you mean exceptTypes?",
  ],
  [
    "noExposedCredentials",
    { exeptPaths: [] },
    "connector-exposed-credentials.exeptPaths: unknown setting; did you mean exceptPaths?",
  ],
  [
    "tlsOn",
    { exceptHosts: [] },
    'connector-tls.exceptHosts: unknown setting; the rule has none but "enforcementLevel"',
  ],
  ["scheduled", { minMinute: 5 }, "connector-schedules.minMinute: unknown setting; did you mean minMinutes?"],
  ["allowedRegions", { region: [] }, "connector-regions.region: unknown setting; did you mean regions?"],
  ["allowedBuckets", { zzz: [] }, "connector-buckets.zzz: unknown setting; expected buckets"],
  [
    "described",
    { minLenght: 5 },
    "connector-descriptions.minLenght: unknown setting; did you mean minLength?",
  ],
  ["protectedIn", { stack: [] }, "connector-protection.stack: unknown setting; did you mean stacks?"],
  ["distinctTargets", { max: 1 }, "connector-targets.max: unknown setting; the rule has none"],
  ["connectorCount", { maximum: 5 }, "connector-count.maximum: unknown setting; expected max"],
  [
    "secretReferences",
    { exceptPath: [] },
    "connector-secret-references.exceptPath: unknown setting; did you mean exceptPaths?",
  ],
  ["connectorTypes", { constructor: [] }, "connector-types.constructor: unknown setting"],
  [
    "connectorTypes",
    "s3" as unknown as Fields,
    "connector-types: expected an object with the rule's settings, got a string",
  ],
  // Connector types.
  [
    "connectorTypes",
    { forbiddenSources: ["postgress"] },
    'connector-types.forbiddenSources[0]: there is no source type "postgress"; did you mean "postgres"?',
  ],
  [
    "connectorTypes",
    { allowedSources: ["s3", "unstructred/s3"] },
    'allowedSources[1]: there is no source type "unstructred/s3"; did you mean "unstructured/s3"?',
  ],
  ["connectorTypes", { allowedSources: ["unstructured/s33"] }, 'did you mean "unstructured/s3"?'],
  [
    "connectorTypes",
    { allowedSources: ["airwave/*"] },
    '"airwave/*" matches no source type; did you mean "airweave/*"?',
  ],
  [
    "connectorTypes",
    { allowedSources: ["postgress*"] },
    '"postgress*" matches no source type; did you mean "postgres"?',
  ],
  [
    "connectorTypes",
    { allowedSources: ["kafkaa-*"] },
    '"kafkaa-*" matches no source type; did you mean "kafka-cloud"?',
  ],
  ["connectorTypes", { allowedSources: ["*/postgress"] }, 'did you mean "*/postgres"?'],
  [
    "connectorTypes",
    { allowedSources: ["airweave/postgres"] },
    'there is no source type "airweave/postgres"; did you mean "postgres"?',
  ],
  ["connectorTypes", { allowedSources: ["S3"] }, 'there is no source type "S3"; did you mean "s3"?'],
  [
    "connectorTypes",
    { allowedSources: ["pinecone"] },
    'there is no source type "pinecone", only destination types; correct or remove it',
  ],
  [
    "connectorTypes",
    { allowedDestinations: ["airweave/*"] },
    '"airweave/*" matches no destination type, only source types',
  ],
  [
    "connectorTypes",
    { forbiddenDestinations: ["qqqqqq"] },
    'there is no destination type "qqqqqq"; add a type newer than this release to otherTypes',
  ],
  ["connectorTypes", { allowedSources: [""] }, "allowedSources[0]: empty; remove it"],
  [
    "connectorTypes",
    { allowedSources: [" s3"] },
    '" s3" has leading or trailing whitespace; did you mean "s3"?',
  ],
  [
    "connectorTypes",
    { allowedSources: "s3" },
    "connector-types.allowedSources: expected an array of strings, got a string",
  ],
  [
    "connectorTypes",
    { allowedSources: [null] },
    "connector-types.allowedSources[0]: expected a string, got null",
  ],
  [
    "connectorTypes",
    { otherTypes: ["new-*"] },
    'connector-types.otherTypes[0]: "new-*" is a pattern; name each type',
  ],
  [
    "noAnonymousAccess",
    { exceptTypes: ["opensearchh"] },
    'exceptTypes[0]: there is no connector type "opensearchh"; did you mean "opensearch"?',
  ],
  [
    "noAnonymousAccess",
    { exceptTypes: ["*"] },
    '"*" excepts everything, so the rule would check nothing; use the enforcement level "disabled"',
  ],
  // Patterns.
  [
    "connectorNames",
    { pattern: "[a-z" },
    'connector-names.pattern: "[a-z" is not a valid regular expression: unterminated character class',
  ],
  ["connectorNames", { pattern: "a)|(b" }, "is not a valid regular expression: unmatched ')'"],
  ["connectorNames", { pattern: "*-prod" }, "is not a valid regular expression: nothing to repeat"],
  ["connectorNames", { pattern: "" }, "connector-names.pattern: empty, so that nothing matches; remove it"],
  [
    "connectorNames",
    { pattern: /a/ },
    "connector-names.pattern: expected a regular expression as a string, got an object",
  ],
  // Hosts.
  [
    "allowedHosts",
    { hosts: ["https://db.example.com"] },
    'connector-hosts.hosts[0]: "https://db.example.com" is not a host; did you mean "db.example.com"?',
  ],
  ["allowedHosts", { hosts: ["db.example.com:5432"] }, 'did you mean "db.example.com"?'],
  ["allowedHosts", { hosts: ["*.example.com:443"] }, 'did you mean "*.example.com"?'],
  ["allowedHosts", { hosts: ["https://*.example.com/x"] }, 'did you mean "*.example.com"?'],
  ["allowedHosts", { hosts: ["db.example.com."] }, 'did you mean "db.example.com"?'],
  ["allowedHosts", { hosts: ["[fd00::1]"] }, 'did you mean "fd00::1"?'],
  ["allowedHosts", { hosts: ["b\u00fccher.example"] }, 'did you mean "xn--bcher-kva.example"?'],
  ["allowedHosts", { hosts: ["a.example, b.example"] }, '"a.example, b.example" is not a host'],
  ["allowedHosts", { hosts: ["*.a.example, *.b.example"] }, '"*.a.example, *.b.example" is not a host'],
  ["allowedHosts", { hosts: ["10.0.0.0/8"] }, '"10.0.0.0/8" is a network; use a pattern such as "10.0.*"'],
  ["allowedHosts", { hosts: ["FD00:0:0::1"] }, 'did you mean "fd00::1"?'],
  ["allowedHosts", { hosts: ["s3://bucket"] }, '"s3://bucket" is not a host'],
  [
    "httpsEndpoints",
    { exceptHosts: ["http://minio.lan:9000"] },
    'connector-https.exceptHosts[0]: "http://minio.lan:9000" is not a host; did you mean "minio.lan"?',
  ],
  ["httpsEndpoints", { exceptHosts: ["*"] }, '"*" excepts everything'],
  ["noPrivateAddresses", { exceptHosts: ["10.0.0.1:80"] }, 'did you mean "10.0.0.1"?'],
  // Stacks.
  ["noPrivateAddresses", { devStacks: ["**"] }, '"**" excepts everything'],
  [
    "noPrivateAddresses",
    { devStacks: ["acme/shop/dev"] },
    '"acme/shop/dev": stacks are compared by their name alone; did you mean "dev"?',
  ],
  [
    "protectedIn",
    { stacks: ["acme/prod"] },
    'connector-protection.stacks[0]: "acme/prod": stacks are compared by their name alone; did you mean "prod"?',
  ],
  ["protectedIn", { stacks: ["prod,staging"] }, '"prod,staging" cannot be the name of a stack'],
  [
    "protectedIn",
    { stacks: [] },
    'connector-protection.stacks: names no stack, so the rule would check nothing; use the enforcement level "disabled"',
  ],
  // Regions and buckets.
  [
    "allowedRegions",
    { regions: ["eu-centrl-1"] },
    'connector-regions.regions[0]: "eu-centrl-1" is not a region; did you mean "eu-central-1"?',
  ],
  ["allowedRegions", { regions: ["us-wset-*"] }, 'did you mean "us-west-*"?'],
  ["allowedRegions", { regions: ["europe-wesst1"] }, 'did you mean "europe-west1"?'],
  [
    "allowedRegions",
    { regions: ["eu-central-1a"] },
    '"eu-central-1a" is an availability zone, not a region; did you mean "eu-central-1"?',
  ],
  ["allowedRegions", { regions: ["europe-west1-b"] }, 'did you mean "europe-west1"?'],
  [
    "allowedBuckets",
    { buckets: ["s3://acme-data/in"] },
    'connector-buckets.buckets[0]: "s3://acme-data/in" is an address, not a bucket; did you mean "acme-data"?',
  ],
  // Numbers and switches.
  [
    "scheduled",
    { minMinutes: 0 },
    "connector-schedules.minMinutes: expected a whole number of at least 1, got 0",
  ],
  [
    "scheduled",
    { minMinutes: "60" },
    "connector-schedules.minMinutes: expected a whole number of at least 1, got a string",
  ],
  ["scheduled", { required: "yes" }, "connector-schedules.required: expected true or false, got a string"],
  ["scheduled", { allowNone: null }, "connector-schedules.allowNone: expected true or false, got null"],
  [
    "forbiddenFlows",
    { forbidden: { from: {}, to: {} } },
    "connector-flows.forbidden: expected an array of objects, got an object",
  ],
  [
    "forbiddenFlows",
    {
      forbidden: [
        "s3",
        { from: { type: ["s3"] }, into: {} },
        { from: ["s3"], to: { types: [], hosts: [] } },
        {
          from: { types: ["Salesfroce*"] },
          to: { types: ["airweave/Collections"], hosts: ["https://a.example"] },
        },
        { from: { types: ["airweave/Collection"] }, to: { types: "*" } },
      ],
    },
    "connector-flows.forbidden[0]: expected an object, got a string",
    "connector-flows.forbidden[1].into: unknown key; expected from and to",
    'connector-flows.forbidden[1].from.type: unknown key; did you mean "types"?',
    'connector-flows.forbidden[1].from: names nothing, so that no flow matches; name types or hosts, or all: types: ["*"]',
    "connector-flows.forbidden[1].to: missing; name types or hosts",
    "connector-flows.forbidden[2].from: expected an object, got an array",
    "connector-flows.forbidden[2].to: names nothing, so that no flow matches",
    'connector-flows.forbidden[3].from.types[0]: "Salesfroce*" matches no source type; did you mean "salesforce"?',
    'connector-flows.forbidden[3].to.types[0]: there is no destination type "airweave/Collections"; did you mean "airweave/Collection"?',
    'connector-flows.forbidden[3].to.hosts[0]: "https://a.example" is not a host; did you mean "a.example"?',
    'connector-flows.forbidden[4].from.types[0]: there is no source type "airweave/Collection", only destination types; correct or remove it',
    "connector-flows.forbidden[4].to.types: expected an array of strings, got a string",
  ],
  [
    "usedConnectors",
    { exceptNames: ["*", " a"] },
    'connector-uses.exceptNames[0]: "*" excepts everything, so the rule would check nothing',
    'connector-uses.exceptNames[1]: " a" has leading or trailing whitespace',
  ],
  [
    "personalColumns",
    { patterns: "email" },
    "connector-personal-columns.patterns: expected an array of strings, got a string",
  ],
  [
    "personalColumns",
    { exceptColumns: ["*"] },
    'connector-personal-columns.exceptColumns[0]: "*" excepts everything',
  ],
  [
    "described",
    { minLength: 1.5 },
    "connector-descriptions.minLength: expected a whole number of at least 1, got 1.5",
  ],
  ["connectorCount", { max: -1 }, "connector-count.max: expected a whole number of at least 0, got -1"],
  [
    "connectorCount",
    { max: Number.NaN },
    "connector-count.max: expected a whole number of at least 0, got NaN",
  ],
  // Paths.
  [
    "noExposedCredentials",
    { exceptPaths: ["confg.remote_url"] },
    '"confg.remote_url": no resource has the argument "confg"; did you mean "config.remote_url"?',
  ],
  [
    "noExposedCredentials",
    { exceptPaths: ["config.remote_ulr"] },
    '"config.remote_ulr": no connector type has the key "remote_ulr"; did you mean "config.remote_url"?',
  ],
  [
    "noExposedCredentials",
    { exceptPaths: ["config"] },
    '"config" is an object; the rule looks at the values in it; did you mean "config.*"?',
  ],
  [
    "noExposedCredentials",
    { exceptPaths: ["config.hosts"] },
    '"config.hosts" is a list; the rule looks at its items; did you mean "config.hosts[*]"?',
  ],
  ["noExposedCredentials", { exceptPaths: ["*"] }, '"*" excepts everything'],
  [
    "secretReferences",
    { exceptPaths: ["authentication.credentials.acess_token"] },
    'did you mean "authentication.credentials.access_token"?',
  ],
  ["secretReferences", { exceptPaths: ["configuration.pasword"] }, 'did you mean "configuration.password"?'],
];

/** Settings that must keep working. */
const right: readonly (readonly [RuleName, Fields])[] = [
  [
    "connectorTypes",
    { allowedSources: ["unstructured/postgres", "airweave/*", "*", "Postgresql", "postgres*", "*/s3"] },
  ],
  [
    "connectorTypes",
    { allowedSources: ["s3", "brand_new", "airweave/newer"], otherTypes: ["brand_new", "airweave/newer"] },
  ],
  ["connectorTypes", { allowedSources: ["unstructured/brand_new", "brand_*"], otherTypes: ["brand_new"] }],
  ["connectorTypes", { allowedSources: [], forbiddenSources: [], allowedDestinations: undefined }],
  ["connectorTypes", { enforcementLevel: "disabled" }],
  ["connectorNames", { pattern: "^team-[\\p{L}\\d-]+$|(?<x>a)\\k<x>" }],
  [
    "allowedHosts",
    {
      hosts: ["*.example.com", "DB.example.com", "localhost", "10.*", "fd00::1", "fd00::*", "*", "127.0.0.1"],
    },
  ],
  ["httpsEndpoints", { exceptHosts: ["minio", "*.lan"] }],
  ["noPrivateAddresses", { devStacks: [], exceptHosts: [] }],
  ["noPrivateAddresses", { devStacks: ["dev", "dev-*", "review_1.x"] }],
  ["noAnonymousAccess", { exceptTypes: ["unstructured/opensearch", "s3", "elastic*"] }],
  [
    "noExposedCredentials",
    { exceptPaths: ["config.remote_url", "config.*", "name", "*.url", "config.hosts[0]", "config.hosts[*]"] },
  ],
  ["noExposedCredentials", { exceptPaths: ["config.brandnewkeyofvendor", "schedule.cron", "description"] }],
  [
    "secretReferences",
    { exceptPaths: ["authentication.accessToken", "authentication.credentials.*", "configuration.password"] },
  ],
  [
    "allowedRegions",
    {
      regions: [
        "eu-*",
        "us-east-1",
        "us-gov-west-1",
        "europe-west1",
        "westeurope",
        "us-ashburn-1",
        "us-east",
        "eu-de",
        "il-central-1",
        "US-EAST-1",
        "West Europe",
        "jp-osa",
      ],
    },
  ],
  ["allowedBuckets", { buckets: ["acme-*", "acme.data"] }],
  ["scheduled", { required: false }],
  [
    "forbiddenFlows",
    {
      forbidden: [
        { from: { types: ["unstructured/s3", "new"] }, to: { types: ["airweave/Collection", "pinecone"] } },
        { from: { hosts: ["*.example.com"] }, to: { types: ["*"] } },
      ],
      otherTypes: ["new"],
    },
  ],
  ["usedConnectors", { exceptNames: ["shared-*"] }],
  ["personalColumns", { patterns: ["*"], exceptColumns: ["company_name"] }],
  ["scheduled", { minMinutes: 60, allowNone: false }],
  ["protectedIn", { stacks: ["*"] }],
  ["connectorCount", { max: 0 }],
];

describe("the options of a rule", () => {
  it.each(wrong)("%s refuses %j", (rule, options, ...texts) => {
    for (const text of texts) expect(() => rules[rule](options)).toThrow(text);
    expect(() => rules[rule](options)).toThrow("[PC_POLICY_SETTING]");
  });

  it.each(right)("%s takes %j", (rule, options) => {
    expect(() => rules[rule](options)).not.toThrow();
  });

  it("are refused all at once, with an error of this package that shows no stack", () => {
    try {
      rules.connectorTypes({ allowedSource: [], forbiddenSources: ["postgress", "s33"] });
      throw new Error("was accepted");
    } catch (error) {
      expect(error).toMatchObject({ code: "PC_POLICY_SETTING", __pulumiRunError: true });
      const { message, stack } = error as Error;
      expect(message.split("\n")).toHaveLength(4);
      expect(stack).toBe(message);
    }
  });

  it("are tested for every rule", () => {
    const names = Object.keys(policy).filter(
      (name) => !["personalColumnPatterns", "policyConfigProblems", "recommendedPolicies"].includes(name),
    );
    expect(new Set(wrong.map(([name]) => name))).toEqual(new Set(names));
  });
});

describe("every type of the catalog", () => {
  const types = ["unstructured", "aisquared", "airweave"].flatMap((platform) =>
    catalogRoles(platform).flatMap((role) =>
      catalogTypes(`${platform}/${role}`).map((type) => ({
        platform,
        type,
        setting: role === "source" ? "allowedSources" : "allowedDestinations",
      })),
    ),
  );

  it("is accepted, with its platform and without", () => {
    expect(types.length).toBeGreaterThanOrEqual(156);
    for (const { platform, type, setting } of types) {
      rules.connectorTypes({ [setting]: [type, `${platform}/${type}`, `${platform}/${type.slice(0, 2)}*`] });
    }
  });

  it("is suggested for itself with a letter too many", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), ({ platform, type, setting }) => {
        const misspelt = `${platform}/${type}q`;
        expect(() => rules.connectorTypes({ [setting]: [misspelt] })).toThrow(/did you mean "[^"]+"\?/);
      }),
    );
  });
});

describe("the configuration of a pack", () => {
  const service = {
    ...AnalyzerService,
    getAnalyzerInfo: { ...AnalyzerService.getAnalyzerInfo },
    configure: { ...AnalyzerService.configure },
  };
  watchService(service);

  /** Sends a configuration through the decoder of the server. @returns the message of the error, if it is refused. */
  function configure(
    config: Readonly<Record<string, { level?: EnforcementLevel; settings?: object }>>,
    names: readonly string[],
  ): string | undefined {
    const info = new AnalyzerInfo().setPoliciesList(names.map((name) => new PolicyInfo().setName(name)));
    service.getAnalyzerInfo.responseSerialize(info);
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level = EnforcementLevel.MANDATORY, settings = {} }] of Object.entries(config)) {
      const part = new PolicyConfig()
        .setEnforcementlevel(level)
        .setProperties(Struct.fromJavaScript(settings as never));
      request.getPolicyconfigMap().set(name, part);
    }
    const decoded = service.configure.requestDeserialize(Buffer.from(request.serializeBinary()));
    try {
      expect(decoded.getPolicyconfigMap().getLength()).toBe(Object.keys(config).length);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  policy.recommendedPolicies();
  const names = ["connector-types", "connector-schedules", "my-rule"];

  it.each([
    [
      { "connector-typs": {} },
      "connector-typs: the policy pack has no such rule; did you mean connector-types? [PC_POLICY_SETTING]",
    ],
    [
      { "connector-hosts": {} },
      "connector-hosts: the policy pack has no such rule; it has: connector-types, connector-schedules, my-rule [PC_POLICY_SETTING]",
    ],
    [
      { my_rules: {} },
      "my_rules: the policy pack has no such rule; did you mean my-rule? [PC_POLICY_SETTING]",
    ],
    [{ All: {} }, "All: the policy pack has no such rule; did you mean all? [PC_POLICY_SETTING]"],
    [{ all: { settings: { max: 1 } } }, 'all.max: "all" has only a level [PC_POLICY_SETTING]'],
    [
      { "connector-types": { settings: { allowedSource: [] } } },
      "connector-types.allowedSource: unknown setting; did you mean allowedSources? [PC_POLICY_SETTING]",
    ],
    [
      { "connector-types": { level: EnforcementLevel.DISABLED, settings: { allowedSource: [] } } },
      "connector-types.allowedSource: unknown setting; did you mean allowedSources? [PC_POLICY_SETTING]",
    ],
    [
      { "connector-types": { settings: { allowedSources: ["s3", "gcs"], forbiddenSources: ["s3"] } } },
      'connector-types: "s3" is both in allowedSources and in forbiddenSources; remove it from one of them [PC_POLICY_SETTING]',
    ],
    [
      { "connector-schedules": { settings: { required: false, allowUnscheduled: true, minMinutes: 1 } } },
      'connector-schedules: it would check nothing: set required, allowUnscheduled: false, allowNone: false or minMinutes, or use the enforcement level "disabled" [PC_POLICY_SETTING]',
    ],
  ])("%j is refused before the first resource", (config, message) => {
    expect(configure(config, names)).toBe(message);
  });

  it.each([
    [{ all: {} }],
    [{ "my-rule": { settings: { anything: 1 } } }],
    [
      {
        "connector-types": { settings: { allowedSources: ["airweave/*"] } },
        "connector-schedules": { level: EnforcementLevel.DISABLED, settings: { required: false } },
      },
    ],
  ])("%j is taken", (config) => {
    expect(configure(config, names)).toBeUndefined();
  });

  it("is checked by each policy too, for one that has a name of its own", () => {
    const rule = policy.connectorTypes();
    const { validateResource } = rule;
    const args = {
      type: "pulumi-nodejs:dynamic/unstructured:Source",
      urn: "",
      name: "",
      props: {},
      opts: {},
    };
    for (const settings of [{ allowedSource: ["s3"] }, { allowedSources: ["postgress"] }]) {
      const validate = (): unknown =>
        (validateResource as (given: object, report: () => void) => unknown)(
          { ...args, getConfig: () => settings },
          () => undefined,
        );
      expect(validate).toThrow(/did you mean/);
      // And not only at the first resource.
      expect(validate).toThrow(/did you mean/);
    }
  });

  it("excepts types with their platform", async () => {
    const s3 = {
      type: "unstructured:Source",
      props: { name: "it", type: "s3", config: { remote_url: "s3://b/", anonymous: true } },
    };
    expect(await violations([policy.noAnonymousAccess({ exceptTypes: ["unstructured/s3"] })], s3)).toEqual(
      [],
    );
    expect(await violations([policy.noAnonymousAccess({ exceptTypes: ["aisquared/*"] })], s3)).toHaveLength(
      1,
    );
  });
});

describe("the check of a file with the configuration of a pack", () => {
  it.each([
    [
      '{ "connector-typs": { "allowedSources": ["unstructured/*"] } }',
      ["connector-typs: the policy pack has no such rule; did you mean connector-types?"],
    ],
    [
      '{ "connector-https": "remediat" }',
      ['connector-https: "remediat" is no enforcement level; did you mean "remediate"?'],
    ],
    [
      '{ "connector-https": { "enforcementLevel": 3 } }',
      ["connector-https: expected an enforcement level, got a number"],
    ],
    [
      '{ "connector-https": 3 }',
      ["connector-https: expected an enforcement level or an object, got a number"],
    ],
    [
      '{ "connector-schedules": { "minMinutes": 1, "allowUnscheduled": true } }',
      [
        'connector-schedules: it would check nothing: set required, allowUnscheduled: false, allowNone: false or minMinutes, or use the enforcement level "disabled"',
      ],
    ],
    [
      '{ "connector-names": { "pattern": "(" }, "connector-count": { "max": "5" } }',
      [
        'connector-names.pattern: "(" is not a valid regular expression: unterminated group',
        "connector-count.max: expected a whole number of at least 0, got a string",
      ],
    ],
    ["[]", ["expected an object with a key for each rule, got an array"]],
  ])("%s", (text, problems) => {
    expect(policy.policyConfigProblems(text)).toEqual(problems);
  });

  it("finds nothing in what is right", () => {
    expect(policy.policyConfigProblems(" ")).toEqual([]);
    const text =
      '{ "all": "advisory", "environments": ["e"], "connector-types": { "allowedSources": ["unstructured/s3", "airweave/*"], "forbiddenDestinations": ["Http"] } }';
    expect(policy.policyConfigProblems(text)).toEqual([]);
    expect(policy.policyConfigProblems('{ "my-rule": { "x": 1 } }', ["my-rule"])).toEqual([]);
  });

  it("finds nothing in the examples of the documentation and the campaign", () => {
    const [, documented = ""] =
      /```json\n(.*?)```/s.exec(readFileSync(join(repository, "docs", "policy.md"), "utf8")) ?? [];
    expect(documented).toContain("connector-types");
    for (const text of [documented, JSON.stringify(packConfig)]) {
      expect(policy.policyConfigProblems(text)).toEqual([]);
    }
  });

  it("says what is wrong with JSON, and throws for no text", () => {
    expect(policy.policyConfigProblems("{")).toEqual([expect.stringMatching(/^not valid JSON: /)]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const problem of policy.policyConfigProblems(text)) expect(typeof problem).toBe("string");
      }),
    );
  });
});
