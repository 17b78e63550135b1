import type { Fields } from "../values/fields";
import type { Account } from "./account";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { isPartialFailure, outcomeOf, partialFailure } from "./failure";
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
  const alike = JSON.stringify([definition.kind, ...identity(definition).map((field) => inputs[field])]);
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
    return created(definition, account, only.id, inputs, only);
  }
  if (alike.length > 0) {
    const ids = alike.map((object) => object.id).join(", ");
    throw new Error(
      `${cause}. It may exist now: the platform has a ${definition.noun} of that name and type (${ids}); ${howToAdopt(definition)}`,
    );
  }
  throw new Error(`${cause}. No ${definition.noun} of that name and type exists on the platform`);
}

/** The objects with our name and type, and those of them that were made since we began. */
async function look({
  definition,
  account,
  remote,
  inputs,
  began,
}: Creation): Promise<{ readonly ours: readonly RemoteObject[]; readonly alike: readonly RemoteObject[] }> {
  const answer = await remote.send("list", definition.requests.list(inputs));
  const serverNow = answer.date ?? Date.now();
  const serverBegan = serverNow - (Date.now() - began) - clockSlackMilliseconds;
  const objects = definition.fromListAnswer(answer.body);
  if (objects === undefined) throw new Error("the answer is no list");
  const alike = objects
    .filter((object) => object.id !== undefined && !account.knownIds.has(object.id))
    .filter((object) => identity(definition).every((field) => object[field] === inputs[field]));
  const ours = alike.filter((object) => Date.parse(String(object.createdAt)) >= serverBegan);
  return { ours, alike };
}

/** What objects that could be taken for each other have in common. */
function identity({ nameField, config }: ResourceDefinition): string[] {
  return [nameField, config.typeField];
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
  if (account.knownIds.has(id)) {
    throw new Error(
      `${remote.subject}: adopt failed: this stack manages ${id} already; take the option \`adopt\` out of the program`,
    );
  }
  account.knownIds.add(id);
  try {
    return { id, outs: await takeOver(definition, remote, id, inputs) };
  } catch (error) {
    if (!isPartialFailure(error)) account.knownIds.delete(id);
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
  for (const field of definition.replaceOn) {
    if (object[field] !== inputs[field]) {
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
  account.knownIds.add(id);
  try {
    return { id, outs: recordedOutputs(definition, inputs, object) };
  } catch (error) {
    // From here on the object exists: whatever happens, its id must reach the state.
    throw partialFailure(String(error), id, { ...inputs });
  }
}
