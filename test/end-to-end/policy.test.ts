import { join } from "node:path";
import { beforeAll, expect, it } from "@jest/globals";
import { describeOnEngines, linkedPackages, repository, type TestProject } from "../harness";

/** Writes a policy pack with rules for the classes of this package, as a user would. */
function writePack(project: TestProject, folder: string, policies: string): void {
  project.write(`${folder}/PulumiPolicy.yaml`, "runtime: nodejs\n");
  project.write(
    `${folder}/package.json`,
    `{ "name": "${folder}", "version": "1.2.3", "main": "index.js" }\n`,
  );
  project.write(
    `${folder}/index.js`,
    `const { PolicyPack, remediateResourceOfType, validateResourceOfType } = require("@pulumi/policy");
     const { unstructured } = require("pulumi-connectors");
     const { Source } = unstructured;
     new PolicyPack("${folder}", { policies: [${policies}] });`,
  );
}

const rules = `
  {
    name: "allowed-types",
    description: "Only some types are allowed.",
    enforcementLevel: "mandatory",
    configSchema: { properties: { types: { type: "array", default: ["s3"] } } },
    validateResource: validateResourceOfType(Source, ({ type }, args, report) => {
      if (!args.getConfig().types.includes(type)) report(type + " is not allowed");
    }),
  },
  {
    name: "team",
    description: "Names say whose they are.",
    enforcementLevel: "advisory",
    severity: "high",
    validateResource: validateResourceOfType(Source, ({ name }, args, report) => {
      if (!name.startsWith("team-")) report(name + " is nobody's");
    }),
  },
  {
    name: "lower-case",
    description: "Names are in lower case.",
    enforcementLevel: "remediate",
    remediateResource: remediateResourceOfType(Source, (source) => {
      if (source.name === source.name.toLowerCase()) return undefined;
      return { ...source, name: source.name.toLowerCase() };
    }),
  },
  {
    name: "off",
    description: "Never runs.",
    enforcementLevel: "disabled",
    validateResource: (args, report) => report("ran"),
  },`;

const few = `
  {
    name: "few",
    description: "There are not many sources.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, report) => {
      const sources = resources.filter((resource) => resource.isType(Source));
      if (sources.length > 1) report("there are " + sources.map(({ props }) => props.name).sort());
    },
  },`;

const source = (name: string, type: string, config: string): string =>
  `const ${name} = new unstructured.Source("${name}", { name: ${config}, type: "${type}", config: { remote_url: "${type}://b/", anonymous: true } });`;
const type = "pulumi-nodejs:dynamic/unstructured:Source";

describeOnEngines(
  "policy packs",
  (world) => {
    beforeAll(() => {
      const { project } = world();
      writePack(project, "rules", rules);
      writePack(project, "limits", few);
      project.write("strict.json", '{ "team": "mandatory" }');
      project.write("lax.json", '{ "all": "advisory", "allowed-types": { "types": [] } }');
      project.write("wrong.json", '{ "allowed-types": { "types": 3 } }');
    });

    it("stop an up at its preview, before any change", async () => {
      const { platform, project, stack } = world();
      project.program(
        source("a", "gcs", '"nobodys"').replace("anonymous: true", 'service_account_key: "{}"'),
      );
      const { succeeded, output } = await stack.up({ previewFirst: true, policyPacks: ["rules"] });
      expect(output).toContain(
        [
          "Policies:",
          "    ❌ rules@v1.2.3 (local: rules)",
          `        - [mandatory]  allowed-types  (${type}: a)`,
          "          Only some types are allowed.",
          "          gcs is not allowed",
          `        - [advisory] [severity: high]  team  (${type}: a)`,
          "          Names say whose they are.",
          "          nobodys is nobody's",
          "",
          "Diagnostics:",
          "  pulumi:pulumi:Stack (test-dev):",
          "    error: preview failed",
          "",
        ].join("\n"),
      );
      expect(output).not.toMatch(/Resources:|Updating|ran/);
      expect(succeeded).toBe(false);
      expect(platform.requests).toEqual([]);
      expect(await stack.resources()).toEqual({});
    });

    it("warn in a preview about unknown values, remediate inputs, and stop an up at the first violation", async () => {
      const { platform, project, stack } = world();
      project.program(
        [source("a", "s3", '"Team-A"'), source("b", "s3", "a.id.apply((id) => `of-${id}`)")].join("\n"),
      );
      const flags = { policyPacks: ["rules"], policyPackConfigs: ["strict.json"] };
      const preview = await stack.preview(flags);
      expect(preview).toMatchObject({ succeeded: true, changes: { create: 3 } });
      expect(preview.output).toMatch(
        /⚠️ rules@v1\.2\.3 \(local: rules\)\n {8}- \[remediate\] {2}lower-case {2}\(1 resource\)\n/,
      );
      expect(preview.output).toContain(
        "can't run policy 'team' from policy pack 'rules@v1.2.3' during preview: string value at .name can't be known during preview",
      );
      expect(platform.requests).toEqual([]);

      const up = await stack.up(flags);
      expect(up.succeeded).toBe(false);
      expect(up.output).toMatch(
        /\[mandatory\] \[severity: high\] {2}team {2}\(.*: b\)\n.*\n +of-\S+ is nobody's\n/,
      );
      expect(platform.takeWrites()).toHaveLength(1);
      expect(platform.requests.at(-1)?.body).toMatchObject({ name: "team-a" });
      const { a, ...others } = await stack.resources();
      expect(a?.inputs).toMatchObject({ name: "team-a" });
      expect(others).toEqual({});
    });

    it("only warn if their config says so", async () => {
      const { stack } = world();
      const { succeeded, output, changes } = await stack.up({
        policyPacks: ["rules"],
        policyPackConfigs: ["lax.json"],
      });
      expect(succeeded).toBe(true);
      expect(changes).toMatchObject({ create: 1, update: 1 });
      expect(output).toContain(`- [advisory]  allowed-types  (${type}: a)`);
      expect(output).toContain(`- [advisory]  off  (${type}: b)`);
      // With `"all": "advisory"` nothing is remediated.
      expect((await stack.resources()).a?.inputs).toMatchObject({ name: "Team-A" });
    });

    it("validate the whole stack at the end, each pack separately", async () => {
      const { stack } = world();
      const { succeeded, output } = await stack.preview({ policyPacks: ["rules", "limits"] });
      expect(succeeded).toBe(false);
      expect(output).toMatch(
        /❌ limits@v1\.2\.3 \(local: limits\)\n {8}- \[mandatory\] {2}few {2}\(pulumi:pulumi:Stack: test-dev\)\n.*\n {10}there are of-\S+,team-a\n {4}⚠️ rules@v1\.2\.3/,
      );
      expect(output).toContain("error: preview failed");
    });

    it("do not run with a config that violates their schema, and nothing else does", async () => {
      const { platform, stack } = world();
      platform.take();
      const flags = { policyPacks: ["rules"], policyPackConfigs: ["wrong.json"] };
      const { succeeded, output, changes } = await stack.preview(flags);
      expect(succeeded).toBe(false);
      expect(output).toContain(
        "validating policy config: rules 1.2.3  allowed-types: types: Invalid type. Expected: array, given: integer",
      );
      expect(changes).toEqual({});
      expect(platform.take()).toEqual([]);
    });
  },
  {
    packages: {
      ...linkedPackages,
      "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
    },
  },
);

describeOnEngines(
  "the bundled policy pack",
  (world) => {
    const source = (remoteUrl: string): string =>
      `new unstructured.Source("a", { type: "s3", config: { remote_url: ${remoteUrl}, anonymous: true, newKey: "http://hush" } }, { unknownKeys: "allow" });`;
    const flags = {
      policyPacks: ["node_modules/pulumi-connectors/policy-pack"],
      policyPackConfigs: ["strict.json"],
    };
    beforeAll(() => {
      const config = { "connector-buckets": { buckets: ["x"] }, "connector-anonymous-access": "disabled" };
      world().project.write("strict.json", JSON.stringify(config));
    });

    it("shows values that are public by the catalog, but none that the program marks as secret", async () => {
      const { project, stack } = world();
      project.program(source('"s3://tenant-42-open/"'));
      expect((await stack.preview(flags)).output).toContain(
        'config.remote_url: bucket "tenant-42-open" is not allowed',
      );
      project.program(source('pulumi.secret("s3://tenant-42-hush/")'));
      const { succeeded, output } = await stack.preview(flags);
      expect(succeeded).toBe(false);
      expect(output).toContain('unstructured.Source "a": config.remote_url: ');
      expect(output).not.toContain("hush");
    });
  },
  {
    packages: {
      ...linkedPackages,
      "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
    },
  },
);

describeOnEngines(
  "wrong settings of policies",
  (world) => {
    const ready = "node_modules/pulumi-connectors/policy-pack";
    /** A preview with a pack and its configuration. Nothing is planned if it is refused. */
    async function preview(pack: string, config: unknown): Promise<{ succeeded: boolean; output: string }> {
      const { platform, project, stack } = world();
      project.write("rules.json", JSON.stringify(config));
      const { succeeded, output, changes } = await stack.preview({
        policyPacks: [pack],
        policyPackConfigs: ["rules.json"],
      });
      expect(platform.take()).toEqual([]);
      expect(changes).toEqual(succeeded ? { create: 2 } : {});
      if (!succeeded) expect(output).not.toContain("✅");
      expect(output).not.toMatch(/^ +at /m);
      return { succeeded, output };
    }
    beforeAll(() => {
      const { project } = world();
      project.program(
        'new unstructured.Source("a", { type: "postgres", config: { host: "db.example.com", port: 5432, database: "d", table_name: "t", username: "u", password: "p", batch_size: 5 } });',
      );
      for (const [name, index] of [
        [
          "acme",
          'connectorTypes({ allowedSources: ["unstructured/postgres", "airweave/*"] }), allowedHosts({ hosts: ["*.example.com"] })',
        ],
        ["acme-misspelt", 'connectorTypes({ allowedSource: ["unstructured/s3"] })'],
      ] as const) {
        project.write(
          `${name}/PulumiPolicy.yaml`,
          "runtime:\n  name: nodejs\n  options:\n    typescript: false\n",
        );
        project.write(
          `${name}/package.json`,
          '{ "name": "acme-policy", "version": "1.2.3", "main": "index.js" }\n',
        );
        project.write(
          `${name}/index.js`,
          `const { allowedHosts, connectorTypes } = require("pulumi-connectors/policy");
           const policies = [${index}];
           const { PolicyPack } = require("@pulumi/policy");
           new PolicyPack("${name}", { enforcementLevel: "mandatory", policies });`,
        );
      }
    });

    it("are refused by the bundled pack, all at once, with the nearest names", async () => {
      const { succeeded, output } = await preview(ready, {
        "connector-types": { forbidenSources: ["postgres"], forbiddenSources: ["postgress"] },
        "connector-names": { pattern: "[a-z" },
        "connector-htps": "mandatory",
      });
      expect(succeeded).toBe(false);
      expect(output).toContain(
        `error: configuring policy pack "pulumi-connectors-recommended" at "${ready}": connector-`,
      );
      for (const problem of [
        "connector-types.forbidenSources: unknown setting; did you mean forbiddenSources?",
        'connector-types.forbiddenSources[0]: there is no source type "postgress"; did you mean "postgres"?',
        'connector-names.pattern: "[a-z" is not a valid regular expression: unterminated character class',
        "connector-htps: the policy pack has no such rule; did you mean connector-https?",
      ]) {
        expect(output).toContain(problem);
      }
    });

    it("are refused by a user's own pack that uses the rules, in its code and in its configuration", async () => {
      const inConfig = await preview("acme", { "connector-types": { allowedSource: ["unstructured/*"] } });
      expect(inConfig.succeeded).toBe(false);
      expect(inConfig.output).toContain(
        'error: configuring policy pack "acme" at "acme": connector-types.allowedSource: unknown setting; did you mean allowedSources? [PC_POLICY_SETTING]\n',
      );
      const inCode = await preview("acme-misspelt", {});
      expect(inCode.succeeded).toBe(false);
      expect(inCode.output).toContain(
        "error: [runtime] connector-types.allowedSource: unknown setting; did you mean allowedSources? [PC_POLICY_SETTING]\n",
      );
    });

    it("are refused by the engine for a rule that the pack does not have", async () => {
      const { succeeded, output } = await preview("acme", {
        "connector-typs": { allowedSources: ["unstructured/*"] },
      });
      expect(succeeded).toBe(false);
      expect(output).toContain(
        'error: configuring policy pack "acme" at "acme": invalid enforcement level ""',
      );
    });

    it("are not found in types of a platform and patterns", async () => {
      const { succeeded, output } = await preview("acme", {
        all: "mandatory",
        "connector-types": { allowedSources: ["unstructured/postg*", "airweave/*"] },
        "connector-hosts": { enforcementLevel: "advisory", hosts: ["*.example.org"] },
      });
      expect(succeeded).toBe(true);
      expect(output).toContain(
        'config.host: host "db.example.com" is not allowed; use one of: *.example.org',
      );
    });
  },
  {
    packages: {
      ...linkedPackages,
      "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
    },
  },
);
