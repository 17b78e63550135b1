import { isFields, own, type Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import { canonicalKey, type CatalogEntry, type CatalogProperty } from "./entry";

/**
 * What a platform's server converts, where a setting has another type: `scalars` are strings and numbers for booleans, and strings and
 * booleans for numbers, as pydantic's lax mode takes them; `lists` are strings with commas.
 */
export type Coercion = "scalars" | "lists";

/**
 * A copy of a configuration in the form to which the platform brings it: aliases resolved, values converted. What the platform does not
 * convert stays as it is, and so does what the catalog does not know.
 *
 * @param coerces What the platform converts. Default: nothing.
 */
export function coercedConfig(
  entry: CatalogEntry | undefined,
  config: Fields,
  coerces: readonly Coercion[] | undefined,
): Record<string, unknown> {
  const canonical = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [canonicalKey(entry, key), value]);
  return coercedFields(entry, Object.fromEntries(canonical) as Fields, coerces);
}

/** The same without resolving aliases. */
export function coercedFields(
  entry: Pick<CatalogProperty, "properties"> | undefined,
  fields: Fields,
  coerces: readonly Coercion[] | undefined,
): Record<string, unknown> {
  const { properties = {} } = entry ?? {};
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, coercedValue(own(properties, key), value, coerces)]),
  );
}

/** A value in the form to which the platform brings it. @param property Its schema. Default: the catalog does not know it. */
export function coercedValue(
  property: CatalogProperty | undefined,
  value: unknown,
  coerces: readonly Coercion[] | undefined,
): unknown {
  if (property === undefined || coerces === undefined || isUnknown(value)) return value;
  const types = [property.type].flat();
  if (isFields(value)) return coercedFields(property, value, coerces);
  if (Array.isArray(value)) {
    const { items } = property;
    return value.map((item) => coercedValue(isFields(items) ? items : undefined, item, coerces));
  }
  // Where the catalog lists both, a string stands for a number.
  if (types.includes(typeof value) && !types.includes("integer")) return value;
  if (coerces.includes("lists") && types.includes("array") && typeof value === "string") return listOf(value);
  return coerces.includes("scalars") ? (coercedScalar(types, value) ?? value) : value;
}

/** The items of a list that is written as a string with commas. */
export function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const words: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

/** As pydantic in its lax mode. Source: https://docs.pydantic.dev/latest/concepts/conversion_table/. */
function coercedScalar(types: readonly unknown[], value: unknown): boolean | number | undefined {
  if (types.includes("boolean")) {
    return typeof value === "string" || typeof value === "number"
      ? words.get(String(value).toLowerCase())
      : undefined;
  }
  const form = types.includes("integer") ? integer : types.includes("number") ? decimal : undefined;
  if (form === undefined) return undefined;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" && form.test(value) ? Number(value.trim().replaceAll("_", "")) : undefined;
}

const integer = /^\s*[+-]?\d+(?:_\d+)*(?:\.0*)?\s*$/;
const decimal = /^\s*[+-]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;
