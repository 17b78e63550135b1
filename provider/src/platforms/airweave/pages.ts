import { withQuery } from "../../http/query";
import type { Listing, RemoteObject } from "../../definition/definition";

/** The server's maximum page size. */
const pageSize = 1_000;

/** A list with `skip` and `limit`, newest first. Source: docs/contracts/airweave.md, sections 2 and 3. */
export function pages(path: string, read: (entry: unknown) => RemoteObject): Listing {
  return {
    request: (page) => ({
      method: "GET",
      path: withQuery(path, { skip: (page - 1) * pageSize, limit: pageSize }),
    }),
    objects: (body) => (Array.isArray(body) ? body.map(read) : undefined),
    hasNext: (body) => Array.isArray(body) && body.length >= pageSize,
  };
}
