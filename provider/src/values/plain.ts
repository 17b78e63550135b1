import { isFields } from "./fields";

/** Deeper than any configuration, and far from exhausting the stack. */
const maxDepth = 100;

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Copies any value as plain JSON, which is all that the host can send to the engine: a single `undefined` makes the host fail after the
 * verb has done its work, and the id of a created object is lost. A key without a value is left out. What JSON cannot express (undefined
 * in a list, functions, NaN, cycles) becomes null, a Date its ISO string, a bigint its digits. Never throws.
 */
export function toPlain(value: unknown): Json {
  return copy(value, []);
}

/** The same for an object with keys. */
export function toPlainFields(fields: Readonly<Record<string, unknown>>): Record<string, Json> {
  return toPlain({ ...fields }) as Record<string, Json>;
}

function copy(value: unknown, parents: readonly unknown[]): Json {
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      // Negative zero is no number of JSON's.
      return Number.isFinite(value) ? value + 0 : null;
    case "bigint":
      return value.toString();
    case "object":
      return value === null || parents.includes(value) || parents.length >= maxDepth
        ? null
        : copyObject(value, [...parents, value]);
    default:
      return null;
  }
}

function copyObject(value: object, parents: readonly unknown[]): Json {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  // Not `map`, which passes over the holes of a sparse list.
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, parents));
  if (!isFields(value)) return null;
  const plain: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined && typeof item !== "function" && key !== "__proto__")
      plain[key] = copy(item, parents);
  }
  return plain;
}
