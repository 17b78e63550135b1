import { configEntry } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { isFields, own } from "../values/fields";
import { toPlain } from "../values/plain";
import { formatSecretPath, SecretPaths } from "../values/secret-paths";
import { compareTexts } from "../values/text";
import { descend, mapTree } from "../values/tree";
import type { InventoryObject } from "./inventory";
import { Findings, holdsCredential, publicConfig, sortedEntries } from "./public-config";

/** What the platform shows of an object, without anything that is secret or may be. */
export function inventoryObject(
  definition: ResourceDefinition,
  object: RemoteObject & { readonly id: string },
): InventoryObject {
  const { arguments: all, outputs, secretOutputs = [], config, kind } = definition;
  const { leftOut = [], also = [] } = definition.inventory ?? {};
  const hidden = [...leftOut, ...secretOutputs];
  const names = new Set([...Object.keys(all), ...outputs, ...also].filter((name) => !hidden.includes(name)));
  const fields: Record<string, unknown> = {};
  const findings = new Findings();
  for (const name of names) {
    const value = own(object, name) ?? undefined;
    if (value === undefined) continue;
    if (name === config?.field) fields[name] = publicConfig(definition, object, findings);
    else if (name !== definition.name?.field && holdsCredential(value)) findings.secrets.push(name);
    else {
      const shown = publicArgument(name, value, all[name]?.secrets ?? [], findings);
      if (shown !== undefined) fields[name] = inFixedOrder(toPlain(shown));
    }
  }
  const { secrets, unknown } = findings;
  return {
    kind,
    id: object.id,
    fields,
    secrets: secrets.sort(),
    unknown: unknown.sort(),
    ...(config !== undefined && configEntry(definition, object) === undefined ? { isOtherType: true } : {}),
  };
}

/** An argument without the secrets in it, also where the platform shows them; undefined if it is one as a whole. */
function publicArgument(
  name: string,
  value: unknown,
  secrets: readonly string[],
  findings: Findings,
): unknown {
  const paths = SecretPaths.parse(secrets);
  return mapTree(value, (each, path) => {
    if (!paths.covers(path)) return descend;
    if ((each ?? undefined) !== undefined) findings.secrets.push(formatSecretPath([name, ...path]));
    return undefined;
  });
}

function inFixedOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFixedOrder);
  if (!isFields(value)) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, inFixedOrder(item)]));
}

/** By kind, name and id. */
export function compareObjects(
  nameOf: (object: InventoryObject) => string,
): (left: InventoryObject, right: InventoryObject) => number {
  return (left, right) =>
    compareTexts(left.kind, right.kind) ||
    compareTexts(nameOf(left), nameOf(right)) ||
    compareTexts(left.id, right.id);
}
