import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../user-error";

const runtimeSchema = z.union([
  z.string().transform((name): { name: string; options: Record<string, unknown> } => ({ name, options: {} })),
  z.object({ name: z.string(), options: z.record(z.string(), z.unknown()).default({}) }),
]);

const projectSchema = z.looseObject({
  name: z.string().min(1),
  runtime: runtimeSchema,
  main: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
});

/** A Pulumi project, from its `Pulumi.yaml`. */
export interface Project {
  readonly name: string;
  /** The folder of `Pulumi.yaml`. */
  readonly root: string;
  /** The working directory of the program. */
  readonly programFolder: string;
  /** The module to run, relative to the program's folder: a file, or `.`. */
  readonly entryPoint: string;
  /** The runtime option `typescript`: whether the program may be TypeScript. Default: true. */
  readonly typescript: boolean;
}

/** Finds `Pulumi.yaml` in a folder or above it. @throws UserError if there is none, or the project does not run on Node. */
export function loadProject(folder: string): Project {
  const path = findProjectFile(resolve(folder));
  if (path === undefined) {
    throw new UserError(
      `no Pulumi.yaml in ${folder} or above it: run this in a Pulumi project, or name one with --cwd`,
    );
  }
  const result = projectSchema.safeParse(parse(readFileSync(path, "utf8")));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(`${path}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { name, runtime, main, config } = result.data;
  if (runtime.name !== "nodejs") {
    throw new UserError(
      `${path}: runtime ${runtime.name}: the sandbox runs nodejs programs; this one needs the pulumi CLI`,
    );
  }
  if (config !== undefined) {
    throw new UserError(
      `${path}: config: the sandbox reads Pulumi.<stack>.yaml only; project-level config needs the pulumi CLI`,
    );
  }
  const root = dirname(path);
  return { name, root, ...program(root, main), typescript: runtime.options.typescript !== false };
}

function findProjectFile(folder: string): string | undefined {
  for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return dirname(folder) === folder ? undefined : findProjectFile(dirname(folder));
}

/** `main` is the folder to run in, or a file in it. */
function program(root: string, main: string | undefined): Pick<Project, "programFolder" | "entryPoint"> {
  const path = resolve(root, main ?? ".");
  if (!existsSync(path)) throw new UserError(`Pulumi.yaml: main: ${main} does not exist`);
  return statSync(path).isDirectory()
    ? { programFolder: path, entryPoint: "." }
    : { programFolder: dirname(path), entryPoint: basename(path) };
}
