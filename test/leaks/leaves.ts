import { isFields } from "../../provider/src/values/fields";

/** Replaces every value that is neither a list nor an object. */
export function mapLeaves(value: unknown, replace: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, replace));
  if (!isFields(value)) return replace(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, replace)]));
}
