import type { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
import { deleteFromState, unprotect } from "../engine/state/edit";
import { UserError } from "../user-error";
import { openExistingStack, refuseCommands, stackOption, type CommonFlags } from "./options";

interface StateFlags extends CommonFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly targetDependents?: boolean;
}

/** `state unprotect`, `state delete`. Source: pulumi/pulumi, `pkg/cmd/pulumi/state`. */
export function addState(program: Command): void {
  const state = program.command("state").description("edit the state of a stack");
  const addCommand = (name: string, description: string): Command =>
    state
      .command(`${name} [urn...]`)
      .description(description)
      .addOption(stackOption())
      .option("-y, --yes", "do not ask (the sandbox never does)");
  withExamples(
    state,
    ["stack --show-urns", "list the URNs"],
    ["state unprotect <urn>", "let `destroy` delete a protected resource"],
    ["state remove <urn>", "manage a resource no longer, and leave its object on the platform"],
  );
  const unprotecting = addCommand("unprotect", "clear the protection of resources")
    .option("--all", "unprotect all resources")
    .action((urns: string[], _options, command: Command) =>
      unprotectResources(urns, command.optsWithGlobals<StateFlags>()),
    );
  withExamples(
    unprotecting,
    ["state unprotect 'urn:pulumi:dev::shop::shop:index:Pipeline::invoices'", "unprotect a resource"],
    ["state unprotect --all -s demo", "unprotect all resources of a stack"],
  );
  const removal = addCommand("remove", "remove resources from the state, but not from their platform")
    .aliases(["delete", "rm"])
    .option("--all", "remove all resources")
    .option("--force", "remove protected resources, too")
    .option("--target-dependents", "remove what depends on them, too")
    .action((urns: string[], _options, command: Command) =>
      deleteResources(urns, command.optsWithGlobals<StateFlags>()),
    );
  withExamples(
    removal,
    ["state remove 'urn:pulumi:dev::shop::shop:index:Pipeline::invoices'", "remove a resource"],
    ["state remove --target-dependents <urn>", "also what depends on it"],
    ["state remove --all -s demo", "remove all resources of a stack"],
  );
  refuseCommands(state, [
    "edit",
    "get",
    "move",
    "protect",
    "rename",
    "repair",
    "taint",
    "untaint",
    "upgrade",
  ]);
}

async function unprotectResources(urns: readonly string[], flags: StateFlags): Promise<void> {
  const stack = openExistingStack(flags);
  if (!flags.all) mustBeNamed(urns);
  await stack.edit((resources) => unprotect(resources, flags.all ? undefined : urns));
  process.stdout.write(flags.all ? "All resources unprotected\n" : `${urns.length} resources unprotected\n`);
}

async function deleteResources(urns: readonly string[], flags: StateFlags): Promise<void> {
  const { all = false, force = false, targetDependents = false } = flags;
  if (all && urns.length > 0) {
    throw new UserError("cannot specify a resource URN when deleting all resources");
  }
  const stack = openExistingStack(flags);
  if (!all) mustBeNamed(urns);
  await stack.edit((resources) =>
    deleteFromState(resources, all ? undefined : urns, {
      force,
      targetDependents,
      warn: (message) => process.stderr.write(`warning: ${message}\n`),
    }),
  );
  const count = new Set(urns).size;
  process.stdout.write(
    all ? "Resources deleted\n" : count === 1 ? "Resource deleted\n" : `${count} resources deleted\n`,
  );
}

function mustBeNamed(urns: readonly string[]): void {
  if (urns.length === 0) throw new UserError("missing resource URN: `stack --show-urns` lists them");
}
