import { isJsonObject } from "../json-object";

type Schema = Readonly<Record<string, unknown>>;

/** A JSON Schema of the catalog in which every schema is changed, those within others first. */
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

/** A schema that takes other keys than it describes; those within it are as they were. */
export function takingAnyKey(schema: Schema): Schema {
  const { additionalProperties, ...rest } = schema;
  return additionalProperties === false ? rest : schema;
}

function mapValues(fields: Schema, map: (value: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value, key)]));
}

/** Whether what a keyword has is no schema, though it may look like one. */
function isLiteral(keyword: string): boolean {
  return (
    keyword.startsWith("x-") ||
    ["const", "default", "dependentRequired", "enum", "examples"].includes(keyword)
  );
}
