import { definedKeys, type Fields } from "../values/fields";

/** A path with a query. Parameters without a value are left out. */
export function withQuery(path: string, parameters: Fields): string {
  const given = definedKeys(parameters).map((key) => `${key}=${encodeURIComponent(String(parameters[key]))}`);
  if (given.length === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${given.join("&")}`;
}
