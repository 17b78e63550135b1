import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../user-error";

/** `--version`: prints the version of the package. */
export function addVersion(program: Command): void {
  // Before `version`, which ends the process: `stack export` of the CLI has an option of this name.
  program.on("option:version", () => {
    const { rawArgs } = program as Command & { readonly rawArgs: readonly string[] };
    if (!program.commands.some((command) => rawArgs.includes(command.name()))) return;
    throw new UserError("--version: the sandbox does not have this option; it needs the pulumi CLI");
  });
  const file = join(__dirname, "..", "..", "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  program.version(version, "--version", "print the version");
}
