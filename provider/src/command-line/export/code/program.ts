import { camelCase, reservedWords, unique } from "./words";
import { literal } from "./literal";
import type { ConfigSecret } from "./config-keys";
import type { Declaration } from "./declaration";
import type { NamedObject } from "./named-objects";
import { findReferences, inOrderOfReferences } from "./references";
import { managedResource, readResource } from "./resource";

/** More objects are spread over one file a platform. */
const mostInOneFile = 30;

/** An object with all that the program says of it. */
export interface ProgramObject {
  readonly named: NamedObject;
  /** Undefined for one that is only read. */
  readonly declaration: Declaration | undefined;
  readonly secrets: readonly (ConfigSecret & { /** The zod schema, as code. */ readonly schema: string })[];
}

/** The modules of a program, unformatted, by their path. @param objects In the order in which they are to appear. */
export function programModules(
  objects: readonly ProgramObject[],
  account: string | undefined,
): Map<string, string> {
  const config = configStatement(objects);
  if (objects.length <= mostInOneFile) {
    return new Map([["index.ts", moduleText(objects, account, config === "" ? [] : [config], false)]]);
  }
  const platforms = [...new Set(objects.map(platformOf))];
  const modules = platforms.map((platform): [string, string] => {
    const own = objects.filter((object) => platformOf(object) === platform);
    return [`${platform}.ts`, moduleText(own, account, [], true)];
  });
  const index = platforms.map((platform) => `import "./${platform}";\n`).join("");
  return new Map([
    ...(config === "" ? [] : [["config.ts", `${stackConfigImport}\n\nexport ${config}`] as [string, string]]),
    ...modules,
    ["index.ts", index],
  ]);
}

const stackConfigImport = 'import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";';

function platformOf({ named }: ProgramObject): string {
  return named.definition.platform.name;
}

/** @param isPart Whether the stack config is read by a module of its own. */
function moduleText(
  objects: readonly ProgramObject[],
  account: string | undefined,
  before: readonly string[],
  isPart: boolean,
): string {
  const references = findReferences(objects.map(({ named }) => named));
  const ordered = inOrderOfReferences([...references.keys()], references);
  const position = new Map(ordered.map((named, index) => [named, index]));
  const isBefore = (left: NamedObject, right: NamedObject): boolean =>
    (position.get(left) ?? 0) < (position.get(right) ?? 0);
  const byNamed = new Map(objects.map((object) => [object.named, object]));
  const platforms = [...new Set(objects.map(platformOf))];
  const isManaged = objects.some(({ declaration }) => declaration !== undefined);
  const referredTo = new Set(isManaged ? [...references.values()].flat().map(({ to }) => to) : ordered);
  const variables = variablesOf(
    ordered.filter((named) => referredTo.has(named)),
    platforms,
  );
  const statements = ordered.map((named) => {
    const { declaration, secrets = [] } = byNamed.get(named) ?? {};
    const context = { account, variable: variables.get(named) };
    const exported = isPart && context.variable !== undefined ? "export " : "";
    if (declaration === undefined) return exported + readResource(named, context);
    const usable = (references.get(named) ?? []).filter(({ to }) => isBefore(to, named));
    const codes = usable.map(({ path, to, output }) => ({ path, code: `${variables.get(to)}.${output}` }));
    return exported + managedResource(named, declaration, secrets, codes, context);
  });
  const hasSecrets = objects.some(({ secrets }) => secrets.length > 0);
  const hasOtherType = objects.some(
    ({ declaration }) => declaration?.isOtherType === true || declaration?.unlistedTypes.length,
  );
  const names = [...(hasOtherType ? ["otherType"] : []), ...platforms].sort();
  const imports = [
    ...(names.length === 0 ? [] : [`import { ${names.join(", ")} } from "pulumi-connectors";`]),
    ...(hasSecrets ? [isPart ? 'import { config } from "./config";' : stackConfigImport] : []),
  ];
  const parts = [imports.join("\n"), ...before, ...statements].filter((part) => part !== "");
  return parts.length === 0 ? "export {};\n" : parts.join("\n\n");
}

function variablesOf(
  objects: readonly NamedObject[],
  platforms: readonly string[],
): ReadonlyMap<NamedObject, string> {
  const taken = new Set([...reservedWords, ...platforms]);
  return new Map(
    objects.map((named) => {
      const { resource, definition } = named;
      const name = camelCase(resource, definition.noun);
      const isTaken = taken.has(name);
      return [
        named,
        unique(isTaken ? camelCase(`${name} ${definition.noun}`, definition.noun) : name, taken),
      ];
    }),
  );
}

/** Reads all secrets at once, so that a preview names all that are missing. Empty if there are none. */
function configStatement(objects: readonly ProgramObject[]): string {
  const groups = new Map<string, Record<string, string> | string>();
  for (const { secrets } of objects) {
    for (const { key, schema } of secrets) {
      const [group = "", leaf] = key;
      const code = `secret(${schema})`;
      if (leaf === undefined) groups.set(group, code);
      else groups.set(group, { ...(groups.get(group) as object | undefined), [leaf]: code });
    }
  }
  if (groups.size === 0) return "";
  const lines = [...groups].map(([group, content]) => {
    const code =
      typeof content === "string"
        ? content
        : `z.object({ ${Object.entries(content)
            .map(([leaf, each]) => `${literalKey(leaf)}: ${each}`)
            .join(", ")} })`;
    return `${literalKey(group)}: ${code},`;
  });
  return `const config = loadStackConfig(z.object({\n${lines.join("\n")}\n}));`;
}

function literalKey(key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? key : literal(key);
}
