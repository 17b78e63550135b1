import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { suggestSubcommands, withExamples } from "pulumi-connectors/internal/project/help-examples";
import { asSet } from "pulumi-connectors/internal/project/system-error";
import { readStandardInput, readText } from "pulumi-connectors/internal/project/text-file";
import { withinDepth } from "pulumi-connectors/internal/project/yaml-text";
import { serializeResource } from "../engine/state/checkpoint";
import { readDeployment } from "../engine/state/deployment-schema";
import { textFor } from "../display/pen";
import { UserError } from "../user-error";
import { withoutSecrets } from "../engine/values/property";
import { stackType } from "../engine/values/urn";
import { Stack } from "../stacks/stack";
import { age } from "./age";
import {
  defaultStack,
  openExistingStack,
  openStack,
  prepareStack,
  projectOf,
  printJson,
  refuseCommands,
  refuseOptions,
  stackOption,
  type CommonFlags,
} from "./options";
import { formatStack } from "./stack-view";
import { formatTable } from "./table";

interface StackFlags extends CommonFlags {
  readonly file?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
  readonly showIds?: boolean;
  readonly showUrns?: boolean;
  readonly showName?: boolean;
}

/** `stack`, `stack export`, `stack import`, `stack ls`, `stack output`. Source: pulumi/pulumi, `pkg/cmd/pulumi/stack`. */
export function addStack(program: Command): void {
  const stack = program
    .command("stack")
    .description("show a stack: its resources and outputs")
    .addOption(stackOption())
    .option("-i, --show-ids", "show the id of each resource")
    .option("-u, --show-urns", "show the URN of each resource")
    .option("--show-name", "print only the name of the stack")
    .option("--show-secrets", "show secret outputs instead of [secret]")
    .action((_options, command: Command) => show(command.optsWithGlobals<StackFlags>()));
  withExamples(
    suggestSubcommands(stack),
    ["stack", "show the resources and outputs"],
    ["stack --show-urns --show-ids", "also their URNs and ids"],
    ["stack ls", "list the stacks"],
    ["stack output sourceId", "print one output"],
    ["stack export --file state.json", "save the state"],
  );
  refuseOptions(stack, ["--output"]);
  const exporting = stack
    .command("export")
    .description("print the state, for `stack import` of the sandbox or the pulumi CLI")
    .addOption(stackOption())
    .option("--file <file>", "write it to a file instead")
    .option("--show-secrets", "print secrets in plaintext")
    .action((_options, command: Command) => exportState(command.optsWithGlobals<StackFlags>()));
  withExamples(
    exporting,
    ["stack export --file state.json", "save the state"],
    ["stack export | pulumi-connectors graph", "draw it"],
    ["stack export --show-secrets | pulumi stack import", "go on with the pulumi CLI"],
  );
  const importing = stack
    .command("import")
    .description("replace the state with an exported one, read from standard input")
    .addOption(stackOption())
    .option("--file <file>", "read it from a file instead")
    .option("-f, --force", "import it even if it appears to be invalid (not recommended)")
    .action((_options, command: Command) => importState(command.optsWithGlobals<StackFlags>()));
  withExamples(
    importing,
    ["stack import --file state.json", "take over a saved state"],
    ["stack import -s copy < state.json", "as another stack"],
  );
  const listing = stack
    .command("ls")
    .alias("list")
    .description("list the stacks that have a state")
    .option("-j, --json", "print JSON")
    .action((_options, command: Command) => list(command.optsWithGlobals<StackFlags>()));
  withExamples(listing, ["stack ls", "list the stacks"], ["stack ls --json", "the same for other programs"]);
  refuseOptions(listing, ["-a, --all", "-o, --organization", "-p, --project", "-t, --tag"]);
  const output = stack
    .command("output [name]")
    .description("print all outputs of a stack, or one of them")
    .addOption(stackOption())
    .option("-j, --json", "print JSON")
    .option("--show-secrets", "show secret outputs instead of [secret]")
    .action((name: string | undefined, _options, command: Command) =>
      printOutput(name, command.optsWithGlobals<StackFlags>()),
    );
  withExamples(
    output,
    ["stack output", "print all outputs"],
    ["stack output sourceId", "print one"],
    ["stack output --json --show-secrets", "the same for other programs, with secrets"],
  );
  refuseOptions(output, ["--shell"]);
  refuseCommands(stack, cliCommands);
}

const cliCommands = [
  ...[
    "change-secrets-provider",
    "drift",
    "get",
    "graph",
    "history",
    "init",
    "migrate",
    "new",
    "remove",
    "rename",
  ],
  ...["rm", "schedule", "select", "tag", "unselect", "webhook"],
];

/** Prints what may contain texts from outside. */
function print(text: string): void {
  process.stdout.write(textFor(process.stdout, text));
}

function show(flags: StackFlags): void {
  const { showIds = false, showUrns = false, showSecrets = false, showName = false } = flags;
  const stack = openExistingStack(flags);
  if (showName) {
    process.stdout.write(`${stack.name}\n`);
    return;
  }
  const state = stack.state();
  const { resources } = state.checkpoint;
  print(formatStack(stack.name, resources, state.manifest, { showIds, showUrns }));
  if (resources.length > 0) print(`\n${outputTable(outputsOf(stack, showSecrets))}`);
  print("\nUse `--stack` to show another stack; `stack ls` lists them\n");
}

function exportState(flags: StackFlags): void {
  const text = openStack(flags).exportDeployment(flags.showSecrets);
  if (flags.file === undefined) process.stdout.write(text);
  // The file may contain secrets in plaintext.
  else {
    const path = resolve(flags.cwd, flags.file);
    asSet("--file", () => writeFileSync(path, text, { mode: 0o600 }));
  }
}

async function importState(flags: StackFlags): Promise<void> {
  const { file, force = false } = flags;
  const path = file === undefined ? undefined : resolve(flags.cwd, file);
  // Before it waits for input.
  const stack = prepareStack(flags);
  const text = path === undefined ? await readStandardInput() : asSet("--file", () => readText(path));
  await stack.importDeployment(text, {
    force,
    source: path ?? "standard input",
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
  });
  process.stdout.write("Import complete.\n");
}

function list({ cwd, json }: StackFlags): void {
  const stacks = Stack.all(projectOf(cwd)).map(summaryOf);
  if (json) {
    printJson(
      stacks.map(({ name, changed, resourceCount }) => ({
        name,
        current: name === defaultStack,
        ...(changed === undefined ? {} : { lastUpdate: changed.toISOString() }),
        ...(resourceCount === undefined ? {} : { resourceCount }),
      })),
    );
    return;
  }
  const rows = stacks.map(({ name, changed, resourceCount }) => [
    name === defaultStack ? `${name}*` : name,
    changed === undefined ? "n/a" : age((Date.now() - changed.getTime()) / 1000),
    resourceCount === undefined ? "n/a" : String(resourceCount),
  ]);
  process.stdout.write(formatTable(["NAME", "LAST UPDATE", "RESOURCE COUNT"], rows));
}

interface StackSummary {
  readonly name: string;
  /** Undefined if it is not known. */
  readonly changed?: Date;
  readonly resourceCount?: number;
}

/** A state that cannot be read does not hide the other stacks; a warning names it. */
function summaryOf(stack: Stack): StackSummary {
  const { name, statePath } = stack;
  try {
    const { manifest, resources } = withinDepth(statePath, () =>
      readDeployment(stack.exportDeployment()),
    ).deployment;
    return {
      name,
      ...(manifest === undefined ? {} : { changed: new Date(manifest.time) }),
      resourceCount: resources?.length ?? 0,
    };
  } catch (error) {
    const problem = (error as Error).message;
    const text = error instanceof UserError ? problem : `${statePath}: ${problem}`;
    process.stderr.write(`warning: stack '${name}': ${text}\n`);
    return { name };
  }
}

function printOutput(name: string | undefined, flags: StackFlags): void {
  const outputs = outputsOf(openStack(flags), flags.showSecrets ?? false);
  if (name !== undefined) {
    if (!Object.hasOwn(outputs, name)) {
      throw new UserError(`current stack does not have output property '${name}'`);
    }
    if (flags.json) printJson(outputs[name]);
    else print(`${plainText(outputs[name])}\n`);
    return;
  }
  if (flags.json) {
    printJson(outputs);
    return;
  }
  print(outputTable(outputs));
}

function outputTable(outputs: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(outputs).map(([key, value]) => [key, plainText(value)]);
  const table =
    rows.length === 0
      ? "    No output values currently in this stack\n"
      : formatTable(["OUTPUT", "VALUE"], rows, "    ");
  return `Current stack outputs (${rows.length}):\n${table}`;
}

/** The outputs of the program, sorted by name; secrets as `[secret]` unless they are to be shown. */
function outputsOf(stack: Stack, showSecrets: boolean): Readonly<Record<string, unknown>> {
  stack.mustExist();
  const root = stack
    .state()
    .checkpoint.resources.find(({ type, parent }) => type === stackType && parent === "");
  if (root === undefined) return {};
  const outputs = showSecrets ? withoutSecrets(root.outputs) : root.outputs;
  return serializeResource({ ...root, outputs }, () => "[secret]").outputs ?? {};
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
