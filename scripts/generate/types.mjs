import { compile } from "json-schema-to-typescript";
import { directCredentials } from "../catalog.mjs";
import { alternatives } from "./fields.mjs";
import { keyRules } from "./key-rules.mjs";
import { capitalized } from "./words.mjs";

/**
 * Generates a type for each configuration and each set of credentials, and maps from connector types to them; for types that log in in
 * several ways, a map to the methods too.
 */
export async function configTypes(role, entries) {
  const configs = entries.map(([type, schema]) => ({
    type,
    title: schema.title,
    name: typeName(type, role, "Config"),
    schema: { ...schema, description: `${schema.title}. ${schema.description}` },
  }));
  const credentials = entries
    .map(([type, schema]) => ({
      type,
      title: schema.title,
      name: typeName(type, role, "Credentials"),
      schema: directCredentials(schema),
    }))
    .filter(({ schema }) => schema !== undefined);
  const types = [...configs, ...credentials];
  const taken = types.filter(({ name }, index) => types.findIndex((other) => other.name === name) < index);
  if (taken.length > 0) throw new Error(`Duplicate type names: ${taken.map(({ name }) => name).join(", ")}`);

  const declarations = await Promise.all(types.map(({ name, schema }) => declaration(name, schema)));
  const maps = [
    typeMap(`The configurations of the ${role} types in the catalog.`, `${role}Configs`, configs),
  ];
  if (credentials.length > 0) {
    const doc = `The credentials of the ${role} types that accept them directly.`;
    maps.push(typeMap(doc, `${role}Credentials`, credentials));
  }
  return [...declarations, ...maps, ...sourceFacts(entries)].join("\n");
}

function typeName(type, role, what) {
  const words = [...type.split(/[^a-zA-Z0-9]+/), role, what];
  return words
    .map(capitalized)
    .join("")
    .replace(/\d[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * An interface, or a record if no keys are known, with the catalog's descriptions as doc comments. Where keys go together, the interface has
 * them all, and the type of the given name is its intersection with the rules.
 */
async function declaration(name, schema) {
  const rules = keyRules(schema);
  const interfaceName = rules.length === 0 ? name : `${name}Keys`;
  const interfaceText = await compile(documented(schema), interfaceName, {
    bannerComment: "",
    ignoreMinAndMaxItems: true,
  });
  if (!interfaceText.includes(`export interface ${interfaceName} {`)) {
    throw new Error(`The compiler renamed ${interfaceName}`);
  }
  if (rules.length > 0) {
    const [doc] = interfaceText.split("export interface");
    const parts = [interfaceName, ...rules.map((rule) => `(${rule})`)];
    return `${interfaceText}\n${doc}export type ${name} = ${parts.join(" & ")};\n`;
  }
  if (Object.keys(schema.properties).length > 0) return interfaceText;
  // An empty interface would accept any object.
  const value = schema.additionalProperties === false ? "never" : "unknown";
  const [doc] = interfaceText.split("export interface");
  return `${doc}export type ${name} = Record<string, ${value}>;\n`;
}

function typeMap(doc, name, types) {
  return `/** ${doc} */
export interface ${capitalized(name)} {
${types.map(({ type, title, name }) => `${title === undefined ? "" : `/** ${title}. */\n`}${JSON.stringify(type)}: ${name};`).join("\n")}
}
`;
}

/** What the types of the arguments need to know about sources besides their configurations; nothing if the catalog does not describe logins. */
function sourceFacts(entries) {
  const sources = entries.flatMap(([type, { "x-source": facts }]) =>
    facts === undefined ? [] : [{ type, facts }],
  );
  if (sources.length === 0) return [];
  const methods = sources.map(({ type, facts }) => ({
    type,
    name: facts.accepted_auth_methods
      .filter((method) => method !== "oauth_browser" || !facts.requires_byoc)
      .map((method) => JSON.stringify(method))
      .join(" | "),
  }));
  const federated = sources.filter(({ facts }) => facts.federated_search).map(({ type }) => type);
  return [
    typeMap("The login methods of each source, by the vendor's names.", "sourceMethods", methods),
    `/** The sources that are searched directly and never synced. */
export type FederatedSource = ${federated.map((type) => JSON.stringify(type)).join(" | ") || "never"};
`,
  ];
}

/** The schema with defaults and examples in its descriptions, and without keywords that would rename or widen the interface. */
function documented(schema) {
  const { type, required, additionalProperties, "x-documentation": page } = schema;
  return {
    type,
    required,
    additionalProperties,
    description: [
      schema.description,
      ...alternatives(schema),
      ...(page === undefined ? [] : [`@see ${page}`]),
    ].join("\n\n"),
    properties: documentedProperties(schema),
  };
}

function documentedProperties(schema) {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => [
      key,
      {
        ...property,
        description: description(property),
        ...(property.properties === undefined ? {} : { properties: documentedProperties(property) }),
        ...(typeof property.additionalProperties === "object"
          ? { tsType: `Record<string, ${property.additionalProperties.type}>` }
          : {}),
      },
    ]),
  );
}

function description(property) {
  const lines = [property.description + (property.writeOnly ? " Secret." : "")];
  if (property.default !== undefined) lines.push(`@default ${JSON.stringify(property.default)}`);
  for (const example of property.examples ?? []) lines.push(`@example ${JSON.stringify(example)}`);
  return lines.join("\n");
}
