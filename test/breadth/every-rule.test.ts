import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { recommendedPolicies } from "../../provider/src/policy/recommended";
import { describeOnEngines, linkedPackages, repository } from "../harness";
import {
  badProgram,
  expectedViolations,
  goodProgram,
  lateViolation,
  packConfig,
  printedViolations,
  secret,
  variable,
  type PrintedViolation,
  type Violation,
} from "../policies/every-rule";

const { version } = JSON.parse(readFileSync(join(repository, "provider", "package.json"), "utf8")) as {
  readonly version: string;
};
const flags = {
  policyPacks: ["node_modules/pulumi-connectors/policy-pack"],
  policyPackConfigs: ["rules.json"],
};

const mandatory = (list: readonly Violation[]): object[] =>
  sorted(list.map((each) => ({ ...each, level: "mandatory" })));
const withoutMessages = (list: readonly PrintedViolation[]): object[] =>
  sorted(list).map(({ message: _, ...rest }) => rest);
const sorted = <Each extends Violation>(list: readonly Each[]): Each[] =>
  list.toSorted((one, other) => one.policy.localeCompare(other.policy));

describeOnEngines(
  "the recommended pack",
  (world) => {
    beforeAll(() => {
      world().project.write("rules.json", JSON.stringify(packConfig));
      process.env[variable] = "not-a-real-key";
    });
    afterAll(() => {
      Reflect.deleteProperty(process.env, variable);
    });
    const requests = (): unknown[] => Object.values(world().platforms).flatMap(({ requests }) => requests);

    it("is tested with a violation of every rule", () => {
      expect(sorted(expectedViolations).map(({ policy }) => policy)).toEqual(
        recommendedPolicies()
          .map(({ name }) => name)
          .sort((one, other) => one.localeCompare(other)),
      );
    });

    it("reports every violation in a preview and fails it", async () => {
      const { project, stack } = world();
      project.program(badProgram);
      const { succeeded, output } = await stack.preview(flags);
      expect(withoutMessages(printedViolations(output))).toEqual(mandatory(expectedViolations));
      expect(output).toContain("error: preview failed");
      expect(output).not.toContain(secret);
      expect(succeeded).toBe(false);
      expect(requests()).toEqual([]);
    });

    it("fails an up without a preview before anything is created", async () => {
      const { stack } = world();
      const { succeeded, output } = await stack.up(flags);
      const found = withoutMessages(printedViolations(output));
      expect(found).not.toEqual([]);
      expect(mandatory(expectedViolations)).toEqual(expect.arrayContaining(found));
      expect(output).not.toContain(secret);
      expect(succeeded).toBe(false);
      expect(requests()).toEqual([]);
      expect(await stack.resources()).toEqual({});
    });

    it("accepts a valid program in a preview, and says which rules need an up", async () => {
      const { project, stack } = world();
      project.program(goodProgram + lateViolation);
      const { succeeded, output } = await stack.preview(flags);
      expect(succeeded).toBe(true);
      const rules = ["buckets", "exposed-credentials", "hosts", "https", "private-addresses", "tls"];
      expect(sorted(printedViolations(output))).toEqual(
        rules.map((rule) => ({
          level: "advisory",
          policy: `connector-${rule}`,
          resource: "late",
          about: expect.any(String),
          message: `can't run policy 'connector-${rule}' from policy pack 'pulumi-connectors-recommended@v${version}' during preview: string value at .config.remote_url can't be known during preview`,
        })),
      );
      expect(requests()).toEqual([]);
    });

    it("applies those rules during the up, after the valid resources have been created", async () => {
      const { platforms, stack } = world();
      const { succeeded, output } = await stack.up(flags);
      const { late, types, ...others } = await stack.resources();
      expect(printedViolations(output)).toEqual([
        {
          level: "mandatory",
          policy: "connector-buckets",
          resource: "late",
          about: 'unstructured.Source "late": config.remote_url',
          message: `unstructured.Source "late": config.remote_url: bucket "${types?.id}" is not allowed; use one of: acme-*`,
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
