import { join, resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Project } from "../engine/stack/project";
import type { PlatformOptions } from "../platforms/platforms";
import { fileLog } from "../platforms/request-log";
import { sandboxFolder } from "../stack";
import { parseCount } from "./options";

export interface PlatformFlags {
  readonly log?: string;
  readonly port?: number;
  readonly keepNames?: boolean;
  readonly requestsPerMinute?: number;
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
    );
}

export function platformOptions({ log, port, keepNames, requestsPerMinute }: PlatformFlags): PlatformOptions {
  return {
    ...(log === undefined ? {} : { log: fileLog(resolve(log)) }),
    ...(port === undefined ? {} : { port }),
    ...(keepNames ? { keepNames } : {}),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  };
}

/** Where the platforms' data is. */
export function platformFolder(project: Project): string {
  return join(sandboxFolder(project), "platforms");
}
