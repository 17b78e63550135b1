// npm runs this in the folder of a package before it packs it: builds, removes what earlier builds have left of sources that are gone, and
// copies the change log, which npm does not look for above the package.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
// The list of files is on stdout when `npm pack --json` runs.
const { status, error } = spawnSync(process.execPath, [tsc, "--build"], { stdio: ["ignore", 2, 2] });
if (status !== 0) throw error ?? new Error(`tsc --build exited with ${status}`);

for (const path of readdirSync("dist", { recursive: true })) {
  const [, name] = /^(.+?)(?:\.d)?\.(?:js|ts)(?:\.map)?$/.exec(path) ?? [];
  if (name !== undefined && !existsSync(join("src", `${name}.ts`))) rmSync(join("dist", path));
}

copyFileSync(join(root, "CHANGELOG.md"), "CHANGELOG.md");
