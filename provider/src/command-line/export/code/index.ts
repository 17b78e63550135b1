import type { Inventory } from "../../../inventory/inventory";
import { kinds } from "../../../kinds";
import { setCommand } from "../../../stack-config/commands";
import { formatSecretPath } from "../../../values/secret-paths";
import { compareTexts } from "../../../values/text";
import { visitTree, descend, type Path } from "../../../values/tree";
import { isFields } from "../../../values/fields";
import type { Manifest, ManifestEntries } from "../manifest";
import { configKeys } from "./config-keys";
import { declare, Hidden, type Declaration } from "./declaration";
import { formatted } from "./format";
import { literal } from "./literal";
import { nameObjects, type NamedObject } from "./named-objects";
import { programModules, type ProgramObject } from "./program";
import { projectFiles } from "./project-files";
import { secretType } from "./secret-type";

/** What a project is made for. */
export interface CodeOptions {
  /** Name of the Pulumi project. */
  readonly project: string;
  /** Read the objects instead of managing them. */
  readonly unmanaged: boolean;
  /** The account that the objects are in. Default: that of the platform's own settings. */
  readonly account?: string;
  /** Of the earlier export, whose names are kept. */
  readonly manifest?: Manifest;
}

/** A project as text. */
export interface GeneratedProject {
  /** By the path below the project's folder, with `/`. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: ManifestEntries;
  /** `pulumi config set --secret ...`, without the value, for each secret that the program reads. */
  readonly secretCommands: readonly string[];
  /** One line for each thing that the program does not say, or that needs a look. */
  readonly notes: readonly string[];
}

/**
 * Writes a project that manages what a workspace has, as it is. The same inventory and manifest give the same text.
 *
 * @throws UserError if the formatter is not installed.
 */
export async function generateProject(
  inventory: Inventory,
  { project, unmanaged, account, manifest }: CodeOptions,
): Promise<GeneratedProject> {
  const definitions = new Map(kinds.map((definition) => [definition.kind, definition]));
  const objects = sorted(nameObjects(inventory.objects, definitions, account, manifest?.entries ?? {}));
  const declarations = unmanaged
    ? []
    : await Promise.all(objects.map(({ definition, object }) => declare(definition, object)));
  const program = programObjects(objects, declarations);
  const modules = programModules(program, account);
  const texts = [...modules].map(async ([path, text]) => [path, await formatted(text)] as const);
  return {
    files: new Map([...projectFiles(project), ...(await Promise.all(texts))]),
    manifest: Object.fromEntries(
      program.map(manifestEntry).sort(([left], [right]) => compareTexts(left, right)),
    ),
    secretCommands: program.flatMap(({ secrets }) =>
      secrets.map(({ key }) => setCommand(key, "", { isSecret: true }).replace(/ <value>$/, "")),
    ),
    notes: objects.flatMap(({ object, resource }, index) =>
      (declarations[index]?.notes ?? []).map((note) => `${object.kind} ${literal(resource)}: ${shown(note)}`),
    ),
  };
}

/** By kind and resource: what people change on the platform moves nothing. */
function sorted(objects: readonly NamedObject[]): NamedObject[] {
  return [...objects].sort(
    (left, right) =>
      compareTexts(left.object.kind, right.object.kind) || compareTexts(left.resource, right.resource),
  );
}

function programObjects(
  objects: readonly NamedObject[],
  declarations: readonly Declaration[],
): ProgramObject[] {
  const secrets = objects.map((named, index) => {
    const { args = {}, isOtherType = false } = declarations[index] ?? {};
    const found = hiddenPaths(args).map((path) => ({
      path,
      ...secretType(named.definition, named.object.fields, path, isOtherType),
    }));
    return { named, secrets: found };
  });
  const keys = configKeys(secrets);
  return secrets.map(({ named, secrets: found }, index) => ({
    named,
    declaration: declarations[index],
    secrets: found.map(({ path, schema }, at) => ({ path, schema, key: keys[index]?.[at]?.key ?? [] })),
  }));
}

function hiddenPaths(args: unknown): Path[] {
  const found: Path[] = [];
  visitTree(args, (value) => {
    if (value instanceof Hidden) found.push(value.path);
    return isFields(value) || Array.isArray(value) ? descend : undefined;
  });
  return found;
}

function manifestEntry({ named, secrets }: ProgramObject): [string, ManifestEntries[string]] {
  const keys = secrets.map(({ path, key }) => [formatSecretPath(path), key.join(".")]);
  return [
    named.key,
    { resource: named.resource, configKeys: Object.fromEntries(keys) as Record<string, string> },
  ];
}

/** A note with the keys in it that strangers have made up. */
function shown(note: string): string {
  return literal(note).slice(1, -1).replaceAll('\\"', '"');
}
