#!/usr/bin/env node
import { Command } from "commander";
import { systemErrorText } from "../project/system-error";
import { UserError } from "../project/user-error";
import { version } from "../program/check-package";
import { messageOf } from "../values/text";
import { addDoctor } from "./commands/doctor";
import { addValidate } from "./commands/validate";

async function main(): Promise<void> {
  const program = new Command("pulumi-connectors")
    .description(
      "Works on Pulumi projects that use the package pulumi-connectors, and on the accounts behind them.",
    )
    .version(version)
    .showHelpAfterError("(--help lists the options)");
  for (const add of [addValidate, addDoctor]) add(program);
  await program.parseAsync();
}

// Who reads no further has seen enough.
process.stdout.on("error", () => undefined);

main().catch((error: unknown) => {
  const text =
    error instanceof UserError
      ? error.message
      : (systemErrorText(error) ?? `this is a fault of the command: ${messageOf(error)}`);
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = 1;
});
