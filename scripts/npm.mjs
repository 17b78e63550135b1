import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Runs npm and waits for it, with the options of `spawnSync`. */
export function runNpm(args, options) {
  const script = npmScript();
  return script === undefined
    ? spawnSync("npm", args, options)
    : spawnSync(process.execPath, [script, ...args], options);
}

/**
 * npm's own script: npm passes its path to what it runs, and on Windows it is beside Node. There `npm` is npm.cmd, which only a shell runs.
 * Undefined if `npm` is a program.
 */
function npmScript() {
  if (process.env.npm_execpath) return process.env.npm_execpath;
  const beside = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  return process.platform === "win32" && existsSync(beside) ? beside : undefined;
}
