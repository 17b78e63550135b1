#!/usr/bin/env node
import { debuglog } from "node:util";
import { systemErrorText } from "pulumi-connectors/internal/project/system-error";
import { commandLine } from "./commands/program";
import { UserError } from "./user-error";

/** One line. The stack of an error that nobody expected is printed with NODE_DEBUG=connectors-sandbox. */
function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  debuglog("connectors-sandbox")("%s", (error as Error | undefined)?.stack ?? error);
  return (
    systemErrorText(error) ?? `internal error: ${String((error as Error | undefined)?.message ?? error)}`
  );
}

commandLine()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    process.exitCode = error instanceof UserError ? error.exitCode : 1;
  });
