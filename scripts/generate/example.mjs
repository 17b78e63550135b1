import { directCredentials } from "../catalog.mjs";
import { camelCase, words } from "./words.mjs";

/**
 * A complete program for one type, made from the first example in the catalog. It reads secrets from the stack config.
 *
 * @param names The stack config keys that the page has used so far. This program adds its own.
 * @param reference The role in the platform's reference.json. `resourceName` differs by role, so that all examples fit in one stack.
 */
export function exampleProgram(platform, role, type, schema, names, reference) {
  const { class: className, noun, resourceName, needs } = reference;
  const writer = new ExampleWriter(type, names);
  const name = (word) => JSON.stringify([...words(type), word].join("-"));
  const args = exampleArguments(reference.arguments, type, role, schema, writer);
  return [
    ...(writer.readsConfig ? [`import * as pulumi from "@pulumi/pulumi";`] : []),
    `import { ${platform} } from "pulumi-connectors";`,
    "",
    ...(writer.readsConfig ? ["const config = new pulumi.Config();", ""] : []),
    ...(needs === undefined
      ? []
      : [`const ${needs.noun} = new ${platform}.${needs.class}(${name(needs.noun)});`, ""]),
    `const ${noun} = new ${platform}.${className}(${name(resourceName)}, ${writer.object(args)});`,
    "",
    `export const ${noun}Id = ${noun}.id;`,
    ...(waitsForLogin(schema)
      ? [
          "// Log in at this URL; `pulumi stack output --show-secrets` prints it.",
          `export const { authUrl } = ${noun};`,
        ]
      : []),
    "",
  ].join("\n");
}

/** The arguments as code. What begins with a dollar sign stands for a part of the type; everything else is code. */
function exampleArguments(template, type, role, schema, writer) {
  const parts = {
    $type: () => JSON.stringify(type),
    $role: () => JSON.stringify(role),
    $configuration: () => configuration(schema, writer),
    $authentication: () => authentication(schema, writer),
  };
  const args = Object.entries(template).map(([name, part]) => [name, parts[part]?.() ?? part]);
  // Left out where a type needs none.
  return Object.fromEntries(args.filter(([, code]) => !code.startsWith("$")));
}

function configuration(schema, writer) {
  const [example] = schema.examples;
  const mayBeEmpty = schema["x-source"] !== undefined && Object.keys(example).length === 0;
  return mayBeEmpty ? undefined : writer.value(example, schema);
}

/** Uses credentials if the source accepts them, otherwise a login in the browser, with the user's own OAuth client if required. */
function authentication(schema, writer) {
  const credentials = directCredentials(schema);
  if (credentials !== undefined) {
    return writer.object({ credentials: writer.value(credentials.examples[0], credentials) });
  }
  if (!schema["x-source"].requires_byoc) return undefined;
  return writer.object({
    clientId: writer.fromConfig("require", ["oauthClientId"]),
    clientSecret: writer.fromConfig("requireSecret", ["oauthClientSecret"]),
  });
}

function waitsForLogin(schema) {
  return schema["x-source"] !== undefined && directCredentials(schema) === undefined;
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
