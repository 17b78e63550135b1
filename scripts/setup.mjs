// Run first by `npm start`, `npm test` and the other scripts, so that a fresh clone needs only Node and npm.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runNpm } from "./npm.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The output of commands is on stderr, because stdout is for the result. */
const options = { cwd: root, stdio: ["ignore", 2, 2] };

/** Installs the dependencies if they are missing or older than the lock file, and builds what has changed. Reports progress on stderr. */
export function setUp() {
  install(root, "dependencies");
  const build = join(root, "provider", "dist", "index.js");
  if (!existsSync(build)) console.error("Building ...");
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const packages = ["provider", "sandbox"].map((folder) => join(root, folder));
  exitUnless(spawnSync(process.execPath, [tsc, "--build", ...packages], options));
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
  // The build needs the compiler even if NODE_ENV is production.
  exitUnless(runNpm(["ci", "--include=dev"], { ...options, cwd: folder }));
}

/** Ends this process if a command has failed. */
function exitUnless({ status, error }) {
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
