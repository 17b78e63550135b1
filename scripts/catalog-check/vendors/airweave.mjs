// Airweave returns all sources for GET /sources, and one for GET /sources/<short name>.
import { fieldsOf } from "../json-schema.mjs";

export const platform = "airweave";

/** The document that the vendor publishes. */
export const documentName = "Airweave's response to GET /sources";

export const notPublished =
  "defaults, formats, patterns and limits, hidden settings, secret credentials that are not marked, the types of values that may be null, an integer or a number";

/** The facts about a source besides its fields. Not whether it requires your own OAuth client: self-hosted servers say so of all sources. */
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

export function recognizes(document) {
  return isSource(document) || (Array.isArray(document) && document.length > 0 && document.every(isSource));
}

/** Reads the sources in a response, with their facts and fields. */
export function publishedTypes(document) {
  const types = [document].flat().map((source) => [source.short_name, published(source)]);
  return [{ folder: `${platform}/source`, isWhole: Array.isArray(document), types: new Map(types) }];
}

/** Converts a type of the catalog to the form of the response. */
export function asPublished(schema) {
  const fields = new Map([
    ...shown(schema, ""),
    ...shown(schema.$defs?.credentials ?? { properties: {} }, "credentials."),
  ]);
  const about = schema["x-source"] ?? {};
  return {
    facts: { title: schema.title, ...factsOf(about) },
    fields,
    // Only listed for organizations with the feature flag.
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
    // A string of digits is published as a number.
    type: nullable ? "string" : type.replace("integer or string", "integer").replace("integer", "number"),
    required,
    secret,
    enum: nullable ? null : values,
    feature_flag: flag,
    mayBeMissing: flag !== null || schema["x-hidden"] === true,
  };
}
