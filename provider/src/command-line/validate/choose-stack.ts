import { existsSync, readdirSync } from "node:fs";
import { nearest } from "../../catalog/nearest";
import type { Project } from "../../project/project";
import { UserError } from "../../project/user-error";

/**
 * The name of the stack to use: the one that is named, else that of `PULUMI_STACK`, else the only one that has a config, else `dev`.
 *
 * @throws UserError if it is not clear, or others have a config and the named one has none.
 */
export function chooseStack(project: Project, named: string | undefined): string {
  const stacks = stacksWithConfig(project);
  const { PULUMI_STACK: chosen = "" } = process.env;
  const name = named ?? chosen;
  if (name === "" && named === undefined) {
    if (stacks.length > 1) throw new UserError(`name the stack with --stack: one of ${stacks.join(", ")}`);
    return stacks[0] ?? "dev";
  }
  const simple = simpleName(name);
  if (!/^[\w.-]+$/.test(simple))
    throw new UserError(`--stack: ${JSON.stringify(name)} is not the name of a stack`);
  if (stacks.length > 0 && !stacks.includes(simple)) {
    const meant = nearest(simple, stacks);
    const hint =
      meant === undefined ? `those with a config are ${stacks.join(", ")}` : `did you mean ${meant}?`;
    throw new UserError(`the stack ${simple} has no config, Pulumi.${simple}${project.extension}; ${hint}`);
  }
  return simple;
}

/** Without organization and project: `organization/project/dev` is `dev`. */
function simpleName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

function stacksWithConfig({ stackConfigFolder, extension }: Project): string[] {
  if (!existsSync(stackConfigFolder)) return [];
  return readdirSync(stackConfigFolder)
    .filter((file) => file.startsWith("Pulumi.") && file.endsWith(extension))
    .map((file) => file.slice("Pulumi.".length, -extension.length))
    .filter((stack) => stack !== "")
    .sort();
}
