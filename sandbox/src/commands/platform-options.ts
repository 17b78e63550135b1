import { join, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../user-error";
import type { Project } from "../engine/stack/project";
import { faultKinds, type FaultKind } from "../serving/faults/fault";
import { seededFaults } from "../serving/faults/seeded";
import { namedAccounts, type Accounts } from "../serving/accounts";
import type { PlatformOptions } from "../serving/platforms";
import { fileLog } from "../serving/request-log";
import { sandboxFolder, type Stack } from "../stacks/stack";
import { parseCount } from "./options";

export interface PlatformFlags {
  readonly log?: string;
  readonly port?: number;
  readonly keepNames?: boolean;
  readonly requestsPerMinute?: number;
  /** The seed. */
  readonly faults?: string;
  /** Of a hundred requests. */
  readonly faultRate?: number;
  readonly faultKinds?: readonly FaultKind[];
}

export function withPlatformOptions(command: Command): Command {
  return command
    .option("--log <file>", "add a JSON line for each request that reaches a platform")
    .addOption(
      new Option("--keep-names", "let the Unstructured platform refuse to rename, as the vendor's text says"),
    )
    .option(
      "--requests-per-minute <n>",
      "let the Airweave platform take no more than that, as its plans do; the smallest takes 10",
      parseCount,
    )
    .option(
      "--faults <seed>",
      "let some requests fail, in ways that follow from the seed, whatever text it is",
      parseSeed,
    )
    .option("--fault-rate <percent>", "with --faults: how many of a hundred requests; else 10", parsePercent)
    .option(
      "--fault-kinds <kinds>",
      `with --faults: only these, with commas between them, of ${faultKinds.join(", ")}`,
      parseKinds,
    );
}

/** @throws UserError if options do not go together. */
export function platformOptions(flags: PlatformFlags): PlatformOptions {
  const { log, port, keepNames, requestsPerMinute } = flags;
  return {
    ...faultOptions(flags),
    ...(log === undefined ? {} : { log: fileLog(resolve(log)) }),
    ...(port === undefined ? {} : { port }),
    ...(keepNames ? { keepNames } : {}),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  };
}

const behaviourNames = {
  log: "--log",
  keepNames: "--keep-names",
  requestsPerMinute: "--requests-per-minute",
  faults: "--faults",
  faultRate: "--fault-rate",
  faultKinds: "--fault-kinds",
} as const satisfies Partial<Record<keyof PlatformFlags, string>>;

/** The options given that say how platforms are to behave, which only who starts them can. */
export function behaviourOptions(flags: PlatformFlags): string[] {
  return Object.entries(behaviourNames).flatMap(([key, name]) =>
    flags[key as keyof typeof behaviourNames] === undefined ? [] : [name],
  );
}

function faultOptions({
  faults: seed,
  faultRate: percent,
  faultKinds: kinds,
}: PlatformFlags): Pick<PlatformOptions, "faults"> {
  if (seed === undefined) {
    if (percent === undefined && kinds === undefined) return {};
    const name = percent === undefined ? "--fault-kinds" : "--fault-rate";
    throw new UserError(`${name} says something about --faults <seed>: give that, too`);
  }
  return {
    faults: seededFaults({
      seed,
      ...(percent === undefined ? {} : { percent }),
      ...(kinds === undefined ? {} : { kinds }),
    }),
  };
}

function parseSeed(text: string): string {
  if (text === "") throw new InvalidArgumentError("expected a text that is not empty");
  return text;
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || percent === 0 || percent > 100) {
    throw new InvalidArgumentError("expected a number above 0 and up to 100");
  }
  return percent;
}

function parseKinds(text: string): FaultKind[] {
  return text.split(",").map((name) => {
    const kind = faultKinds.find((one) => one === name.trim());
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(`${JSON.stringify(name)} is none of ${faultKinds.join(", ")}`);
  });
}

/** Where the platforms' data is. */
export function platformFolder(project: Project): string {
  return join(sandboxFolder(project), "platforms");
}

/** The accounts that the stack config names. @param namesOnly The sandbox gives them all else. */
export function accountsOf(stack: Stack, namesOnly = false): Accounts {
  const config = stack.config();
  return (platform) => {
    const accounts = namedAccounts(config.get(`${platform}:accounts`)?.value ?? "{}");
    return namesOnly ? accounts.map(({ name }) => ({ name, settings: {} })) : accounts;
  };
}
