import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { makeProject, repository, type TestProject } from "../../../harness/project";
import { startTestPlatform, type TestPlatform } from "../../../harness/platform";
import { lightSdk } from "../../../harness/sdk";

const command = join(repository, "provider", "dist", "command-line", "cli.js");

describe("export", () => {
  let platform: TestPlatform;
  let project: TestProject;
  beforeEach(async () => {
    platform = await startTestPlatform();
    project = makeProject({});
  });
  afterEach(async () => {
    await platform.stop();
    project.remove();
  });

  const run = async (
    ...args: readonly string[]
  ): Promise<{ status: unknown; stdout: string; stderr: string }> => {
    const child = spawn(process.execPath, [command, "export", "unstructured", ...args], {
      cwd: project.folder,
      env: { ...process.env, ...lightSdk, ...platform.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const status = await new Promise((resolve) => child.on("close", resolve));
    return { status, stdout, stderr };
  };

  it("writes a project, or nothing at all", async () => {
    const name = "*/ ${x} `$(rm)`\u001b[2J";
    const config = { remote_url: "s3://b/", key: "PLANTED-KEY", secret: "PLANTED-SECRET" };
    await platform.ask("POST", "/api/v1/sources/", { name, type: "s3", config });
    await platform.ask("POST", "/api/v1/sources/", {
      name: "new",
      type: "s3",
      config: { ...config, odd: 1 },
    });
    const { status, stdout, stderr } = await run("--out", "infra");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Left out:\n {2}unstructured\.Source "new": config\.odd is not in the catalog/);
    expect(stdout).toContain("Secrets to set in each stack:\n  pulumi config set --secret ");
    expect(stdout).toMatch(/\nExported 2 objects \(2 unstructured\.Source\) to infra: 5 files written\.\n$/);
    expect(stdout).not.toContain("PLANTED");
    expect(stdout).not.toContain("\u001b");
    const files = readdirSync(join(project.folder, "infra"));
    expect(files.sort()).toEqual([
      ...[".gitignore", "Pulumi.yaml", "export-manifest.json", "index.ts", "package.json", "tsconfig.json"],
    ]);
    const program = readFileSync(join(project.folder, "infra", "index.ts"), "utf8");
    expect(program).toContain(String.raw`name: "*/ ${"${x}"} ${"`$(rm)`"}\u001b[2J"`);
    expect(platform.takeWrites()).toEqual([]);
    platform.rotateKey("another");
    const refused = await run("--out", "other");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toMatch(
      /^error: unstructured\.Destination: list failed: .*\[PC_UNAUTHORIZED\]\n$/,
    );
    expect(existsSync(join(project.folder, "other"))).toBe(false);
  });
});
