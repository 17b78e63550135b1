import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { repository } from "../../../harness/project";

const folder = join(repository, "provider", "policy-pack");

it("the folder of the ready pack has its name, and the version of the package", () => {
  const manifest = (path: string): unknown => JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const { version } = manifest(join(repository, "provider")) as { readonly version: string };
  expect(manifest(folder)).toMatchObject({ name: "pulumi-connectors-recommended", version });
});

it("the ready pack serves: it says at which port", async () => {
  const pack = spawn(process.execPath, ["."], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [said] = await Promise.race([
      pack.stdout.take(1).toArray() as Promise<Buffer[]>,
      new Promise<never[]>((resolve) => pack.on("close", () => resolve([]))),
    ]);
    expect(said?.toString()).toMatch(/^\d+\n$/);
  } finally {
    pack.kill();
  }
});

it("the ready pack leaves out of the SDK what loads a compiler and a package manager", () => {
  const script = `require("./light-sdk"); require("@pulumi/policy"); console.log(Object.keys(require.cache).join("\\n"))`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
  expect(stdout).toMatch(/@pulumi.policy.index\.js/);
  expect(stdout).not.toMatch(/node_modules.(typescript|@npmcli.arborist)./);
});
