import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { z } from "zod";
import { isYamlMap, otherKeys, yamlValue, type YamlMap, type YamlValue } from "./go-yaml";
import { readProjectConfig, type ProjectConfig } from "./project-config";
import { readRuntimeOptions, type RuntimeOptions } from "./runtime-options";
import { describeIssue } from "./json-text";
import { readText } from "./text-file";
import { parseYaml, withinDepth } from "./yaml-text";
import { systemErrorText } from "./system-error";
import { UserError } from "./user-error";

const map = z.custom<YamlMap>((value) => isYamlMap(value as YamlValue), "expected a map");
const text = z.string().nullish();
const pluginList = z.array(map).optional();

function isConfig(value: unknown): boolean {
  return value === null || typeof value === "string" || isYamlMap(value as YamlValue);
}

/** Source: pulumi/pulumi, `sdk/go/common/workspace/project.json`. Unknown keys are ignored, as by the CLI. */
const projectSchema = z.looseObject({
  name: z.string().min(1, "expected a text that is not empty"),
  runtime: z.union(
    [
      z.string().transform((name): { name: string; options?: YamlMap } => ({ name })),
      z.strictObject({ name: z.string(), options: map.optional() }),
    ],
    "expected `nodejs`, or a map with `name: nodejs` and perhaps `options`",
  ),
  main: text,
  description: text,
  author: text,
  website: text,
  license: text,
  config: z.custom<YamlMap | string | null>(isConfig, "expected a map of keys").optional(),
  stackConfigDir: text,
  backend: z.strictObject({ url: z.string().optional() }).nullish(),
  options: z.strictObject({ refresh: z.literal("always", "expected `always`").optional() }).nullish(),
  packages: map.optional(),
  plugins: z.looseObject({ providers: pluginList, languages: pluginList, analyzers: pluginList }).optional(),
});

/** A Pulumi project, from its `Pulumi.yaml`. */
export interface Project extends RuntimeOptions {
  readonly name: string;
  /** The path of `Pulumi.yaml`. */
  readonly path: string;
  /** The folder of that file. */
  readonly root: string;
  /** What runs the program: `nodejs`. */
  readonly runtime: string;
  /** Whether it names plugins to use. */
  readonly hasPlugins: boolean;
  /** The working directory of the program. */
  readonly programFolder: string;
  /** The module to run, relative to the program's folder: a file, or `.`. */
  readonly entryPoint: string;
  /** The folder of `Pulumi.<stack>.yaml`, which may not exist. Default: the root. */
  readonly stackConfigFolder: string;
  /** The extension of the project's file, and of those of its stacks: `.yaml` or `.yml`. */
  readonly extension: string;
  /** What the project says about the config of its stacks. */
  readonly config: ProjectConfig;
  /** Whether an operation refreshes the state first, unless its command says otherwise. Default: false. */
  readonly refreshesAlways: boolean;
}

/** Finds `Pulumi.yaml` in a folder or above it. @throws UserError if there is none, or it cannot be used. */
export function loadProject(folder: string): Project {
  const path = findProjectFile(resolve(folder));
  if (path === undefined) {
    throw new UserError(
      `no Pulumi.yaml in ${folder} or above it: run this in a Pulumi project, or name one with --cwd`,
    );
  }
  if (path.endsWith(".json")) {
    throw new UserError(`${path}: projects are read in YAML here; this one needs the pulumi CLI`);
  }
  try {
    return withinDepth(path, () => readProject(path));
  } catch (error) {
    if (error instanceof UserError || systemErrorText(error) !== undefined) throw error;
    throw new UserError(`${path}: ${(error as Error).message}`);
  }
}

function readProject(path: string): Project {
  const document = parseYaml(path, readText(path));
  if (document.contents === null) {
    throw new Error("the file is empty: a project needs `name: <name>` and `runtime: nodejs`");
  }
  const result = projectSchema.safeParse(yamlValue(document));
  if (!result.success) {
    throw new Error(describeIssue(result.error));
  }
  const [otherKey] = otherKeys(document.get("config"));
  if (otherKey !== undefined) throw new Error(`config: the key ${otherKey} is not a text: put it in quotes`);
  const { name, runtime, main, plugins = {}, options } = result.data;
  const root = dirname(path);
  return {
    name,
    path,
    root,
    runtime: runtime.name,
    hasPlugins: Object.values(plugins).some((list) => Array.isArray(list) && list.length > 0),
    ...program(root, main ?? undefined),
    ...readRuntimeOptions((runtime.name === "nodejs" ? runtime.options : undefined) ?? {}),
    ...configOf(result.data, root),
    extension: extname(path),
    refreshesAlways: options?.refresh === "always",
  };
}

/** `config` used to be the name of `stackConfigDir`. */
function configOf(
  { name, config, stackConfigDir }: z.infer<typeof projectSchema>,
  root: string,
): Pick<Project, "config" | "stackConfigFolder"> {
  if (typeof config !== "string") {
    return {
      stackConfigFolder: join(root, stackConfigDir ?? ""),
      config: readProjectConfig(config ?? {}, name),
    };
  }
  if (stackConfigDir !== undefined) {
    throw new Error(
      "Should not use both config and stackConfigDir to define the stack directory. Use only stackConfigDir instead.",
    );
  }
  return { stackConfigFolder: join(root, config), config: [] };
}

function findProjectFile(folder: string): string | undefined {
  for (const name of ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"]) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return dirname(folder) === folder ? undefined : findProjectFile(dirname(folder));
}

/** `main` is the folder to run in, or a file in it. */
function program(root: string, main: string | undefined): Pick<Project, "programFolder" | "entryPoint"> {
  const path = resolve(root, main ?? ".");
  if (!existsSync(path)) throw new Error(`main: ${main} does not exist`);
  return statSync(path).isDirectory()
    ? { programFolder: path, entryPoint: "." }
    : { programFolder: dirname(path), entryPoint: basename(path) };
}
