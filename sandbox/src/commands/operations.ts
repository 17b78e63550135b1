import { InvalidArgumentError, Option, type Command } from "commander";
import { withExamples, type Example } from "pulumi-connectors/internal/project/help-examples";
import type { Kind } from "../display/options";
import type { OperationFlags, Setting } from "./operate";
import { defaultsOption, parseCount, refuseOptions, stackOption } from "./options";
import { withPlatformOptions } from "./platform-options";

interface OperationCommand {
  readonly kind: Kind;
  readonly names: readonly [name: string, ...aliases: string[]];
  readonly description: string;
  /** Options of the CLI that the sandbox does not have. */
  readonly refused: readonly string[];
  readonly examples: readonly Example[];
}

const refusedByAll: readonly string[] = [
  "-t, --target",
  "--target-dependents",
  "--exclude-dependents",
  "-d, --debug",
  "--config-file",
  "--config-path",
  "--neo",
  "--override-env",
  "--remote",
  "--show-config",
  "--show-full-output",
  "--show-replacement-steps",
  "--show-sames",
  "--urns",
];
const refusedWithProgram: readonly string[] = [
  "--attach-debugger",
  "--target-replace",
  "--show-policy-remediations",
  "--show-reads",
  "--show-secrets",
];

const operations: readonly OperationCommand[] = [
  {
    kind: "preview",
    names: ["preview", "pre"],
    description: "show what `up` would do",
    refused: [...refusedWithProgram, "-x, --exclude", "--save-plan", "--import-file", "--ignore-protect"],
    examples: [
      ["preview", "what the program would change"],
      ["preview --diff", "every property of each change"],
      ["preview --json", "the same for other programs"],
      ["preview --policy-pack policies", "also check the rules of a policy pack"],
      ["preview --refresh --expect-no-changes", "fail if program, state and platforms differ"],
    ],
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
    examples: [
      ["up", "show the changes, then make them"],
      ["up --skip-preview", "only make them"],
      ["up -c bucket=other -s prod", "another stack, with a config value of its own"],
      ["up --replace '**source'", "replace resources even if nothing has changed"],
      ["up --faults 7 --fault-rate 20", "let every fifth request fail, and see what is retried"],
    ],
  },
  {
    kind: "refresh",
    names: ["refresh"],
    description: "update the state to match the platforms",
    refused: ["-x, --exclude", "--skip-pending-creates", "--import-pending-creates"],
    examples: [
      ["refresh", "take what was changed on the platforms into the state"],
      ["refresh --preview-only --diff", "only show what was changed there"],
      ["refresh --clear-pending-creates", "forget creates that were interrupted"],
    ],
  },
  {
    kind: "destroy",
    names: ["destroy", "down", "dn"],
    description: "delete everything that the stack manages",
    refused: ["-x, --exclude", "--exclude-protected", "--ignore-protect", "--remove", "--continue-on-error"],
    examples: [
      ["destroy", "delete everything that the stack manages"],
      ["destroy --preview-only", "only show what would be deleted"],
    ],
  },
];

/** `preview`, `up`, `refresh`, `destroy`. Source: pulumi/pulumi, `pkg/cmd/pulumi/operations`. */
export function addOperations(program: Command): void {
  for (const { kind, names, description, refused, examples } of operations) {
    const [name, ...aliases] = names;
    const command = program
      .command(name)
      .aliases(aliases)
      .description(description)
      .addOption(stackOption())
      .addOption(defaultsOption())
      .option("-c, --config <key=value>", "set and save a config value of the stack", addSetting, [])
      .option(
        "--without-accounts",
        "use a placeholder for each secret of the stack's config, and ignore its settings of platforms",
      )
      .option("-j, --json", "print nothing but a JSON document on stdout")
      .option("--diff", "print a rich diff of each resource")
      .option("-p, --parallel <n>", "run up to this many steps at once", parseCount)
      .option("--expect-no-changes", "fail if anything changes")
      .option("--run-program", runProgramText(kind))
      .option("--skip-config-validation", "do not check the config against the project's `config`")
      .option("--suppress-outputs", "do not print the stack's outputs")
      .addOption(new Option("--suppress-permalink [when]").hideHelp())
      .addOption(new Option("--skip-plugin-pre-install").hideHelp())
      .addOption(new Option("--suppress-progress").hideHelp())
      .addOption(new Option("-m, --message <text>").hideHelp())
      .action(async (_options, leaf: Command) => {
        // Engine and platforms take long to load, and other commands do not need them.
        const { operate } = await import("./operate.js");
        await operate(kind, leaf.optsWithGlobals<OperationFlags>());
      });
    if (kind !== "refresh") {
      command.option("-r, --refresh [true|false]", "refresh the state first", parseFlag);
    } else {
      command.option("--clear-pending-creates", "remove interrupted creates from the state");
    }
    if (kind === "preview" || kind === "update") {
      command
        .option(
          "--replace <urn>",
          "replace a resource even if nothing has changed; may have wildcards",
          addUrn,
          [],
        )
        .option("--policy-pack <folder>", "check the resources with a policy pack", addPath, [])
        .option("--policy-pack-config <file>", "its configuration in JSON; one for each pack", addPath, []);
    }
    if (kind !== "preview") {
      command
        .option("-y, --yes", "do not ask (the sandbox never does)")
        .option("-f, --skip-preview", "do not run a preview first");
    }
    if (kind === "refresh" || kind === "destroy") {
      command.option("--preview-only", "only show what would be done");
    }
    withPlatformOptions(command);
    withExamples(command, ...examples);
    refuseOptions(command, [...refusedByAll, ...refused]);
  }
}

function runProgramText(kind: Kind): string {
  const why = "run the program, for its current provider configuration";
  return kind === "refresh" || kind === "destroy" ? why : `${why}, in a --refresh`;
}

function addSetting(text: string, before: readonly Setting[]): Setting[] {
  const position = text.indexOf("=");
  if (position < 1) throw new InvalidArgumentError("expected key=value");
  return [...before, [text.slice(0, position), text.slice(position + 1)]];
}

function addUrn(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

/** As in the CLI, a value may be a comma-separated list. */
function addPath(text: string, before: readonly string[]): string[] {
  return [...before, ...text.split(",")];
}

/** Accepts what Go's `strconv.ParseBool` accepts. */
function parseFlag(text: string): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new InvalidArgumentError("unable to determine value");
}
