import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { recommendedPolicies } from "../../provider/src/policy/recommended";
import { linkedPackages, makeProject, repository, type TestProject } from "../harness";
import { cliEngine, hasPulumiCli } from "../harness/cli-engine";
import { testPassphrase } from "../harness/engine";
import { lightSdk } from "../harness/sdk";
import type { Given } from "../unit/provider/policy/analyze";
import { badInputs, badStacks, secret } from "./bad-inputs";
import { printedViolations } from "./every-rule";

const packages = {
  ...linkedPackages,
  "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
};
const pack = "node_modules/pulumi-connectors/policy-pack";

/** The rule that is violated, how, and the resources of the program. */
const programs: readonly (readonly [rule: string, what: string, resources: readonly Given[]])[] = [
  ...badInputs.map(([rule, path, what, given]) => [rule, `${what}, at ${path}`, [given]] as const),
  ...badStacks,
];

const levels = new Map(recommendedPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel]));

/** The program that declares resources. */
function programOf(resources: readonly Given[]): string {
  return resources
    .map(({ type, props, name = "it", protect = true }) => {
      const kind = type.replace(":", ".");
      return `new ${kind}(${JSON.stringify(name)}, ${JSON.stringify(props)}, { protect: ${protect} });`;
    })
    .join("\n");
}

/** Expects the output of an engine to report the violated rule only. */
function expectOnly(rule: string, output: string, succeeded: boolean): void {
  const policy = `connector-${rule}`;
  const level = levels.get(policy);
  const found = printedViolations(output).map(({ level, policy }) => `${level} ${policy}`);
  expect(found).toEqual([`${level} ${policy}`]);
  // Any other error would fail the program, too.
  expect(output).not.toMatch(/error: (?!preview failed)/);
  expect(output).not.toContain(secret);
  expect(succeeded).toBe(level === "advisory");
}

let project: TestProject;
beforeEach(() => {
  project = makeProject(packages);
});
afterEach(() => project.remove());

describe("the recommended pack, in a preview of the sandbox", () => {
  it.each(programs)("connector-%s: %s", async (rule, _what, resources) => {
    project.program(programOf(resources));
    const { code, output } = await preview(project.folder);
    expectOnly(rule, output, code === 0);
    const log = join(project.folder, "requests.jsonl");
    expect(existsSync(log) ? readFileSync(log, "utf8") : "").toBe("");
  });
});

/** A sample of the rules: this engine needs several seconds for each. */
const sample = ["https", "exposed-credentials", "schedules", "protection", "targets"];

(hasPulumiCli ? describe : describe.skip)("the recommended pack, in a preview of the pulumi CLI", () => {
  it.each(sample)("connector-%s", async (rule) => {
    const [, , resources = []] = programs.find(([each]) => each === rule) ?? [];
    project.program(programOf(resources));
    const stack = await cliEngine(project, {}, { stack: "prod" });
    const { succeeded, output } = await stack.preview({ policyPacks: [pack] });
    expectOnly(rule, output, succeeded);
  });
});

async function preview(folder: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const flags = ["--stack", "prod", "--policy-pack", pack, "--log", "requests.jsonl"];
  const child = spawn(process.execPath, [cli, "preview", ...flags], {
    cwd: folder,
    env: { ...process.env, ...lightSdk, PULUMI_CONFIG_PASSPHRASE: testPassphrase },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => (output += data.toString()));
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
