import type { ResourceDefinition } from "../../../definition/definition";
import type { InventoryObject } from "../../../inventory/inventory";
import { own } from "../../../values/fields";
import type { ManifestEntries, ManifestEntry } from "../manifest";
import { kebabCase, unique } from "./words";

/** An object with the name of its resource. */
export interface NamedObject {
  readonly object: InventoryObject;
  readonly definition: ResourceDefinition;
  /** Under which the manifest remembers it. */
  readonly key: string;
  readonly resource: string;
  /** What the manifest of the earlier export has of it. */
  readonly remembered: ManifestEntry | undefined;
}

/**
 * Gives each object the name of its resource: the one that it had, or else one after its name on the platform. Resources of one kind have
 * different names; those of two kinds may have the same.
 */
export function nameObjects(
  objects: readonly InventoryObject[],
  definitions: ReadonlyMap<string, ResourceDefinition>,
  account: string | undefined,
  remembered: ManifestEntries,
): NamedObject[] {
  const known = objects.flatMap((object) => {
    const definition = definitions.get(object.kind);
    if (definition === undefined) return [];
    const key = [object.kind, object.id, ...(account === undefined ? [] : [account])].join(" ");
    return [{ object, definition, key, remembered: entryOf(remembered, key) }];
  });
  const taken = new Map<string, Set<string>>();
  const takenBy = ({ kind }: InventoryObject): Set<string> => {
    const names = taken.get(kind) ?? new Set();
    taken.set(kind, names);
    return names;
  };
  // What has a name keeps it: a new object does not take it away. Somebody may have written one name twice.
  const kept = known.map(({ object, remembered: { resource } = {} }) => {
    if (resource === undefined || takenBy(object).has(resource)) return undefined;
    takenBy(object).add(resource);
    return resource;
  });
  return known.map((each, index) => {
    const { object, definition } = each;
    const name = definition.name === undefined ? undefined : object.fields[definition.name.field];
    const fallback = kebabCase(definition.noun, "object");
    const resource =
      kept[index] ??
      unique(typeof name === "string" ? kebabCase(name, fallback) : fallback, takenBy(object), "-");
    return { ...each, resource };
  });
}

/** An entry as far as it is usable: a file of the project may have been changed by hand. */
function entryOf(remembered: ManifestEntries, key: string): ManifestEntry | undefined {
  const entry: Partial<ManifestEntry> | undefined = own(remembered, key);
  const { resource, configKeys } = entry ?? {};
  return typeof resource === "string" && resource !== ""
    ? { resource, configKeys: typeof configKeys === "object" ? configKeys : {} }
    : undefined;
}
