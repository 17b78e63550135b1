#!/usr/bin/env node
import { isConnectorsError, withCode } from "../errors/connectors-error";
import { closeConnections } from "../http/agents";
import { systemErrorText } from "../project/system-error";
import { UserError } from "../project/user-error";
import { messageOf } from "../values/text";
import { commandLine } from "./program";

async function main(): Promise<void> {
  try {
    await commandLine().parseAsync();
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
