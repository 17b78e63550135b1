import { InvalidArgumentError, Option, type Command } from "commander";
import type { Kind } from "../display/options";
import type { OperationFlags, Setting } from "./operate";
import { defaultsOption, parseCount, refuseOptions, stackOption } from "./options";
import { withPlatformOptions } from "./platform-options";

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
      .option(
        "--without-accounts",
        "put a placeholder for each secret of the stack's config, and leave its settings of platforms out",
      )
      .option("-j, --json", "print one JSON document, and nothing else, on stdout")
      .option("--diff", "print all that changes in each resource")
      .option("-p, --parallel <n>", "run so many steps at once", parseCount)
      .option("--expect-no-changes", "fail if anything changes")
      .option("--run-program", runProgramText(kind))
      .option("--suppress-outputs", "do not print the stack's outputs")
      .addOption(new Option("--suppress-progress").hideHelp())
      .addOption(new Option("-m, --message <text>").hideHelp())
      .action(async (_options, leaf: Command) => {
        // Engine and platforms are much to load, and other commands do without.
        const { operate } = await import("./operate.js");
        await operate(kind, leaf.optsWithGlobals<OperationFlags>());
      });
    if (kind !== "refresh") {
      command.option(
        "-r, --refresh [true|false]",
        "bring the state to what the platforms have first",
        parseFlag,
      );
    } else {
      command.option("--clear-pending-creates", "forget creates that were cut off before they were known");
    }
    if (kind === "preview" || kind === "update") {
      command
        .option("--policy-pack <folder>", "ask a policy pack whether the resources may be so", addPath, [])
        .option("--policy-pack-config <file>", "the JSON that configures it; one for each pack", addPath, []);
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

function addSetting(text: string, before: readonly Setting[]): Setting[] {
  const position = text.indexOf("=");
  if (position < 1) throw new InvalidArgumentError("expected key=value");
  return [...before, [text.slice(0, position), text.slice(position + 1)]];
}

/** As in the CLI, one value may hold several with commas between them. */
function addPath(text: string, before: readonly string[]): string[] {
  return [...before, ...text.split(",")];
}

/** Without a value a flag is on; what stands for true and false is what Go takes. */
function parseFlag(text: string): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new InvalidArgumentError("unable to determine value");
}
