import type { ObjectClient } from "../client/object-client";
import { isRequestFailure, RequestFailure } from "../client/failure";
import { withDeferred } from "../definition/deferred";
import type { Preparation, RemoteObject, ResourceDefinition, UpdateStep } from "../definition/definition";
import { ConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import type { ApiRequest } from "../http/connection";
import { withValues } from "../secrets/references";
import type { Fields } from "../values/fields";
import { messageOf } from "../values/text";
import { adopt } from "./adopt";
import { applySteps, sendPreparations, withArgumentsOf } from "./apply-steps";
import { isSameArgument } from "./compare";
import { findCreated, idsOf, look, type Creation, type Found } from "./find-created";
import { leftOpen, mostLate, refuseIfLate } from "./open-create";
import { recordedOutputs } from "./outputs";
import { PartialFailure } from "./partial-failure";
import { withTakenName } from "./taken-name";
import { verifying } from "./verify";

/** A created object, as the host hands it to the engine. */
export interface Created {
  readonly id: string;
  readonly outs: Record<string, unknown>;
}

/** The part of an operation's time during which an object is looked for that the platform makes at once or never. */
const lookUpPart = 15;
/** The pauses between the first look-ups, as a part of that. */
const firstPausePart = 20;

/**
 * Creates the object, or takes over the one that the option `adopt` names. After a response that leaves open whether the object exists, it
 * is looked up before anything else is sent or said, so that nothing exists on the platform that the state does not know.
 *
 * @param isToAdopt Whether the option counts; see `ProgramResources`.
 * @throws RequestFailure; PartialFailure if the object exists without everything that was asked for, or may still come to exist;
 *   ConnectorsError that says what may exist and how to adopt it.
 */
export async function create(client: ObjectClient, inputs: Fields, isToAdopt: boolean): Promise<Created> {
  const { definition, account } = client;
  const { kind } = definition;
  const isAlike = (other: Fields): boolean => mayBeTakenForEachOther(definition, inputs, other);
  const earlier = account.objects.openCreates(kind).filter(({ recorded }) => isAlike(recorded));
  const settleEarlier = (): void => {
    for (const { id } of earlier) account.objects.settleCreate(kind, id);
  };
  if (isToAdopt) {
    const adopted = await adopt(client, inputs);
    settleEarlier();
    return adopted;
  }
  return await verifying(client, "create", inputs, async () => {
    const created = await account.objects.whileCreating(kind, inputs, isAlike, async (isAlone) => {
      for (const open of earlier) await refuseIfLate(client, open);
      return await createNew(client, inputs, isAlone);
    });
    settleEarlier();
    return created;
  });
}

/** Whether what identifies two objects is the same, as far as both programs give it: the platform may add what one of them leaves out. */
function mayBeTakenForEachOther(
  { arguments: all, identity }: ResourceDefinition,
  inputs: Fields,
  others: Fields,
): boolean {
  return identity.arguments.every((name) => {
    const [argument, one, other] = [all[name], inputs[name] ?? undefined, others[name] ?? undefined];
    return (
      argument === undefined ||
      one === undefined ||
      other === undefined ||
      isSameArgument(argument, one, other)
    );
  });
}

async function createNew(client: ObjectClient, inputs: Fields, isAlone: () => boolean): Promise<Created> {
  // Builds the later requests, too, so that a variable that is not set is noticed before anything is sent.
  const { prepare, make, complete } = requestsOf(client, inputs, "");
  const later = complete.flatMap(({ carries }) => carries);
  await sendPreparations(client, prepare, "create");
  // What later steps carry has not arrived when the object is made.
  const arriving = withArgumentsOf({}, later, inputs);
  const { id, object } = await sendUntilClear({ client, request: make, inputs: arriving, later, isAlone });
  client.account.objects.manage(client.definition.kind, id);
  const outputs = outputsOf(client, id, arriving, object);
  const steps = complete.length === 0 ? [] : requestsOf(client, inputs, id).complete;
  return { id, outs: await applySteps(client, { id, outputs, verb: "create" }, steps, inputs) };
}

interface CreateRequests {
  readonly prepare: readonly Preparation[];
  readonly make: ApiRequest;
  readonly complete: readonly UpdateStep[];
}

/** @param id Of the object; any as long as it does not exist. */
function requestsOf(client: ObjectClient, inputs: Fields, id: string): CreateRequests {
  const failed = (): string => `${client.subject}: create failed`;
  return withValues(inputs, failed, (values) => {
    const { prepare = [], make, complete } = client.definition.requests.create(values);
    return { prepare, make, complete: complete?.(id) ?? [] };
  });
}

/**
 * Sends the request, and finds out what it has done. It is sent again only where the platform refuses a second object: a request that
 * seems to have failed may be carried out later.
 */
async function sendUntilClear(creation: Creation): Promise<Found> {
  const { client, inputs } = creation;
  const { account, deadline, definition } = client;
  const attempts = new Attempts();
  const isUnique = definition.unique !== undefined && inputs[definition.unique.argument] !== undefined;
  const shortly = deadline.milliseconds / lookUpPart;
  for (let isFirst = true; ; isFirst = false) {
    const sent = await sendOnce(creation, attempts);
    if (!(sent instanceof RequestFailure)) return isFirst ? sent : await refuseDuplicates(creation, sent);
    const isIndeterminate = sent.outcome === "indeterminate";
    if (!isIndeterminate && isFirst) throw await withTakenName(client, creation.inputs, sent);
    // After a response of the API itself, even of a failure, nothing more happens.
    const mayBeLate = isIndeterminate && sent.isRetryable;
    const window = mayBeLate && !isUnique ? Math.max(shortly, Math.min(deadline.left(), mostLate)) : shortly;
    const lookUps = { window, firstPause: shortly / firstPausePart };
    const found = await findCreated(creation, lookUps, mayBeLate);
    if ("id" in found) return found;
    const { text, mayExist, since } = found;
    const wait = (attempts.notBefore ?? 0) - account.clock.now();
    if (!isUnique || !mayBeLate || mayExist || deadline.left() <= Math.max(0, wait)) {
      const message = `${sent.message}. ${text}`;
      if (mayBeLate || mayExist || !isFirst) throw leftOpen(creation, message, since);
      throw new ConnectorsError("PC_INDETERMINATE_CREATE", message);
    }
    if (wait > 0) await account.clock.sleep(wait);
  }
}

/** Sends the request once. @returns the object that it made, or how it failed. */
async function sendOnce({ client, request }: Creation, attempts: Attempts): Promise<Found | RequestFailure> {
  try {
    const { body } = await client.send("create", request, { attempts });
    const object = client.definition.fromResponse(body);
    if (object.id !== undefined) return { id: object.id, object };
    return new RequestFailure(
      "PC_NOT_THE_API",
      `${client.subject}: create failed: the response has no usable id`,
      "indeterminate",
    );
  } catch (error) {
    if (!isRequestFailure(error)) throw error;
    return error;
  }
}

/** Of two requests, the first may have been carried out late. What it made must not stay behind unnoticed. */
async function refuseDuplicates(creation: Creation, sent: Found): Promise<Found> {
  const { client, inputs } = creation;
  client.account.objects.manage(client.definition.kind, sent.id);
  const found = await look(creation).catch(() => undefined);
  if (found === undefined || found.ours.length === 0 || !creation.isAlone()) return sent;
  throw new PartialFailure(
    "PC_INDETERMINATE_CREATE",
    `${client.subject}: create was sent again, for the first response did not come, and made more than one ${client.definition.noun}: ${client.shown(sent.id)} is in the state now; delete ${idsOf(client, found.ours)} on the platform`,
    sent.id,
    recordedOutputs(client.definition, inputs, sent.object, { isSent: () => true }),
  );
}

/** From here on the object exists: whatever happens, its id must reach the state. */
function outputsOf(
  { definition }: ObjectClient,
  id: string,
  inputs: Fields,
  object: RemoteObject,
): Record<string, unknown> {
  try {
    const overrides = definition.loses?.(object)?.overrides?.(inputs) ?? [];
    return withDeferred(recordedOutputs(definition, inputs, object, { isSent: () => true }), overrides);
  } catch (error) {
    throw new PartialFailure("PC_INTERNAL", messageOf(error), id, { ...inputs });
  }
}
