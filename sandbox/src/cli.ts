#!/usr/bin/env node
import { commandLine } from "./commands/program";
import { textFor } from "./display/pen";
import { messageOf } from "./error-message";
import { UserError } from "./user-error";

function fail(error: unknown): void {
  process.stderr.write(textFor(process.stderr, `error: ${messageOf(error)}\n`));
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
}

process.stderr.on("error", () => undefined);
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Who reads no further has seen enough.
  if (error.code !== "EPIPE") fail(error);
});
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});

commandLine().parseAsync().catch(fail);
