import type { Account } from "../client/account";
import { isRequestFailure, type RequestFailure } from "../client/failure";
import { openClient, type Access, type ObjectClient } from "../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { isConnectorsError } from "../errors/connectors-error";
import type { Secrecy } from "../secrets/secrecy";
import type { Fields } from "../values/fields";
import { messageOf, withArticle } from "../values/text";
import { isUnknown } from "../values/unknowns";
import { refuseManaged } from "./adopt";
import { adoptionChanges } from "./adoption-changes";

/** For how long a look at an object may take, in milliseconds. */
const lookLimit = 5_000;
/** The status of a request that is to be sent again. */
const tooEarly = 425;
/** The most changes that a line lists. */
const mostChanges = 20;

/** Why the objects of an account cannot be looked at. Engines check one resource after the other, so that only one of them may wait. */
const unreachable = new WeakMap<Account, string>();

/**
 * Says which object a resource is about to take over and what changes on it: to the engine it is a create like any other. Looks at the
 * object for that, once. That it cannot be looked at is no failure, for a preview needs neither settings nor a platform.
 *
 * @param inputs The checked inputs of a resource that is not in the state yet.
 * @param say Shows a line about the resource.
 * @throws ConnectorsError, as the create will, if there is no such object or it cannot become what the program says.
 */
export async function announceAdoption(
  definition: ResourceDefinition,
  access: Access,
  inputs: Fields,
  say: (text: string) => void,
  { scrub, scrubMessage }: Pick<Secrecy, "scrub" | "scrubMessage">,
): Promise<void> {
  const { adopt: id } = handlingOptions(inputs);
  if (id === undefined) return;
  const { noun } = definition;
  if (isUnknown(id)) {
    say(`takes over ${withArticle(noun)} whose id is not known yet`);
    return;
  }
  const shownId = scrub(JSON.stringify(id));
  const sayWithoutLook = (because: string): void =>
    say(
      `takes over the ${noun} with the id ${shownId}; what changes on it could not be looked up: ${scrubMessage(because)}`,
    );
  let client: ObjectClient;
  try {
    client = openClient(definition, access, inputs);
  } catch (error) {
    if (!isConnectorsError(error, "PC_INVALID_SETTING")) throw error;
    sayWithoutLook(messageOf(error.cause));
    return;
  }
  refuseManaged(client, id);
  const found = unreachable.get(client.account) ?? (await look(client, id));
  if (typeof found === "string") {
    sayWithoutLook(found);
    return;
  }
  const changes = await adoptionChanges(client, id, inputs, found);
  say(`takes over the ${noun}${nameOf(client, found)} with the id ${shownId}; ${listOf(changes)}`);
}

/** Reads the object. @returns why it could not be read, if a later attempt may end differently. */
async function look(client: ObjectClient, id: string): Promise<RemoteObject | string> {
  try {
    return (await client.read(id, { onceWithin: lookLimit }, "adopt")).object;
  } catch (error) {
    if (!isRequestFailure(error) || isFinal(error)) throw error;
    const because = error.message.replace(`${client.subject}: adopt failed: `, "");
    if (error.status === undefined) unreachable.set(client.account, because);
    return because;
  }
}

/** Whether the create will end likewise. A refused key is not final: a preview may have another one, or none. */
function isFinal({ code, status }: RequestFailure): boolean {
  return code === "PC_NOT_FOUND" || (code === "PC_REFUSED" && status !== tooEarly);
}

/** The object's name on the platform, with a blank before it. */
function nameOf(client: ObjectClient, object: RemoteObject): string {
  const { name } = client.definition;
  const value = name && object[name.field];
  return typeof value === "string" ? ` ${client.quoted(value)}` : "";
}

function listOf(changes: readonly string[]): string {
  if (changes.length === 0) return "nothing changes on it";
  const more = changes.length > mostChanges ? `, and ${changes.length - mostChanges} more` : "";
  return `changes on it: ${changes.slice(0, mostChanges).join(", ")}${more}`;
}
