// Writes what follows from the catalog: the types of the configurations and credentials, and the table of secret keys.
// `npm run generate` writes the files, `-- --check` only says whether they are up to date.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { compile } from "json-schema-to-typescript";
import * as prettier from "prettier";
import { root } from "./setup.mjs";

const catalog = join(root, "provider", "catalog");
const sources = join(root, "provider", "src");
const banner = "// Generated from the catalog by `npm run generate`. Do not edit.\n\n";

const files = new Map();
const secretKeys = {};
for (const platform of await folders(catalog)) {
  for (const role of await folders(join(catalog, platform))) {
    const entries = await readEntries(join(catalog, platform, role));
    files.set(join(sources, platform, `${role}-configs.ts`), await configTypes(role, entries));
    secretKeys[`${platform}/${role}`] = Object.fromEntries(
      // Of a type that takes any key the table says nothing: programs then treat every value as a secret.
      entries
        .filter(([, schema]) => schema.additionalProperties !== true)
        .map(([type, schema]) => [type, secretPaths(schema)]),
    );
  }
}
files.set(join(sources, "catalog", "secret-keys.ts"), secretTable(secretKeys));

const stale = [];
for (const [path, text] of files) {
  const options = await prettier.resolveConfig(path);
  const formatted = await prettier.format(banner + text, { ...options, filepath: path });
  const current = await readFile(path, "utf8").catch(() => "");
  if (current === formatted) continue;
  stale.push(path.slice(root.length + 1));
  if (process.argv.includes("--check")) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, formatted);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`Not up to date with the catalog: ${stale.join(", ")}. Run \`npm run generate\`.`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(", ")}` : "Generated files are up to date.");
}

async function folders(path) {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readEntries(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => [
      basename(name, ".json"),
      JSON.parse(await readFile(join(folder, name), "utf8")),
    ]),
  );
}

/** One type for each configuration and each set of credentials that programs give, and what maps the connector types to them. */
async function configTypes(role, entries) {
  const configs = entries.map(([type, schema]) => ({
    type,
    name: typeName(type, role, "Config"),
    schema: { ...schema, description: `${schema.title}. ${schema.description}` },
  }));
  const credentials = entries
    .filter(([, schema]) => schema["x-source"]?.direct_credentials)
    .map(([type, schema]) => ({
      type,
      name: typeName(type, role, "Credentials"),
      schema: schema.$defs.credentials,
    }));
  const types = [...configs, ...credentials];
  const taken = types.filter(({ name }, index) => types.findIndex((other) => other.name === name) < index);
  if (taken.length > 0) throw new Error(`Two types of one name: ${taken.map(({ name }) => name).join(", ")}`);

  const declarations = await Promise.all(types.map(({ name, schema }) => declaration(name, schema)));
  const maps = [
    typeMap(`The configuration of each ${role} type that the catalog describes.`, `${role}Configs`, configs),
  ];
  if (credentials.length > 0) {
    const doc = `The credentials of each ${role} type that programs can log in to directly.`;
    maps.push(typeMap(doc, `${role}Credentials`, credentials));
  }
  return [...declarations, ...maps].join("\n");
}

function typeName(type, role, what) {
  const words = [...type.split(/[^a-zA-Z0-9]+/), role, what];
  return words
    .map(capitalized)
    .join("")
    .replace(/\d[a-z]/g, (letter) => letter.toUpperCase());
}

/** An interface, or a record if no key is known, with all that the catalog says as hover documentation. */
async function declaration(name, schema) {
  const interfaceText = await compile(documented(schema), name, {
    bannerComment: "",
    ignoreMinAndMaxItems: true,
  });
  if (!interfaceText.includes(`export interface ${name} {`)) throw new Error(`The compiler renamed ${name}`);
  if (Object.keys(schema.properties).length > 0) return interfaceText;
  // An empty interface would take any object.
  const value = schema.additionalProperties === false ? "never" : "unknown";
  const [doc] = interfaceText.split("export interface");
  return `${doc}export type ${name} = Record<string, ${value}>;\n`;
}

function typeMap(doc, name, types) {
  return `/** ${doc} */
export interface ${capitalized(name)} {
${types.map((type) => `${JSON.stringify(type.type)}: ${type.name};`).join("\n")}
}
`;
}

function capitalized(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The schema with defaults and examples inside the descriptions, and without what would rename or widen the interface. */
function documented(schema) {
  const { type, required, additionalProperties, "x-documentation": page } = schema;
  return {
    type,
    required,
    additionalProperties,
    description: page === undefined ? schema.description : `${schema.description}\n\n@see ${page}`,
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

function secretPaths(schema, prefix = "") {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    property.writeOnly ? [prefix + key] : secretPaths(property, `${prefix}${key}.`),
  );
}

function secretTable(table) {
  return `/** For each folder of the catalog and each type in it, the ways to its secrets, steps joined by dots. */
export const secretKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ${JSON.stringify(table)};
`;
}
