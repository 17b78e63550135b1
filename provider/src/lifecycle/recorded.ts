import { canonicalKey, catalogEntry, catalogProperty, isPublic, type CatalogEntry } from "../catalog/entry";
import { definedKeys, fieldsAt, isEqual, isFields, omit, own, type Fields } from "../values/fields";
import { toPlain, type Json } from "../values/plain";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { inputNames } from "./inputs";
import { optionsKey, unmanagedKey, withoutProvider } from "./reserved";

/**
 * The outputs that the state keeps after a create or an update: the inputs as they were applied, what the platform
 * says of itself (times, the name it gave), and the keys that it added to the configuration.
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
    outputs[name] = firstDefined(platformValue(definition, name, object), inputs[name], olds[name]);
  }
  const { field, typeField, catalog } = definition.config;
  const entry = catalogEntry(catalog, inputs[typeField]);
  const unmanaged = unmanagedValues(entry, fieldsAt(inputs, field), fieldsAt(object, field));
  if (definedKeys(unmanaged).length > 0) outputs[unmanagedKey] = unmanaged;
  return outputs;
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
  const { field } = definition.config;
  const outputs: Record<string, unknown> = withoutProvider(recorded);
  for (const name of definition.outputs) {
    outputs[name] = firstDefined(platformValue(definition, name, object), recorded[name]);
  }
  outputs[field] = refreshedConfig(definition, recorded, object);
  const inputs = Object.fromEntries(
    [...inputNames(definition), optionsKey]
      .filter((name) => outputs[name] !== undefined)
      .map((name) => [name, outputs[name]]),
  );
  return { outputs, inputs };
}

/** What the platform says of an output. What makes a new object never changes on the platform, so there the program's spelling stays. */
function platformValue(definition: ResourceDefinition, name: string, object: RemoteObject): unknown {
  return definition.replaceOn.includes(name) ? undefined : object[name];
}

function firstDefined(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined) ?? null;
}

function refreshedConfig(
  definition: ResourceDefinition,
  recorded: Fields,
  object: RemoteObject,
): Record<string, unknown> {
  const { field, typeField, catalog } = definition.config;
  const entry = catalogEntry(catalog, recorded[typeField]);
  const before = fieldsAt(recorded, unmanagedKey);
  // What an earlier read found changed beside the declared keys is looked at anew.
  const declared = omit(fieldsAt(recorded, field), Object.keys(before));
  const remote = fieldsAt(object, field);
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(declared)) {
    const answered = own(remote, key);
    if (keepsApplied(entry, key, answered)) config[key] = value;
    // Null is how the platform says that nothing is set.
    else if (answered !== null || value === null) config[key] = merge(value, answered);
  }
  for (const [key, value] of Object.entries(unmanagedValues(entry, declared, remote))) {
    if (Object.hasOwn(before, key) && !isEqual(before[key], value)) config[key] = value;
  }
  return config;
}

/** Whether an answer can say nothing about a key: it is a secret, or may be one and comes back empty. */
function keepsApplied(entry: CatalogEntry | undefined, key: string, remote: unknown): boolean {
  return catalogProperty(entry, key)?.writeOnly === true || (!isPublic(entry, key) && remote === null);
}

/** The applied value where the platform's says the same, says nothing or is masked; else the platform's. */
function merge(applied: unknown, remote: unknown): unknown {
  if (remote === undefined || isSame(applied, remote) || isMasked(remote)) return applied;
  if (isFields(applied) && isFields(remote)) {
    return Object.fromEntries(
      Object.entries(applied).map(([key, value]) => [key, merge(value, own(remote, key))]),
    );
  }
  return toPlain(remote);
}

/** Platforms give numbers and booleans back as texts, or the other way round. */
export function isSame(applied: unknown, remote: unknown): boolean {
  if (isScalar(applied) && isScalar(remote)) return String(applied) === String(remote);
  return isEqual(applied, remote);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** Whether a value, or anything in it, stands for a secret that the platform does not show. */
function isMasked(remote: unknown): boolean {
  if (typeof remote === "string") return /^\*+$/.test(remote);
  if (Array.isArray(remote)) return remote.some(isMasked);
  return isSecretReference(remote);
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
  return Object.fromEntries(
    Object.entries(remote)
      .filter(([key]) => isPublic(entry, key) && !declaredKeys.has(canonicalKey(entry, key)))
      .map(([key, value]) => [key, toPlain(value)]),
  );
}
