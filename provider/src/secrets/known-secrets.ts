import type { CatalogProperty } from "../catalog/entry";
import { secretKeysOf } from "../catalog/secret-keys";
import { configEntry } from "../definition/config-entry";
import type { Argument, ResourceDefinition } from "../definition/definition";
import { handlingOptions, secretsOfProgram, type HandlingOptions } from "../definition/options";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, visitTree } from "../values/tree";
import { SecretPaths } from "../values/secret-paths";

/**
 * The secrets among the arguments and outputs: those that the definition declares, and in the configuration those that the catalog marks
 * and every value that it does not describe, unless the program names its key public. Loaded by programs.
 */
export function secretArguments(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions = handlingOptions(inputs),
): SecretPaths {
  const keys = secretKeysFor(definition, inputs, options);
  const known = knownSecrets(definition, keys).and(foundSecrets(definition, inputs));
  if (keys !== undefined && options.unknownKeys !== "allow") return known;
  return known.and(inConfig(definition, undescribedValues(definition, inputs, options)));
}

/** The secrets in the configuration that the catalog marks, from its root; none if the catalog does not describe the type. */
export function describedSecrets(definition: ResourceDefinition, inputs: Fields): SecretPaths {
  const { field } = definition.config ?? {};
  const keys = secretKeysFor(definition, inputs, handlingOptions(inputs));
  return field === undefined || keys === undefined
    ? SecretPaths.none
    : knownSecrets(definition, keys).at(field);
}

/** The values that no message may show: what is known to be a secret, and what the program keeps secret. */
export function secretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  const keys = secretKeysFor(definition, inputs, handlingOptions(inputs));
  const known = knownSecrets(definition, keys).and(foundSecrets(definition, inputs));
  return valuesAt(inputs, known.and(secretsOfProgram(inputs)));
}

/**
 * The values that may be secrets, with those that the catalog does not describe. They must not appear in what a platform says; our own
 * messages would only become unreadable without them.
 */
export function possiblySecretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  return valuesAt(inputs, secretArguments(definition, inputs));
}

/** The catalog's paths to the secrets in the configuration; undefined if it does not describe the type. */
function secretKeysFor(
  { config }: ResourceDefinition,
  inputs: Fields,
  { otherType }: HandlingOptions,
): readonly string[] | undefined {
  const folder = config?.catalog(inputs);
  return config === undefined || folder === undefined || otherType === true
    ? undefined
    : secretKeysOf(folder, inputs[config.typeField]);
}

/** The secrets that only the arguments' values show. */
function foundSecrets({ arguments: all }: ResourceDefinition, inputs: Fields): SecretPaths {
  const found = Object.entries(all).map(([name, { findSecrets }]) =>
    SecretPaths.parse(findSecrets?.(inputs[name]) ?? []).below(name),
  );
  return SecretPaths.none.and(...found);
}

/** The secrets in the value of an argument, from its root. */
export function secretsInArgument({ secrets = [], findSecrets }: Argument, value: unknown): SecretPaths {
  return SecretPaths.parse([...secrets, ...(findSecrets?.(value) ?? [])]);
}

type ByType = Map<readonly string[] | undefined, SecretPaths>;

/** Kept for each kind and type, since most resources of a program share them. */
const cache = new WeakMap<ResourceDefinition, ByType>();

/** What the definition declares, and the catalog marks in the configuration. */
function knownSecrets(definition: ResourceDefinition, keys: readonly string[] | undefined): SecretPaths {
  const byType: ByType = cache.get(definition) ?? new Map<undefined, SecretPaths>();
  cache.set(definition, byType);
  let paths = byType.get(keys);
  if (paths === undefined) {
    const { secretOutputs = [] } = definition;
    const declared = Object.entries(definition.arguments).map(([name, { secrets = [] }]) =>
      SecretPaths.parse(secrets).below(name),
    );
    const described = inConfig(definition, SecretPaths.parse(keys ?? []));
    paths = described.and(...declared, SecretPaths.parse(secretOutputs));
    byType.set(keys, paths);
  }
  return paths;
}

function inConfig({ config }: ResourceDefinition, paths: SecretPaths): SecretPaths {
  return config === undefined ? SecretPaths.none : paths.below(config.field);
}

/** The values of the configuration that the catalog does not describe, from its root. */
function undescribedValues(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions,
): SecretPaths {
  const entry = options.unknownKeys === "allow" ? configEntry(definition, inputs, options) : undefined;
  const publicKeys = (options.publicKeys ?? []).map((key) => `-${key}`);
  return SecretPaths.parse(["*", ...describedKeys(entry?.properties ?? {}), ...publicKeys]);
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
