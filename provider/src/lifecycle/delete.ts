import type { ObjectClient } from "../client/object-client";
import type { Dependent } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import type { Fields } from "../values/fields";
import { valueAt } from "../values/tree";
import { foundLate, isOpenCreate, lookForLate, whatWasMade } from "./open-create";
import { makeSureOfObject, refuseIfElsewhere } from "./other-account";

/** The most objects that a message names. */
const mostNamed = 5;

/** How long a deletion waits for those to begin that an engine asks for at the same time, in milliseconds. */
const graceForOthers = 1_000;

/**
 * Deletes the object. What the platform would delete along with it is listed first: unless this operation deletes all of it by itself, which
 * is waited for, or the option `forceDelete` allows it, nothing is deleted. An object that is gone already counts as deleted, unless it may
 * exist where the settings do not lead; one that another resource of the program has, or has taken over, stays. A create of unknown outcome
 * is forgotten if it has made nothing.
 *
 * @throws RequestFailure; ConnectorsError that names what would be deleted along with the object.
 */
export async function remove(client: ObjectClient, id: string, recorded: Fields): Promise<void> {
  const { definition, account } = client;
  await account.objects.whileDeleting(definition.kind, id, () => removeUnlessKept(client, id, recorded));
}

async function removeUnlessKept(client: ObjectClient, id: string, recorded: Fields): Promise<void> {
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
  const isForced =
    handlingOptions(recorded).forceDelete === true || account.objects.mayForceDelete(definition.kind, id);
  if (!(await makeSureOfObject(client, id, recorded, "delete"))) {
    sayWasGone(client, id);
    return;
  }
  await passGuards(client, recorded);
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

/**
 * Refuses to delete what refers to an object if the object is to be replaced and must not be: an engine deletes it last, when the others are
 * gone already.
 */
async function passGuards({ definition, account }: ObjectClient, recorded: Fields): Promise<void> {
  for (const { path, kind } of definition.references ?? []) {
    const id = valueAt(recorded, path.split("."));
    if (typeof id === "string") await account.objects.passGuard(kind, id);
  }
}

/** An object that the platform would delete along with another one. */
interface FoundDependent extends Pick<Dependent, "kind" | "plural"> {
  readonly id: string;
}

async function dependentsOf(client: ObjectClient, id: string): Promise<FoundDependent[]> {
  const found: FoundDependent[] = [];
  for (const { kind, plural, listing, refersTo } of client.definition.dependents ?? []) {
    const { objects } = await client.list(listing(id));
    const dependents = objects.filter(
      (object) => refersTo === undefined || refersTo(object).some((other) => String(other) === id),
    );
    found.push(...dependents.map((object) => ({ kind, plural, id: String(object.id) })));
  }
  return found;
}

/** @throws ConnectorsError if the platform would delete what this operation does not delete by itself; RequestFailure. */
async function refuseDependents(client: ObjectClient, id: string): Promise<void> {
  const { clock, objects } = client.account;
  const isStaying = (each: FoundDependent): boolean => objects.deletionOf(each.kind, each.id) === undefined;
  for (let mayWait = true; ; mayWait = false) {
    const found = await dependentsOf(client, id);
    if (found.length === 0) return;
    // Without a reference that it knows, an engine asks for all deletions at once, in any order.
    if (mayWait && found.some(isStaying)) await clock.sleep(graceForOthers);
    if (found.some(isStaying)) throw refusal(client, found.filter(isStaying));
    await Promise.all(found.flatMap((each) => objects.deletionOf(each.kind, each.id) ?? []));
  }
}

/**
 * The same before an object is deleted to make room for another one, as long as nothing is: what is to be replaced along with it may be there.
 *
 * @throws as `refuseDependents`.
 */
export async function refuseOtherDependents(client: ObjectClient, id: string): Promise<void> {
  const { objects } = client.account;
  const found = await dependentsOf(client, id);
  const others = found.filter((each) => !objects.isToGo(each.kind, each.id));
  if (others.length > 0) throw refusal(client, others);
}

function refusal(client: ObjectClient, dependents: readonly FoundDependent[]): ConnectorsError {
  const { definition, account } = client;
  const byKind = [...new Set(dependents.map(({ plural }) => plural))].map((plural) => {
    const ids = dependents.filter((each) => each.plural === plural).map(({ id }) => client.shown(id));
    return `${plural} ${shortList(ids)}`;
  });
  const isOwn = dependents.every(({ kind, id }) => account.objects.isKnown(kind, id));
  const why = isOwn
    ? `and this program keeps them; let them refer to it by its output \`id\`, so that they are replaced or deleted first`
    : `and this program did not create them; delete them first`;
  return new ConnectorsError(
    "PC_DELETE_REFUSED",
    `${client.subject}: delete refused: the platform would delete ${byKind.join(" and ")} along with the ${definition.noun}, ${why}, or set the resource option \`forceDelete: true\` and run \`pulumi up\``,
  );
}

function shortList(ids: readonly string[]): string {
  const more = ids.length - mostNamed;
  return ids.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
