import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
import { currentOwner, inUse } from "../serving/owner";
import { sandboxFolder, Stack } from "../stacks/stack";
import { madeFromDefaults, projectOf, stackOption, type CommonFlags } from "./options";
import { platformFolder } from "./platform-options";

/** `reset`: removes everything that the sandbox has created. */
export function addReset(program: Command): void {
  const resetting = program
    .command("reset")
    .description("remove what the sandbox has created: states, the platforms' data, configs from defaults")
    .addOption(stackOption().hideHelp())
    .action((_options, command: Command) => reset(command.optsWithGlobals<CommonFlags>()));
  withExamples(
    resetting,
    ["reset", "begin again"],
    ["reset -C examples/support-search", "in another project"],
  );
}

function reset({ cwd }: CommonFlags): void {
  const project = projectOf(cwd);
  const owner = currentOwner(platformFolder(project));
  if (owner !== undefined) throw inUse(owner);
  for (const stack of Stack.all(project)) stack.mustNotBeLocked();
  rmSync(sandboxFolder(project), { recursive: true, force: true });
  const folder = project.stackConfigFolder;
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!/^Pulumi\..+\.ya?ml$/.test(name)) continue;
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    if (readFileSync(path, "utf8").startsWith(`#${madeFromDefaults}`)) rmSync(path);
  }
  process.stdout.write("Removed what the sandbox had made.\n");
}
