import { canonicalKey, catalogProperty, type CatalogEntry } from "../catalog/entry";
import { secretsAt } from "../catalog/secrets";
import { definedKeys, fieldsAt, isEqual, isFields, omit, own, type Fields } from "../values/fields";
import { toPlain, type Json } from "../values/plain";
import { isReference } from "../values/reference";
import { configEntry, isPublicKey } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { answeredKey, unmanagedKey } from "../definition/state-keys";
import { drifted, isApplied } from "../secrets/references";
import { describedSecrets } from "../secrets/secret-values";

/** What is needed to tell what the platform's configuration says. */
interface Reading {
  readonly entry: CatalogEntry | undefined;
  readonly isPublic: (key: string) => boolean;
  /** The ways to the secrets that the catalog marks. */
  readonly secrets: readonly string[];
  readonly absentMeansUnset: boolean;
  /** Whether a value stands for a secret in a way of the platform's own. */
  readonly isMask: (value: unknown) => boolean;
}

function readingOf(definition: ResourceDefinition, fields: Fields): Reading {
  return {
    entry: configEntry(definition, fields),
    isPublic: isPublicKey(definition, fields),
    secrets: describedSecrets(definition, fields) ?? [],
    absentMeansUnset: definition.config?.absentMeansUnset ?? false,
    isMask: definition.platform.isMask ?? (() => false),
  };
}

/**
 * What the outputs keep beside the configuration, under keys of our own: what the platform added to it, and how it spells
 * what it rewrites. What an answer without a configuration cannot say stays as it was.
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
  const unmanaged = isFields(remote)
    ? unmanagedValues(reading, declared, remote)
    : fieldsAt(olds, unmanagedKey);
  const answered = isFields(remote)
    ? rewrittenValues(reading, declared, remote)
    : fieldsAt(olds, answeredKey);
  // Where the program gives no configuration, the key alone tells that the object is managed.
  const isNeeded = definedKeys(unmanaged).length > 0 || !isFields(inputs[field]);
  return {
    ...(isNeeded ? { [unmanagedKey]: unmanaged } : {}),
    ...(definedKeys(answered).length > 0 ? { [answeredKey]: answered } : {}),
  };
}

/**
 * The configuration after reading the object: the declared keys as the platform has them, secrets and masked values as
 * they were applied, and of the keys that are not declared those that have changed since.
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
  const answeredBefore = fieldsAt(recorded, answeredKey);
  // What an earlier read found changed beside the declared keys is looked at anew.
  const declared = omit(fieldsAt(recorded, field), Object.keys(unmanagedBefore));
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(declared)) {
    const answer = own(remote, key);
    const saysNothing = answer === null && !reading.isPublic(key);
    const isRewritten = Object.hasOwn(answeredBefore, key) && isEqual(answeredBefore[key], answer);
    const kept =
      saysNothing || isRewritten ? value : merge(reading, value, answer, secretsAt(reading.secrets, key));
    if (kept !== undefined) config[key] = kept;
  }
  for (const [key, value] of Object.entries(unmanagedValues(reading, declared, remote))) {
    if (Object.hasOwn(unmanagedBefore, key) && !isEqual(unmanagedBefore[key], value)) config[key] = value;
  }
  return isFields(applied) || definedKeys(config).length > 0 ? config : undefined;
}

/**
 * The applied value where it is secret, or where the platform's says the same, says nothing or is masked; else the platform's.
 *
 * @returns undefined if nothing is set on the platform, which it may also say with null.
 */
function merge(
  reading: Reading,
  applied: unknown,
  remote: unknown,
  secrets: "secret" | readonly string[],
): unknown {
  if (secrets === "secret") return applied;
  if (remote === undefined) return reading.absentMeansUnset && secrets.length === 0 ? undefined : applied;
  if (isSame(applied, remote)) return applied;
  if (isReference(applied) && remote !== null) {
    return isMasked(remote, reading.isMask) ? applied : drifted(applied, remote);
  }
  if (isFields(applied) && isFields(remote) && !reading.isMask(remote)) {
    const entries = Object.entries(applied)
      .map(([key, value]) => [key, merge(reading, value, own(remote, key), secretsAt(secrets, key))])
      .filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as Fields;
  }
  if (isMasked(remote, reading.isMask)) return applied;
  return remote === null ? undefined : toPlain(remote);
}

/** Whether the platform shows a declared key with another value than the program gives it: then the program did not make the object. */
export function contradictsConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
): boolean {
  const { field } = definition.config ?? {};
  if (field === undefined) return false;
  const { entry, isPublic, isMask } = readingOf(definition, inputs);
  const remote = fieldsAt(object, field);
  return Object.entries(fieldsAt(inputs, field)).some(
    ([key, value]) =>
      isPublic(key) &&
      catalogProperty(entry, key)?.["x-normalized"] !== true &&
      contradicts(value, own(remote, key), isMask),
  );
}

/** What the platform does not show, or masks, contradicts nothing. */
function contradicts(applied: unknown, remote: unknown, isMask: Reading["isMask"]): boolean {
  if (remote === undefined || remote === null || isMasked(remote, isMask)) return false;
  if (isFields(applied) && isFields(remote)) {
    return definedKeys(applied).some((key) => contradicts(applied[key], own(remote, key), isMask));
  }
  return applied !== undefined && !isSame(applied, remote);
}

/** Platforms give numbers and booleans back as texts, or the other way round, and a list for a text with commas. */
export function isSame(applied: unknown, remote: unknown): boolean {
  if (isReference(applied)) return isApplied(applied, remote);
  if (isScalar(applied) && isScalar(remote)) return String(applied) === String(remote);
  if (typeof applied === "string" && Array.isArray(remote)) return isEqual(listOf(applied), remote);
  return isEqual(applied, remote);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Whether a value, or anything in it, stands for a secret that the platform does not show. */
function isMasked(value: unknown, isMask: (value: unknown) => boolean): boolean {
  if (isMask(value)) return true;
  if (Array.isArray(value)) return value.some((item) => isMasked(item, isMask));
  if (isFields(value)) return Object.values(value).some((item) => isMasked(item, isMask));
  return typeof value === "string" && /^\*+$/.test(value);
}

/**
 * What the platform's configuration holds under keys that the program does not declare. Only keys that the catalog knows
 * as public ones: anything else might be a secret, and this is stored in the clear.
 */
function unmanagedValues(reading: Reading, declared: Fields, remote: Fields): Record<string, Json> {
  const { entry } = reading;
  const declaredKeys = new Set(definedKeys(declared).map((key) => canonicalKey(entry, key)));
  return publicValues(reading, remote, (key) => !declaredKeys.has(canonicalKey(entry, key)));
}

/** How the platform spells declared keys of which the catalog says that it rewrites them: a date, an address. */
function rewrittenValues(reading: Reading, declared: Fields, remote: Fields): Record<string, Json> {
  return publicValues(reading, remote, (key, value) => {
    const isRewriting = catalogProperty(reading.entry, key)?.["x-normalized"] === true;
    const given = own(declared, key);
    return isRewriting && given !== undefined && !isReference(given) && !isSame(given, value);
  });
}

function publicValues(
  { isPublic, isMask }: Reading,
  remote: Fields,
  isWanted: (key: string, value: unknown) => boolean,
): Record<string, Json> {
  const wanted = Object.entries(remote).filter(
    ([key, value]) => isPublic(key) && !isMasked(value, isMask) && isWanted(key, value),
  );
  return Object.fromEntries(wanted.map(([key, value]) => [key, toPlain(value)]));
}
