import type { Coercion } from "../catalog/coercion";
import { canonicalKey, isPublicProperty, type CatalogEntry } from "../catalog/entry";
import { catalogPropertyAt } from "../catalog/property";
import { configEntry, isPublicKey } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import type { Platform } from "../definition/platform";
import { describedSecrets } from "../secrets/known-secrets";
import { own, type Fields } from "../values/fields";
import type { SecretPaths } from "../values/secret-paths";
import { someInTree } from "../values/some-in-tree";
import type { Path } from "../values/tree";
import { isSameSetting } from "./compare";

/** What it takes to read the platform's configuration. Paths begin at its root. */
export interface Reading {
  readonly entry: CatalogEntry | undefined;
  readonly isPublic: (key: string) => boolean;
  /** The secrets that the catalog marks. */
  readonly secrets: SecretPaths;
  readonly absentMeansUnset: boolean;
  /** What the platform's server converts. */
  readonly coerces: readonly Coercion[] | undefined;
  /** Whether the platform shows a value in place of a secret. */
  readonly isMask: (value: unknown) => boolean;
}

export function readingOf(definition: ResourceDefinition, fields: Fields): Reading {
  return {
    entry: configEntry(definition, fields),
    isPublic: isPublicKey(definition, fields),
    secrets: describedSecrets(definition, fields),
    absentMeansUnset: definition.config?.absentMeansUnset ?? false,
    coerces: definition.platform.coerces,
    isMask: definition.platform.isMask ?? (() => false),
  };
}

/** Whether a value of the program and the platform's mean the same. */
export function isSame({ entry, coerces }: Reading, path: Path, applied: unknown, remote: unknown): boolean {
  return isSameSetting(catalogPropertyAt(entry, path), coerces, applied, remote);
}

/** The platform's value of a declared key: it may answer in another spelling of the key. */
export function remoteSetting({ entry }: Reading, remote: Fields, key: string): unknown {
  const value = own(remote, key);
  if (value !== undefined) return value;
  const canonical = canonicalKey(entry, key);
  const spelling = Object.keys(remote).find((other) => canonicalKey(entry, other) === canonical);
  return spelling === undefined ? undefined : remote[spelling];
}

/** Whether the catalog, or the program, says that nothing at a path is secret. */
export function isPublicAt({ entry, isPublic, secrets }: Reading, path: Path): boolean {
  const [key] = path;
  if (path.length <= 1 || isPublic(String(key))) return isPublic(String(key));
  const property = catalogPropertyAt(entry, path);
  return property !== undefined && isPublicProperty(property) && !secrets.covers(path);
}

/** Whether a value says that something is set. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Whether a value, or anything in it, masks a secret. */
export function isMasked(isMask: Platform["isMask"], value: unknown): boolean {
  return someInTree(
    value,
    (each) => isMask?.(each) === true || (typeof each === "string" && /^\*+$/.test(each)),
  );
}
