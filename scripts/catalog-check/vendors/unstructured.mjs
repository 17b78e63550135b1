// Unstructured publishes the OpenAPI document of its API at /openapi.json.
import { fieldsOf } from "../json-schema.mjs";

export const platform = "unstructured";

/** The document that the vendor publishes. */
export const documentName = "Unstructured's OpenAPI document";

export const notPublished = "which settings are secret, formats, conditions between settings, and aliases";

/** Types whose schemas have another name. */
const typesBySchema = { databricksvdt: "databricks_volume_delta_tables", weaviate: "weaviate-cloud" };

export function recognizes(document) {
  return roles(document).length > 0;
}

/** Reads the types of each role in the document, with their fields if it has them. */
export function publishedTypes(document) {
  return roles(document).map((role) => {
    const named = document.components.schemas[`${role}ConnectorType`]?.enum ?? [];
    const types = new Map(named.map((type) => [type, { facts: {} }]));
    for (const reference of configs(document, role)) {
      types.set(typeOf(reference, named), { facts: {}, fields: publishedFields(reference, document) });
    }
    return { folder: `${platform}/${role.toLowerCase()}`, isWhole: true, types };
  });
}

/** Converts a type of the catalog to the form of the document. */
export function asPublished(schema) {
  const nameOf = (key) => schema.properties[key]?.["x-spellingOf"] ?? key;
  const fields = fieldsOf(schema, { nameOf });
  for (const field of fields.values()) field.mayBeMissing = "x-spellingOf" in field.schema;
  return { facts: {}, fields };
}

function roles(document) {
  const schemas = document?.components?.schemas ?? {};
  return ["Source", "Destination"].filter(
    (role) => Array.isArray(schemas[`${role}ConnectorType`]?.enum) || configs(document, role).length > 0,
  );
}

/** The references to the typed configurations. The untyped alternative has none. */
function configs(document, role) {
  const schemas = document?.components?.schemas ?? {};
  const config = (schemas[`Create${role}Connector`] ?? schemas[`Update${role}Connector`])?.properties?.config;
  return (config?.anyOf ?? config?.oneOf ?? [])
    .map(({ $ref }) => $ref)
    .filter((reference) => reference !== undefined);
}

function typeOf(reference, named) {
  const name = reference
    .split("/")
    .at(-1)
    .replace(/(Source|Destination)?ConnectorConfig(Input)?$/, "");
  const letters = lettersOf(name);
  return typesBySchema[letters] ?? named.find((type) => lettersOf(type) === letters) ?? snakeCase(name);
}

function lettersOf(name) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function snakeCase(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function publishedFields(reference, document) {
  const fields = fieldsOf({ $ref: reference }, { document });
  for (const field of fields.values()) {
    // Most are not declared, so a missing one means nothing.
    field.secret = field.secret || undefined;
    field.format = field.format ?? undefined;
  }
  return fields;
}
