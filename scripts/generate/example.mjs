import { directCredentials } from "../catalog.mjs";
import { camelCase, words } from "./words.mjs";

/** Names in the example programs, by page. The last word of a resource's name differs by page, so that all examples fit in one stack. */
const kinds = {
  "unstructured/source": { className: "Source", noun: "source", lastWord: "documents" },
  "unstructured/destination": { className: "Destination", noun: "destination", lastWord: "elements" },
  "aisquared/source": { className: "Connector", noun: "connector", lastWord: "source" },
  "aisquared/destination": { className: "Connector", noun: "connector", lastWord: "destination" },
  "airweave/source": { className: "SourceConnection", noun: "connection", lastWord: "connection" },
};

/** The class of a page's resources, and a noun for one of them. */
export function kindOf(platform, role) {
  const kind = kinds[`${platform}/${role}`];
  if (kind === undefined) throw new Error(`There is no example for ${platform}/${role}`);
  return kind;
}

/**
 * A complete program for one type, made from the first example in the catalog. It reads secrets from the stack config.
 *
 * @param names The stack config keys that the page has used so far. This program adds its own.
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
          "// Log in at this URL; `pulumi stack output --show-secrets` prints it.",
          `export const { authUrl } = ${noun};`,
        ]
      : []),
    "",
  ].join("\n");
}

/** Writes the arguments as code, by platform. */
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

/** Uses credentials if the source accepts them, otherwise a login in the browser, with the user's own OAuth client if required. */
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

/** Writes the values of an example as code. */
class ExampleWriter {
  readsConfig = false;

  constructor(type, names) {
    this.type = type;
    this.names = names;
  }

  /** @param path The keys of the value. */
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

  /** Names the stack config key after the type and the last key, or after all keys if that name is taken. */
  fromConfig(getter, path) {
    this.readsConfig = true;
    const candidates = [path.slice(-1), path].map((keys) => camelCase(this.withType(keys.flatMap(words))));
    const name = candidates.find((candidate) => !this.names.has(candidate));
    if (name === undefined) throw new Error(`The stack config key ${candidates[0]} is already in use`);
    this.names.add(name);
    return `config.${getter}("${name}")`;
  }

  /** Prefixes the words of a key with those of the type, unless it starts with them. */
  withType(keyWords) {
    const typeWords = words(this.type);
    const isRepeated = typeWords.every((word, index) => keyWords[index] === word);
    return isRepeated ? keyWords : [...typeWords, ...keyWords];
  }
}

/** The TypeScript type of a secret object or array. */
function typeOf({ additionalProperties, items }) {
  if (typeof additionalProperties === "object") return `Record<string, ${additionalProperties.type}>`;
  if (items !== undefined) return `${items.type}[]`;
  throw new Error("A secret that is an object must be a map, or programs cannot name its type");
}
