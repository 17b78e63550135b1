import type { ObjectClient } from "../client/object-client";
import { isRequestFailure } from "../client/failure";
import { catalogPropertyAt } from "../catalog/property";
import { deferredIn, withDeferred } from "../definition/deferred";
import type { Preparation, RemoteObject, ResourceDefinition, UpdateStep } from "../definition/definition";
import {
  afterAttempt,
  indeterminateIn,
  settled,
  withIndeterminate,
  type Indeterminate,
} from "../definition/indeterminate-updates";
import { recordKeys, respelledKey, responseKey } from "../definition/state-keys";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import { holdsForeignSecret } from "../secrets/foreign-secret";
import { definedKeys, fieldsAt, isEqual, isFields, omit, own, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, formatPath, valueAt, visitTree, withValueAt, type Path } from "../values/tree";
import { inTermsOfProgram, isAppliedArgument } from "./compare";
import { recordedOutputs, reliablePart } from "./outputs";
import { PartialFailure } from "./partial-failure";
import { isPublicAt, isSame, readingOf, remoteSetting } from "./reading";
import {
  inSpellingOfProgram,
  isRespelled,
  keptRecord,
  repairedSecrets,
  responseRecord,
  silentSecrets,
} from "./response-record";

/** An object before some steps are applied to it. */
export interface Before {
  readonly id: string;
  /** The outputs that the state has of it. */
  readonly outputs: Fields;
  /** What the steps are for. After a create, a failure of the first one leaves an object, too. */
  readonly verb: "create" | "update";
}

/**
 * Sends the steps of an update one by one, and checks in each response that the platform did what was asked.
 *
 * @param news The inputs that the object has afterwards.
 * @returns the complete outputs.
 * @throws RequestFailure if an update changed nothing. PartialFailure if a part was changed, the platform kept something as it was, or
 *   the outcome is unknown: the state then has what the platform has, and what of it is not known.
 */
export async function applySteps(
  client: ObjectClient,
  { id, outputs: olds, verb }: Before,
  steps: readonly UpdateStep[],
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  let open = indeterminateIn(olds);
  let deferred = deferredIn(definition, olds, news);
  let outputs: Record<string, unknown> = olds;
  let before = olds;
  for (const [index, step] of steps.entries()) {
    const leavesObject = verb === "create" || index > 0;
    const progress = { id, outputs, verb, open, leavesObject };
    const sent = await send(client, step, news, progress);
    const reverts = definition.loses?.(sent)?.reverts?.filter((name) => step.carries.includes(name)) ?? [];
    // The response may show what the platform does not keep even now.
    const isReadBack = step.isReadBack === true || reverts.length > 0;
    const object = isReadBack ? await readBack(client, step, news, progress) : sent;
    deferred = [...deferred, ...reverts];
    open = settled(open, (name) => step.carries.includes(name));
    const toCome = steps.slice(index + 1).flatMap(({ carries }) => carries);
    before = { ...before, ...step.leaves };
    outputs = withDeferred(
      recordedOutputs(definition, withArgumentsOf(before, toCome, news), reliablePart(definition, object), {
        olds: index === 0 ? olds : { ...omit(olds, recordKeys), ...outputs },
        isSent: (name) => step.carries.includes(name),
      }),
      deferred,
    );
    outputs = await withSilentSecrets(client, step, { id, outputs, verb }, olds, news);
    const refusal = notApplied(client, step, { id, outputs: olds, verb }, news, object);
    if (refusal !== undefined) {
      throw new PartialFailure(
        "PC_NOT_APPLIED",
        `${client.subject}: ${verb} failed: ${refusal.text}`,
        id,
        withIndeterminate(withKept(client.definition, outputs, refusal.kept, olds), open),
      );
    }
  }
  return outputs;
}

/** The inputs with some arguments as they were. */
export function withArgumentsOf(olds: Fields, names: readonly string[], news: Fields): Fields {
  return { ...news, ...Object.fromEntries(names.map((name) => [name, olds[name] ?? undefined])) };
}

interface Progress extends Before {
  readonly open: Indeterminate;
  readonly leavesObject: boolean;
}

/** Reads the object after a step of an update. */
async function readBack(
  client: ObjectClient,
  { carries }: UpdateStep,
  news: Fields,
  { id, outputs, verb, open }: Progress,
): Promise<RemoteObject> {
  try {
    return (await client.read(id, {}, verb)).object;
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    throw indeterminate(error.message, id, withIndeterminate(outputs, afterAttempt(open, carries, news)));
  }
}

/**
 * The outputs with what a read shows of the secrets that a refresh found lost, or set although the program does not declare them, now that
 * they are put right. Where it shows no change, the next refresh would find the same again. Never throws: what is not learned now is drift
 * once more.
 */
async function withSilentSecrets(
  client: ObjectClient,
  { carries }: UpdateStep,
  { id, outputs, verb }: Before,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const { field } = definition.config ?? {};
  const repaired =
    field === undefined || !carries.includes(field) ? [] : repairedSecrets(definition, olds, news);
  const record = responseRecord(outputs);
  if (field === undefined || record === undefined || repaired.length === 0) return outputs;
  const remote = (await client.read(id, {}, verb).catch(() => undefined))?.object[field];
  if (!isFields(remote)) return outputs;
  const silent = silentSecrets(readingOf(definition, news), fieldsAt(news, field), remote, repaired);
  if (silent.length === 0) return outputs;
  const paths = silent.map((path) => `${field}.${path}`).join(", ");
  client.say(
    `${definition.platform.title} shows ${paths} as before the update: a refresh does not notice from now on whether that is set`,
  );
  return { ...outputs, [responseKey]: keptRecord({ ...record, silent: [...record.silent, ...silent] }) };
}

/** The outputs with what the platform kept, spelled as before. */
function withKept(
  { config }: ResourceDefinition,
  outputs: Fields,
  kept: Fields,
  olds: Fields,
): Record<string, unknown> {
  const field = config?.field ?? "";
  const [after, before] = [responseRecord(outputs), responseRecord(olds)];
  const names = Object.keys(kept).filter((name) => name !== field);
  const keys = definedKeys(fieldsAt(kept, field)).filter(
    (key) => !isEqual(own(fieldsAt(kept, field), key), own(fieldsAt(outputs, field), key)),
  );
  const spelled = withThoseOf(fieldsAt(outputs, respelledKey), fieldsAt(olds, respelledKey), keys);
  const record = after && {
    ...after,
    arguments: withThoseOf(after.arguments, before?.arguments ?? {}, names),
  };
  return {
    ...outputs,
    ...kept,
    ...(respelledKey in outputs || definedKeys(spelled).length > 0 ? { [respelledKey]: spelled } : {}),
    ...(record === undefined ? {} : { [responseKey]: keptRecord(record) }),
  };
}

/** Some fields with the values that others have under some keys, or without these. */
function withThoseOf(fields: Fields, others: Fields, keys: readonly string[]): Record<string, unknown> {
  const known = keys.filter((key) => own(others, key) !== undefined);
  return { ...omit(fields, keys), ...Object.fromEntries(known.map((key) => [key, others[key]])) };
}

/** True also if the program goes back to what it was: the state says that an update is due. */
function indeterminate(cause: string, id: string, outputs: Fields): PartialFailure {
  return new PartialFailure(
    "PC_INDETERMINATE_UPDATE",
    `${cause}; the change may have been made nevertheless: the next \`pulumi up\` makes sure`,
    id,
    outputs,
  );
}

async function send(
  client: ObjectClient,
  { prepare = [], request, carries, isDone }: UpdateStep,
  news: Fields,
  { id, outputs, verb, open, leavesObject }: Progress,
): Promise<RemoteObject> {
  const attempts = new Attempts();
  let isSent = false;
  try {
    await sendPreparations(client, prepare, verb);
    const before = isDone && (await client.read(id, {}, verb)).object;
    if (before !== undefined && isDone?.(before) === true) return before;
    isSent = true;
    return (await client.sendForObject(verb, request, { attempts })).object;
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    const { message, code } = error;
    const isIndeterminate =
      isSent && (attempts.isIndeterminate || (isRequestFailure(error) && error.outcome === "indeterminate"));
    // The repetition of a request that was carried out may be refused.
    const after =
      isIndeterminate && isDone !== undefined
        ? (await client.read(id, {}, verb).catch(() => undefined))?.object
        : undefined;
    if (after !== undefined && isDone?.(after) === true) return after;
    if (isIndeterminate) {
      throw indeterminate(message, id, withIndeterminate(outputs, afterAttempt(open, carries, news)));
    }
    if (!leavesObject) throw error;
    throw new PartialFailure(code, message, id, withIndeterminate(outputs, open));
  }
}

/** @throws ConnectorsError if a response shows that what follows cannot succeed; RequestFailure. */
export async function sendPreparations(
  client: ObjectClient,
  preparations: readonly Preparation[],
  verb: "create" | "update",
): Promise<void> {
  for (const { problem, ...request } of preparations) {
    const { body } = await client.send(verb, request);
    const found = await problem?.(body);
    if (found !== undefined) {
      throw new ConnectorsError("PC_REFUSED", `${client.subject}: ${verb} failed: ${client.shown(found)}`);
    }
  }
}

/** What the platform did not take of a request: the sentence for the user, and the arguments as they still are. */
interface Refusal {
  readonly text: string;
  readonly kept: Fields;
}

function notApplied(
  client: ObjectClient,
  { carries }: UpdateStep,
  before: Before,
  news: Fields,
  object: RemoteObject,
): Refusal | undefined {
  const { outputs: olds } = before;
  const { definition } = client;
  const { config, name, noun, platform } = definition;
  const loss = definition.loses?.(object);
  const lost = carries.filter((argument) => loss?.arguments.includes(argument) === true);
  if (loss !== undefined && lost.length > 0) {
    return {
      text: `${platform.title} does not keep ${lost.join(" and ")}: ${loss.because}`,
      kept: Object.fromEntries(lost.map((argument) => [argument, olds[argument] ?? undefined])),
    };
  }
  // What an earlier update may have brought about already is not known to be as before.
  const open = new Set(indeterminateIn(olds).names);
  const isKeptArgument = (argument: string): boolean =>
    !open.has(argument) && isKept(definition, argument, before, news, object);
  const asBefore = (argument: string): unknown => argumentAsBefore(definition, argument, olds, object);
  if (name !== undefined && isKeptArgument(name.field)) {
    const { field } = name;
    return {
      text: `${platform.title} kept the old ${field} ${client.shown(JSON.stringify(object[field]))}; put that ${field} back into the program, or create a new ${noun} with the resource option \`onRename: "replace"\``,
      kept: { [field]: asBefore(field) },
    };
  }
  const fields = carries.filter((argument) => argument !== config?.field && isKeptArgument(argument));
  const paths = open.has(config?.field ?? "") ? [] : keptPaths(definition, carries, olds, news, object);
  if (fields.length + paths.length === 0) return undefined;
  const field = config?.field ?? "";
  const names = [...fields, ...paths.map((path) => formatPath([field, ...path]))].join(", ");
  const kept: Record<string, unknown> = Object.fromEntries(
    fields.map((argument) => [argument, asBefore(argument)]),
  );
  if (paths.length > 0) {
    kept[field] = paths.reduce<Fields>(
      (settings, path) => withValueAt(settings, path, valueAt(olds[field], path)),
      fieldsAt(news, field),
    );
  }
  return {
    text: `${platform.title} kept ${names} as before; set it on the platform, or undo the change in the program`,
    kept,
  };
}

/** The argument as the program had it, where the platform shows it as it did then; else as the platform shows it. */
function argumentAsBefore(
  { arguments: all }: ResourceDefinition,
  name: string,
  olds: Fields,
  object: RemoteObject,
): unknown {
  const shown = inTermsOfProgram(all[name], olds[name], object[name]);
  const spelled = own(responseRecord(olds)?.arguments ?? {}, name);
  return spelled === undefined ? shown : inSpellingOfProgram(olds[name], spelled, shown);
}

/**
 * Whether the response has another value than the program and, as far as that is known, the value from before. A value that is neither is
 * the platform's spelling of the program's.
 */
function isKept(
  definition: ResourceDefinition,
  name: string,
  { outputs: olds, verb }: Before,
  news: Fields,
  object: RemoteObject,
): boolean {
  const argument = definition.arguments[name];
  const [before, after, current] = [olds[name], news[name] ?? null, object[name]];
  if (current === undefined || isEqual(before ?? null, after)) return false;
  // Of another secret nobody knows whether it is still there.
  if (isAppliedArgument(argument, after, current) || holdsForeignSecret(before)) return false;
  // Before a create there was nothing. Otherwise the state does not say what there was.
  if (before === undefined && verb === "update") return true;
  if (isAppliedArgument(argument, before ?? null, current)) return true;
  const spelled = own(responseRecord(olds)?.arguments ?? {}, name);
  const shown = inTermsOfProgram(argument, before, current);
  return spelled !== undefined && isEqual(before, inSpellingOfProgram(before, spelled, shown));
}

/**
 * The paths of the changed settings that the response still has with the old value. A value that is merely spelled differently is not one:
 * it is neither the old value nor, in the platform's spelling, what the old value was.
 */
function keptPaths(
  definition: ResourceDefinition,
  carries: readonly string[],
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): Path[] {
  const { field } = definition.config ?? {};
  if (field === undefined || !carries.includes(field)) return [];
  const reading = readingOf(definition, news);
  const [applied, respelled, record] = [
    fieldsAt(olds, field),
    fieldsAt(olds, respelledKey),
    responseRecord(olds),
  ];
  const remote = fieldsAt(object, field);
  const kept: Path[] = [];
  visitTree(fieldsAt(news, field), (value, path) => {
    const [key = "", ...below] = path;
    if (path.length === 0) return descend;
    const [was, current] = [
      valueAt(applied, path),
      valueAt(remoteSetting(reading, remote, String(key)), below),
    ];
    if (value === undefined || was === undefined || current === undefined || isEqual(was, value))
      return undefined;
    if (isFields(value) && !isReference(value) && isFields(current)) return descend;
    const wasRespelled = isRespelled(respelled, record, path, current);
    // Where nothing says how the platform spells what it had, an equal response may be another spelling of the program's value.
    const isComparable = wasRespelled || catalogPropertyAt(reading.entry, path)?.["x-normalized"] !== true;
    if (
      isPublicAt(reading, path) &&
      isComparable &&
      !isSame(reading, path, value, current) &&
      !isLikelySpelling(value, current) &&
      (wasRespelled || isSame(reading, path, was, current))
    ) {
      kept.push(path);
    }
    return undefined;
  });
  return kept;
}

/** Whether two texts differ in nothing but capitals, blanks around them and slashes at the end. A refresh may have found the platform's. */
function isLikelySpelling(given: unknown, shown: unknown): boolean {
  const [left, right] = [given, shown].map((text) =>
    typeof text === "string" ? text.trim().replace(/\/+$/, "").toLowerCase() : undefined,
  );
  return left !== undefined && left === right;
}
