import { canonicalKey, catalogProperty, isPublic, type CatalogEntry } from "../catalog/entry";
import { secretsAt } from "../catalog/secrets";
import {
  definedKeys,
  fieldsAt,
  isEqual,
  isFields,
  omit,
  own,
  visitLeaves,
  type Fields,
} from "../values/fields";
import { toPlain, type Json } from "../values/plain";
import { configEntry } from "./config";
import type { ConfigField, RemoteObject, ResourceDefinition } from "./definition";
import { inputNames } from "./inputs";
import { answeredKey, optionsKey, unmanagedKey, withoutProvider } from "./reserved";
import { describedSecrets } from "./secrets";

/**
 * The outputs that the state keeps after a create or an update: the inputs as they were applied, what the platform
 * says of itself (times, the name it gave), the keys that it added to the configuration, and how it spells what it rewrites.
 * Every declared output is present. Never throws.
 *
 * @param olds The outputs before, for what an answer leaves out.
 */
export function recordedOutputs(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  olds: Fields = {},
): Record<string, unknown> {
  // With the provider, which the host adds to an answer but not to a failure that keeps the object.
  const outputs: Record<string, unknown> = { ...inputs };
  for (const name of definition.outputs) {
    outputs[name] = firstDefined(platformValue(definition, name, object, inputs), inputs[name], olds[name]);
  }
  return { ...outputs, ...configRecords(definition, inputs, object, olds) };
}

/** What is kept beside the configuration, under keys of our own. */
function configRecords(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  olds: Fields,
): Record<string, unknown> {
  const field = definition.config?.field;
  // Without a configuration it tells an object that the program manages from one that it only reads.
  if (field === undefined) return { [unmanagedKey]: {} };
  const isAnswered = isFields(object[field]);
  const entry = configEntry(definition, inputs);
  const declared = fieldsAt(inputs, field);
  const unmanaged = isAnswered
    ? unmanagedValues(entry, declared, fieldsAt(object, field))
    : fieldsAt(olds, unmanagedKey);
  const answered = isAnswered
    ? rewrittenValues(entry, declared, fieldsAt(object, field))
    : fieldsAt(olds, answeredKey);
  const isMarked = isFields(inputs[field]);
  return {
    ...(isMarked && definedKeys(unmanaged).length === 0 ? {} : { [unmanagedKey]: unmanaged }),
    ...(definedKeys(answered).length === 0 ? {} : { [answeredKey]: answered }),
  };
}

/** Whether the recorded outputs are of an object that the program manages, not of one that it only reads. */
export function isManaged({ config }: ResourceDefinition, recorded: Fields): boolean {
  return isFields(recorded[unmanagedKey]) || (config !== undefined && isFields(recorded[config.field]));
}

/** What a `get` may show: the declared outputs, and nothing of the configuration, where secrets may stand. */
export function outputsOfGet(
  definition: ResourceDefinition,
  object: RemoteObject,
  olds: Fields,
): Record<string, unknown> {
  return Object.fromEntries(definition.outputs.map((name) => [name, firstDefined(object[name], olds[name])]));
}

/**
 * The outputs and inputs after reading an object that the program manages: what it declares as the platform has it,
 * secrets and masked values as they were applied, and of what it does not declare only what has changed since.
 */
export function refreshed(
  definition: ResourceDefinition,
  recorded: Fields,
  object: RemoteObject,
): { readonly outputs: Record<string, unknown>; readonly inputs: Record<string, unknown> } {
  const outputs: Record<string, unknown> = withoutProvider(recorded);
  for (const name of definition.outputs) {
    outputs[name] = firstDefined(platformValue(definition, name, object, recorded), recorded[name]);
  }
  for (const name of inputNames(definition)) {
    const value = refreshedArgument(definition, name, recorded, object);
    if (value !== undefined) outputs[name] = value;
  }
  const inputs = Object.fromEntries(
    [...inputNames(definition), optionsKey]
      .filter((name) => outputs[name] !== undefined && outputs[name] !== null)
      .map((name) => [name, outputs[name]]),
  );
  return { outputs, inputs };
}

/** @returns undefined to leave it as it is. */
function refreshedArgument(
  definition: ResourceDefinition,
  name: string,
  recorded: Fields,
  object: RemoteObject,
): unknown {
  if (name === definition.config?.field) {
    const remote = object[name];
    if (isFields(recorded[name])) return refreshedConfig(definition, definition.config, recorded, object);
    // Keys that somebody has set since stand for themselves.
    const changed = changedSince(definition, recorded, {}, isFields(remote) ? remote : {});
    return definedKeys(changed).length > 0 ? changed : undefined;
  }
  if (definition.outputs.includes(name)) return undefined;
  const { unmanagedIfAbsent } = definition.arguments[name] ?? {};
  if (unmanagedIfAbsent && recorded[name] === undefined) return undefined;
  return platformValue(definition, name, object, recorded);
}

/**
 * What the platform says of an output or argument. What makes a new object never changes on the platform, so there the
 * program's spelling stays.
 */
function platformValue(
  definition: ResourceDefinition,
  name: string,
  object: RemoteObject,
  declared: Fields,
): unknown {
  const onChange = definition.arguments[name]?.onChange ?? "update";
  const isFixed = onChange !== "update" && (declared[name] ?? undefined) !== undefined;
  return isFixed ? undefined : object[name];
}

function firstDefined(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined) ?? null;
}

function refreshedConfig(
  definition: ResourceDefinition,
  { field, absentMeansUnset = false }: ConfigField,
  recorded: Fields,
  object: RemoteObject,
): Record<string, unknown> {
  if (!isFields(object[field])) return fieldsAt(recorded, field);
  const entry = configEntry(definition, recorded);
  const secrets = describedSecrets(definition, recorded) ?? [];
  const unmanagedBefore = fieldsAt(recorded, unmanagedKey);
  const answeredBefore = fieldsAt(recorded, answeredKey);
  // What an earlier read found changed beside the declared keys is looked at anew.
  const declared = omit(fieldsAt(recorded, field), Object.keys(unmanagedBefore));
  const remote = fieldsAt(object, field);
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(declared)) {
    const answer = own(remote, key);
    const saysNothing = answer === null && !isPublic(entry, key);
    const isRewritten = Object.hasOwn(answeredBefore, key) && isEqual(answeredBefore[key], answer);
    const kept =
      saysNothing || isRewritten ? value : merge(value, answer, secretsAt(secrets, key), absentMeansUnset);
    if (kept !== undefined) config[key] = kept;
  }
  return { ...config, ...changedSince(definition, recorded, declared, remote) };
}

/** The keys that the program does not declare and whose value has changed since the last apply. */
function changedSince(
  definition: ResourceDefinition,
  recorded: Fields,
  declared: Fields,
  remote: Fields,
): Record<string, Json> {
  const before = fieldsAt(recorded, unmanagedKey);
  const now = unmanagedValues(configEntry(definition, recorded), declared, remote);
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => Object.hasOwn(before, key) && !isEqual(before[key], value)),
  );
}

/**
 * The applied value where it is secret, or where the platform's says the same, says nothing or is masked; else the platform's.
 *
 * @returns undefined if nothing is set on the platform, which it may also say with null.
 */
function merge(
  applied: unknown,
  remote: unknown,
  secrets: "secret" | readonly string[],
  absentMeansUnset: boolean,
): unknown {
  if (secrets === "secret") return applied;
  if (remote === undefined) return absentMeansUnset && secrets.length === 0 ? undefined : applied;
  if (isFields(applied) && isFields(remote) && !isSecretReference(remote)) {
    return Object.fromEntries(
      Object.entries(applied)
        .map(([key, value]) => [
          key,
          merge(value, own(remote, key), secretsAt(secrets, key), absentMeansUnset),
        ])
        .filter(([, value]) => value !== undefined),
    );
  }
  if (isSame(applied, remote) || isMasked(remote)) return applied;
  return remote === null ? undefined : toPlain(remote);
}

/** Platforms give numbers and booleans back as texts, or the other way round, and a list for a text with commas. */
export function isSame(applied: unknown, remote: unknown): boolean {
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
function isMasked(remote: unknown): boolean {
  let masked = isSecretReference(remote);
  visitLeaves(remote, (leaf) => {
    masked ||= typeof leaf === "string" && /^\*+$/.test(leaf);
  });
  return masked;
}

/** A secret that the platform keeps elsewhere comes back as `{id, type}`. Source: Unstructured contract, section 5. */
function isSecretReference(remote: unknown): boolean {
  return (
    isFields(remote) && typeof remote.id === "string" && (remote.type === "rsa" || remote.type === "rsa_aes")
  );
}

/**
 * What the platform's configuration holds under keys that the program does not declare. Only keys that the catalog knows
 * as public ones: anything else might be a secret, and this is stored in the clear.
 */
function unmanagedValues(
  entry: CatalogEntry | undefined,
  declared: Fields,
  remote: Fields,
): Record<string, Json> {
  const declaredKeys = new Set(definedKeys(declared).map((key) => canonicalKey(entry, key)));
  return plainEntries(
    Object.entries(remote).filter(
      ([key, value]) =>
        isPublic(entry, key) && !isMasked(value) && !declaredKeys.has(canonicalKey(entry, key)),
    ),
  );
}

/** How the platform spells declared keys of which the catalog says that it rewrites them: a date, an address. */
function rewrittenValues(
  entry: CatalogEntry | undefined,
  declared: Fields,
  remote: Fields,
): Record<string, Json> {
  return plainEntries(
    Object.entries(remote).filter(
      ([key, value]) =>
        isPublic(entry, key) &&
        catalogProperty(entry, key)?.["x-normalized"] === true &&
        own(declared, key) !== undefined &&
        !isSame(declared[key], value),
    ),
  );
}

function plainEntries(entries: readonly (readonly [string, unknown])[]): Record<string, Json> {
  return Object.fromEntries(entries.map(([key, value]) => [key, toPlain(value)]));
}
