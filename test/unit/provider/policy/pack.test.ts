import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { repository } from "../../../harness/project";

const folder = join(repository, "provider", "policy-pack");

it("the recommended pack has the version of the package", () => {
  const manifest = (path: string): unknown => JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const { version } = manifest(join(repository, "provider")) as { readonly version: string };
  expect(manifest(folder)).toMatchObject({ name: "pulumi-connectors-recommended", version });
});

it("the recommended pack prints the port that it listens on", async () => {
  const pack = spawn(process.execPath, ["."], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [output] = await Promise.race([
      pack.stdout.take(1).toArray() as Promise<Buffer[]>,
      new Promise<never[]>((resolve) => pack.on("close", () => resolve([]))),
    ]);
    expect(output?.toString()).toMatch(/^\d+\n$/);
  } finally {
    pack.kill();
  }
});

it("the recommended pack does not load the SDK's compiler and package manager", () => {
  const script = `require("./light-sdk"); require("@pulumi/policy"); console.log(Object.keys(require.cache).join("\\n"))`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
  expect(stdout).toMatch(/@pulumi.policy.index\.js/);
  expect(stdout).not.toMatch(/node_modules.(typescript|@npmcli.arborist)./);
});
