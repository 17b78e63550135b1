import type { Account } from "./account";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { outcomeOf, partialFailure } from "./failure";
import { recordedOutputs } from "./recorded";
import type { Remote } from "./remote";
import { handlingOptions } from "./reserved";
import { update } from "./update";
import type { Fields } from "../values/fields";

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

async function make(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  inputs: Fields,
): Promise<Created> {
  const began = Date.now();
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
  return await settle(definition, account, remote, inputs, began, cause);
}

/** Finds out what an unclear create has done. An object counts as ours only if it is unmistakably so. */
async function settle(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  inputs: Fields,
  began: number,
  cause: string,
): Promise<Created> {
  const found = await look(definition, account, remote, inputs, began).catch(() => undefined);
  if (found === undefined) {
    throw new Error(`${cause}. Whether it exists now could not be looked up: ${howToAdopt(definition)}`);
  }
  const { ours, alike } = found;
  if (ours.length === 1 && ours[0]?.id !== undefined) {
    return created(definition, account, ours[0].id, inputs, ours[0]);
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
async function look(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  inputs: Fields,
  began: number,
): Promise<{ readonly ours: readonly RemoteObject[]; readonly alike: readonly RemoteObject[] }> {
  const answer = await remote.send("list", definition.requests.list(inputs));
  const serverNow = answer.date ?? Date.now();
  const serverBegan = serverNow - (Date.now() - began) - clockSlackMilliseconds;
  const identity = [definition.nameField, definition.config.typeField];
  const alike = definition
    .fromListAnswer(answer.body)
    .filter((object) => object.id !== undefined && !account.knownIds.has(object.id))
    .filter((object) => identity.every((field) => object[field] === inputs[field]));
  const ours = alike.filter((object) => Date.parse(String(object.createdAt)) >= serverBegan);
  return { ours, alike };
}

function howToAdopt({ noun }: ResourceDefinition): string {
  return `find the ${noun} on the platform and take it over with the resource option \`adopt: "<its id>"\`, or delete it there and run \`pulumi up\` again`;
}

/** Takes over an object that exists: compared first, then made what the program says. */
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
  const answer = await remote.send("adopt", definition.requests.read(id));
  const object = definition.fromAnswer(answer.body);
  for (const field of definition.replaceOn) {
    if (object[field] !== inputs[field]) {
      throw new Error(
        `${remote.subject}: adopt failed: ${field} of ${id} is ${JSON.stringify(object[field])} on the platform and cannot change; declare that ${field}, or adopt another ${definition.noun}`,
      );
    }
  }
  account.knownIds.add(id);
  const before = recordedOutputs(definition, { ...object }, object);
  return { id, outs: await update(definition, remote, id, before, inputs) };
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
