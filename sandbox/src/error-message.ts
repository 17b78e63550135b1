import { debuglog } from "node:util";
import { CommanderError } from "commander";
import { systemErrorText } from "pulumi-connectors/internal/project/system-error";
import { UserError } from "./user-error";

/** What a command prints for an error. The stack of an error that nobody expected is printed with NODE_DEBUG=connectors-sandbox. */
export function messageOf(error: unknown): string {
  if (error instanceof UserError || error instanceof CommanderError) return error.message;
  debuglog("connectors-sandbox")("%s", (error as Error | undefined)?.stack ?? error);
  return (
    systemErrorText(error) ?? `internal error: ${String((error as Error | undefined)?.message ?? error)}`
  );
}
