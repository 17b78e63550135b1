import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { describeIssue } from "pulumi-connectors/internal/project/json-text";
import type { Project } from "pulumi-connectors/internal/project/project";
import { asSet } from "pulumi-connectors/internal/project/system-error";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { plainYaml } from "pulumi-connectors/internal/project/yaml-text";
import { z } from "zod";
import { UserError } from "../user-error";
import { loadProject } from "../engine/stack/load-project";
import type { Detachment } from "../engine/stack/stack-config";
import { sandboxFolder, Stack } from "../stacks/stack";

export const defaultStack = "dev";

/** The comment at the top of a stack config that was made from defaults. `reset` removes files that begin with it. */
export const madeFromDefaults =
  " Made by the sandbox from the defaults of the program; `reset` removes this file.";

export interface CommonFlags {
  readonly cwd: string;
  readonly stack: string;
  readonly defaults?: string;
  readonly color?: ColorChoice;
  readonly nonInteractive?: boolean;
}

/** `raw` is accepted as in the CLI. */
export type ColorChoice = "always" | "never" | "raw" | "auto";

/** Options of every command. */
export function withGlobalOptions(program: Command): Command {
  return program
    .option("-C, --cwd <folder>", "run as if started in another folder of a Pulumi project", ".")
    .addOption(
      new Option(
        "--color <when>",
        "always, never or auto: print colors, on a terminal if auto (default: auto; never if NO_COLOR is set)",
      ).argParser(parseColor),
    )
    .option("--non-interactive", "print lines instead of drawing on the terminal, and never ask");
}

export function stackOption(): Option {
  return new Option("-s, --stack <name>", "the stack").default(defaultStack);
}

/**
 * Gives options that only the CLI has an error message of their own, instead of commander's "unknown option".
 *
 * @param flags As in commander, without a value: `-t, --target`.
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

/** Gives commands that only the CLI has an error message of their own. */
export function refuseCommands(parent: Command, names: readonly string[]): void {
  for (const name of names) {
    parent
      .command(`${name} [arguments...]`, { hidden: true })
      .allowUnknownOption()
      .action(() => {
        throw new UserError(
          `${parent.name()} ${name}: the sandbox does not have this command; it needs the pulumi CLI`,
        );
      });
  }
}

/** The project of `--cwd`. @throws UserError if there is no such folder, or no project in it or above. */
export function projectOf(cwd: string): Project {
  const folder = resolve(cwd);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return loadProject(folder);
  throw new UserError(
    found === undefined ? `--cwd: there is no folder ${folder}` : `--cwd: ${folder} is not a folder`,
  );
}

/**
 * Opens a stack. If it has no config, one is made from the defaults, if given.
 *
 * @param detachment Reads the config without its secrets and accounts. Default: reads it as it is.
 * @throws UserError if there is no project, or for an invalid stack name.
 */
export function openStack({ cwd, stack: name, defaults }: CommonFlags, detachment?: Detachment): Stack {
  const stack = new Stack(projectOf(cwd), name, detachment);
  if (defaults !== undefined) makeConfig(stack, resolve(cwd, defaults));
  return stack;
}

/** Opens a stack that must have a state. @throws UserError as `openStack` does, and if there is none. */
export function openExistingStack({ cwd, stack: name }: CommonFlags): Stack {
  const stack = openStack({ cwd, stack: name });
  stack.mustExist();
  return stack;
}

/**
 * Opens a stack for a command that reads its config. There is no `stack init`, so a stack may have a config before it has a state, and the
 * default stack always exists.
 *
 * @throws UserError as `openStack` does, and if there is neither a state nor a config.
 */
export function openConfiguredStack(flags: CommonFlags): Stack {
  const stack = openStack(flags);
  if (stack.name !== defaultStack && !stack.config().exists) stack.mustExist();
  return stack;
}

/** Opens a stack for a command that writes below `.sandbox`, and makes git ignore that folder. */
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
    "create the stack's config from this file if it does not exist",
  ).hideHelp();
}

const defaultsSchema = z.strictObject({
  config: z.record(z.string(), z.string()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
});

function makeConfig(stack: Stack, defaultsPath: string): void {
  const file = stack.config();
  if (existsSync(file.path)) return;
  const { config, secrets } = readDefaults(defaultsPath);
  file.comment = madeFromDefaults;
  file.crypter();
  for (const [key, value] of Object.entries(config)) file.set(key, value, { secret: false });
  for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
  file.save();
}

function readDefaults(path: string): z.infer<typeof defaultsSchema> {
  return asSet("--defaults", () => {
    const result = defaultsSchema.safeParse(plainYaml(path, readText(path)) ?? {});
    if (result.success) return result.data;
    throw new UserError(`${path}: ${describeIssue(result.error)}`);
  });
}

/** Like `choices`, which would list `raw`, too. */
function parseColor(text: string): ColorChoice {
  const choice = (["always", "never", "raw", "auto"] as const).find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new InvalidArgumentError("Allowed choices are always, never, auto.");
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("expected a positive integer");
  return Number(text);
}

/** Prints JSON in the CLI's format. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
