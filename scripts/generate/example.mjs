import { directCredentials } from "../catalog.mjs";
import { camelCase, words } from "./words.mjs";

/** How the programs of a page name things. The last word of a resource's name sets the pages apart, for all may be in one stack. */
const kinds = {
  "unstructured/source": { className: "Source", noun: "source", lastWord: "documents" },
  "unstructured/destination": { className: "Destination", noun: "destination", lastWord: "elements" },
  "aisquared/source": { className: "Connector", noun: "connector", lastWord: "source" },
  "aisquared/destination": { className: "Connector", noun: "connector", lastWord: "destination" },
  "airweave/source": { className: "SourceConnection", noun: "connection", lastWord: "connection" },
};

/** The class of a page's resources, and the word for one of them. */
export function kindOf(platform, role) {
  const kind = kinds[`${platform}/${role}`];
  if (kind === undefined) throw new Error(`No example is known for ${platform}/${role}`);
  return kind;
}

/**
 * A whole program for one type, from the catalog's first example of it, with its secrets from the stack config.
 *
 * @param names The names that programs of the page have in the stack config so far; those of this one are added.
 */
export function exampleProgram(platform, role, type, schema, names) {
  const { className, noun, lastWord } = kindOf(platform, role);
  const writer = new ExampleWriter(type, names);
  const name = (word) => JSON.stringify([...words(type), word].join("-"));
  const args = argumentsOf[platform](type, role, schema, writer);
  const needsCollection = platform === "airweave";
  return [
    ...(writer.readsConfig ? [`import * as pulumi from "@pulumi/pulumi";`] : []),
    `import { ${platform} } from "pulumi-connectors";`,
    "",
    ...(writer.readsConfig ? ["const config = new pulumi.Config();", ""] : []),
    ...(needsCollection ? [`const collection = new airweave.Collection(${name("collection")});`, ""] : []),
    `const ${noun} = new ${platform}.${className}(${name(lastWord)}, ${writer.object(args)});`,
    "",
    `export const ${noun}Id = ${noun}.id;`,
    ...(needsCollection && waitsForLogin(schema)
      ? [
          "// Where to log in; `pulumi stack output --show-secrets` shows it.",
          `export const { authUrl } = ${noun};`,
        ]
      : []),
    "",
  ].join("\n");
}

/** The arguments as code, by platform. */
const argumentsOf = {
  unstructured: (type, _role, schema, writer) => ({
    type: JSON.stringify(type),
    config: writer.value(schema.examples[0], schema),
  }),
  aisquared: (type, role, schema, writer) => ({
    connectorType: JSON.stringify(role),
    connectorName: JSON.stringify(type),
    configuration: writer.value(schema.examples[0], schema),
  }),
  airweave: (type, _role, schema, writer) => ({
    readableCollectionId: "collection.readableId",
    shortName: JSON.stringify(type),
    ...(Object.keys(schema.examples[0]).length === 0
      ? {}
      : { config: writer.value(schema.examples[0], schema) }),
    ...authentication(schema, writer),
  }),
};

/** Credentials where they are taken, else a login in the browser, with a client of the user's own where there must be one. */
function authentication(schema, writer) {
  const credentials = directCredentials(schema);
  if (credentials !== undefined) {
    const given = writer.object({ credentials: writer.value(credentials.examples[0], credentials) });
    return { authentication: given };
  }
  if (!schema["x-source"].requires_byoc) return {};
  return {
    authentication: writer.object({
      clientId: writer.fromConfig("require", ["oauthClientId"]),
      clientSecret: writer.fromConfig("requireSecret", ["oauthClientSecret"]),
    }),
  };
}

function waitsForLogin(schema) {
  return directCredentials(schema) === undefined;
}

/** Writes values of an example as code. */
class ExampleWriter {
  readsConfig = false;

  constructor(type, names) {
    this.type = type;
    this.names = names;
  }

  /** @param path The keys that lead to the value. */
  value(value, schema, path = []) {
    if (schema?.writeOnly) return this.secret(value, schema, path);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
    return this.object(
      Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          this.value(item, schema?.properties?.[key], [...path, key]),
        ]),
      ),
    );
  }

  /** @param fields Code by key. */
  object(fields) {
    const lines = Object.entries(fields).map(([key, code]) => `${JSON.stringify(key)}: ${code},`);
    return `{\n${lines.join("\n")}\n}`;
  }

  secret(value, schema, path) {
    switch (typeof value) {
      case "string":
        return this.fromConfig("requireSecret", path);
      case "number":
        return this.fromConfig("requireSecretNumber", path);
      case "boolean":
        return this.fromConfig("requireSecretBoolean", path);
      default:
        return this.fromConfig(`requireSecretObject<${typeOf(schema)}>`, path);
    }
  }

  /** Named after the type and the last key; after all keys if that name is taken. */
  fromConfig(getter, path) {
    this.readsConfig = true;
    const candidates = [path.slice(-1), path].map((keys) => camelCase(this.withType(keys.flatMap(words))));
    const name = candidates.find((candidate) => !this.names.has(candidate));
    if (name === undefined) throw new Error(`Two values of the stack config would be ${candidates[0]}`);
    this.names.add(name);
    return `config.${getter}("${name}")`;
  }

  /** The words of the type before those of a key, which may begin with them. */
  withType(keyWords) {
    const typeWords = words(this.type);
    const isRepeated = typeWords.every((word, index) => keyWords[index] === word);
    return isRepeated ? keyWords : [...typeWords, ...keyWords];
  }
}

/** The type of a secret that is an object or a list. */
function typeOf({ additionalProperties, items }) {
  if (typeof additionalProperties === "object") return `Record<string, ${additionalProperties.type}>`;
  if (items !== undefined) return `${items.type}[]`;
  throw new Error("A secret that is an object must be a map, or programs cannot name its type");
}
