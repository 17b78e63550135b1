import type { Argument, RemoteObject, ResourceDefinition } from "../definition/definition";
import { indeterminateIn, settled, withIndeterminate } from "../definition/indeterminate-updates";
import {
  identityKey,
  managedKey,
  optionsKey,
  policyKey,
  respelledKey,
  unmanagedKey,
  withoutProvider,
} from "../definition/state-keys";
import { testOutput } from "../definition/verification";
import { isFields, omit, type Fields } from "../values/fields";
import { isAppliedArgument, withAppliedSecrets } from "./compare";
import { configRecords, refreshedConfig, stillRespelled } from "./config-drift";

/**
 * The outputs that the state keeps after a create or an update: the inputs as they were applied, what the platform says of itself (times,
 * a name that it gave), the keys that it added to the configuration, and how it spells what it rewrites. Every declared output is
 * present. Never throws.
 *
 * @param olds The outputs before, for what a response leaves out.
 */
export function recordedOutputs(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  olds: Fields = {},
): Record<string, unknown> {
  // With the provider's code, which the host adds to a result but not to a failure that keeps the object.
  const outputs: Record<string, unknown> = { ...inputs, [managedKey]: true };
  for (const name of definition.outputs) {
    const before = isDecided(definition, name) ? undefined : olds[name];
    outputs[name] = firstDefined(platformValue(definition, name, object, inputs), inputs[name], before);
  }
  const { field } = definition.config ?? {};
  return field === undefined
    ? outputs
    : { ...outputs, ...configRecords(definition, field, inputs, object, olds) };
}

/** Whether an output is an argument that the program alone decides: without a value there is none, even if a response leaves it out. */
function isDecided({ arguments: all }: ResourceDefinition, name: string): boolean {
  const argument = all[name];
  return argument !== undefined && argument.unmanagedIfAbsent !== true;
}

/** The object without what the platform shows but does not keep. */
export function reliablePart(definition: ResourceDefinition, object: RemoteObject): RemoteObject {
  const lost = definition.loses?.(object)?.arguments ?? [];
  return { ...omit(object, lost), id: object.id };
}

/** Whether the outputs are of an object that the program manages, not of one that it only reads. */
export function isManaged({ config }: ResourceDefinition, recorded: Fields): boolean {
  if (recorded[managedKey] === true) return true;
  // States of 0.1.0 do not have the key; they have a configuration, or the other key, of what they manage.
  return isFields(recorded[unmanagedKey]) || (config !== undefined && isFields(recorded[config.field]));
}

/** What a `get` may show: the declared outputs, and nothing of the configuration, which may contain secrets. */
export function outputsOfGet(
  definition: ResourceDefinition,
  object: RemoteObject,
  olds: Fields,
): Record<string, unknown> {
  const outputs = definition.outputs.map((name) => [name, firstDefined(object[name], olds[name])]);
  // A later read gets nothing else, and must know the account.
  const kept = [optionsKey, identityKey].filter((key) => olds[key] !== undefined);
  return Object.fromEntries([...outputs, ...kept.map((key) => [key, olds[key]])]) as Fields;
}

/**
 * The outputs and inputs after reading an object that the program manages: what it declares as the platform has it, secrets and masked
 * values as they were applied, and of what it does not declare only what has changed since.
 */
export function refreshed(
  definition: ResourceDefinition,
  recorded: Fields,
  object: RemoteObject,
): { readonly outputs: Record<string, unknown>; readonly inputs: Record<string, unknown> } {
  const names = Object.keys(definition.arguments);
  const open = settled(indeterminateIn(recorded), (name) => isShown(definition, name, object));
  const outputs = withIndeterminate(withoutProvider(recorded), open);
  for (const name of definition.outputs) {
    // States of 0.1.0 lack it. To add it would look like a change on the platform.
    if (name === testOutput && recorded[name] === undefined) continue;
    outputs[name] = firstDefined(platformValue(definition, name, object, recorded), recorded[name]);
  }
  for (const name of names) {
    const value = refreshedArgument(definition, name, recorded, object);
    if (value !== undefined) outputs[name] = value;
  }
  const { field } = definition.config ?? {};
  if (field !== undefined && respelledKey in outputs) {
    outputs[respelledKey] = stillRespelled(field, recorded, outputs);
  }
  const inputs = Object.fromEntries(
    [...names, optionsKey, policyKey]
      .filter((name) => outputs[name] !== undefined && outputs[name] !== null)
      .map((name) => [name, outputs[name]]),
  );
  return { outputs, inputs };
}

/** Whether a read shows an argument completely: no platform shows secrets. */
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

/** What the platform says of an output or argument; undefined where the declared value stays: it cannot change there, or means the same. */
function platformValue(
  definition: ResourceDefinition,
  name: string,
  object: RemoteObject,
  declared: Fields,
): unknown {
  const argument = definition.arguments[name];
  const [value, current] = [declared[name] ?? undefined, object[name]];
  if (argument === undefined || current === undefined) return current;
  // An output shows what the platform has; of an argument alone there is nothing to show where the program has none either.
  if (value === undefined && definition.outputs.includes(name)) return current;
  const isDeclared = value !== undefined && isFixed(argument);
  return isDeclared || isAppliedArgument(argument, value, current)
    ? undefined
    : withAppliedSecrets(argument, value, current);
}

function isFixed({ onChange = "update" }: Argument): boolean {
  return onChange !== "update";
}

function firstDefined(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined) ?? null;
}
