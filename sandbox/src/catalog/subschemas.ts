import { isJsonObject } from "../json-object";

type Schema = Readonly<Record<string, unknown>>;

/** Applies a change to a JSON Schema of the catalog and all its subschemas, innermost first. */
export function mapSchemas(schema: Schema, change: (schema: Schema) => Schema): Schema {
  return change(
    mapValues(schema, (value, keyword) => {
      if (isLiteral(keyword)) return value;
      const mapped = (part: unknown): unknown => (isJsonObject(part) ? mapSchemas(part, change) : part);
      if (isJsonObject(value) && (keyword === "properties" || keyword === "$defs")) {
        return mapValues(value, mapped);
      }
      return Array.isArray(value) ? value.map(mapped) : mapped(value);
    }),
  );
}

/** Allows keys that the schema does not describe. Subschemas stay as they are. */
export function allowingAnyKey(schema: Schema): Schema {
  const { additionalProperties, ...rest } = schema;
  return additionalProperties === false ? rest : schema;
}

function mapValues(fields: Schema, map: (value: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value, key)]));
}

/** Whether the value of a keyword is data, even if it looks like a schema. */
function isLiteral(keyword: string): boolean {
  return (
    keyword.startsWith("x-") ||
    ["const", "default", "dependentRequired", "enum", "examples"].includes(keyword)
  );
}
