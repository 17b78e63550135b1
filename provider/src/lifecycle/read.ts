import { noSuchObject } from "../client/find-objects";
import type { ObjectClient } from "../client/object-client";
import { withDeferred } from "../definition/deferred";
import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { identityKey } from "../definition/state-keys";
import type { Fields } from "../values/fields";
import { withIdentity } from "./identity";
import { isManaged, outputsOfGet, refreshed, reliablePart } from "./outputs";
import { isOpenCreate, lookForLate, mostLate, offer, whatWasMade } from "./open-create";
import { refuseIfElsewhere, refuseStranger } from "./other-account";
import { readObject } from "./read-object";

/** What the host hands to the engine. An empty result means that the object is gone. */
export interface ReadResult {
  readonly id?: string;
  readonly props?: Record<string, unknown>;
  /** Absent if those that the engine has still count. */
  readonly inputs?: Record<string, unknown>;
}

/**
 * Reads the object as the platform has it.
 *
 * @param recorded The recorded outputs. If they are not of a managed object this is a `get`, which shows the object without its
 *   configuration.
 * @throws RequestFailure for any failure but a 404 of the API; ConnectorsError if a program gets what does not exist.
 */
export async function read(client: ObjectClient, id: string, recorded: Fields): Promise<ReadResult> {
  const { definition } = client;
  if (isOpenCreate(recorded)) return await readOpenCreate(client, id, recorded);
  const { status, object } = await readObject(client, id, recorded);
  if (status === 404) {
    if (isManaged(definition, recorded) || !isFirstGet(definition, recorded)) {
      await refuseIfElsewhere(client, id, recorded, "read");
      return {};
    }
    const { kind, name } = definition;
    // The sentence names the id by itself.
    const isNameless = name === undefined && handlingOptions(recorded).resource === undefined;
    throw noSuchObject(client, id, isNameless ? kind : client.subject);
  }
  await refuseStranger(client, id, recorded, object, "read");
  if (!isManaged(definition, recorded)) {
    const props = outputsOfGet(definition, object, recorded);
    // Its outputs are all that a refresh compares: a new key alone must not show as a change of the object.
    return { id, props: identityKey in props ? props : await withIdentity(client, id, props) };
  }
  const { outputs, inputs } = refreshed(definition, recorded, reliablePart(definition, object));
  // Once the object has left the condition, the inputs show what is still to be brought about.
  const isOver = definition.loses?.(object) === undefined;
  const props = await withIdentity(client, id, isOver ? withDeferred(outputs, []) : outputs);
  return { id, props, ...(inputs && { inputs }) };
}

/** A create of unknown outcome stays in the state until it can make nothing any more, and until nobody finds what it has made. */
async function readOpenCreate(client: ObjectClient, id: string, recorded: Fields): Promise<ReadResult> {
  const { late, age } = await lookForLate(client, recorded);
  if (late.length > 0) client.say(offer(client, late));
  else if (age > mostLate) {
    await refuseIfElsewhere(client, id, recorded, "read", whatWasMade(client));
    return {};
  }
  const { outputs, inputs } = refreshed(client.definition, recorded, { id: undefined });
  return { id, props: outputs, ...(inputs && { inputs }) };
}

/** A `get` hands in nothing but the provider's code; to the engine an empty result would be an object without properties. */
function isFirstGet(definition: ResourceDefinition, recorded: Fields): boolean {
  return definition.outputs.every((name) => recorded[name] === undefined);
}
