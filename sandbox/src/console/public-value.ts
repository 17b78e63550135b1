import { holdsCredential } from "pulumi-connectors/internal/inventory/public-config";
import { isJsonObject, type JsonObject } from "../json-object";

/** What the console shows in place of a secret that the vendor does not mask. */
export const secretText = "[secret]";

/** The keywords of the catalog's JSON Schemas that count here. */
interface Schema extends JsonObject {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly writeOnly?: boolean;
}

/**
 * What may be shown of a configuration: what the vendor masks as it is masked, and else what the catalog knows to be public, at every depth.
 * All other values may be secret.
 *
 * @param schemas All that apply to the value; none if the catalog does not describe it.
 * @param mask What the vendor shows in place of a secret.
 */
export function publicValue(schemas: readonly unknown[], value: unknown, mask?: string): unknown {
  const known = schemas.filter(isJsonObject) as Schema[];
  if (value === null || value === undefined || value === mask || typeof value === "boolean") return value;
  if (known.length === 0 || known.some(({ writeOnly }) => writeOnly === true)) return secretText;
  if (Array.isArray(value)) {
    const items = known.flatMap((schema) => (schema.items === undefined ? [] : [schema.items]));
    return value.map((item) => publicValue(items, item, mask));
  }
  if (isJsonObject(value)) {
    return mapValues(value, (part, key) =>
      publicValue(
        known.flatMap((schema) => propertySchemas(schema, key)),
        part,
        mask,
      ),
    );
  }
  return publicText(value);
}

/** A value that has no schema, without texts in which somebody has put a credential. @param isSecret Whether a key holds one. */
export function withoutCredentials(
  value: unknown,
  isSecret: (key: string) => boolean = () => false,
): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutCredentials(item, isSecret));
  if (!isJsonObject(value)) return publicText(value);
  return mapValues(value, (part, key) =>
    isSecret(key) && part !== null ? secretText : withoutCredentials(part, isSecret),
  );
}

/** The texts in a value that its public form does not have. */
export function hiddenTexts(value: unknown, shown: unknown): readonly string[] {
  if (typeof value === "string") return value === shown ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    hiddenTexts(part, (shown as JsonObject | undefined)?.[key]),
  );
}

function publicText(value: unknown): unknown {
  return holdsCredential(value) ? secretText : value;
}

function propertySchemas(schema: Schema, key: string): unknown[] {
  const { properties = {} } = schema;
  const variants = ["oneOf", "anyOf", "allOf"].flatMap((word) => {
    const list = schema[word];
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  });
  return [
    ...(Object.hasOwn(properties, key) ? [properties[key]] : []),
    ...variants.flatMap((variant) => propertySchemas(variant, key)),
  ];
}

function mapValues(fields: JsonObject, map: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value, key)]));
}
