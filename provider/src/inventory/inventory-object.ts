import { catalogProperty, type CatalogEntry, type CatalogProperty } from "../catalog/entry";
import { configEntry } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { credentialIn } from "../policy/credential-forms";
import { describedSecrets } from "../secrets/known-secrets";
import { fieldsAt, isFields, own, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { formatSecretPath, type SecretPaths } from "../values/secret-paths";
import type { Path } from "../values/tree";
import type { InventoryObject } from "./inventory";

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
    else fields[name] = inFixedOrder(toPlain(value));
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

/** The paths of what is left out. */
class Findings {
  readonly secrets: string[] = [];
  readonly unknown: string[] = [];
}

/** What it takes to tell what is public in a configuration. */
interface Reading {
  readonly entry: CatalogEntry | undefined;
  readonly secrets: SecretPaths;
  readonly isMask: (value: unknown) => boolean;
  readonly findings: Findings;
  /** The argument that is the configuration. */
  readonly field: string;
}

function publicConfig(definition: ResourceDefinition, object: RemoteObject, findings: Findings): unknown {
  const { field = "" } = definition.config ?? {};
  const { isMask = () => false } = definition.platform;
  const entry = configEntry(definition, object);
  const reading: Reading = {
    entry,
    secrets: describedSecrets(definition, object),
    // Fewer asterisks are a pattern.
    isMask: (value) => isMask(value) || (typeof value === "string" && /^\*{3,}$/.test(value)),
    findings,
    field,
  };
  return Object.fromEntries(
    sortedEntries(fieldsAt(object, field)).flatMap(([key, value]) => {
      const path = formatSecretPath([field, key]);
      if (entry === undefined) {
        findings.secrets.push(path);
        return [];
      }
      const property = catalogProperty(entry, key);
      if (property === undefined) {
        findings.unknown.push(path);
        return [];
      }
      const shown = publicPart(reading, property, value, [key]);
      return shown === undefined ? [] : [[key, shown]];
    }),
  );
}

/**
 * A value without the secrets in it, and without the keys that the catalog does not know where it lists them.
 *
 * @param path From the root of the configuration.
 * @returns undefined if nothing is to be shown.
 */
function publicPart(
  reading: Reading,
  property: CatalogProperty | undefined,
  value: unknown,
  path: Path,
): unknown {
  const { secrets, isMask, findings, field } = reading;
  if (secrets.covers(path) || isMask(value) || holdsCredential(value)) {
    findings.secrets.push(formatSecretPath([field, ...path]));
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = property?.items as CatalogProperty | undefined;
    return value.map((item, index) => publicPart(reading, items, item, [...path, index]) ?? null);
  }
  if (!isFields(value)) return toPlain(value);
  const known = property?.properties;
  return Object.fromEntries(
    sortedEntries(value).flatMap(([key, item]) => {
      const inner = [...path, key];
      if (known !== undefined && !Object.hasOwn(known, key)) {
        findings.unknown.push(formatSecretPath([field, ...inner]));
        return [];
      }
      const shown = publicPart(reading, known?.[key], item, inner);
      return shown === undefined ? [] : [[key, shown]];
    }),
  );
}

/** Whether a text has a credential in it, wherever somebody has put it: a password in an address, a key in a description. */
function holdsCredential(value: unknown): boolean {
  return typeof value === "string" && credentialIn(value) !== undefined;
}

/** The entries that have a value, by their keys: a platform lists them in any order. */
function sortedEntries(fields: Fields): [string, unknown][] {
  return Object.entries(fields)
    .filter(([, value]) => (value ?? undefined) !== undefined)
    .sort(([left], [right]) => compareTexts(left, right));
}

function inFixedOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFixedOrder);
  if (!isFields(value)) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, inFixedOrder(item)]));
}

/** By their code units, which is the same order in every language. */
export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
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
