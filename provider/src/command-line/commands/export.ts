import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import type { ResourceDefinition } from "../../definition/definition";
import type { Inventory } from "../../inventory/inventory";
import { withExamples } from "../../project/help-examples";
import { UserError } from "../../project/user-error";
import { kinds, platformNames } from "../../kinds";
import { environmentSettings } from "../settings/command-settings";
import { stackSettings } from "../settings/stack-settings";
import type { ReadingProgress } from "../export/progress";

interface Flags {
  readonly out?: string;
  readonly account?: string;
  readonly only: readonly string[];
  readonly unmanaged: boolean;
  readonly replace: boolean;
  readonly json: boolean;
  readonly stack?: string;
  readonly cwd: string;
}

const exitCodes = `
Exit codes:
  0  everything was read and written
  1  the command could not run, or a platform could not be read: then nothing was written`;

/** `export`: reads what a workspace holds, and writes a Pulumi project that has it. */
export function addExport(program: Command): void {
  const command = program
    .command("export")
    .addArgument(new Argument("<platforms...>", "the platforms to read").choices(platformNames))
    .description("read a live workspace, without changing it, and write a Pulumi project that takes it over")
    .option("-o, --out <folder>", "the folder of the project, empty or new; with --json, a file")
    .option("--account <name>", "read this account, as the resource option `account` names it")
    .option(
      "--only <pattern>",
      "only objects of such a name, in which * matches anything; can be repeated",
      collect,
      [],
    )
    .option("--unmanaged", "only read the objects (`.get`), for those who do not have their secrets", false)
    .option("--replace", "replace what an earlier export wrote, and keep its names", false)
    .option(
      "--json",
      "write the inventory of the workspace as JSON instead, to standard output or --out",
      false,
    )
    .option("-s, --stack <name>", "read the settings from the config of this stack, with the pulumi CLI")
    .option("-C, --cwd <folder>", "run as if started in another folder", ".")
    .action(exportWorkspace);
  withExamples(
    command,
    [`export ${platformNames[0]} --out existing`, "write a project that takes the workspace over"],
    [`export ${platformNames[0]} --only 'prod-*' --out existing`, "only some objects"],
    [`export ${platformNames[0]} --unmanaged --out existing`, "without their secrets: only read them"],
    [`export ${platformNames.join(" ")} --json --out workspace.json`, "an inventory of all, for the sandbox"],
  ).addHelpText("after", exitCodes);
}

async function exportWorkspace(platforms: readonly string[], flags: Flags): Promise<void> {
  const cwd = resolve(flags.cwd);
  const out = flags.out === undefined ? undefined : resolve(cwd, flags.out);
  const definitions = kinds.filter(({ platform }) => platforms.includes(platform.name));
  if (flags.json) await exportInventory(definitions, flags, cwd, out);
  else await exportProject(definitions, flags, cwd, out);
}

async function exportInventory(
  definitions: readonly ResourceDefinition[],
  flags: Flags,
  cwd: string,
  out: string | undefined,
): Promise<void> {
  const { formatInventory, refuseInventoryFile, writeInventory } =
    await import("../export/write-inventory.js");
  if (flags.unmanaged)
    throw new UserError("--unmanaged: an inventory is the same with it; leave it out, or --json");
  if (out !== undefined) refuseInventoryFile(out, flags.replace);
  const inventory = await read(definitions, flags, cwd);
  if (out === undefined) process.stdout.write(formatInventory(inventory));
  else writeInventory(out, inventory);
}

async function exportProject(
  definitions: readonly ResourceDefinition[],
  flags: Flags,
  cwd: string,
  out: string | undefined,
): Promise<void> {
  if (out === undefined)
    throw new UserError("--out: name the folder to write the project to, or give --json");
  const { openTarget, writeProject } = await import("../export/write-project.js");
  const { projectName } = await import("../export/project-name.js");
  const target = openTarget(out, flags.replace);
  const project = projectName(target);
  const inventory = await read(definitions, flags, cwd);
  const { generateProject } = await import("../export/code/index.js");
  const { files, manifest, secretCommands, notes } = await generateProject(inventory, {
    project,
    unmanaged: flags.unmanaged,
    ...(flags.account === undefined ? {} : { account: flags.account }),
    ...(target.manifest === undefined ? {} : { manifest: target.manifest }),
  });
  const written = writeProject(target, files, manifest);
  const { formatSummary } = await import("../export/summary.js");
  const isManaged = !flags.unmanaged;
  process.stdout.write(
    formatSummary({ inventory, out: flags.out ?? out, written, secretCommands, notes, isManaged }),
  );
}

async function read(
  definitions: readonly ResourceDefinition[],
  { account, only, stack }: Flags,
  cwd: string,
): Promise<Inventory> {
  const { readWorkspace } = await import("../export/read-workspace.js");
  const { ReadingProgress: Progress } = await import("../export/progress.js");
  const { config } = stack === undefined ? environmentSettings() : await stackSettings(cwd, stack);
  const progress: ReadingProgress = new Progress(process.stderr);
  try {
    return await readWorkspace(
      { definitions, only, ...(account === undefined ? {} : { account }) },
      { config, say: progress.say },
      (line) => progress.update(line),
    );
  } finally {
    progress.end();
  }
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
