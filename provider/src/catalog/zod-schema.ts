import { z } from "zod";
import { isFields, type Fields } from "../values/fields";
import type { CatalogEntry } from "./entry";

const schemas = new WeakMap<object, z.ZodType>();

/**
 * Converts a JSON Schema of the catalog to a zod schema that validates each field by itself. Cached per schema.
 *
 * @throws Error for a keyword that zod does not support.
 */
export function zodSchema(part: object): z.ZodType {
  let schema = schemas.get(part);
  if (schema === undefined) {
    schema = z.fromJSONSchema(supportedKeywords(part) as CatalogEntry);
    schemas.set(part, schema);
  }
  return schema;
}

/**
 * Removes the keywords that zod does not handle as the platforms do: it treats a required key with a default as optional, reports
 * only that no alternative matches, and does not support some of the keywords of alternatives.
 */
function supportedKeywords(schema: unknown): unknown {
  if (!isFields(schema)) return schema;
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !unsupported.has(keyword)));
  const { properties } = rest;
  if (!isFields(properties)) return rest;
  const supported = Object.entries(properties).map(([key, property]) => [key, supportedKeywords(property)]);
  return { ...rest, properties: Object.fromEntries(supported) as Fields };
}

const unsupported = new Set([
  "default",
  "$defs",
  "oneOf",
  "anyOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
]);
