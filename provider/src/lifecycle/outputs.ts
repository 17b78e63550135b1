import type { Argument, RemoteObject, ResourceDefinition } from "../definition/definition";
import {
  indeterminateIn,
  possibleVersions,
  settled,
  withIndeterminate,
} from "../definition/indeterminate-updates";
import {
  identityKey,
  inputsDueKey,
  managedKey,
  optionsKey,
  policyKey,
  providerKey,
  respelledKey,
  responseKey,
  unmanagedKey,
} from "../definition/state-keys";
import { unreadOutputs } from "../definition/unread-outputs";
import { holdsForeignSecret } from "../secrets/foreign-secret";
import { stillOverwritten, withOverwritten } from "../secrets/overwritten";
import { definedKeys, isEqual, isFields, omit, own, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { isAppliedArgument, inTermsOfProgram } from "./compare";
import { configRecords, refreshedConfig } from "./config-drift";
import {
  inSpellingOfProgram,
  keptRecord,
  responseRecord,
  stillRecorded,
  stillRespelled,
} from "./response-record";

/** What a response answers. */
interface Request {
  /** The outputs before, for what a response leaves out. */
  readonly olds?: Fields;
  /** Whether an argument was sent: then the response shows how the platform spells it. Default: none was. */
  readonly isSent?: (name: string) => boolean;
}

/**
 * The outputs that the state keeps after a create or an update: the inputs as they were applied, what the platform says of itself (times,
 * a name that it gave), the keys that it added to the configuration, and how it spells what it rewrites. Every declared output is
 * present. Never throws.
 */
export function recordedOutputs(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  { olds = {}, isSent = () => false }: Request = {},
): Record<string, unknown> {
  // With the provider's code, which the host adds to a result but not to a failure that keeps the object.
  const outputs: Record<string, unknown> = {
    ...inputs,
    ...(isManaged(definition, inputs) ? {} : { [managedKey]: true }),
    ...stillOverwritten(olds, isSent),
  };
  const respelled = respelledArguments(definition, inputs, object, { olds, isSent });
  for (const name of definition.outputs) {
    const before = isDecided(definition, name) ? undefined : olds[name];
    const value = platformValue(definition, name, object, inputs, respelled);
    outputs[name] = firstDefined(value, inputs[name], before);
  }
  const record = { arguments: respelled, defaults: defaultsIn(definition, inputs, outputs) };
  const { field } = definition.config ?? {};
  if (field === undefined) {
    const kept = keptRecord(record);
    return definedKeys(kept).length === 0 ? outputs : { ...outputs, [responseKey]: kept };
  }
  const records = configRecords(definition, field, inputs, object, { olds, isSent: isSent(field) });
  const kept = {
    [unmanagedKey]: records.unmanaged,
    [respelledKey]: records.respelled,
  };
  return {
    ...outputs,
    ...Object.fromEntries(Object.entries(kept).filter(([, values]) => definedKeys(values).length > 0)),
    ...(records.response === undefined && definedKeys(keptRecord(record)).length === 0
      ? {}
      : { [responseKey]: keptRecord({ ...records.response, ...record }) }),
  };
}

/** The arguments that the program does not give, and that the outputs show as the platform has them. */
function defaultsIn(
  { arguments: all, outputs: names }: ResourceDefinition,
  inputs: Fields,
  outputs: Fields,
): string[] {
  return Object.entries(all).flatMap(([name, argument]) => {
    const isShown = names.includes(name) && (outputs[name] ?? undefined) !== undefined;
    return isShown && (inputs[name] ?? undefined) === undefined && isAsIfAbsent(argument, outputs[name])
      ? [name]
      : [];
  });
}

/** Whether the platform's value of an argument means the same as none in the program. */
function isAsIfAbsent(argument: Argument | undefined, value: unknown): boolean {
  return argument?.unmanagedIfAbsent === true || isAppliedArgument(argument, undefined, value);
}

/**
 * The platform's spelling of arguments: what the response shows in place of what was just sent. One that was not sent may have changed
 * since; it is only known to be spelled as before.
 */
function respelledArguments(
  { arguments: all, config }: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  { olds, isSent }: Required<Request>,
): Record<string, unknown> {
  const before = responseRecord(olds)?.arguments ?? {};
  const spellings = Object.entries(all).filter(([name, argument]) => {
    const [given, current] = [inputs[name] ?? undefined, object[name] ?? ""];
    const isNeverShown = argument.secrets !== undefined && argument.showsSecrets !== true;
    if (name === config?.field || isNeverShown || isFixed(argument) || given === undefined) return false;
    if (!isSent(name)) return own(before, name) !== undefined && isEqual(olds[name], given);
    return current !== "" && !isAppliedArgument(argument, given, current);
  });
  const spelled = spellings.map(([name, argument]): [string, unknown] => [
    name,
    isSent(name) ? toPlain(inTermsOfProgram(argument, inputs[name], object[name])) : before[name],
  ]);
  // Another secret than the one that was sent is no spelling of it.
  return Object.fromEntries(spelled.filter(([, value]) => !holdsForeignSecret(value)));
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
  // What has a configuration needs no key: no object that is only read has one. Some states of 0.1.0 have the other key alone.
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
 *
 * @returns `inputs` only if they differ from those of the recorded outputs: an engine keeps those that it has, and need not take in others.
 * After an update that failed in part it has those of before, so they are returned once.
 */
export function refreshed(
  definition: ResourceDefinition,
  recorded: Fields,
  object: RemoteObject,
): { readonly outputs: Record<string, unknown>; readonly inputs: Record<string, unknown> | undefined } {
  const names = Object.keys(definition.arguments);
  const open = settled(indeterminateIn(recorded), (name) => isShown(definition, name, recorded, object));
  const respelled = responseRecord(recorded)?.arguments ?? {};
  const outputs = withIndeterminate(omit(recorded, [providerKey, inputsDueKey]), open);
  for (const name of definition.outputs) {
    // To add it to a state that lacks it would look like a change on the platform.
    if (unreadOutputs.includes(name) && recorded[name] === undefined) continue;
    outputs[name] = firstDefined(
      platformValue(definition, name, object, recorded, respelled),
      recorded[name],
    );
  }
  for (const name of names) {
    const value = refreshedArgument(definition, name, recorded, object);
    if (value !== undefined) outputs[name] = value;
  }
  const { field } = definition.config ?? {};
  if (field !== undefined && respelledKey in outputs) {
    outputs[respelledKey] = stillRespelled(field, recorded, outputs);
  }
  const record = responseRecord(recorded);
  if (record !== undefined) outputs[responseKey] = stillRecorded(record, field, recorded, outputs);
  // A value that the program has never given would look to an engine like one that it gives no longer.
  const isDefault = (name: string): boolean =>
    record?.defaults.includes(name) === true && isAsIfAbsent(definition.arguments[name], outputs[name]);
  const all = [...names, optionsKey, policyKey];
  const isInput = (name: string): boolean =>
    outputs[name] !== undefined && outputs[name] !== null && !isDefault(name);
  if (recorded[inputsDueKey] !== true && all.every((name) => isEqual(outputs[name], recorded[name]))) {
    return { outputs, inputs: undefined };
  }
  const inputs = Object.fromEntries(all.filter(isInput).map((name) => [name, outputs[name]]));
  return { outputs: withOverwritten(definition, recorded, outputs), inputs };
}

/** Whether a read shows an argument completely: most platforms show no secrets. */
function isShown(
  { config, arguments: all }: ResourceDefinition,
  name: string,
  recorded: Fields,
  object: RemoteObject,
): boolean {
  const { secrets, findSecrets, showsSecrets } = all[name] ?? {};
  const mayHoldSecrets =
    (secrets !== undefined && showsSecrets !== true) ||
    possibleVersions(recorded).some((version) => (findSecrets?.(version[name]) ?? []).length > 0);
  return name !== config?.field && !mayHoldSecrets && object[name] !== undefined;
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
  return platformValue(definition, name, object, recorded, responseRecord(recorded)?.arguments ?? {});
}

/**
 * What the platform says of an output or argument; undefined where the declared value stays: it cannot change there, or means the same.
 *
 * @param respelled The platform's spelling of declared arguments.
 */
function platformValue(
  definition: ResourceDefinition,
  name: string,
  object: RemoteObject,
  declared: Fields,
  respelled: Fields,
): unknown {
  const argument = definition.arguments[name];
  const [value, current] = [declared[name] ?? undefined, object[name]];
  if (argument === undefined || current === undefined) return current;
  // An output shows what the platform has; of an argument alone there is nothing to show where the program has none either.
  if (value === undefined && definition.outputs.includes(name)) return current;
  const shown = inTermsOfProgram(argument, value, current);
  if (value === undefined) return isAppliedArgument(argument, value, current) ? undefined : shown;
  if (isFixed(argument) || isAppliedArgument(argument, value, current)) return undefined;
  const translated = inSpellingOfProgram(value, own(respelled, name), shown);
  return isEqual(value, translated) ? undefined : translated;
}

function isFixed({ onChange = "update", mayDrift }: Argument): boolean {
  return onChange !== "update" && mayDrift !== true;
}

function firstDefined(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined) ?? null;
}
