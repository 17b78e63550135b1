import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { recommendedPolicies } from "../../provider/src/policy/recommended";
import { describeOnEngines, linkedPackages, repository } from "../harness";
import {
  badProgram,
  breaches,
  goodProgram,
  lateBreach,
  packConfig,
  printedBreaches,
  secret,
  variable,
  type Breach,
} from "../policies/every-rule";

const { version } = JSON.parse(readFileSync(join(repository, "provider", "package.json"), "utf8")) as {
  readonly version: string;
};
const flags = {
  policyPacks: ["node_modules/pulumi-connectors/policy-pack"],
  policyPackConfigs: ["rules.json"],
};

const mandatory = (list: readonly Breach[]): object[] =>
  sorted(list.map((each) => ({ ...each, level: "mandatory" })));
const sorted = <Each extends Breach>(list: readonly Each[]): Each[] =>
  list.toSorted((one, other) => one.policy.localeCompare(other.policy));

describeOnEngines(
  "the ready pack",
  (world) => {
    beforeAll(() => {
      world().project.write("rules.json", JSON.stringify(packConfig));
      process.env[variable] = "not-a-real-key";
    });
    afterAll(() => {
      Reflect.deleteProperty(process.env, variable);
    });
    const requests = (): unknown[] => Object.values(world().platforms).flatMap(({ requests }) => requests);

    it("has for each rule a resource here that breaks it", () => {
      expect(sorted(breaches).map(({ policy }) => policy)).toEqual(
        recommendedPolicies()
          .map(({ name }) => name)
          .sort((one, other) => one.localeCompare(other)),
      );
    });

    it("tells at a preview of each rule that is broken, and fails it", async () => {
      const { project, stack } = world();
      project.program(badProgram);
      const { succeeded, output } = await stack.preview(flags);
      expect(sorted(printedBreaches(output))).toEqual(mandatory(breaches));
      expect(output).toContain("error: preview failed");
      expect(output).not.toContain(secret);
      expect(succeeded).toBe(false);
      expect(requests()).toEqual([]);
    });

    it("stops an up that nobody has previewed before anything is made", async () => {
      const { stack } = world();
      const { succeeded, output } = await stack.up(flags);
      const found = printedBreaches(output);
      expect(found).not.toEqual([]);
      expect(mandatory(breaches)).toEqual(expect.arrayContaining(found));
      expect(output).not.toContain(secret);
      expect(succeeded).toBe(false);
      expect(requests()).toEqual([]);
      expect(await stack.resources()).toEqual({});
    });

    it("lets what keeps to all rules pass at a preview, and says what it can not decide there", async () => {
      const { project, stack } = world();
      project.program(goodProgram + lateBreach);
      const { succeeded, output } = await stack.preview(flags);
      expect(succeeded).toBe(true);
      const about = ["buckets", "exposed-credentials", "hosts", "https", "private-addresses", "tls"];
      expect(sorted(printedBreaches(output))).toEqual(
        about.map((rule) => ({
          level: "advisory",
          policy: `connector-${rule}`,
          resource: "late",
          message: `can't run policy 'connector-${rule}' from policy pack 'pulumi-connectors-recommended@v${version}' during preview: string value at .config.remote_url can't be known during preview`,
        })),
      );
      expect(requests()).toEqual([]);
    });

    it("decides that at the up, which has made all that keeps to the rules by then", async () => {
      const { platforms, stack } = world();
      const { succeeded, output } = await stack.up(flags);
      const { late, types, ...others } = await stack.resources();
      expect(printedBreaches(output)).toEqual([
        {
          level: "mandatory",
          policy: "connector-buckets",
          resource: "late",
          message: `unstructured.Source "late": config.remote_url: "${types?.id}" is not allowed; use one of: acme-*`,
        },
      ]);
      expect(output).not.toContain(secret);
      expect(succeeded).toBe(false);
      expect(late).toBeUndefined();
      const writes = Object.values(platforms).flatMap((platform) => platform.takeWrites());
      expect(writes).toHaveLength(Object.keys(others).length + 1);
      expect(writes.filter((write) => !write.startsWith("POST "))).toEqual([]);
    });
  },
  {
    beside: ["aisquared", "airweave"],
    packages: {
      ...linkedPackages,
      "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
    },
  },
);
