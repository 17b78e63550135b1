import type { Fields } from "../values/fields";
import { forget, isKnown, know, type Account } from "./account";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { isPartialFailure, outcomeOf, partialFailure } from "./failure";
import { listAll } from "./listing";
import { recordedOutputs } from "./recorded";
import type { Remote } from "./remote";
import { handlingOptions } from "./reserved";
import { update } from "./update";

/** The platform's clock and ours are compared through the `Date` of its answer, which has whole seconds. */
const clockSlackMilliseconds = 2_000;

/** A created object, as the host hands it to the engine. */
export interface Created {
  readonly id: string;
  readonly outs: Record<string, unknown>;
}

/**
 * Makes the object, or takes over the one that the option `adopt` names.
 * After an answer that leaves open whether the object exists, it is looked up before anything else is said, so
 * that nothing exists on the platform that the state does not know.
 *
 * @throws RequestFailure, or an Error that says what may exist and how to adopt it.
 */
export async function create(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  inputs: Fields,
): Promise<Created> {
  const { adopt: existing } = handlingOptions(inputs);
  return existing === undefined
    ? await make(definition, account, remote, inputs)
    : await adopt(definition, account, remote, existing, inputs);
}

/** One object on its way to the platform. */
interface Creation {
  readonly definition: ResourceDefinition;
  readonly account: Account;
  readonly remote: Remote;
  readonly inputs: Fields;
  /** When it was sent, in milliseconds since 1970. */
  readonly began: number;
  /** Whether no other create is under way that makes an object of the same name and type. */
  readonly isAlone: () => boolean;
}

async function make(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  inputs: Fields,
): Promise<Created> {
  const { creating } = account;
  const alike = JSON.stringify([definition.kind, ...definition.identity.map((field) => inputs[field])]);
  const isAlone = (): boolean => creating.get(alike) === 1;
  creating.set(alike, (creating.get(alike) ?? 0) + 1);
  try {
    return await send({ definition, account, remote, inputs, began: Date.now(), isAlone });
  } finally {
    creating.set(alike, (creating.get(alike) ?? 1) - 1);
  }
}

async function send(creation: Creation): Promise<Created> {
  const { definition, account, remote, inputs } = creation;
  let cause: string;
  try {
    const answer = await remote.send("create", definition.requests.create(inputs));
    const object = definition.fromAnswer(answer.body);
    if (object.id !== undefined) return created(definition, account, object.id, inputs, object);
    cause = `${remote.subject}: create failed: the answer has no usable id`;
  } catch (error) {
    if (outcomeOf(error) !== "unclear") throw error;
    cause = (error as Error).message;
  }
  return await settle(creation, cause);
}

/** Finds out what an unclear create has done. An object counts as ours only if it is unmistakably so. */
async function settle(creation: Creation, cause: string): Promise<Created> {
  const { definition, account, inputs, isAlone } = creation;
  const found = await look(creation).catch(() => undefined);
  if (found === undefined) {
    throw new Error(`${cause}. Whether it exists now could not be looked up: ${howToAdopt(definition)}`);
  }
  const { ours, alike } = found;
  const [only] = ours;
  if (ours.length === 1 && only?.id !== undefined && isAlone()) {
    return created(definition, account, only.id, inputs, await whole(creation, only.id, only));
  }
  if (alike.length > 0) {
    const ids = alike.map((object) => object.id).join(", ");
    throw new Error(
      `${cause}. It may exist now: the platform has a ${definition.noun} of that name and type (${ids}); ${howToAdopt(definition)}`,
    );
  }
  throw new Error(`${cause}. No ${definition.noun} of that name and type exists on the platform`);
}

/** An object that a list may show a part of only. */
async function whole(
  { definition, remote, inputs }: Creation,
  id: string,
  listed: RemoteObject,
): Promise<RemoteObject> {
  if (definition.listing(inputs).isThin !== true) return listed;
  const read = remote.sendForObject("read", definition.requests.read(id));
  return await read.then(({ object }) => object).catch(() => listed);
}

/** The objects with our name and type, and those of them that were made since we began. */
async function look({
  definition,
  account,
  remote,
  inputs,
  began,
}: Creation): Promise<{ readonly ours: readonly RemoteObject[]; readonly alike: readonly RemoteObject[] }> {
  const { objects, date } = await listAll(remote, definition.listing(inputs));
  const serverNow = date ?? Date.now();
  const serverBegan = serverNow - (Date.now() - began) - clockSlackMilliseconds;
  const given = definition.identity.filter((field) => inputs[field] !== undefined);
  const alike = objects
    .filter(({ id }) => id !== undefined && !isKnown(account, definition.kind, id))
    .filter((object) => given.every((field) => object[field] === inputs[field]));
  const ours = alike.filter((object) => instant(object.createdAt) >= serverBegan);
  return { ours, alike };
}

/** A time as platforms write it, in milliseconds since 1970; without a zone it is UTC. */
function instant(time: unknown): number {
  const text = String(time);
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

function howToAdopt({ noun }: ResourceDefinition): string {
  return `find the ${noun} on the platform and take it over with the resource option \`adopt: "<its id>"\`, or delete it there and run \`pulumi up\` again`;
}

/** Takes over an object that exists, and that no other resource has or takes over. */
async function adopt(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  id: string,
  inputs: Fields,
): Promise<Created> {
  if (isKnown(account, definition.kind, id)) {
    throw new Error(
      `${remote.subject}: adopt failed: this stack manages ${id} already; take the option \`adopt\` out of the program`,
    );
  }
  know(account, definition.kind, id);
  try {
    return { id, outs: await takeOver(definition, remote, id, inputs) };
  } catch (error) {
    if (!isPartialFailure(error)) forget(account, definition.kind, id);
    throw error;
  }
}

/** Compares the object first, then makes it what the program says. */
async function takeOver(
  definition: ResourceDefinition,
  remote: Remote,
  id: string,
  inputs: Fields,
): Promise<Record<string, unknown>> {
  const { object } = await remote.sendForObject("adopt", definition.requests.read(id));
  for (const [field, { onChange }] of Object.entries(definition.arguments)) {
    if (onChange === "replace" && inputs[field] !== undefined && object[field] !== inputs[field]) {
      throw new Error(
        `${remote.subject}: adopt failed: ${field} of ${id} is ${JSON.stringify(object[field])} on the platform and cannot change; declare that ${field}, or adopt another ${definition.noun}`,
      );
    }
  }
  return await update(definition, remote, id, recordedOutputs(definition, { ...object }, object), inputs);
}

function created(
  definition: ResourceDefinition,
  account: Account,
  id: string,
  inputs: Fields,
  object: RemoteObject,
): Created {
  know(account, definition.kind, id);
  try {
    return { id, outs: recordedOutputs(definition, inputs, object) };
  } catch (error) {
    // From here on the object exists: whatever happens, its id must reach the state.
    throw partialFailure(String(error), id, { ...inputs });
  }
}
