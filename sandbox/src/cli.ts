#!/usr/bin/env node
import { Command } from "commander";
import { addConfig } from "./commands/config";
import { addOperations } from "./commands/operations";
import { withGlobalOptions } from "./commands/options";
import { addReset } from "./commands/reset";
import { addServe } from "./commands/serve";
import { addStack } from "./commands/stack";
import { UserError } from "./user-error";

async function main(): Promise<void> {
  const program = withGlobalOptions(new Command("connectors-sandbox"))
    .description("Data platforms and a deployment engine on a laptop: no account, no Pulumi CLI.")
    .showHelpAfterError("(--help lists the options)");
  for (const add of [addOperations, addConfig, addStack, addServe, addReset]) add(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  const message = error instanceof UserError ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
