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
import { badPipelines, goodPipelines, type Pipeline } from "./pipelines";

const packages = {
  ...linkedPackages,
  "@pulumi/policy": join(repository, "node_modules", "@pulumi", "policy"),
};
const flags = {
  policyPacks: ["node_modules/pulumi-connectors/policy-pack"],
  policyPackConfigs: ["rules.json"],
};

/** Connectors by themselves are of no use to anything. */
const off = { "connector-uses": "disabled" };

/** The programs with the rule that each violates. */
const programs: readonly Pipeline[] = [
  ...badInputs.map(([rule, path, what, given]) => ({
    rule,
    what: `${what}, at ${path}`,
    resources: [given],
    packConfig: off,
  })),
  ...badStacks.map(([rule, what, resources]) => ({ rule, what, resources, packConfig: off })),
  ...badPipelines,
];

const levels = new Map(recommendedPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel]));

/** The program that declares resources. Arguments that come from others are their ids. */
function programOf(resources: readonly Given[]): string {
  const declarations = resources.map(({ type, props, name = "it", protect = true, from = {} }) => {
    const kind = type.replace(":", ".");
    const outputs = Object.entries(from).map(
      ([argument, [other]]) => `${argument}: all[${JSON.stringify(other)}].id`,
    );
    const args = `{ ${[`...${JSON.stringify(props)}`, ...outputs].join(", ")} }`;
    return `all[${JSON.stringify(`${type}::${name}`)}] = new ${kind}(${JSON.stringify(name)}, ${args}, { protect: ${protect} });`;
  });
  return ["const all = {};", ...declarations].join("\n");
}

/** Writes the program and the configuration of the pack. @returns the options that name the pack and its configuration. */
function write({ rule, resources, config, packConfig = {} }: Pipeline): typeof flags {
  project.program(programOf(resources));
  const all = config === undefined ? packConfig : { ...packConfig, [`connector-${rule}`]: config };
  project.write("rules.json", JSON.stringify(all));
  return flags;
}

/** Expects the output of an engine to report the violated rule only. */
function expectOnly({ rule, message = "" }: Pipeline, output: string, succeeded: boolean): void {
  const policy = `connector-${rule}`;
  const level = levels.get(policy);
  const found = printedViolations(output).map(({ level, policy }) => `${level} ${policy}`);
  expect(found).toEqual([`${level} ${policy}`]);
  // Any other error would fail the program, too.
  expect(output).not.toMatch(/error: (?!preview failed)/);
  expect(output).toContain(message);
  expect(output).not.toContain(secret);
  expect(succeeded).toBe(level === "advisory");
}

function expectNothing(output: string, succeeded: boolean): void {
  expect(printedViolations(output)).toEqual([]);
  expect(output).not.toMatch(/error: /);
  expect(output).not.toContain(secret);
  expect(succeeded).toBe(true);
}

let project: TestProject;
beforeEach(() => {
  project = makeProject(packages);
});
afterEach(() => project.remove());

describe("the recommended pack, in a preview of the sandbox", () => {
  it.each(programs)("connector-$rule: $what", async (program) => {
    write(program);
    const { code, output } = await preview(project.folder);
    expectOnly(program, output, code === 0);
    const log = join(project.folder, "requests.jsonl");
    expect(existsSync(log) ? readFileSync(log, "utf8") : "").toBe("");
  });

  it.each(goodPipelines)("accepts, by connector-$rule, $what", async (program) => {
    write(program);
    const { code, output } = await preview(project.folder);
    expectNothing(output, code === 0);
  });
});

/** A sample of the rules, and all that are about pipelines: this engine needs several seconds for each. */
const sample = ["https", "exposed-credentials", "schedules", "protection", "targets"];
const forCli = [
  ...sample.flatMap((rule) => programs.find((each) => each.rule === rule) ?? []),
  ...badPipelines,
];

(hasPulumiCli ? describe : describe.skip)("the recommended pack, in a preview of the pulumi CLI", () => {
  it.each(forCli)("connector-$rule: $what", async (program) => {
    const options = write(program);
    const stack = await cliEngine(project, {}, { stack: "prod" });
    const { succeeded, output } = await stack.preview(options);
    expectOnly(program, output, succeeded);
  });

  it.each(goodPipelines)("accepts, by connector-$rule, $what", async (program) => {
    const options = write(program);
    const stack = await cliEngine(project, {}, { stack: "prod" });
    const { succeeded, output } = await stack.preview(options);
    expectNothing(output, succeeded);
  });
});

async function preview(folder: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const [[pack = ""], [config = ""]] = [flags.policyPacks, flags.policyPackConfigs];
  const policies = ["--policy-pack", pack, "--policy-pack-config", config];
  const args = ["--stack", "prod", ...policies, "--log", "requests.jsonl"];
  const child = spawn(process.execPath, [cli, "preview", ...args], {
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
