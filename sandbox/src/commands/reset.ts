import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { loadProject } from "../engine/stack/load-project";
import { currentOwner, inUse } from "../serving/owner";
import { sandboxFolder, Stack } from "../stacks/stack";
import { madeFromDefaults, stackOption, type CommonFlags } from "./options";
import { platformFolder } from "./platform-options";

/** `reset`: removes everything that the sandbox has created. */
export function addReset(program: Command): void {
  program
    .command("reset")
    .description("remove what the sandbox has created: states, the platforms' data, configs from defaults")
    .addOption(stackOption().hideHelp())
    .action((_options, command: Command) => reset(command.optsWithGlobals<CommonFlags>()));
}

function reset({ cwd }: CommonFlags): void {
  const project = loadProject(resolve(cwd));
  const owner = currentOwner(platformFolder(project));
  if (owner !== undefined) throw inUse(owner);
  for (const stack of Stack.all(project)) stack.mustNotBeLocked();
  rmSync(sandboxFolder(project), { recursive: true, force: true });
  const folder = project.stackConfigFolder;
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!/^Pulumi\..+\.ya?ml$/.test(name)) continue;
    const path = join(folder, name);
    if (readFileSync(path, "utf8").startsWith(`#${madeFromDefaults}`)) rmSync(path);
  }
  process.stdout.write("Removed what the sandbox had made.\n");
}
