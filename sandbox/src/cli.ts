#!/usr/bin/env node
import { debuglog } from "node:util";
import { Command } from "commander";
import { addConfig } from "./commands/config";
import { addOperations } from "./commands/operations";
import { withGlobalOptions } from "./commands/options";
import { addReset } from "./commands/reset";
import { addServe } from "./commands/serve";
import { addStack } from "./commands/stack";
import { systemErrorText } from "./system-error";
import { UserError } from "./user-error";

async function main(): Promise<void> {
  const program = withGlobalOptions(new Command("connectors-sandbox"))
    .description("Data platforms and a deployment engine on a laptop: no account, no Pulumi CLI.")
    .showHelpAfterError("(--help lists the options)");
  for (const add of [addOperations, addConfig, addStack, addServe, addReset]) add(program);
  await program.parseAsync();
}

/** One line. The stack of an error that nobody expected is printed with NODE_DEBUG=connectors-sandbox. */
function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  debuglog("connectors-sandbox")("%s", (error as Error | undefined)?.stack ?? error);
  return (
    systemErrorText(error) ?? `internal error: ${String((error as Error | undefined)?.message ?? error)}`
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`error: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
