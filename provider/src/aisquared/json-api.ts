import type { RemoteObject } from "../lifecycle/definition";
import { fieldsAt, isFields, type Fields } from "../values/fields";

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

/** Whether `links.next` names a page. */
export function hasNextPage(body: unknown): boolean {
  return isFields(body) && typeof fieldsAt(body, "links").next === "string";
}

/** A page of a list. The server's own page has 10 entries. */
export function page(path: string, number: number): { readonly method: "GET"; readonly path: string } {
  const separator = path.includes("?") ? "&" : "?";
  return { method: "GET", path: `${path}${separator}page=${number}&per_page=100` };
}

/** Reads a list with a function for each of its objects. */
export function listOf(
  body: unknown,
  read: (object: JsonApiObject) => RemoteObject,
): readonly RemoteObject[] | undefined {
  return objectsOf(body)?.map(read);
}
