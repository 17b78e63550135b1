import { code, enumeration, table } from "./markdown.mjs";

/** A table of all fields of a schema, including nested ones. @param name The object that has the fields. */
export function fieldTable(schema, name) {
  const head = [code(name), "Type", "Required", "Secret", "Default", "Description"];
  return table(head, rows(schema));
}

function rows(schema, prefix = "") {
  return Object.entries(schema.properties).flatMap(([key, property]) => [
    [
      code(prefix + key),
      typeText(property),
      isRequired(schema, key) ? "yes" : "",
      property.writeOnly ? "yes" : "",
      property.default === undefined ? "" : code(JSON.stringify(property.default)),
      descriptionOf(property),
    ],
    ...(property.properties === undefined ? [] : rows(property, `${prefix}${key}.`)),
  ]);
}

/** A required field with aliases is an alternative in `allOf`, under its canonical name. */
function isRequired({ required, allOf = [] }, key) {
  return required?.includes(key) || allOf.some(({ title }) => title === key);
}

function typeText(property) {
  const limits = limitsOf(property);
  return typeName(property) + (limits.length === 0 ? "" : ` (${limits.join(", ")})`);
}

function typeName({ type, const: constant, enum: values, items, additionalProperties }) {
  if (constant !== undefined) return code(JSON.stringify(constant));
  if (values !== undefined) return values.map((value) => code(JSON.stringify(value))).join(" or ");
  if (type === "array") return `array of ${items.type}s`;
  if (typeof additionalProperties === "object") return `map of ${additionalProperties.type}s`;
  return [type].flat().join(" or ");
}

const formats = { uri: "URL", hostname: "host name", email: "email address" };

function limitsOf({ items, pattern, ...limits }) {
  const format = formatOf(limits) ?? formatOf(items ?? {});
  const { minLength = 0, minItems = 0, minimum, maximum } = limits;
  if (format !== undefined && formats[format] === undefined) throw new Error(`Unknown format ${format}`);
  return [
    ...(format === undefined ? [] : [formats[format]]),
    ...(minLength > 1 ? [`at least ${minLength} characters`] : []),
    ...(pattern === undefined ? [] : [`matches ${code(pattern)}`]),
    ...(minItems > 0 ? [`at least ${minItems}`] : []),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
}

/** Whether the platform enforces the format, or only its documentation claims it. */
function formatOf({ format, "x-format": documented }) {
  return format ?? documented;
}

function descriptionOf({ description, "x-spellingOf": spelling }) {
  return spelling === undefined
    ? description
    : `${description} Alias of ${code(spelling)}; set only one of them.`;
}

/** Paragraphs about fields that go together or exclude each other. */
export function alternatives(schema) {
  const { oneOf, anyOf, allOf = [], dependentRequired = {} } = schema;
  const invalid = allOf.filter(({ title }) => !(title in schema.properties));
  if (invalid.length > 0)
    throw new Error(`${schema.title}: allOf is only for the aliases of a required field`);
  return [
    ...(oneOf === undefined ? [] : [`Set exactly one of: ${titles(oneOf, schema)}.`]),
    ...(anyOf === undefined ? [] : [`Set at least one of: ${titles(anyOf, schema)}.`]),
    ...Object.entries(dependentRequired).map(
      ([key, needed]) => `${code(key)} requires ${enumeration(needed.map(code))}.`,
    ),
  ];
}

function titles(parts, schema) {
  return parts.map(({ title }) => withCode(title, Object.keys(schema.properties))).join("; ");
}

/** Formats the first mention of each field as code. Later mentions are plain words of the title. */
function withCode(title, keys) {
  const named = new Set();
  return title.replace(/[\w-]+/g, (word) => {
    if (!keys.includes(word) || named.has(word)) return word;
    named.add(word);
    return code(word);
  });
}
