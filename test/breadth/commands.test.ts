import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makeProject, repository, type TestProject } from "../harness";

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the commands as processes, in a project with plain dynamic resources and no platform. */
describe("the sandbox's commands", () => {
  let project: TestProject;
  beforeAll(() => {
    project = makeProject();
    project.write(
      "index.js",
      `const pulumi = require("@pulumi/pulumi");
       class Dynamic extends pulumi.dynamic.Resource {
         constructor(name, props) {
           super({ create: async (inputs) => ({ id: "id-" + inputs.size, outs: inputs }) }, name, props);
         }
       }
       const config = new pulumi.Config();
       new Dynamic("d", { size: config.requireNumber("size") });
       exports.size = config.requireNumber("size");
       exports.password = config.requireSecret("password");`,
    );
  });
  afterAll(() => project.remove());

  function run(args: readonly string[], input = ""): Run {
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...env } = process.env;
    const cli = join(repository, "sandbox", "dist", "cli.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, "-C", project.folder], {
      env,
      input,
      encoding: "utf8",
    });
    return { code: status, stdout, stderr };
  }

  it("set, get and list the config, and create nothing else", () => {
    expect(run(["config", "set", "password", "--secret"], "hunter2\n")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(run(["config", "set", "--path", "more.size", "3"])).toMatchObject({ code: 0 });
    expect(run(["config", "get", "password"])).toMatchObject({ code: 0, stdout: "hunter2\n" });
    expect(run(["config"]).stdout).toBe('KEY       VALUE\nmore      {"size":3}\npassword  [secret]\n');
    expect(JSON.parse(run(["config", "--json"]).stdout)).toEqual({
      "test:more": { value: '{"size":3}', objectValue: { size: 3 }, secret: false },
      "test:password": { secret: true },
    });
    expect(run(["config", "get", "nope"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: configuration key 'nope' not found for stack 'dev'\n",
    });
    expect(readFileSync(join(project.folder, "Pulumi.dev.yaml"), "utf8")).not.toContain("hunter2");
    expect(existsSync(join(project.folder, ".sandbox"))).toBe(false);
  });

  it("report unsupported options and missing stacks", () => {
    for (const args of [
      ["preview", "--target-replace=urn"],
      ["destroy", "-t", "urn"],
    ]) {
      const { code, stderr } = run(args);
      expect(stderr).toMatch(
        /^error: --\S+: the sandbox does not have this option; it needs the pulumi CLI\n$/,
      );
      expect(code).toBe(1);
    }
    expect(run(["up", "--policy-pack-config=c.json"]).stderr).toBe(
      'error: "--policy-pack-config" must be specified with "--policy-pack"\n',
    );
    expect(run(["preview", "--policy-pack=a,b", "--policy-pack-config=c.json"]).stderr).toBe(
      'error: the number of "--policy-pack-config" flags must match the number of "--policy-pack" flags\n',
    );
    expect(run(["destroy", "--yes", "--preview-only"]).stderr).toBe(
      "error: --yes and --preview-only cannot be used together\n",
    );
    expect(run(["stack", "export", "-s", "typo"])).toEqual({
      code: 6,
      stdout: "",
      stderr: "error: no stack named 'typo' found\n",
    });
  });

  it("show the outputs of a stack, and export and import its state", () => {
    expect(run(["up", "--yes", "-f", "-c", "size=7", "-m", "why", "-p", "2", "--color=never"]).code).toBe(0);
    expect(run(["stack", "output"]).stdout).toBe(
      "Current stack outputs (2):\n    OUTPUT    VALUE\n    password  [secret]\n    size      7\n",
    );
    expect(run(["stack", "output", "password", "--show-secrets"]).stdout).toBe("hunter2\n");
    expect(JSON.parse(run(["stack", "output", "--json"]).stdout)).toEqual({ password: "[secret]", size: 7 });
    expect(JSON.parse(run(["stack", "ls", "--json"]).stdout)).toEqual([
      { name: "dev", current: true, lastUpdate: expect.any(String), resourceCount: 3 },
    ]);
    const exported = run(["stack", "export"]).stdout;
    expect(exported).not.toContain("hunter2");
    expect(run(["stack", "import"], exported.replaceAll("dev", "prod")).stderr).toContain(
      "is from a different stack (prod != dev)",
    );
    const file = join(project.folder, "state.json");
    writeFileSync(file, exported);
    expect(run(["stack", "import", "--file", file])).toMatchObject({ code: 0, stdout: "Import complete.\n" });
  });

  it("preview first, and stop there with --preview-only", () => {
    const only = run(["destroy", "--preview-only"]);
    expect(only).toMatchObject({ code: 0, stderr: "" });
    expect(only.stdout).toContain("- 2 to delete");
    const { code, stdout, stderr } = run(["destroy", "--yes", "--expect-no-changes"]);
    expect(stdout).toMatch(/- 2 to delete[^]*- 2 deleted/);
    expect(stderr).toBe("error: no changes were expected for destroy but changes were proposed\n");
    expect(code).toBe(7);
    expect(run(["stack", "ls"]).stdout).toMatch(/^NAME {2}LAST UPDATE.*\ndev\*.* 0\n$/);
  });
});
