import { catalogProperty, type CatalogEntry, type CatalogProperty } from "../catalog/entry";
import { configEntry } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { credentialIn } from "../secrets/credential-forms";
import { describedSecrets } from "../secrets/known-secrets";
import { fieldsAt, isFields, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { formatSecretPath, type SecretPaths } from "../values/secret-paths";
import { compareTexts } from "../values/text";
import type { Path } from "../values/tree";

/** The paths of what is left out. */
export class Findings {
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

/**
 * What may be shown of an object's configuration: the keys that the catalog knows as public, at every depth and in a fixed order, without
 * values that the platform masks and texts that hold credentials. Nothing of a type that the catalog does not describe.
 */
export function publicConfig(
  definition: ResourceDefinition,
  object: RemoteObject,
  findings = new Findings(),
): Record<string, unknown> {
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
export function holdsCredential(value: unknown): boolean {
  return typeof value === "string" && credentialIn(value) !== undefined;
}

/** The entries that have a value, by their keys: a platform lists them in any order. */
export function sortedEntries(fields: Fields): [string, unknown][] {
  return Object.entries(fields)
    .filter(([, value]) => (value ?? undefined) !== undefined)
    .sort(([left], [right]) => compareTexts(left, right));
}
