// Reads the fields of an object schema in any of the vendors' dialects of JSON Schema.

/**
 * Returns the fields of an object schema by their dotted paths. Each has `type`, `required`, `nullable`, `secret`, `default`, `enum`
 * and `format` (null if the schema has none), and its `schema`.
 * @param document The document that `$ref`s refer to.
 * @param nameOf Maps a key in `required` to the name of its field.
 */
export function fieldsOf(schema, { document = schema, nameOf = (key) => key } = {}) {
  const fields = new Map();
  collect(fields, resolved(schema, document), "", { document, nameOf });
  return fields;
}

function collect(fields, schema, prefix, context) {
  const required = requiredKeys(schema, context);
  for (const [key, part] of properties(schema, context.document)) {
    const property = resolved(part, context.document);
    fields.set(prefix + key, {
      type: typeName(property, context.document),
      // A nullable field may be omitted.
      required: required.has(key) && !property.nullable,
      nullable: property.nullable === true,
      secret: property.writeOnly === true || property.format === "password",
      default: property.default ?? null,
      enum: property.enum?.filter((value) => value !== null) ?? null,
      format: property.format ?? null,
      schema: property,
    });
    const path = `${prefix}${key}.`;
    if (properties(property, context.document).size > 0 && !isDeep(path)) {
      collect(fields, property, path, context);
    }
  }
}

/** Whether a path is so deep that the schema must be recursive. */
function isDeep(path) {
  return path.split(".").length > 8;
}

/** Resolves `$ref` and a single-member `allOf`, and replaces null among the alternatives by `nullable`. */
function resolved(schema, document, seen = []) {
  const { $ref, allOf, ...own } = schema;
  if ($ref !== undefined) {
    if (seen.includes($ref)) return own;
    return resolved({ ...target($ref, document), ...own }, document, [...seen, $ref]);
  }
  // The alternatives of an object are read with its fields.
  if (own.properties || own.required) return schema;
  if (allOf?.length === 1) return resolved({ ...allOf[0], ...own }, document, seen);
  for (const keyword of ["anyOf", "oneOf"]) {
    const { [keyword]: alternatives, ...rest } = schema;
    if (alternatives === undefined) continue;
    const others = alternatives.filter(({ type }) => type !== "null");
    if (others.length === 1) {
      const nullable = others.length < alternatives.length || schema.nullable === true;
      return resolved({ ...others[0], ...rest, nullable }, document, seen);
    }
    if (others.every((one) => "const" in one)) {
      return resolved({ ...rest, enum: others.map((one) => one.const) }, document, seen);
    }
  }
  if (Array.isArray(schema.type) && schema.type.includes("null")) return { ...schema, nullable: true };
  if ("const" in schema) return { enum: [schema.const], ...schema };
  return schema;
}

function target(pointer, document) {
  const steps = pointer.replace(/^#\/?/, "").split("/").filter(Boolean);
  const found = steps
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((part, step) => part?.[step], document);
  if (found === undefined) throw new Error(`the document has no ${pointer}`);
  return found;
}

/** The schema's own properties and those of its alternatives and conditions. */
function properties(schema, document) {
  const found = new Map(Object.entries(schema.properties ?? {}));
  for (const part of parts(schema)) {
    for (const [key, property] of properties(resolved(part, document), document)) {
      if (!found.has(key)) found.set(key, property);
    }
  }
  return found;
}

function parts({ allOf = [], anyOf = [], oneOf = [], then, else: otherwise }) {
  return [...allOf, ...anyOf, ...oneOf, then, otherwise].filter((part) => typeof part === "object");
}

/** The keys that are required by every alternative. */
function requiredKeys(schema, context) {
  const { required = [], allOf = [], anyOf, oneOf, if: condition, then, else: otherwise } = schema;
  const of = (part) => requiredKeys(part, context);
  const keys = [
    ...required.map(context.nameOf),
    ...allOf.flatMap((part) => [...of(resolved(part, context.document))]),
  ];
  for (const alternatives of [anyOf, oneOf, condition && [then ?? {}, otherwise ?? {}]]) {
    const objects = (alternatives ?? [])
      .map((part) => resolved(part, context.document))
      .filter(({ type = "object" }) => type === "object");
    const [first = new Set(), ...others] = objects.map(of);
    keys.push(...[...first].filter((key) => others.every((other) => other.has(key))));
  }
  return new Set(keys);
}

function typeName(schema, document) {
  const { type, anyOf, oneOf, items, additionalProperties } = schema;
  const names = [type].flat().filter((name) => name !== undefined && name !== "null");
  if (names.length === 0 && (anyOf ?? oneOf)) {
    const alternatives = (anyOf ?? oneOf).filter((one) => one.type !== "null");
    return [...new Set(alternatives.map((one) => typeName(resolved(one, document), document)))]
      .sort()
      .join(" or ");
  }
  if (names.length === 0 && schema.enum) names.push(...new Set(schema.enum.map((value) => typeof value)));
  if (names.length === 0 && (schema.properties || additionalProperties)) names.push("object");
  if (names.length !== 1) return names.sort().join(" or ") || "any";
  if (names[0] === "array" && items) return `array of ${typeName(resolved(items, document), document)}`;
  if (names[0] === "object" && !schema.properties && typeof additionalProperties === "object") {
    return `map of ${typeName(resolved(additionalProperties, document), document)}`;
  }
  return names[0];
}
