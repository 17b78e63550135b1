import type { CatalogProperty } from "../catalog/entry";
import { secretKeysOf } from "../catalog/secret-keys";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions, secretsOfProgram, type HandlingOptions } from "../definition/options";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, visitTree } from "../values/tree";
import { SecretPaths } from "../values/secret-paths";

/**
 * The secrets among the arguments: those that the definition declares, and in the configuration those that the catalog marks and every
 * value that it does not describe, unless the program names its key public. Loaded by programs.
 */
export function secretArguments(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions = handlingOptions(inputs),
): SecretPaths {
  return declaredSecrets(definition).and(inConfig(definition, secretsInConfig(definition, inputs, options)));
}

/** Those, what the program itself keeps secret, and the secret outputs: everything that the state must hold encrypted. */
export function allSecrets(definition: ResourceDefinition, fields: Fields): SecretPaths {
  return secretArguments(definition, fields).and(secretsOfProgram(fields), secretOutputs(definition));
}

/** The secrets in the configuration that the catalog marks, from its root; undefined if the catalog does not describe the type. */
export function describedSecrets(
  { config }: ResourceDefinition,
  inputs: Fields,
  { otherType }: HandlingOptions = handlingOptions(inputs),
): SecretPaths | undefined {
  const folder = config?.catalog(inputs);
  if (config === undefined || folder === undefined || otherType === true) return undefined;
  const keys = secretKeysOf(folder, inputs[config.typeField]);
  return keys && SecretPaths.parse(keys);
}

/** The values that no message may show: what is known to be a secret, and what the program keeps secret. */
export function secretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  const described = inConfig(definition, describedSecrets(definition, inputs) ?? SecretPaths.none);
  return valuesAt(
    inputs,
    declaredSecrets(definition).and(described, secretsOfProgram(inputs), secretOutputs(definition)),
  );
}

/**
 * The values that may be secrets, with those that the catalog does not describe. They must not appear in what a platform says; our own
 * messages would only become unreadable without them.
 */
export function possiblySecretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  return valuesAt(inputs, secretArguments(definition, inputs));
}

function secretOutputs({ secretOutputs: names = [] }: ResourceDefinition): SecretPaths {
  return SecretPaths.parse(names);
}

function declaredSecrets(definition: ResourceDefinition): SecretPaths {
  const [first = SecretPaths.none, ...others] = Object.entries(definition.arguments).map(
    ([name, { secrets = [] }]) => SecretPaths.parse(secrets).below(name),
  );
  return first.and(...others);
}

function inConfig({ config }: ResourceDefinition, paths: SecretPaths): SecretPaths {
  return config === undefined ? SecretPaths.none : paths.below(config.field);
}

function secretsInConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions,
): SecretPaths {
  const described = describedSecrets(definition, inputs, options);
  if (described !== undefined && options.unknownKeys !== "allow") return described;
  const entry = options.unknownKeys === "allow" ? configEntry(definition, inputs, options) : undefined;
  const publicKeys = (options.publicKeys ?? []).map((key) => `-${key}`);
  const undescribed = ["*", ...describedKeys(entry?.properties ?? {}), ...publicKeys];
  return (described ?? SecretPaths.none).and(SecretPaths.parse(undescribed));
}

/** Exempts the keys that the catalog describes from the rule that every key is a secret. */
function describedKeys(properties: Readonly<Record<string, CatalogProperty>>, prefix = ""): string[] {
  return Object.entries(properties).flatMap(([key, { properties: inner }]) => [
    `-${prefix}${key}`,
    ...(inner === undefined ? [] : [`${prefix}${key}.*`, ...describedKeys(inner, `${prefix}${key}.`)]),
  ]);
}

function valuesAt(inputs: Fields, paths: SecretPaths): unknown[] {
  const found: unknown[] = [];
  visitTree(inputs, (value, path) => {
    // The variable's name may be shown.
    if (isReference(value)) return found.push(value.fingerprint);
    if (paths.covers(path)) return found.push(value);
    return Array.isArray(value) || isFields(value) ? descend : undefined;
  });
  return found;
}
