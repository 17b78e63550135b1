import { isFields, omit, type Fields } from "../values/fields";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { inputNames } from "../definition/input-schema";
import { configRecords, refreshedConfig } from "./config-drift";
import { optionsKey, policyKey, unmanagedKey, withoutProvider } from "../definition/state-keys";
import { settled, unclearIn, withUnclear } from "./indeterminate-updates";

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
    const before = isDecided(definition, name) ? undefined : olds[name];
    outputs[name] = firstDefined(platformValue(definition, name, object, inputs), inputs[name], before);
  }
  const { field } = definition.config ?? {};
  // Without a configuration the key tells an object that the program manages from one that it only reads.
  const records =
    field === undefined ? { [unmanagedKey]: {} } : configRecords(definition, field, inputs, object, olds);
  return { ...outputs, ...records };
}

/** Whether an output is an argument that the program alone decides on: to give none takes it away, even if an answer leaves it out. */
function isDecided({ arguments: all }: ResourceDefinition, name: string): boolean {
  const argument = all[name];
  return argument !== undefined && argument.unmanagedIfAbsent !== true;
}

/** The object without what the platform shows of it and does not keep. */
export function reliablePart(definition: ResourceDefinition, object: RemoteObject): RemoteObject {
  const lost = definition.loses?.(object)?.arguments ?? [];
  return { ...omit(object, lost), id: object.id };
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
  const outputs = definition.outputs.map((name) => [name, firstDefined(object[name], olds[name])]);
  // A later read is handed nothing else, and has to know the account.
  const options = olds[optionsKey];
  return Object.fromEntries(options === undefined ? outputs : [...outputs, [optionsKey, options]]) as Fields;
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
  const unclear = settled(unclearIn(recorded), (name) => isShown(definition, name, object));
  const outputs = withUnclear(withoutProvider(recorded), unclear);
  for (const name of definition.outputs) {
    outputs[name] = firstDefined(platformValue(definition, name, object, recorded), recorded[name]);
  }
  for (const name of inputNames(definition)) {
    const value = refreshedArgument(definition, name, recorded, object);
    if (value !== undefined) outputs[name] = value;
  }
  const inputs = Object.fromEntries(
    [...inputNames(definition), optionsKey, policyKey]
      .filter((name) => outputs[name] !== undefined && outputs[name] !== null)
      .map((name) => [name, outputs[name]]),
  );
  return { outputs, inputs };
}

/** Whether a read tells all of an argument: no platform shows secrets. */
function isShown(
  { config, arguments: all }: ResourceDefinition,
  name: string,
  object: RemoteObject,
): boolean {
  return name !== config?.field && all[name]?.secrets === undefined && object[name] !== undefined;
}

/** @returns undefined to leave it as it is. */
function refreshedArgument(
  definition: ResourceDefinition,
  name: string,
  recorded: Fields,
  object: RemoteObject,
): unknown {
  if (name === definition.config?.field) return refreshedConfig(definition, name, recorded, object);
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
