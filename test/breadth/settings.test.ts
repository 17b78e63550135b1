import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import scalars from "../fixtures/cli-config/scalars.json";
import { describeOnEachEngine, makeProject, startTestPlatform } from "../harness";
import type { TestPlatform, TestProject, TestStack } from "../harness";

// The first keys are what `pulumi new` writes.
const projectFile = `name: test
description: A project
author: a
license: Apache-2.0
runtime:
  name: nodejs
  options:
    packagemanager: npm
    typescript: false
    nodeargs: "--trace-warnings --stack-trace-limit='20'"
stackConfigDir: conf
options:
  refresh: always
config:
  pulumi:tags:
    value:
      pulumi:template: typescript
  vendor:region: eu
  region: us
  size: {type: integer, default: 0x1f}
  hosts: {type: array, items: {type: string}, description: hosts}
  password: {type: string, secret: true}
`;

const program = `
require("node:fs").writeFileSync("given.json", JSON.stringify({ args: process.execArgv, config: JSON.parse(process.env.PULUMI_CONFIG) }));
new unstructured.Source("source", { type: "s3", config: { remote_url: "s3://" + config.get("region") + "/", anonymous: true } });
`;

describeOnEachEngine("the settings of a project", (engine) => {
  let platform: TestPlatform;
  let project: TestProject;
  let stack: TestStack;
  beforeAll(async () => {
    platform = await startTestPlatform();
    project = makeProject();
    project.write("Pulumi.yaml", projectFile);
    project.program(program);
    stack = await engine(project, platform.env);
  });
  afterAll(async () => {
    await platform.stop();
    project.remove();
  });

  const stackFile = (): string => join(project.folder, "conf", "Pulumi.dev.yaml");
  /** What the program got. */
  const given = (): { args: string[]; config: Record<string, string> } =>
    JSON.parse(readFileSync(join(project.folder, "given.json"), "utf8")) as never;
  function writeConfig(text: string): void {
    const [salt = ""] = existsSync(stackFile())
      ? (/^encryptionsalt: .*\n/m.exec(readFileSync(stackFile(), "utf8")) ?? [])
      : [];
    project.write("conf/Pulumi.dev.yaml", `${salt}config:\n${text}`);
  }

  it("require their keys, and check the values of a stack", async () => {
    const validating = async (text: string): Promise<string> => {
      writeConfig(text);
      const { succeeded, output } = await stack.preview().catch((error: unknown) => ({
        succeeded: false,
        output: (error as Error).message,
      }));
      expect(succeeded).toBe(false);
      return output;
    };
    const missing =
      "validating stack config: Stack 'dev' is missing configuration values 'hosts' and 'password'";
    expect(await validating("  region: us\n")).toContain(missing);
    expect(await validating("  hosts: [1]\n  password: x\n")).toContain(
      "validating stack config: Stack 'dev' with configuration key 'hosts' must be of type 'array<string>'",
    );
    expect(await validating("  hosts: [a]\n  password: x\n")).toContain(
      "validating stack config: Stack 'dev' with configuration key 'password' must be encrypted as it's secret",
    );
  });

  it("give the program its config and Node its arguments, and refresh before each operation", async () => {
    writeConfig("  hosts: [a, b]\n  vendor:zone: 017\n");
    await stack.configure({}, { password: "hunter2" });
    expect(readFileSync(stackFile(), "utf8")).toMatch(/hosts:[^]*secure: /);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
    const { args, config } = given();
    expect(args).toEqual(expect.arrayContaining(["--trace-warnings", "--stack-trace-limit=20"]));
    expect(config).toEqual({
      "pulumi:config:tags": '{"pulumi:template":"typescript"}',
      "test:config:hosts": '["a","b"]',
      "test:config:password": "hunter2",
      "test:config:region": "us",
      "test:config:size": "31",
      "vendor:config:region": "eu",
      "vendor:config:zone": "15",
    });
    expect(JSON.stringify(await stack.resources())).toContain("s3://us/");
    const { source } = await stack.resources();
    await fetch(`${platform.url}/api/v1/sources/${source?.id}`, {
      method: "DELETE",
      headers: { "unstructured-api-key": platform.apiKey },
    });
    // Without a refresh, it would be unchanged.
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1 } });
    // An operation that runs no program works with a config that does not fit it.
    writeConfig("  hosts: 1\n");
    expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: 2 } });
  });

  it("read each form of a scalar alike", async () => {
    const fitting = scalars.filter(({ fails }) => !fails);
    writeConfig(`  hosts: []\n${fitting.map(({ yaml }, index) => `  test:k${index}: ${yaml}\n`).join("")}`);
    await stack.configure({}, { password: "hunter2" });
    expect(await stack.preview()).toMatchObject({ succeeded: true });
    const { config } = given();
    expect(fitting.map(({ yaml }, index) => ({ yaml, value: config[`test:config:k${index}`] }))).toEqual(
      fitting,
    );
  });

  it("fail for an environment, which only Pulumi Cloud can open", async () => {
    writeConfig("  hosts: []\nenvironment: [acme/dev]\n");
    const { succeeded } = await stack.preview().catch(() => ({ succeeded: false }));
    expect(succeeded).toBe(false);
  });
});
