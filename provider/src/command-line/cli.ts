#!/usr/bin/env node
import { Command } from "commander";
import { isConnectorsError, withCode } from "../errors/connectors-error";
import { closeConnections } from "../http/agents";
import { systemErrorText } from "../project/system-error";
import { UserError } from "../project/user-error";
import { version } from "../program/check-package";
import { messageOf } from "../values/text";
import { addDoctor } from "./commands/doctor";
import { addExport } from "./commands/export";
import { addGraph } from "./commands/graph";
import { addValidate } from "./commands/validate";

async function main(): Promise<void> {
  const program = new Command("pulumi-connectors")
    .description(
      "Works on Pulumi projects that use the package pulumi-connectors, and on the accounts behind them.",
    )
    .version(version)
    .showHelpAfterError("(--help lists the options)");
  for (const add of [addValidate, addDoctor, addExport, addGraph]) add(program);
  try {
    await program.parseAsync();
  } finally {
    await closeConnections();
  }
}

// Who reads no further has seen enough.
process.stdout.on("error", () => undefined);

main().catch((error: unknown) => {
  process.stderr.write(`error: ${textOf(error)}\n`);
  process.exitCode = 1;
});

function textOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (isConnectorsError(error)) return withCode(error.message, error.code);
  return systemErrorText(error) ?? `this is a fault of the command: ${messageOf(error)}`;
}
