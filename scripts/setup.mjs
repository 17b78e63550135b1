// What `npm start`, `npm test` and the other scripts do first, so that a fresh clone needs nothing but Node and npm.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the dependencies if they are missing or older than the lock file, and builds what has changed. Says so on stderr. */
export function setUp() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    console.error("Installing dependencies ...");
    // npm's own path is in the environment of every npm script; `npm` alone would be npm.cmd on Windows.
    const npm = process.env.npm_execpath;
    // The compiler is needed whatever NODE_ENV says.
    const args = ["ci", "--include=dev"];
    run(...(npm ? [process.execPath, [npm, ...args]] : ["npm", args]));
  }
  const build = join(root, "provider", "dist", "index.js");
  if (!existsSync(build)) console.error("Building ...");
  run(process.execPath, [
    join(root, "node_modules", "typescript", "bin", "tsc"),
    "--build",
    root + "/provider",
    root + "/sandbox",
  ]);
}

/** Runs a command with its output on stderr, for stdout belongs to the result. Ends this process if it fails. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
