// Packs the packages as for publishing.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./setup.mjs";

const workspaces = ["provider", "sandbox"];

/** Packs both packages into a folder, which builds them first. */
export function pack(folder) {
  // npm's own path is in the environment of every npm script; `npm` alone would be npm.cmd on Windows.
  const npm = process.env.npm_execpath;
  const args = [
    "pack",
    "--json",
    ...workspaces.flatMap((name) => ["-w", name]),
    "--pack-destination",
    folder,
  ];
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const { status, stdout, error } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, options);
  if (status !== 0) throw error ?? new Error(`npm pack ended with ${status}`);
  return Object.values(JSON.parse(stdout)).map(({ name, filename }, index) => ({
    name,
    tarball: join(folder, filename),
    workspace: join(root, workspaces[index]),
  }));
}
