import type { RemoteObject } from "../definition/definition";
import { ConnectorsError } from "../errors/connectors-error";
import { countdown } from "../http/clock";
import type { Verb } from "./error-messages";
import type { ObjectClient, SendOptions } from "./object-client";

/** What an object is known by where its id is not: arguments of its `Identity`, exactly as the platform has them, numbers as text. */
export type Criteria = Readonly<Record<string, string>>;

/** How to look. `onceWithin` is the time for all requests together. */
export type LookOptions = Pick<SendOptions, "onceWithin">;

/** An object that exists. */
export interface FoundObject {
  readonly id: string;
  /** As the list shows it; see `Listing.isThin`. */
  readonly object: RemoteObject;
}

/** The most objects that a message names. */
const mostNamed = 10;

/**
 * Lists the objects that meet all criteria, in the order of the platform. What a thin list does not show is read object by object.
 *
 * @throws RequestFailure or ConnectorsError, as `ObjectClient.list` and `read` do.
 */
export async function listObjects(
  client: ObjectClient,
  criteria: Criteria,
  { onceWithin }: LookOptions = {},
): Promise<FoundObject[]> {
  const timeLeft = onceWithin === undefined ? undefined : countdown(client.account.clock, onceWithin);
  const left = (): LookOptions => (timeLeft === undefined ? {} : { onceWithin: timeLeft() });
  const listing = client.definition.listing(criteria);
  const { objects } = await client.list(listing, left());
  const met: FoundObject[] = [];
  for (const object of objects) {
    const { id } = object;
    if (id === undefined || !meets(object, criteria, listing.isThin === true)) continue;
    const whole = meets(object, criteria, false) ? object : (await client.read(id, left(), "list")).object;
    if (meets(whole, criteria, false)) met.push({ id, object: whole });
  }
  return met;
}

/** @param isThin What the object does not show may be the same. */
function meets(object: RemoteObject, criteria: Criteria, isThin: boolean): boolean {
  return Object.entries(criteria).every(([name, value]) => {
    const own = object[name];
    return (isThin && own === undefined) || (typeof own === "number" ? String(own) : own) === value;
  });
}

/**
 * Finds the only object that meets all criteria.
 *
 * @param verb What it is looked for.
 * @throws ConnectorsError PC_NOT_FOUND or PC_AMBIGUOUS that lists what there is instead, if it is none or several; otherwise as
 *   `listObjects`.
 */
export async function findObject(
  client: ObjectClient,
  criteria: Criteria,
  verb: Verb,
  options: LookOptions = {},
): Promise<FoundObject> {
  const found = await listObjects(client, criteria, options);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const { noun, platform } = client.definition;
  const failed = `${client.subject}: ${verb} failed: ${platform.title} has`;
  if (only !== undefined) {
    throw new ConnectorsError(
      "PC_AMBIGUOUS",
      `${failed} ${found.length} ${noun}s with ${criteriaText(client, criteria)}: ${namesOf(client, found)}; give the id of one of them`,
    );
  }
  const there = await othersThan(client, criteria, options);
  const instead = there.length === 0 ? `it has none at all` : `it has ${namesOf(client, there)}`;
  throw new ConnectorsError(
    "PC_NOT_FOUND",
    `${failed} no ${noun} with ${criteriaText(client, criteria)}; ${instead}`,
  );
}

/** Criteria as messages show them: `name "invoices" and type "s3"`. */
export function criteriaText(client: Pick<ObjectClient, "quoted">, criteria: Criteria): string {
  return Object.entries(criteria)
    .map(([name, value]) => `${name} ${client.quoted(value)}`)
    .join(" and ");
}

/**
 * Reads the object with an id.
 *
 * @throws ConnectorsError PC_NOT_FOUND if there is none; otherwise RequestFailure, with that code if the platform has no ids of that form.
 */
export async function readObject(client: ObjectClient, id: string): Promise<FoundObject> {
  const { status, object } = await client.read(id, { expected: [404] }, "get");
  if (status === 404) throw noSuchObject(client, id);
  return { id, object };
}

/**
 * The error that there is no object with an id.
 *
 * @param subject How the message names the object. Default: as the client does.
 */
export function noSuchObject(client: ObjectClient, id: string, subject = client.subject): ConnectorsError {
  const { noun, platform } = client.definition;
  return new ConnectorsError(
    "PC_NOT_FOUND",
    `${subject}: get failed: ${platform.title} has no ${noun} with the id ${client.quoted(id)}`,
  );
}

/** What there is: the objects of that name if there are any, else all. */
async function othersThan(
  client: ObjectClient,
  criteria: Criteria,
  options: LookOptions,
): Promise<FoundObject[]> {
  const all = await listObjects(client, {}, options);
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
