import type { ObjectClient } from "../client/object-client";
import type { RemoteObject } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import type { Fields } from "../values/fields";
import { foundLate, isOpenCreate, lookForLate, whatWasMade } from "./open-create";
import { makeSureOfObject, refuseIfElsewhere } from "./other-account";

/** The most objects that a message names. */
const mostNamed = 5;

/**
 * Deletes the object. What the platform would delete along with it is listed first: unless this program made all of it, or the option
 * `forceDelete` allows it, nothing is deleted. An object that is gone already counts as deleted, unless it may exist where the settings do
 * not lead; one that another resource of the program has, or has taken over, stays. A create of unknown outcome is forgotten if it has made
 * nothing.
 *
 * @throws RequestFailure; ConnectorsError that names what would be deleted along with the object.
 */
export async function remove(client: ObjectClient, id: string, recorded: Fields): Promise<void> {
  const { definition, account } = client;
  if (account.objects.isKept(definition.kind, id)) {
    const { adopter } = handlingOptions(recorded);
    // The engine does not say of a resource that the user wants replaced that the state has it.
    if (adopter !== undefined && account.objects.adopterOf(definition.kind, id) === adopter) {
      client.say(
        `the ${definition.noun} ${client.shown(id)} was not replaced: the option \`adopt\` has taken it over again; take the option out of the program, and replace it then`,
      );
    }
    return;
  }
  if (isOpenCreate(recorded)) {
    await forgetOpenCreate(client, id, recorded);
    return;
  }
  // The engine compares nothing that it only still has to delete, so this is the first that the host hears of it.
  account.objects.know(definition.kind, id);
  const isForced =
    handlingOptions(recorded).forceDelete === true || account.objects.mayForceDelete(definition.kind, id);
  if (!(await makeSureOfObject(client, id, recorded, "delete"))) {
    sayWasGone(client, id);
    return;
  }
  if (!isForced) await refuseDependents(client, id);
  const attempts = new Attempts();
  try {
    const { status } = await client.send("delete", definition.requests.delete(id), {
      expected: [404],
      attempts,
    });
    // An earlier attempt may have deleted it.
    if (status === 404 && !attempts.isIndeterminate) sayWasGone(client, id);
  } catch (error) {
    if (!attempts.isIndeterminate || !isConnectorsError(error)) throw error;
    // The state keeps the object, and an `up` with nothing else to change would not notice.
    throw new ConnectorsError(
      "PC_INDETERMINATE_DELETE",
      `${error.message}; it may be gone nevertheless: run \`pulumi refresh\` to find out`,
      { cause: error },
    );
  }
}

function sayWasGone(client: ObjectClient, id: string): void {
  client.say(`the ${client.definition.noun} with the id ${client.quoted(id)} was already gone`);
}

/** There is nothing to delete, unless the create of unknown outcome has made something that no resource of the program has. */
async function forgetOpenCreate(client: ObjectClient, id: string, recorded: Fields): Promise<void> {
  if (client.account.objects.isSettledCreate(client.definition.kind, id)) return;
  const { late } = await lookForLate(client, recorded);
  if (late.length > 0) throw foundLate(client, "delete", late);
  await refuseIfElsewhere(client, id, recorded, "delete", whatWasMade(client));
}

async function refuseDependents(client: ObjectClient, id: string): Promise<void> {
  const { definition, account } = client;
  const found: string[] = [];
  for (const { kind, plural, listing, refersTo } of definition.dependents ?? []) {
    const { objects } = await client.list(listing(id));
    const refers = (object: RemoteObject): boolean =>
      refersTo === undefined || refersTo(object).some((other) => String(other) === id);
    const foreign = objects.filter(
      (object) => refers(object) && !(object.id !== undefined && account.objects.isKnown(kind, object.id)),
    );
    if (foreign.length > 0)
      found.push(`${plural} ${shortList(foreign.map((object) => client.shown(String(object.id))))}`);
  }
  if (found.length === 0) return;
  throw new ConnectorsError(
    "PC_DELETE_REFUSED",
    `${client.subject}: delete refused: the platform would delete ${found.join(" and ")} along with the ${definition.noun}, and this program did not create them; delete them first, or set the resource option \`forceDelete: true\` and run \`pulumi up\``,
  );
}

function shortList(ids: readonly string[]): string {
  const more = ids.length - mostNamed;
  return ids.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
