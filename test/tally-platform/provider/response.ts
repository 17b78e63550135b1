import type { Listing, RemoteObject } from "../../../provider/src/definition/definition";
import { withQuery } from "../../../provider/src/http/query";
import { isFields, type Fields } from "../../../provider/src/values/fields";

/** The fields of an object that every kind has. Ids are numbers on the wire. */
export function objectFields(body: unknown): {
  readonly fields: Fields;
  readonly common: Pick<RemoteObject, "id" | "createdAt">;
} {
  const fields: Fields = isFields(body) ? body : {};
  const { id, created_at: createdAt } = fields;
  return {
    fields,
    common: {
      id: typeof id === "number" ? String(id) : undefined,
      createdAt: typeof createdAt === "string" ? createdAt : undefined,
    },
  };
}

/** A list of ids and times, page by page: `{data: [{id, created_at}], next_page}`. */
export function thinPages(path: string, read: (entry: unknown) => RemoteObject): Listing {
  return {
    request: (page) => ({ method: "GET", path: withQuery(path, { page }) }),
    objects: (body) => (isFields(body) && Array.isArray(body.data) ? body.data.map(read) : undefined),
    hasNext: (body) => isFields(body) && typeof body.next_page === "number",
    isThin: true,
  };
}
