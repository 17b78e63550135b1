import { withQuery } from "../../http/query";
import type { Listing, RemoteObject } from "../../definition/definition";
import { fieldsAt, isFields, type Fields } from "../../values/fields";

/** A resource as JSON:API has it. Source: AI Squared contract, section 2. */
export interface JsonApiObject {
  /** A text, though most ids are numbers; undefined if the body has no usable one. */
  readonly id: string | undefined;
  readonly attributes: Fields;
}

/** The object of `{data: {id, type, attributes}}`. Never throws. */
export function objectOf(body: unknown): JsonApiObject {
  return entry(isFields(body) ? body.data : undefined);
}

/** The objects of `{data: [...]}`; undefined if the body is no list. Never throws. */
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
 * A list by `page` and `per_page`, to its last page. The server's own page has 10 entries.
 *
 * @param path Below the base address; may have a query.
 */
export function listing(path: string, read: (object: JsonApiObject) => RemoteObject): Listing {
  return {
    request: (page) => ({ method: "GET", path: withQuery(path, { page, per_page: 100 }) }),
    objects: (body) => objectsOf(body)?.map(read),
    hasNext: (body) => isFields(body) && typeof fieldsAt(body, "links").next === "string",
  };
}
