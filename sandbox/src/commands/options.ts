import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../user-error";
import { loadProject } from "../engine/stack/project";
import type { Detachment } from "../engine/stack/stack-config";
import { sandboxFolder, Stack } from "../stacks/stack";

/** The stack that is meant when none is named. */
export const defaultStack = "dev";

/** The first line of a stack config that was made from defaults; `reset` removes files that begin with it. */
export const madeFromDefaults =
  " Made by the sandbox from the defaults of the program; `reset` removes this file.";

export interface CommonFlags {
  readonly cwd: string;
  readonly stack: string;
  readonly defaults?: string;
}

/** Options of every command. `--color`, `--non-interactive` are taken for scripts that have them: the sandbox never asks nor colours. */
export function withGlobalOptions(program: Command): Command {
  return program
    .option("-C, --cwd <folder>", "run as if started in another folder of a Pulumi project", ".")
    .addOption(
      new Option("--color <when>", "taken as in the CLI; the sandbox never colours")
        .choices(["always", "never", "raw", "auto"])
        .hideHelp(),
    )
    .addOption(new Option("--non-interactive", "taken as in the CLI; the sandbox never asks").hideHelp());
}

export function stackOption(): Option {
  return new Option("-s, --stack <name>", "the stack").default(defaultStack);
}

/**
 * Lets a command refuse what only the CLI has in words of its own, rather than as unknown.
 *
 * @param flags As commander has them, without value: `-t, --target`.
 */
export function refuseOptions(command: Command, flags: readonly string[]): Command {
  for (const flag of flags) {
    const option = new Option(`${flag} [value]`).hideHelp();
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw new UserError(
        `--${option.name()}: the sandbox does not have this option; it needs the pulumi CLI`,
      );
    });
  }
  return command;
}

/**
 * Opens a stack. Its config is made from the defaults, if there are any and it has none.
 *
 * @param detachment How the config is read without secrets and accounts. Default: as it stands.
 * @throws UserError if there is no project, or the stack's name is none.
 */
export function openStack({ cwd, stack: name, defaults }: CommonFlags, detachment?: Detachment): Stack {
  const stack = new Stack(loadProject(resolve(cwd)), name, detachment);
  if (defaults !== undefined) makeConfig(stack, resolve(cwd, defaults));
  return stack;
}

/** Opens a stack for a command that writes below `.sandbox`, and sees to it that this stays out of git. */
export function prepareStack(flags: CommonFlags, detachment?: Detachment): Stack {
  const stack = openStack(flags, detachment);
  const folder = sandboxFolder(stack.project);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
  return stack;
}

export function defaultsOption(): Option {
  return new Option(
    "--defaults <file>",
    "make the stack's config from this file if there is none",
  ).hideHelp();
}

const defaultsSchema = z.strictObject({
  config: z.record(z.string(), z.string()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
});

function makeConfig(stack: Stack, defaultsPath: string): void {
  const file = stack.config();
  if (existsSync(file.path)) return;
  const { config, secrets } = defaultsSchema.parse(parse(readFileSync(defaultsPath, "utf8")));
  file.comment = madeFromDefaults;
  file.crypter();
  for (const [key, value] of Object.entries(config)) file.set(key, value, { secret: false });
  for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
  file.save();
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("expected a number from 1 on");
  return Number(text);
}

/** Prints as the CLI prints JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
