import type { Listing, RemoteObject } from "../../definition/definition";
import { withQuery } from "../../http/query";
import { isFields, type Fields } from "../../values/fields";
import type { z } from "zod";

/** Reads fields of a response body and ignores values of the wrong type. */
export function reader(body: unknown): {
  readonly fields: Fields;
  /** A non-empty string, otherwise undefined. */
  readonly text: (key: string) => string | undefined;
  /** A string, which may be empty, or null; otherwise undefined. */
  readonly textOrNull: (key: string) => string | null | undefined;
} {
  const fields: Fields = isFields(body) ? body : {};
  const text = (key: string): string | undefined => {
    const value = fields[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const textOrNull = (key: string): string | null | undefined => {
    const value = fields[key];
    return value === null || typeof value === "string" ? value : undefined;
  };
  return { fields, text, textOrNull };
}

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
