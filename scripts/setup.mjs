// Run first by `npm start`, `npm test` and the other scripts, so that a fresh clone needs only Node and npm.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the dependencies if they are missing or older than the lock file, and builds what has changed. Reports progress on stderr. */
export function setUp() {
  install(root, "dependencies");
  const build = join(root, "provider", "dist", "index.js");
  if (!existsSync(build)) console.error("Building ...");
  run(process.execPath, [
    join(root, "node_modules", "typescript", "bin", "tsc"),
    "--build",
    root + "/provider",
    root + "/sandbox",
  ]);
}

/**
 * Installs what a folder's lock file says, unless it is there.
 *
 * @param folder With a package.json.
 * @param what What is installed, for the line about it.
 */
export function install(folder, what) {
  const installed = join(folder, "node_modules", ".package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error(`Installing ${what} ...`);
  // npm passes its own path to its scripts. On Windows, plain `npm` would be npm.cmd.
  const npm = process.env.npm_execpath;
  // The build needs the compiler even if NODE_ENV is production.
  const args = ["ci", "--include=dev"];
  run(...(npm ? [process.execPath, [npm, ...args]] : ["npm", args]), folder);
}

/** Runs a command with its output on stderr, because stdout is for the result. Exits if it fails. */
function run(command, args, cwd = root) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ["ignore", 2, 2] });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
