import { jest } from "@jest/globals";
import type { Command } from "commander";
import { commandLine } from "../../sandbox/src/commands/program";
import { messageOf } from "../../sandbox/src/error-message";

/** What a command of the sandbox has printed. */
export interface CommandResult {
  readonly output: string;
  /** What a user sees besides: warnings, the usage error, the error message. */
  readonly errors: string;
  readonly succeeded: boolean;
}

/** Runs a command of the sandbox in this process, as its `cli.ts` does. */
export async function runCommand(args: readonly string[]): Promise<CommandResult> {
  const printed = { output: "", errors: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      printed[stream === "stdout" ? "output" : "errors"] += String(text);
      return true;
    }),
  );
  const { exitCode } = process;
  let succeeded = true;
  try {
    await withoutExit(commandLine()).parseAsync([...args], { from: "user" });
  } catch (error) {
    succeeded = (error as { readonly exitCode?: number }).exitCode === 0;
    // Usage errors and help are printed already.
    if (!String((error as { readonly code?: unknown }).code).startsWith("commander.")) {
      printed.errors += `error: ${messageOf(error)}\n`;
    }
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  succeeded &&= process.exitCode === exitCode;
  process.exitCode = exitCode;
  return { ...printed, succeeded };
}

function withoutExit(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(withoutExit);
  return command;
}
