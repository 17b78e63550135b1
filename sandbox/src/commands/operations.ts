import { InvalidArgumentError, Option, type Command } from "commander";
import { formatDigest } from "../display/json";
import type { Kind } from "../display/options";
import { UserError } from "../engine/errors";
import type { Project } from "../engine/project";
import type { StackConfig } from "../engine/stack-config";
import { runOperation, type OperationResult } from "../operation";
import { currentOwner } from "../platforms/owner";
import { addressSettings, startPlatforms, type Platforms } from "../platforms/platforms";
import type { Stack } from "../stack";
import {
  defaultsOption,
  parseCount,
  prepareStack,
  refuseOptions,
  stackOption,
  type CommonFlags,
} from "./options";
import { platformFolder, platformOptions, withPlatformOptions, type PlatformFlags } from "./platform-options";

type Setting = readonly [key: string, value: string];

interface OperationFlags extends CommonFlags, PlatformFlags {
  readonly config: readonly Setting[];
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly suppressOutputs?: boolean;
  readonly parallel?: number;
  readonly skipPreview?: boolean;
  readonly previewOnly?: boolean;
  readonly yes?: boolean;
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly clearPendingCreates?: boolean;
  readonly expectNoChanges?: boolean;
}

/** An operation as a command. */
interface OperationCommand {
  readonly kind: Kind;
  readonly names: readonly [name: string, ...aliases: string[]];
  readonly description: string;
  /** What the CLI's has, but the sandbox has not. */
  readonly refused: readonly string[];
}

const refusedByAll: readonly string[] = [
  "-t, --target",
  "--target-dependents",
  "--exclude-dependents",
  "-d, --debug",
  "--config-file",
  "--config-path",
  "--remote",
  "--show-config",
  "--show-full-output",
  "--show-replacement-steps",
  "--show-sames",
  "--urns",
];
const refusedWithProgram: readonly string[] = [
  "--attach-debugger",
  "--policy-pack",
  "--policy-pack-config",
  "--replace",
  "--target-replace",
  "--show-reads",
  "--show-secrets",
];

const operations: readonly OperationCommand[] = [
  {
    kind: "preview",
    names: ["preview", "pre"],
    description: "show what `up` would do",
    refused: [...refusedWithProgram, "-x, --exclude", "--save-plan", "--import-file", "--ignore-protect"],
  },
  {
    kind: "update",
    names: ["up", "update"],
    description: "make the platforms match the program",
    refused: [
      ...refusedWithProgram,
      "--exclude",
      "--plan",
      "--strict",
      "--continue-on-error",
      "--ignore-protect",
    ],
  },
  {
    kind: "refresh",
    names: ["refresh"],
    description: "bring the state to what the platforms have",
    refused: ["-x, --exclude", "--skip-pending-creates", "--import-pending-creates"],
  },
  {
    kind: "destroy",
    names: ["destroy", "down", "dn"],
    description: "delete everything that the stack manages",
    refused: ["-x, --exclude", "--exclude-protected", "--ignore-protect", "--remove", "--continue-on-error"],
  },
];

/** `preview`, `up`, `refresh`, `destroy`. Source: pulumi/pulumi, `pkg/cmd/pulumi/operations`. */
export function addOperations(program: Command): void {
  for (const { kind, names, description, refused } of operations) {
    const [name, ...aliases] = names;
    const command = program
      .command(name)
      .aliases(aliases)
      .description(description)
      .addOption(stackOption())
      .addOption(defaultsOption())
      .option("-c, --config <key=value>", "set a config value of the stack, and save it", addSetting, [])
      .option("-j, --json", "print one JSON document, and nothing else, on stdout")
      .option("--diff", "print all that changes in each resource")
      .option("-p, --parallel <n>", "run so many steps at once", parseCount)
      .option("--expect-no-changes", "fail if anything changes")
      .option("--run-program", runProgramText(kind))
      .option("--suppress-outputs", "do not print the stack's outputs")
      .addOption(new Option("--suppress-progress").hideHelp())
      .addOption(new Option("-m, --message <text>").hideHelp())
      .action((_options, leaf: Command) => operate(kind, leaf.optsWithGlobals<OperationFlags>()));
    if (kind !== "refresh") {
      command.option(
        "-r, --refresh [true|false]",
        "bring the state to what the platforms have first",
        parseFlag,
      );
    } else {
      command.option("--clear-pending-creates", "forget creates that were cut off before they were known");
    }
    if (kind !== "preview") {
      command
        .option("-y, --yes", "do not ask (the sandbox never does)")
        .option("-f, --skip-preview", "do not look first whether a preview succeeds");
    }
    if (kind === "refresh" || kind === "destroy") {
      command.option("--preview-only", "show what would be done, and do nothing");
    }
    withPlatformOptions(command);
    refuseOptions(command, [...refusedByAll, ...refused]);
  }
}

function runProgramText(kind: Kind): string {
  const why = "run the program, for what the providers are to be now";
  return kind === "refresh" || kind === "destroy" ? why : `${why}, in a --refresh`;
}

async function operate(kind: Kind, flags: OperationFlags): Promise<void> {
  if (flags.previewOnly && (flags.skipPreview || flags.yes)) {
    const other = flags.skipPreview ? "--skip-preview" : "--yes";
    throw new UserError(`${other} and --preview-only cannot be used together`);
  }
  const stack = prepareStack(flags);
  refuseOtherMachines(saveSettings(stack, flags.config));
  const changesStack = kind !== "preview" && !flags.previewOnly;
  // The lock is taken when the changes begin; who cannot have it need not watch a preview first.
  if (changesStack) stack.mustNotBeLocked();
  const platforms = await usePlatforms(stack.project, flags);
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => controller.abort());
  }
  // Whoever read the output has had enough; the operation goes on.
  process.stdout.on("error", () => undefined);
  const run = (dryRun: boolean): Promise<OperationResult> =>
    runOperation(stack, kind, {
      dryRun,
      refresh: flags.refresh ?? false,
      runProgram: flags.runProgram ?? false,
      clearPendingCreates: flags.clearPendingCreates ?? false,
      env: platforms.env,
      signal: controller.signal,
      print: (line) => process.stdout.write(`${line}\n`),
      printDiagnostic: (line) => process.stderr.write(`${line}\n`),
      json: flags.json ?? false,
      diff: flags.diff ?? false,
      suppressOutputs: flags.suppressOutputs ?? false,
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  try {
    // As in the CLI: what a preview refuses changes nothing, however much of the rest would have gone through.
    const preview = changesStack && flags.skipPreview ? undefined : await run(true);
    const result = preview?.succeeded === false || !changesStack ? preview : await run(false);
    if (result !== undefined) report(kind, result, flags);
  } finally {
    await platforms.stop();
  }
}

/** @throws UserError if there were changes and none were expected. */
function report(kind: Kind, { succeeded, digest }: OperationResult, flags: OperationFlags): void {
  if (flags.json) process.stdout.write(`${formatDigest(digest)}\n`);
  if (!succeeded) process.exitCode = 1;
  else if (flags.expectNoChanges && Object.keys(digest.changeSummary).some((op) => op !== "same")) {
    throw new UserError(`no changes were expected for ${kind} but changes were proposed`, 7);
  }
}

/** @returns the config with what was set. */
function saveSettings(stack: Stack, settings: readonly Setting[]): StackConfig {
  const file = stack.config();
  for (const [key, value] of settings) file.set(key, value, { secret: false });
  if (settings.length > 0) file.save();
  return file.read();
}

/** The stack config wins over the environment, so an address in it would have the sandbox deploy for real. */
function refuseOtherMachines(config: StackConfig): void {
  for (const key of addressSettings()) {
    const address = config[key]?.value ?? "";
    const host = URL.canParse(address) ? new URL(address).hostname : "localhost";
    if (/^(localhost|127\.[\d.]+|\[::1\]|)$/.test(host)) continue;
    throw new UserError(
      `stack config ${key} leads to ${host}: the sandbox deploys on this machine only; use the pulumi CLI, or a stack without that setting`,
    );
  }
}

/** The platforms that another process keeps up, else new ones. */
async function usePlatforms(project: Project, flags: PlatformFlags): Promise<Platforms> {
  const folder = platformFolder(project);
  const owner = currentOwner(folder);
  if (owner?.serves !== true) return await startPlatforms(folder, platformOptions(flags));
  if (flags.log !== undefined || flags.keepNames) {
    throw new UserError(
      `the platforms are kept up by process ${owner.pid}: give --log and --keep-names to its \`serve\``,
    );
  }
  return { env: owner.env, stop: () => Promise.resolve() };
}

function addSetting(text: string, before: readonly Setting[]): Setting[] {
  const position = text.indexOf("=");
  if (position < 1) throw new InvalidArgumentError("expected key=value");
  return [...before, [text.slice(0, position), text.slice(position + 1)]];
}

/** Without a value a flag is on; what stands for true and false is what Go takes. */
function parseFlag(text: string): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new InvalidArgumentError("unable to determine value");
}
