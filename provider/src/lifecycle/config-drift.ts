import type { Coercion } from "../catalog/coercion";
import { canonicalKey, catalogProperty, type CatalogEntry } from "../catalog/entry";
import { catalogPropertyAt } from "../catalog/property";
import { configEntry, isPublicKey } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import type { Platform } from "../definition/platform";
import { respelledKey, unmanagedKey } from "../definition/state-keys";
import { describedSecrets } from "../secrets/known-secrets";
import { drifted } from "../secrets/references";
import { definedKeys, fieldsAt, isEqual, isFields, omit, own, type Fields } from "../values/fields";
import { toPlain, type Json } from "../values/plain";
import { isReference } from "../values/reference";
import type { SecretPaths } from "../values/secret-paths";
import { descend, mapTree, valueAt, visitTree, type Path } from "../values/tree";
import { isSameSetting } from "./compare";

/** What it takes to read the platform's configuration. */
interface Reading {
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

function readingOf(definition: ResourceDefinition, fields: Fields): Reading {
  return {
    entry: configEntry(definition, fields),
    isPublic: isPublicKey(definition, fields),
    secrets: describedSecrets(definition, fields),
    absentMeansUnset: definition.config?.absentMeansUnset ?? false,
    coerces: definition.platform.coerces,
    isMask: definition.platform.isMask ?? (() => false),
  };
}

/**
 * What the outputs keep beside the configuration, under keys of ours: what the platform added to it, and how it spells what it rewrites.
 * A response without a configuration leaves both as they were.
 */
export function configRecords(
  definition: ResourceDefinition,
  field: string,
  inputs: Fields,
  object: RemoteObject,
  olds: Fields,
): Record<string, unknown> {
  const remote = object[field];
  const declared = fieldsAt(inputs, field);
  const reading = readingOf(definition, inputs);
  const records = isFields(remote)
    ? {
        [unmanagedKey]: unmanagedValues(reading, declared, remote),
        [respelledKey]: respelledValues(reading, declared, remote),
      }
    : { [unmanagedKey]: fieldsAt(olds, unmanagedKey), [respelledKey]: fieldsAt(olds, respelledKey) };
  return Object.fromEntries(Object.entries(records).filter(([, values]) => definedKeys(values).length > 0));
}

/**
 * The configuration after reading the object: the declared keys as the platform has them, secrets and masked values as they were applied,
 * and of the keys that are not declared those that have changed since.
 *
 * @returns undefined if there is none.
 */
export function refreshedConfig(
  definition: ResourceDefinition,
  field: string,
  recorded: Fields,
  object: RemoteObject,
): Record<string, unknown> | undefined {
  const remote = object[field];
  const applied = recorded[field];
  if (!isFields(remote)) return isFields(applied) ? applied : undefined;
  const reading = readingOf(definition, recorded);
  const unmanagedBefore = fieldsAt(recorded, unmanagedKey);
  const respelledBefore = fieldsAt(recorded, respelledKey);
  // Keys that an earlier read found changed beside the declared ones are compared anew.
  const declared = omit(fieldsAt(recorded, field), Object.keys(unmanagedBefore));
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(declared)) {
    const current = own(remote, key);
    const saysNothing = current === null && !reading.isPublic(key);
    const isUnchanged = Object.hasOwn(respelledBefore, key) && isEqual(respelledBefore[key], current);
    const kept = saysNothing || isUnchanged ? value : merged(reading, key, value, current);
    if (kept !== undefined) config[key] = kept;
  }
  for (const [key, value] of Object.entries(unmanagedValues(reading, declared, remote))) {
    if (Object.hasOwn(unmanagedBefore, key) && !isEqual(unmanagedBefore[key], value)) config[key] = value;
  }
  return isFields(applied) || definedKeys(config).length > 0 ? config : undefined;
}

/** How the platform spells declared keys, after a read: of what has changed there, nothing is known. */
export function stillRespelled(field: string, before: Fields, after: Fields): Record<string, unknown> {
  const [applied, current] = [fieldsAt(before, field), fieldsAt(after, field)];
  const respelled = fieldsAt(before, respelledKey);
  return omit(
    respelled,
    Object.keys(respelled).filter((key) => !isEqual(own(applied, key), own(current, key))),
  );
}

/**
 * The applied value where it is secret, or where the platform's means the same, says nothing or is masked; otherwise the platform's.
 *
 * @returns undefined if nothing is set on the platform, which null may also say.
 */
function merged(reading: Reading, key: string, applied: unknown, remote: unknown): unknown {
  const ofKey = reading.secrets.at(key);
  return mapTree(applied, (value, path) => {
    const current = valueAt(remote, path);
    const secrets = ofKey.atPath(path);
    if (secrets.isSecret) return value;
    if (current === undefined) return reading.absentMeansUnset && secrets.isEmpty ? undefined : value;
    if (isSame(reading, [key, ...path], value, current)) return value;
    if (isReference(value) && current !== null) {
      return isMasked(reading.isMask, current) ? value : drifted(value, current);
    }
    if (isFields(value) && isFields(current) && !reading.isMask(current)) return descend;
    if (isMasked(reading.isMask, current)) return value;
    return current === null ? undefined : toPlain(current);
  });
}

/** Whether a value of the program and the platform's mean the same. @param path From the root of the configuration. */
function isSame({ entry, coerces }: Reading, path: Path, applied: unknown, remote: unknown): boolean {
  return isSameSetting(catalogPropertyAt(entry, path), coerces, applied, remote);
}

/** Whether the platform shows a declared key with another value than the program's: then the program did not make the object. */
export function contradictsConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
): boolean {
  const { field } = definition.config ?? {};
  if (field === undefined) return false;
  const reading = readingOf(definition, inputs);
  const remote = fieldsAt(object, field);
  return Object.entries(fieldsAt(inputs, field)).some(
    ([key, value]) =>
      reading.isPublic(key) &&
      catalogProperty(reading.entry, key)?.["x-normalized"] !== true &&
      contradicts(reading, key, value, own(remote, key)),
  );
}

/** What the platform does not show, or masks, contradicts nothing. */
function contradicts(reading: Reading, key: string, applied: unknown, remote: unknown): boolean {
  let isContradicted = false;
  visitTree(applied, (value, path) => {
    const current = valueAt(remote, path);
    if (value === undefined || (current ?? undefined) === undefined || isMasked(reading.isMask, current))
      return;
    if (isFields(value) && isFields(current)) return descend;
    isContradicted ||= !isSame(reading, [key, ...path], value, current);
    return;
  });
  return isContradicted;
}

/** Whether a value, or anything in it, masks a secret. */
export function isMasked(isMask: Platform["isMask"], value: unknown): boolean {
  let isFound = false;
  visitTree(value, (each) => {
    isFound ||= isMask?.(each) === true || (typeof each === "string" && /^\*+$/.test(each));
    return isFound ? undefined : descend;
  });
  return isFound;
}

/**
 * What the platform's configuration holds under keys that the program does not declare. Only keys that the catalog knows to be public:
 * anything else might be a secret, and this is stored in the clear.
 */
function unmanagedValues(reading: Reading, declared: Fields, remote: Fields): Record<string, Json> {
  const { entry } = reading;
  const declaredKeys = new Set(definedKeys(declared).map((key) => canonicalKey(entry, key)));
  return publicValues(reading, remote, (key) => !declaredKeys.has(canonicalKey(entry, key)));
}

/** How the platform spells declared keys that it rewrites, as the catalog says: a date, an address. */
function respelledValues(reading: Reading, declared: Fields, remote: Fields): Record<string, Json> {
  return publicValues(reading, remote, (key, value) => {
    const isNormalized = catalogProperty(reading.entry, key)?.["x-normalized"] === true;
    const given = own(declared, key);
    return (
      isNormalized && given !== undefined && !isReference(given) && !isSame(reading, [key], given, value)
    );
  });
}

function publicValues(
  reading: Reading,
  remote: Fields,
  isWanted: (key: string, value: unknown) => boolean,
): Record<string, Json> {
  const wanted = Object.entries(remote).filter(
    ([key, value]) => reading.isPublic(key) && !isMasked(reading.isMask, value) && isWanted(key, value),
  );
  return Object.fromEntries(wanted.map(([key, value]) => [key, toPlain(value)]));
}
