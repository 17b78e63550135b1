import type { Account } from "../client/account";
import { isRequestFailure } from "../client/failure";
import type { Criteria, FoundObject } from "../client/find-objects";
import { openClient, type Access, type ObjectClient } from "../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { isConnectorsError, type ConnectorsError } from "../errors/connectors-error";
import { countdown } from "../http/clock";
import type { Secrecy } from "../secrets/secrecy";
import type { Fields } from "../values/fields";
import { messageOf, withArticle } from "../values/text";
import { isUnknown } from "../values/unknowns";
import { refuseManaged, reserve } from "./adopt";
import { adoptionChanges } from "./adoption-changes";
import {
  adoptionCriteria,
  findToAdopt,
  type AdoptionCriteria,
  type SeveralObjects,
} from "./adoption-criteria";

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
  const { adopt, adopter } = handlingOptions(inputs);
  if (adopt === undefined) return;
  const { noun } = definition;
  const sought = typeof adopt === "string" ? { id: adopt } : adopt;
  const unknown = Object.keys(sought).filter((name) => isUnknown(sought[name]));
  if (unknown.length > 0) {
    say(`takes over ${withArticle(noun)} whose ${unknown.join(" and ")} is not known yet`);
    return;
  }
  const sayWithoutLook = (because: string): void =>
    say(
      `takes over the ${noun} with ${soughtText(sought, scrub)}; what changes on it could not be looked up: ${scrubMessage(because)}`,
    );
  let client: ObjectClient;
  try {
    client = openClient(definition, access, inputs);
  } catch (error) {
    if (!isConnectorsError(error, "PC_INVALID_SETTING")) throw error;
    sayWithoutLook(messageOf(error.cause));
    return;
  }
  const reserveIt = (id: string): void => {
    // Without a name of its own, it would look like another resource when it is created.
    if (adopter !== undefined) reserve(client, id, inputs);
  };
  if (typeof adopt === "string") refuseManaged(client, adopt);
  const target = typeof adopt === "string" ? adopt : adoptionCriteria(definition, adopt, inputs);
  const found = unreachable.get(client.account) ?? (await look(client, target));
  if (typeof found === "string") {
    if (typeof adopt === "string") reserveIt(adopt);
    sayWithoutLook(found);
    return;
  }
  if ("several" in found) {
    const { several, open } = found;
    say(
      `takes over one of the ${several} ${noun}s with ${soughtText(sought, scrub)}; which one depends on ${open.join(" and ")}, which is not known yet`,
    );
    return;
  }
  const { id, object } = found;
  refuseManaged(client, id);
  const changes = await adoptionChanges(client, id, inputs, object);
  reserveIt(id);
  say(
    `takes over the ${noun}${nameOf(client, object)} with ${soughtText({ id }, scrub)}; ${listOf(changes)}`,
  );
}

/** What is taken over, as the option names it: `the id "..."`, `name "..." and type "..."`. */
function soughtText({ id, ...criteria }: Criteria, scrub: (text: string) => string): string {
  if (id !== undefined) return `the id ${scrub(JSON.stringify(id))}`;
  return Object.entries(criteria)
    .map(([name, value]) => `the ${name} ${scrub(JSON.stringify(value))}`)
    .join(" and ");
}

/**
 * Finds the object, and reads it whole.
 *
 * @param sought Its id, or what it is known by.
 * @returns why it could not be looked at, if a later attempt may end differently; or how many may be meant, as long as that is not known.
 */
async function look(
  client: ObjectClient,
  sought: string | AdoptionCriteria,
): Promise<FoundObject | SeveralObjects | string> {
  try {
    if (typeof sought === "string") return await readWithin(client, sought, lookLimit);
    const timeLeft = countdown(client.account.clock, lookLimit);
    const found = await findToAdopt(client, sought, { onceWithin: lookLimit });
    const isWhole = client.definition.listing({}).isThin !== true;
    if ("several" in found || isWhole) return found;
    return await readWithin(client, found.id, timeLeft());
  } catch (error) {
    if (!isTemporary(error)) throw error;
    const because = error.message.replace(/^.*?: (?:adopt|list) failed: /, "");
    if (isRequestFailure(error) && error.status === undefined) unreachable.set(client.account, because);
    return because;
  }
}

async function readWithin(client: ObjectClient, id: string, limit: number): Promise<FoundObject> {
  const { object } = await client.read(id, { onceWithin: limit }, "adopt");
  return { id, object };
}

/** Whether the create may end differently. So it may after a refused key, for a preview may have another one, or none. */
function isTemporary(error: unknown): error is ConnectorsError {
  if (!isRequestFailure(error)) return isConnectorsError(error, "PC_NOT_THE_API");
  return error.code !== "PC_NOT_FOUND" && (error.code !== "PC_REFUSED" || error.status === tooEarly);
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
