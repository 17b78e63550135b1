// AI Squared returns `{source: [...], destination: [...]}` for GET /api/v1/connector_definitions, the list of one role with
// `?type=source`, and one definition for `/<name>?type=source`.
import { fieldsOf } from "../json-schema.mjs";

export const platform = "aisquared";

/** The document that the vendor publishes. */
export const documentName = "AI Squared's response to GET /api/v1/connector_definitions";

export const notPublished = "secrets that the API returns unmasked, and limits of lengths and numbers";

const roles = ["source", "destination"];

export function recognizes(document) {
  return lists(document).length > 0;
}

/** Reads the types of each role in a response, with their facts and fields. */
export function publishedTypes(document) {
  return lists(document).map(({ role, isWhole, definitions }) => ({
    folder: `${platform}/${role}`,
    isWhole,
    types: new Map(definitions.map((definition) => [definition.name, published(definition)])),
  }));
}

/** Converts a type of the catalog to the form of the response. */
export function asPublished(schema) {
  const about = schema["x-connector"] ?? {};
  const fields = fieldsOf(schema);
  for (const field of fields.values()) {
    field.secret &&= field.schema["x-masked"] !== false;
    if (field.schema["x-fixed"]) field.enum = null;
    if (field.schema["x-defaultOmitted"]) field.default = undefined;
  }
  return {
    facts: {
      title: schema.title,
      category: about.category,
      sub_category: about.sub_category ?? null,
      stream_type: about.stream_type,
      query_type: about.query_type ?? null,
    },
    fields,
  };
}

function lists(document) {
  if (isDefinition(document)) return [{ role: roleOf([document]), isWhole: false, definitions: [document] }];
  if (isDefinitions(document)) return [{ role: roleOf(document), isWhole: true, definitions: document }];
  return roles
    .filter((role) => isDefinitions(document?.[role]))
    .map((role) => ({ role, isWhole: true, definitions: document[role] }));
}

function isDefinitions(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isDefinition);
}

function isDefinition(value) {
  return typeof value?.name === "string" && value.connector_spec?.connection_specification !== undefined;
}

/** The role of the majority: the vendor lists one destination as a source. */
function roleOf(definitions) {
  const sources = definitions.filter(({ connector_type: role }) => role === "source");
  return sources.length > definitions.length / 2 ? "source" : "destination";
}

function published({ title, category, sub_category, connector_spec: spec }) {
  const fields = fieldsOf(spec.connection_specification);
  for (const field of fields.values()) field.secret = field.schema.multiwoven_secret === true;
  return {
    facts: {
      title,
      category,
      sub_category: sub_category || null,
      stream_type: spec.stream_type,
      query_type: spec.connector_query_type || null,
    },
    fields,
  };
}
