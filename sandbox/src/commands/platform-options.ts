import { join, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Project } from "pulumi-connectors/internal/project/project";
import { asSet } from "pulumi-connectors/internal/project/system-error";
import type { FaultSettings } from "../console/fault-switches";
import { namedAccounts, platformSettings, type Accounts } from "../serving/accounts";
import { sandboxPlatforms } from "../serving/discovery";
import { faultKinds, type SeededFaultKind } from "../serving/faults/fault";
import { seededFaults } from "../serving/faults/seeded";
import { readInventory } from "../serving/inventory";
import { fileLog } from "../serving/request-log";
import type { PlatformOptionValues } from "../serving/sandbox-platform";
import type { PlatformsOptions } from "../serving/start-platforms";
import { sandboxFolder, type Stack } from "../stacks/stack";
import { messageOf } from "../error-message";
import { UserError } from "../user-error";
import { parseCount } from "./options";

/** The options of every command that starts the platforms. Those of single platforms come on top, under their names in camel case. */
export interface PlatformFlags {
  readonly log?: string;
  readonly port?: number;
  /** Files with inventories. */
  readonly objects?: readonly string[];
  /** The seed. */
  readonly faults?: string;
  /** In percent of the requests. */
  readonly faultRate?: number;
  readonly faultKinds?: readonly SeededFaultKind[];
}

export function withPlatformOptions(command: Command): Command {
  command.option("--log <file>", "append a JSON line for each request to a platform");
  for (const option of ownOptions()) command.addOption(option);
  return command
    .option(
      "--objects <file>",
      "fill the platforms with what `pulumi-connectors export --json` has written; can be repeated",
      (path: string, before: readonly string[] | undefined) => [...(before ?? []), path],
    )
    .option("--faults <seed>", "let some requests fail; the seed, any text, decides which and how", parseSeed)
    .option(
      "--fault-rate <percent>",
      "with --faults: the percentage of requests that fail (default: 10)",
      parsePercent,
    )
    .option(
      "--fault-kinds <kinds>",
      `with --faults: only these kinds, separated by commas, of ${faultKinds.join(", ")}`,
      parseKinds,
    );
}

/** @throws UserError if options contradict each other. */
export function platformOptions(flags: PlatformFlags): PlatformsOptions {
  const { log, port, objects = [] } = flags;
  const options = ownOptionValues(flags);
  return {
    ...faultOptions(flags),
    ...(log === undefined ? {} : { log: asSet("--log", () => fileLog(resolve(log), warnOfLog)) }),
    ...(port === undefined ? {} : { port }),
    ...(objects.length === 0 ? {} : { objects: objects.map((path) => readInventory(resolve(path))) }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

function warnOfLog(error: unknown): void {
  process.stderr.write(`warning: --log: ${messageOf(error)}; the log ends here\n`);
}

/** The given options that decide how platforms behave, which only the process that starts them can set. */
export function behaviourOptions(flags: PlatformFlags): string[] {
  const names: readonly (readonly [key: string, name: string])[] = [
    ["log", "--log"],
    ["objects", "--objects"],
    ...ownOptions().map((option) => [option.attributeName(), option.long ?? option.flags] as const),
    ["faults", "--faults"],
    ["faultRate", "--fault-rate"],
    ["faultKinds", "--fault-kinds"],
  ];
  const given = flags as Readonly<Record<string, unknown>>;
  return names.flatMap(([key, name]) => (given[key] === undefined ? [] : [name]));
}

/** The options that single platforms declare. */
function ownOptions(): Option[] {
  return sandboxPlatforms()
    .flatMap(({ options = [] }) => options)
    .map(({ flags, description }) => {
      const option = new Option(flags, description);
      return option.required ? option.argParser(parseCount) : option;
    });
}

function ownOptionValues(flags: PlatformFlags): PlatformOptionValues {
  const given = flags as PlatformOptionValues;
  return Object.fromEntries(
    ownOptions()
      .map((option) => option.attributeName())
      .filter((key) => given[key] !== undefined)
      .map((key) => [key, given[key]]),
  );
}

function faultOptions({
  faults: seed,
  faultRate: percent,
  faultKinds: kinds,
}: PlatformFlags): Pick<PlatformsOptions, "faults"> {
  if (seed === undefined) {
    if (percent === undefined && kinds === undefined) return {};
    const name = percent === undefined ? "--fault-kinds" : "--fault-rate";
    throw new UserError(`${name} can only be used together with --faults <seed>`);
  }
  return {
    faults: seededFaults({
      seed,
      ...(percent === undefined ? {} : { percent }),
      ...(kinds === undefined ? {} : { kinds }),
    }),
  };
}

/** What the options of faults say, for the switches of the console; undefined for no faults. */
export function faultSettings({
  faults: seed,
  faultRate: percent = 10,
  faultKinds: kinds = faultKinds,
}: PlatformFlags): FaultSettings | undefined {
  if (seed === undefined) return undefined;
  return { seed, percent, kinds, platforms: sandboxPlatforms().map(({ name }) => name) };
}

function parseSeed(text: string): string {
  if (text === "") throw new InvalidArgumentError("expected a text that is not empty");
  return text;
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || percent === 0 || percent > 100) {
    throw new InvalidArgumentError("expected a number above 0, at most 100");
  }
  return percent;
}

function parseKinds(text: string): SeededFaultKind[] {
  return text.split(",").map((name) => {
    const kind = faultKinds.find((one) => one === name.trim());
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(`${JSON.stringify(name)} is not one of ${faultKinds.join(", ")}`);
  });
}

/** The folder of the platforms' data. */
export function platformFolder(project: Project): string {
  return join(sandboxFolder(project), "platforms");
}

/** What a stack's config says of the platforms' accounts. @param withoutAccounts Leaves out the settings; the sandbox then makes keys. */
export function accountOptions(
  stack: Stack,
  withoutAccounts = false,
): Pick<PlatformsOptions, "accounts" | "settings"> {
  const accounts = accountsOf(stack, withoutAccounts);
  return withoutAccounts ? { accounts } : { accounts, settings: platformSettings(stack.config().read()) };
}

/** The settings of a stack that hold credentials of the platforms: `unstructured:apiKey`. */
export function keysOf(stack: Stack): string[] {
  const settings = platformSettings(stack.config().read());
  return sandboxPlatforms().flatMap(({ name, keySetting, otherKeySettings = [] }) =>
    [keySetting, ...otherKeySettings].filter((key) => key in settings(name)).map((key) => `${name}:${key}`),
  );
}

/** The accounts in a stack's config. @param namesOnly Leaves out their settings; the sandbox then makes keys for them. */
export function accountsOf(stack: Stack, namesOnly = false): Accounts {
  const config = stack.config();
  return (platform) => {
    const accounts = namedAccounts(config.get(`${platform}:accounts`)?.value ?? "{}");
    return namesOnly ? accounts.map(({ name }) => ({ name, settings: {} })) : accounts;
  };
}
