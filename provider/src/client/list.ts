import type { Listing, RemoteObject } from "../definition/definition";
import type { Remote } from "./object-client";

/** More pages than any account has; a server that always names a next one would keep us for ever. */
const mostPages = 1_000;

/** Every object of a list, with the clock of the server's last answer. */
export interface Listed {
  readonly objects: readonly RemoteObject[];
  /** In milliseconds since 1970; undefined if the server did not say. */
  readonly date: number | undefined;
}

/**
 * Reads a list to its end. Objects that move to another page meanwhile are there once.
 *
 * @throws RequestFailure, or an Error if an answer is no list.
 */
export async function listAll(remote: Remote, listing: Listing): Promise<Listed> {
  const objects = new Map<string | undefined, RemoteObject>();
  for (let page = 1; page <= mostPages; page++) {
    const { body, date } = await remote.send("list", listing.request(page));
    const found = listing.objects(body);
    if (found === undefined) throw new Error(`${remote.subject}: list failed: the answer is no list`);
    for (const object of found) objects.set(object.id, object);
    if (listing.hasNext?.(body) !== true) return { objects: [...objects.values()], date };
  }
  throw new Error(`${remote.subject}: list failed: it has no end after ${mostPages} pages`);
}
