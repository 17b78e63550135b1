import { withQuery } from "../../http/query";
import type { Listing, RemoteObject } from "../../definition/definition";
import { fieldsAt, isFields, type Fields } from "../../values/fields";

/** A JSON:API resource. Source: docs/contracts/aisquared.md, section 2. */
export interface JsonApiObject {
  /** A string, although most IDs are numbers; undefined if the body has none. */
  readonly id: string | undefined;
  readonly attributes: Fields;
}

/** Reads the object in `{data: {id, type, attributes}}`. Never throws. */
export function objectOf(body: unknown): JsonApiObject {
  return entry(isFields(body) ? body.data : undefined);
}

/** Reads the objects in `{data: [...]}`; undefined if the body is not a list. Never throws. */
export function objectsOf(body: unknown): JsonApiObject[] | undefined {
  return isFields(body) && Array.isArray(body.data) ? body.data.map(entry) : undefined;
}

function entry(data: unknown): JsonApiObject {
  const { id, attributes } = isFields(data) ? data : {};
  return {
    id: typeof id === "string" && id !== "" ? id : undefined,
    attributes: isFields(attributes) ? attributes : {},
  };
}

/**
 * A list with `page` and `per_page`. The server's default page size is 10.
 *
 * @param path Relative to the base URL; may have a query.
 */
export function listing(path: string, read: (object: JsonApiObject) => RemoteObject): Listing {
  return {
    request: (page) => ({ method: "GET", path: withQuery(path, { page, per_page: 100 }) }),
    objects: (body) => objectsOf(body)?.map(read),
    hasNext: (body) => isFields(body) && typeof fieldsAt(body, "links").next === "string",
  };
}

/** A text of an attribute; undefined if it is something else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The same of one that may have no value. */
export function textOrNull(value: unknown): string | null | undefined {
  return value === null ? null : text(value);
}

/** The id of an object that another one names, as its own response has it: a string. Null if there is none. */
export function reference(value: unknown): string | null | undefined {
  return typeof value === "number" ? String(value) : textOrNull(value);
}
