import { z } from "zod";
import { isFields, type Fields } from "../values/fields";
import type { CatalogEntry } from "./entry";

const schemas = new WeakMap<object, z.ZodType>();

/**
 * What a JSON Schema of the catalog says of the fields, each by itself, as a zod schema. Made once for each part of a file.
 *
 * @throws Error for a keyword that zod does not know.
 */
export function zodSchema(part: object): z.ZodType {
  let schema = schemas.get(part);
  if (schema === undefined) {
    schema = z.fromJSONSchema(ownKeywords(part) as CatalogEntry);
    schemas.set(part, schema);
  }
  return schema;
}

/**
 * A schema without what zod reads in another way than the platforms: it takes a required key with a default for optional, of
 * alternatives it says only that none fits, and some of their keywords it does not know.
 */
function ownKeywords(schema: unknown): unknown {
  if (!isFields(schema)) return schema;
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !otherwise.has(keyword)));
  const { properties } = rest;
  if (!isFields(properties)) return rest;
  const own = Object.entries(properties).map(([key, property]) => [key, ownKeywords(property)]);
  return { ...rest, properties: Object.fromEntries(own) as Fields };
}

const otherwise = new Set([
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
