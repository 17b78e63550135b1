import { Attempts } from "../http/attempts";
import { omit, type Fields } from "../values/fields";
import { forget, isKnown, know, takeOver, type Account } from "../client/account";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import {
  isPartialFailure,
  isRequestFailure,
  partialFailure,
  requestFailure,
  type RequestFailure,
} from "../client/failure";
import { instant } from "../values/time";
import { listAll } from "../client/list";
import { recordedOutputs } from "./outputs";
import type { Remote } from "../client/object-client";
import { contradictsConfig } from "./config-drift";
import { handlingOptions } from "../definition/state-keys";
import { unclearIn } from "./indeterminate-updates";
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
    return await send({ definition, account, remote, inputs, isAlone });
  } finally {
    creating.set(alike, (creating.get(alike) ?? 1) - 1);
  }
}

/** Sends the request, and again if it is as good as known that it has done nothing, until the deadline is over. */
async function send(creation: Creation): Promise<Created> {
  const { definition, account, remote, inputs } = creation;
  const attempts = new Attempts();
  const window = remote.deadline.milliseconds / lookUpPart;
  for (let isFirst = true; ; isFirst = false) {
    const sent = await sendOnce(creation, attempts);
    if ("object" in sent) {
      const made = created(definition, account, sent.id, inputs, sent.object);
      return isFirst ? made : await onlyOne(creation, made);
    }
    const isUnclear = sent.outcome === "indeterminate";
    if (!isUnclear && isFirst) throw sent;
    const found = await settle(creation, sent.message, isUnclear ? window : 0);
    if (found !== undefined) return found;
    const wait = (attempts.notBefore ?? 0) - account.clock.now();
    if (!sent.isPassing || !isUnclear || remote.deadline.left() <= Math.max(0, wait)) {
      throw new Error(`${sent.message}. ${nothingYet(definition)}`);
    }
    if (wait > 0) await account.clock.sleep(wait);
  }
}

/** One request: the object that it made, or how it failed. */
async function sendOnce(
  { definition, remote, inputs }: Creation,
  attempts: Attempts,
): Promise<{ readonly id: string; readonly object: RemoteObject } | RequestFailure> {
  try {
    const answer = await remote.send("create", definition.requests.create(inputs), [], attempts);
    const object = definition.fromAnswer(answer.body);
    if (object.id !== undefined) return { id: object.id, object };
    return requestFailure(`${remote.subject}: create failed: the answer has no usable id`, "indeterminate");
  } catch (error) {
    if (!isRequestFailure(error)) throw error;
    return error;
  }
}

/** Of two requests the first may have been carried out late; what it made must not stay behind unnoticed. */
async function onlyOne(creation: Creation, made: Created): Promise<Created> {
  const found = await look(creation).catch(() => undefined);
  if (found === undefined || found.ours.length === 0 || !creation.isAlone()) return made;
  const { definition, remote } = creation;
  throw partialFailure(
    `${remote.subject}: create was sent again, for the first answer did not come, and made more than one ${definition.noun}: ${made.id} is in the state now; delete ${idsOf(found.ours)} on the platform`,
    made.id,
    made.outs,
  );
}

/**
 * Finds out what an unclear create has done. An object counts as ours only if it is unmistakably so. A platform may show it only after a
 * while, so it is looked for several times.
 *
 * @param window For how many milliseconds.
 * @returns undefined if there is nothing like it.
 */
async function settle(creation: Creation, cause: string, window: number): Promise<Created | undefined> {
  const { definition, account, remote, inputs, isAlone } = creation;
  remote.deadline.leaveAtLeast(window);
  let alike: readonly RemoteObject[] = [];
  for (const wait of lookUpWaits(window)) {
    if (wait > 0) await account.clock.sleep(wait);
    const found = await look(creation).catch(() => undefined);
    if (found === undefined) {
      throw new Error(`${cause}. Whether it exists now could not be looked up: ${howToAdopt(definition)}`);
    }
    const [only, ...others] = found.ours;
    if (only?.id !== undefined && others.length === 0 && isAlone()) {
      return created(definition, account, only.id, inputs, await whole(creation, only.id, only));
    }
    alike = found.alike;
    if (others.length > 0) break;
  }
  if (alike.length === 0) return undefined;
  throw new Error(
    `${cause}. It may exist now: the platform has a ${definition.noun} of that name and type (${idsOf(alike)}); ${howToAdopt(definition)}`,
  );
}

/** The part of an operation's time for which an object is looked for after each unclear request. */
const lookUpPart = 15;

/** Before each look-up: none at first, then one that doubles, all together as long as the window. */
function lookUpWaits(window: number): readonly number[] {
  const waits = [0];
  for (let left = window, wait = window / 20; left > 0; left -= wait, wait = Math.min(2 * wait, left)) {
    waits.push(wait);
  }
  return waits;
}

function idsOf(objects: readonly RemoteObject[]): string {
  return objects.map(({ id }) => id).join(", ");
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
}: Creation): Promise<{ readonly ours: readonly RemoteObject[]; readonly alike: readonly RemoteObject[] }> {
  const { objects, date } = await listAll(remote, definition.listing(inputs));
  const now = account.clock.now();
  const sinceBegan = now - (remote.deadline.startedAt ?? now);
  // A platform that does not say what time it is there leaves open what is new.
  const serverBegan = date === undefined ? Infinity : date - sinceBegan - clockSlackMilliseconds;
  const given = definition.identity.filter((field) => inputs[field] !== undefined);
  const alike = objects
    .filter(({ id }) => id !== undefined && !isKnown(account, definition.kind, id))
    .filter((object) => given.every((field) => object[field] === inputs[field]));
  const ours = alike.filter(
    (object) => instant(object.createdAt) >= serverBegan && !contradictsConfig(definition, inputs, object),
  );
  return { ours, alike };
}

function nothingYet({ noun }: ResourceDefinition): string {
  return `No ${noun} of that name and type exists on the platform; should one appear later, take it over with the resource option \`adopt: "<its id>"\`, or delete it there`;
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
    const outs = await adopted(definition, remote, id, inputs);
    takeOver(account, definition.kind, id);
    return { id, outs };
  } catch (error) {
    if (isPartialFailure(error)) takeOver(account, definition.kind, id);
    else forget(account, definition.kind, id);
    throw error;
  }
}

/** Compares the object first, then makes it what the program says. */
async function adopted(
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
  const recorded = recordedOutputs(definition, omit(object, ["id"]), object);
  return await update(definition, remote, id, recorded, inputs).catch((error: unknown) => {
    if (!isPartialFailure(error)) throw error;
    throw Object.assign(error, { properties: asTakenOver(definition, error.properties, inputs) });
  });
}

/** In the place of what is not known stands what the program says: the platform's may be masked. With it what is no argument, the provider above all. */
function asTakenOver({ arguments: all }: ResourceDefinition, outputs: Fields, inputs: Fields): Fields {
  const { names } = unclearIn(outputs);
  const isOfProgram = (name: string): boolean => !(name in all) || names.includes(name);
  return {
    ...outputs,
    ...Object.fromEntries(Object.entries(inputs).filter(([name]) => isOfProgram(name))),
  };
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
