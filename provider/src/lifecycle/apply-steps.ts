import type { ObjectClient } from "../client/object-client";
import { isRequestFailure } from "../client/failure";
import { catalogProperty } from "../catalog/entry";
import { configEntry, isPublicKey } from "../definition/config-entry";
import { deferredIn, withDeferred } from "../definition/deferred";
import type { RemoteObject, ResourceDefinition, UpdateStep } from "../definition/definition";
import {
  afterAttempt,
  indeterminateIn,
  settled,
  withIndeterminate,
  type Indeterminate,
} from "../definition/indeterminate-updates";
import { respelledKey } from "../definition/state-keys";
import { isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import { definedKeys, fieldsAt, isEqual, own, type Fields } from "../values/fields";
import { isAppliedArgument, isSameSetting } from "./compare";
import { recordedOutputs, reliablePart } from "./outputs";
import { PartialFailure } from "./partial-failure";

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
  for (const [index, step] of steps.entries()) {
    const leavesObject = verb === "create" || index > 0;
    const progress = { id, outputs, verb, open, leavesObject };
    const sent = await send(client, step, news, progress);
    const reverts = definition.loses?.(sent)?.reverts?.filter((name) => step.carries.includes(name)) ?? [];
    // The response may show what the platform does not keep even now.
    const object = reverts.length === 0 ? sent : await readBack(client, step, news, progress);
    deferred = [...deferred, ...reverts];
    open = settled(open, (name) => step.carries.includes(name));
    const toCome = steps.slice(index + 1).flatMap(({ carries }) => carries);
    outputs = withDeferred(
      recordedOutputs(definition, withArgumentsOf(olds, toCome, news), reliablePart(definition, object), {
        ...olds,
        ...outputs,
      }),
      deferred,
    );
    const refusal = notApplied(client, step, olds, news, object);
    if (refusal !== undefined) {
      throw new PartialFailure(
        "PC_NOT_APPLIED",
        `${client.subject}: ${verb} failed: ${refusal.text}`,
        id,
        withIndeterminate({ ...outputs, ...refusal.kept }, open),
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
  { request, carries }: UpdateStep,
  news: Fields,
  { id, outputs, verb, open, leavesObject }: Progress,
): Promise<RemoteObject> {
  const attempts = new Attempts();
  try {
    return (await client.sendForObject(verb, request, { attempts })).object;
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    const { message, code } = error;
    if (attempts.isIndeterminate || (isRequestFailure(error) && error.outcome === "indeterminate")) {
      throw indeterminate(message, id, withIndeterminate(outputs, afterAttempt(open, carries, news)));
    }
    if (!leavesObject) throw error;
    throw new PartialFailure(code, message, id, withIndeterminate(outputs, open));
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
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): Refusal | undefined {
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
  const isKeptArgument = (argument: string): boolean => isKept(definition, argument, olds, news, object);
  if (name !== undefined && isKeptArgument(name.field)) {
    const { field } = name;
    return {
      text: `${platform.title} kept the old ${field} ${client.shown(JSON.stringify(object[field]))}; put that ${field} back into the program, or create a new ${noun} with the resource option \`onRename: "replace"\``,
      kept: { [field]: object[field] },
    };
  }
  const fields = carries.filter((argument) => argument !== config?.field && isKeptArgument(argument));
  const keys = keptKeys(definition, carries, olds, news, object);
  if (fields.length + keys.length === 0) return undefined;
  const field = config?.field ?? "";
  const names = [...fields, ...keys.map((key) => `${field}.${key}`)].join(", ");
  const kept: Record<string, unknown> = Object.fromEntries(
    fields.map((argument) => [argument, object[argument]]),
  );
  if (keys.length > 0) {
    const before = Object.fromEntries(keys.map((key) => [key, own(fieldsAt(olds, field), key)]));
    kept[field] = { ...fieldsAt(news, field), ...before };
  }
  return {
    text: `${platform.title} kept ${names} as before; set it on the platform, or undo the change in the program`,
    kept,
  };
}

/** Whether the response has another value than the program and, as far as that is known, the value from before. */
function isKept(
  definition: ResourceDefinition,
  name: string,
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): boolean {
  const argument = definition.arguments[name];
  const [before, after, current] = [olds[name] ?? null, news[name] ?? null, object[name]];
  if (current === undefined || isEqual(before, after)) return false;
  if (isAppliedArgument(argument, after, current)) return false;
  return before === null || isAppliedArgument(argument, before, current);
}

/** The changed keys of the configuration that the response still has with the old value. A value that is merely spelled differently is not one. */
function keptKeys(
  definition: ResourceDefinition,
  carries: readonly string[],
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): string[] {
  const { field } = definition.config ?? {};
  if (field === undefined || !carries.includes(field)) return [];
  const isPublic = isPublicKey(definition, news);
  const entry = configEntry(definition, news);
  const applied = fieldsAt(olds, field);
  const respelled = fieldsAt(olds, respelledKey);
  const before = { ...applied, ...respelled };
  // Where nothing says how the platform spells what it had, an equal response may be another spelling of the program's value.
  const isComparable = (key: string): boolean =>
    Object.hasOwn(respelled, key) || catalogProperty(entry, key)?.["x-normalized"] !== true;
  const after = fieldsAt(news, field);
  const current = fieldsAt(object, field);
  return definedKeys(after).filter((key) => {
    const [was, is] = [own(before, key), own(current, key)];
    const isShown = (value: unknown): boolean =>
      isSameSetting(catalogProperty(entry, key), definition.platform.coerces, value, is);
    return (
      isPublic(key) &&
      isComparable(key) &&
      was !== undefined &&
      is !== undefined &&
      !isEqual(own(applied, key), after[key]) &&
      !isShown(after[key]) &&
      isShown(was)
    );
  });
}
