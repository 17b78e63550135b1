import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../../catalog/nearest";
import { fieldsAt, isFields, type Fields } from "../../values/fields";
import { UserError } from "../user-error";
import { readYaml } from "./yaml";

/** A Pulumi project for Node, from its `Pulumi.yaml`. Source: pulumi/pulumi, `sdk/go/common/workspace/project.go`. */
export interface Project {
  readonly name: string;
  /** The folder of `Pulumi.yaml`. */
  readonly root: string;
  /** The folder of the stack configs. */
  readonly configFolder: string;
  /** The working directory of the program. */
  readonly programFolder: string;
  /** The module to run, relative to that: a file, or `.`. */
  readonly entryPoint: string;
  /** The options of the runtime. */
  readonly runtime: Fields;
  /** The project-level config, as written. */
  readonly config: Fields;
}

/** Finds `Pulumi.yaml` in a folder or above it. @throws UserError if there is none, or the project does not run on Node. */
export function loadProject(folder: string): Project {
  const path = findProjectFile(folder);
  if (path === undefined) {
    throw new UserError(
      `no Pulumi.yaml in ${folder} or above it; run this in a Pulumi project, or name one with --cwd`,
    );
  }
  const file = readYaml(path);
  const fail = (problem: string): never => {
    throw new UserError(`${basename(path)}: ${problem}`);
  };
  const { name, runtime, main, config, stackConfigDir } = file;
  if (typeof name !== "string" || name === "") return fail("name: missing, expected the name of the project");
  const runtimeName = isFields(runtime) ? runtime.name : runtime;
  if (runtimeName !== "nodejs") return fail("runtime: expected nodejs; only such programs can be validated");
  if (main !== undefined && typeof main !== "string") return fail("main: expected a path");
  // A text is an older way to write stackConfigDir.
  const configFolder = stackConfigDir ?? (typeof config === "string" ? config : ".");
  if (typeof configFolder !== "string") return fail("stackConfigDir: expected a path");
  if (!["undefined", "string"].includes(typeof config) && config !== null && !isFields(config)) {
    return fail("config: expected a map of keys");
  }
  const root = dirname(path);
  const program = resolve(root, main ?? ".");
  if (!existsSync(program)) return fail(`main: ${String(main)} does not exist`);
  return {
    name,
    root,
    configFolder: resolve(root, configFolder),
    ...(statSync(program).isDirectory()
      ? { programFolder: program, entryPoint: "." }
      : { programFolder: dirname(program), entryPoint: basename(program) }),
    runtime: isFields(runtime) ? fieldsAt(runtime, "options") : {},
    config: isFields(config) ? config : {},
  };
}

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
    throw new UserError(`the stack ${simple} has no config, Pulumi.${simple}.yaml; ${hint}`);
  }
  return simple;
}

/** Without organization and project: `organization/project/dev` is `dev`. */
function simpleName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

function stacksWithConfig({ configFolder }: Project): string[] {
  if (!existsSync(configFolder)) return [];
  return readdirSync(configFolder)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

function findProjectFile(folder: string): string | undefined {
  for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return dirname(folder) === folder ? undefined : findProjectFile(dirname(folder));
}
