import { Attempts } from "../http/attempts";
import { definedKeys, fieldsAt, isEqual, own, type Fields } from "../values/fields";
import { isPublicKey } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition, UpdateStep } from "../definition/definition";
import { changedArguments } from "./diff";
import { isRequestFailure, partialFailure } from "../client/failure";
import { recordedOutputs, reliablePart } from "./outputs";
import type { Remote } from "../client/object-client";
import { isSame } from "./config-drift";
import { answeredKey } from "../definition/state-keys";
import { attempted, settled, unclearIn, withUnclear, type Unclear } from "./indeterminate-updates";

/**
 * Makes the object what the program says and checks in the answers that it has happened. Only what has changed is
 * sent, as far as the platform takes it so; nothing at all where the change is none of the platform's business.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @returns the complete outputs.
 * @throws RequestFailure if nothing was changed, and PartialFailure if a part was, the platform kept something as it was,
 *   or nobody knows what was done: the state then has what the platform has, or what of it is not known.
 */
export async function update(
  definition: ResourceDefinition,
  remote: Remote,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const changed = changedArguments(definition, olds, news);
  const steps = changed.length === 0 ? [] : definition.requests.update(id, news, changed);
  if (steps.length === 0) return await completed(definition, remote, id, olds, news);
  let unclear = unclearIn(olds);
  let outputs = olds;
  for (const [index, step] of steps.entries()) {
    const toCome = steps.slice(index + 1).flatMap(({ carries }) => carries);
    const object = await send(remote, step, news, { id, outputs, unclear, isFirst: index === 0 });
    unclear = settled(unclear, (name) => step.carries.includes(name));
    const reliable = reliablePart(definition, object);
    outputs = recordedOutputs(definition, withArguments(news, olds, toCome), reliable, {
      ...olds,
      ...outputs,
    });
    const refusal = notTaken(definition, step, olds, news, object);
    if (refusal !== undefined) {
      throw partialFailure(
        `${remote.subject}: update failed: ${refusal.text}`,
        id,
        withUnclear({ ...outputs, ...refusal.kept }, unclear),
      );
    }
  }
  return outputs;
}

/** Whoever has to change nothing may still have to complete what a failed create has left. */
async function completed(
  definition: ResourceDefinition,
  remote: Remote,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const isComplete = definition.outputs.every((name) => olds[name] !== undefined);
  const { object } = isComplete
    ? { object: { id } }
    : await remote.sendForObject("read", definition.requests.read(id));
  return recordedOutputs(definition, news, object, olds);
}

/** What is known of an object before a step. */
interface Before {
  readonly id: string;
  readonly outputs: Fields;
  readonly unclear: Unclear;
  readonly isFirst: boolean;
}

async function send(
  remote: Remote,
  { request, carries }: UpdateStep,
  news: Fields,
  { id, outputs, unclear, isFirst }: Before,
): Promise<RemoteObject> {
  const attempts = new Attempts();
  try {
    return (await remote.sendForObject("update", request, [], attempts)).object;
  } catch (error) {
    const { message } = error as Error;
    if (attempts.isIndeterminate || (isRequestFailure(error) && error.outcome === "indeterminate")) {
      const open = attempted(unclear, carries, news);
      throw partialFailure(`${message}${mayBeDone}`, id, withUnclear(outputs, open));
    }
    if (isFirst) throw error;
    throw partialFailure(message, id, withUnclear(outputs, unclear));
  }
}

/** Also where the program has been put back by then: the state says that an update is due. */
const mayBeDone = "; it may have been done all the same: the next `pulumi up` makes sure";

/** The inputs with some arguments as they were. */
function withArguments(news: Fields, olds: Fields, names: readonly string[]): Fields {
  return { ...news, ...Object.fromEntries(names.map((name) => [name, olds[name] ?? undefined])) };
}

/** What the platform did not take of a request: the sentence for the user, and the arguments as they still are. */
interface Refusal {
  readonly text: string;
  readonly kept: Fields;
}

function notTaken(
  definition: ResourceDefinition,
  { carries }: UpdateStep,
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): Refusal | undefined {
  const { nameField, noun, platform } = definition;
  const lost = definition.loses?.(object);
  const loses = carries.filter((name) => lost?.arguments.includes(name) === true);
  if (lost !== undefined && loses.length > 0) {
    return {
      text: `${platform.title} does not keep ${loses.join(" and ")}: ${lost.because}`,
      kept: Object.fromEntries(loses.map((name) => [name, olds[name] ?? undefined])),
    };
  }
  if (isKept(nameField, olds, news, object)) {
    return {
      text: `${platform.title} kept the old ${nameField} ${JSON.stringify(object[nameField])}; take that ${nameField} back into the program, or make a new ${noun} with the resource option \`onRename: "replace"\``,
      kept: { [nameField]: object[nameField] },
    };
  }
  const fields = carries.filter(
    (name) => name !== definition.config?.field && isKept(name, olds, news, object),
  );
  const keys = keptKeys(definition, carries, olds, news, object);
  if (fields.length + keys.length === 0) return undefined;
  const { field = "" } = definition.config ?? {};
  const names = [...fields, ...keys.map((key) => `${field}.${key}`)].join(", ");
  const kept: Record<string, unknown> = Object.fromEntries(fields.map((name) => [name, object[name]]));
  if (keys.length > 0) {
    const config = { ...fieldsAt(news, field) };
    for (const key of keys) config[key] = own(fieldsAt(olds, field), key);
    kept[field] = config;
  }
  return {
    text: `${platform.title} kept ${names} as it was; set it on the platform, or take the change out of the program`,
    kept,
  };
}

/** Whether the answer has another value than the program and, as far as that is known, the one from before. */
function isKept(name: string, olds: Fields, news: Fields, object: RemoteObject): boolean {
  const [before, after, answered] = [olds[name] ?? null, news[name] ?? null, object[name]];
  if (answered === undefined || isEqual(before, after) || isSame(after, answered)) return false;
  return before === null || isSame(before, answered);
}

/** The changed keys of the configuration that the answer still has with the old value. A value that the platform only spells another way is no such key. */
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
  const before = { ...fieldsAt(olds, field), ...fieldsAt(olds, answeredKey) };
  const applied = fieldsAt(olds, field);
  const after = fieldsAt(news, field);
  const answered = fieldsAt(object, field);
  return definedKeys(after).filter((key) => {
    const [was, is] = [own(before, key), own(answered, key)];
    return (
      isPublic(key) &&
      was !== undefined &&
      is !== undefined &&
      !isEqual(own(applied, key), after[key]) &&
      !isSame(after[key], is) &&
      isSame(was, is)
    );
  });
}
