import { catalogEntry, catalogRoles, catalogTypes, type CatalogEntry } from "../../catalog/entry";
import { nearest } from "../../catalog/nearest";
import type { ResourceDefinition } from "../../definition/definition";
import { kinds } from "../../kinds";
import { didYouMean, exceptionProblem, listSetting, type ItemProblem, type Setting } from "./setting";

/** A setting that lists paths in the arguments of resources to which a rule does not apply. */
export function exceptPathsSetting(description: string): Setting {
  return listSetting(description, exceptionProblem(pathProblem));
}

/**
 * The arguments of resources are known. Of the vendors' keys, those of types and versions newer than the catalog are not, so that a key is
 * refused only if it is close to one that is known.
 */
const pathProblem: ItemProblem = (item) => {
  const steps = item.split(".").map((step) => step.replace(/\[.*$/s, ""));
  const [first = ""] = steps;
  if (first.includes("*")) return undefined;
  const names = [...new Set(kinds.flatMap((definition) => Object.keys(definition.arguments)))];
  if (!names.includes(first)) {
    return `"${item}": no resource has the argument "${first}"${didYouMean(suggestion(item, 0, nearest(first, names)))}`;
  }
  for (const { path, keys } of vendorKeys()) {
    if (path.some((step, index) => steps[index] !== undefined && steps[index] !== step)) continue;
    if (steps.length <= path.length) {
      if (path.length > steps.length || item !== path.join(".")) continue;
      return `"${item}" is an object; the rule looks at the values in it${didYouMean(`${item}.*`)}`;
    }
    const key = steps[path.length] ?? "";
    const entry = keys.get(key);
    if (entry === "list" && steps.length === path.length + 1 && item.endsWith(`.${key}`)) {
      return `"${item}" is a list; the rule looks at its items${didYouMean(`${item}[*]`)}`;
    }
    if (entry !== undefined || key.includes("*")) return undefined;
    const meant = nearest(key, [...keys.keys()]);
    if (meant !== undefined) {
      return `"${item}": no connector type has the key "${key}"${didYouMean(suggestion(item, path.length, meant))}`;
    }
  }
  return undefined;
};

/** The path with one of its keys replaced. */
function suggestion(item: string, index: number, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  return item
    .split(".")
    .map((step, each) => (each === index ? step.replace(/^[^[]*/, key) : step))
    .join(".");
}

/** The keys of all types in an argument that has the vendors' own keys. */
interface VendorKeys {
  readonly path: readonly string[];
  readonly keys: ReadonlyMap<string, "list" | "value">;
}

let all: readonly VendorKeys[] | undefined;

/** Reads the whole catalog, once per process. */
function vendorKeys(): readonly VendorKeys[] {
  all ??= merged(kinds.flatMap(keysOf));
  return all;
}

function keysOf({ platform, config, vendorObjects = [] }: ResourceDefinition): VendorKeys[] {
  if (config === undefined) return [];
  return catalogRoles(platform.name).flatMap((role) =>
    catalogTypes(`${platform.name}/${role}`).flatMap((type) => [
      { path: [config.field], keys: keysIn(catalogEntry(`${platform.name}/${role}`, type)) },
      ...vendorObjects.map(({ path, entry }) => ({
        path,
        keys: keysIn(entry({ [config.typeField]: type })),
      })),
    ]),
  );
}

function keysIn(entry: CatalogEntry | undefined): VendorKeys["keys"] {
  return new Map(
    Object.entries(entry?.properties ?? {}).map(([key, { type }]) => [
      key,
      type === "array" ? "list" : "value",
    ]),
  );
}

/** One entry a path. A key is a list only if it is one for all types. */
function merged(parts: readonly VendorKeys[]): VendorKeys[] {
  const byPath = new Map<string, { path: readonly string[]; keys: Map<string, "list" | "value"> }>();
  for (const { path, keys } of parts) {
    const known = byPath.get(path.join("."));
    if (known === undefined) byPath.set(path.join("."), { path, keys: new Map(keys) });
    else
      for (const [key, kind] of keys) known.keys.set(key, known.keys.get(key) === "value" ? "value" : kind);
  }
  return [...byPath.values()];
}
