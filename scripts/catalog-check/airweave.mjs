// Airweave answers GET /sources with a list of sources, GET /sources/<short name> with one.
import { fieldsOf } from "./json-schema.mjs";

export const platform = "airweave";

export const untold =
  "defaults, formats, patterns and limits, hidden settings, which credentials are secret (unless it says so), the type of what may be null, integer or number";

/** Of a source besides its fields. Whether it needs one's own OAuth client is no fact of it: a self-hosted server says so of all. */
const factNames = [
  "auth_methods",
  "oauth_type",
  "supports_continuous",
  "federated_search",
  "supports_temporal_relevance",
  "supports_access_control",
  "supports_browse_tree",
  "rate_limit_level",
  "feature_flag",
  "supported_auth_providers",
  "labels",
];

export function recognises(document) {
  return isSource(document) || (Array.isArray(document) && document.length > 0 && document.every(isSource));
}

/** What the answer says of the sources, with their facts and fields. */
export function publishedTypes(document) {
  const types = [document].flat().map((source) => [source.short_name, published(source)]);
  return [{ folder: `${platform}/source`, isWhole: Array.isArray(document), types: new Map(types) }];
}

/** A type of the catalog as the answer would say it. */
export function asPublished(schema) {
  const fields = new Map([
    ...shown(schema, ""),
    ...shown(schema.$defs?.credentials ?? { properties: {} }, "credentials."),
  ]);
  const about = schema["x-source"] ?? {};
  return {
    facts: { title: schema.title, ...factsOf(about) },
    fields,
    // Shown only to organizations with the flag.
    mayBeMissing: typeof about.feature_flag === "string",
  };
}

function isSource(value) {
  return typeof value?.short_name === "string" && Array.isArray(value.config_fields?.fields);
}

function published(source) {
  return {
    facts: { title: source.name, ...factsOf(source) },
    fields: new Map([
      ...source.config_fields.fields.map((field) => [field.name, publishedField(field)]),
      ...(source.auth_fields?.fields ?? []).map((field) => [
        `credentials.${field.name}`,
        publishedField(field),
      ]),
    ]),
  };
}

function factsOf(source) {
  return Object.fromEntries(factNames.map((name) => [name, source[name]]));
}

function publishedField(field) {
  return {
    type: field.type === "array" ? `array of ${field.items_type ?? "string"}` : field.type,
    required: field.required,
    secret: field.is_secret || undefined,
    enum: field.enum_values,
    feature_flag: field.feature_flag ?? null,
  };
}

function shown(schema, prefix) {
  return [...fieldsOf(schema)].map(([path, field]) => [prefix + path, shownField(field)]);
}

function shownField({ schema, nullable, type, required, secret, enum: values }) {
  const flag = schema["x-feature_flag"] ?? null;
  return {
    // Digits in a text are taken for a number.
    type: nullable ? "string" : type.replace("integer or string", "integer").replace("integer", "number"),
    required,
    secret,
    enum: nullable ? null : values,
    feature_flag: flag,
    mayBeMissing: flag !== null || schema["x-hidden"] === true,
  };
}
