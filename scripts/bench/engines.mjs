import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

const passphrase = { PULUMI_CONFIG_PASSPHRASE: "bench", PULUMI_CONFIG_PASSPHRASE_FILE: "" };

/**
 * The engines that run the programs. `command` is what to spawn in a project for an operation, `prepare` makes a project's stack, and
 * `statePath` is the file of its state.
 */
export const embedded = {
  name: "embedded",
  version: () => `sandbox on Node ${process.version}`,
  env: () => passphrase,
  prepare: () => undefined,
  command: (operation) => [
    process.execPath,
    join(root, "sandbox", "dist", "cli.js"),
    operation,
    "--skip-preview",
  ],
  statePath: (folder) => join(folder, ".sandbox", "stacks", "dev.json"),
};

const cli = {
  name: "cli",
  version: () =>
    `pulumi ${spawnSync("pulumi", ["version"], { encoding: "utf8" }).stdout.trim() || "(built from source)"}`,
  env: (folder) => ({
    ...passphrase,
    PULUMI_BACKEND_URL: `file://${join(folder, ".backend")}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  }),
  prepare(folder) {
    mkdirSync(join(folder, ".backend"));
    const env = { ...process.env, ...cli.env(folder) };
    const { status, stderr } = spawnSync("pulumi", ["stack", "init", "dev", "--non-interactive"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`pulumi stack init failed: ${stderr}`);
  },
  command: (operation) => [
    "pulumi",
    operation,
    "--yes",
    "--skip-preview",
    "--non-interactive",
    ...["--stack", "dev"],
  ],
  statePath: (folder) => join(folder, ".backend", ".pulumi", "stacks", "bench", "dev.json"),
};

/** The embedded engine, and the pulumi CLI if it is on the PATH. */
export function availableEngines() {
  return spawnSync("pulumi", ["version"]).status === 0 ? [embedded, cli] : [embedded];
}

/** The bytes of a stack's state file. */
export function stateBytes(engine, folder) {
  return statSync(engine.statePath(folder)).size;
}
