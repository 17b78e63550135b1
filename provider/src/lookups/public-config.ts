import { isPublic, type CatalogProperty } from "../catalog/entry";
import { configEntry } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { credentialsIn } from "../secrets/connection-string";
import { isFields, own, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { descend, visitTree } from "../values/tree";

/** More asterisks than any pattern has. */
const mask = /^\*{8,}$/;

/**
 * What may be shown of an object's configuration: the keys that the catalog knows as public, at every depth, without values that the platform
 * masks and texts that hold credentials. Nothing of a type that the catalog does not describe.
 */
export function publicConfig(
  definition: ResourceDefinition,
  field: string,
  object: RemoteObject,
): Record<string, unknown> {
  const remote = object[field];
  const entry = configEntry(definition, object, {});
  if (entry === undefined || !isFields(remote)) return {};
  const { isMask = () => false } = definition.platform;
  const isShown = ([key, value]: readonly [string, unknown]): boolean =>
    isPublic(entry, key) && !holdsSecret(value, isMask);
  const shown = Object.fromEntries(Object.entries(remote).filter(isShown));
  return described(shown, entry.properties);
}

function holdsSecret(tree: unknown, isMask: (value: unknown) => boolean): boolean {
  let isFound = false;
  visitTree(tree, (value) => {
    isFound ||=
      isMask(value) || (typeof value === "string" && (mask.test(value) || credentialsIn(value).length > 0));
    return isFound ? undefined : descend;
  });
  return isFound;
}

function described(
  values: Fields,
  properties: Readonly<Record<string, CatalogProperty>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const property = own(properties, key);
      if (property === undefined || value === undefined) return [];
      const below = property.properties;
      return [[key, below !== undefined && isFields(value) ? described(value, below) : toPlain(value)]];
    }),
  );
}
