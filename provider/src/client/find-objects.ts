import type { RemoteObject } from "../definition/definition";
import { ConnectorsError } from "../errors/connectors-error";
import type { Verb } from "./error-messages";
import type { ObjectClient } from "./object-client";

/** What an object is known by where its id is not: arguments of its `Identity`, exactly as the platform has them. */
export type Criteria = Readonly<Record<string, string>>;

/** An object that exists. */
export interface FoundObject {
  readonly id: string;
  /** As the list shows it; see `Listing.isThin`. */
  readonly object: RemoteObject;
}

/** The most objects that a message names. */
const mostNamed = 10;

/**
 * Lists the objects that meet all criteria, in the order of the platform.
 *
 * @throws RequestFailure or ConnectorsError, as `ObjectClient.list` does.
 */
export async function listObjects(client: ObjectClient, criteria: Criteria): Promise<FoundObject[]> {
  const { objects } = await client.list(client.definition.listing(criteria));
  return objects
    .flatMap((object) => (object.id === undefined ? [] : [{ id: object.id, object }]))
    .filter(({ object }) => Object.entries(criteria).every(([name, value]) => object[name] === value));
}

/**
 * Finds the only object that meets all criteria.
 *
 * @param verb What it is looked for.
 * @throws ConnectorsError PC_NOT_FOUND or PC_AMBIGUOUS that lists what there is instead, if it is none or several; otherwise as
 *   `listObjects`.
 */
export async function findObject(client: ObjectClient, criteria: Criteria, verb: Verb): Promise<FoundObject> {
  const found = await listObjects(client, criteria);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const { noun, platform } = client.definition;
  const failed = `${client.subject}: ${verb} failed: ${platform.title} has`;
  const sought = Object.entries(criteria).map(([name, value]) => `${name} ${client.quoted(value)}`);
  if (only !== undefined) {
    throw new ConnectorsError(
      "PC_AMBIGUOUS",
      `${failed} ${found.length} ${noun}s with ${sought.join(" and ")}: ${namesOf(client, found)}; give the id of one of them`,
    );
  }
  const there = await othersThan(client, criteria);
  const instead = there.length === 0 ? `it has none at all` : `it has ${namesOf(client, there)}`;
  throw new ConnectorsError("PC_NOT_FOUND", `${failed} no ${noun} with ${sought.join(" and ")}; ${instead}`);
}

/**
 * Reads the object with an id.
 *
 * @throws ConnectorsError PC_NOT_FOUND if there is none; otherwise RequestFailure.
 */
export async function readObject(client: ObjectClient, id: string): Promise<FoundObject> {
  const { status, object } = await client.read(id, { expected: [404] }, "get");
  if (status !== 404) return { id, object };
  const { noun, platform } = client.definition;
  throw new ConnectorsError(
    "PC_NOT_FOUND",
    `${client.subject}: get failed: ${platform.title} has no ${noun} with the id ${client.quoted(id)}`,
  );
}

/** What there is: the objects of that name if there are any, else all. */
async function othersThan(client: ObjectClient, criteria: Criteria): Promise<FoundObject[]> {
  const all = await listObjects(client, {});
  const { field = "" } = client.definition.name ?? {};
  const namesakes = all.filter(({ object }) => field in criteria && object[field] === criteria[field]);
  return namesakes.length > 0 ? namesakes : all;
}

/** Names and ids, and of namesakes what else tells them apart. */
function namesOf(client: ObjectClient, found: readonly FoundObject[]): string {
  const { identity, name } = client.definition;
  const named = found.slice(0, mostNamed).map(({ id, object }) => {
    const own = name && object[name.field];
    const shownName = typeof own === "string" ? [client.quoted(own)] : [];
    const rest = identity.arguments
      .filter((argument) => argument !== name?.field && object[argument] !== id)
      .flatMap((argument) => (typeof object[argument] === "string" ? [client.shown(object[argument])] : []));
    return [...shownName, `(${[client.shown(id), ...rest].join(", ")})`].join(" ");
  });
  const more = found.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
