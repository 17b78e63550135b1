import type { Listing, RemoteObject } from "../../definition/definition";
import { withQuery } from "../../http/query";
import type { z } from "zod";

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

/** A string of limited length. Like the server, it counts code points: an emoji is one character. */
export function textOfLength(zod: typeof z, min: number, max: number): z.ZodType<string> {
  const lengthOf = (value: string): number => Array.from(value).length;
  return zod
    .string()
    .refine((value) => lengthOf(value) >= min, `must have at least ${min} characters`)
    .refine((value) => lengthOf(value) <= max, `must have at most ${max} characters`);
}
