import type { CatalogProperty } from "../catalog/entry";
import { secretPaths, secretsAt } from "../catalog/secrets";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions, secretsOfProgram, type HandlingOptions } from "../definition/state-keys";

/**
 * The ways to the secrets among the arguments, steps joined by dots, `*` for any step, a minus before what is public all the same:
 * those of the definition, and of the configuration those that the catalog marks, and every value that it does not describe and that
 * is not named public. Loaded by programs.
 */
export function waysToSecrets(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions = handlingOptions(inputs),
): string[] {
  return [
    ...declaredWays(definition),
    ...waysInConfig(definition, secretsInConfig(definition, inputs, options)),
  ];
}

function declaredWays(definition: ResourceDefinition): string[] {
  return Object.entries(definition.arguments).flatMap(([name, { secrets = [] }]) =>
    secrets.map((way) => `${name}.${way}`),
  );
}

function waysInConfig({ config }: ResourceDefinition, ways: readonly string[]): string[] {
  if (config === undefined) return [];
  return ways.map((way) => below(config.field, way));
}

/** A way that begins below a key; what is public stays so. */
function below(key: string, way: string): string {
  return way.startsWith("-") ? `-${key}.${way.slice(1)}` : `${key}.${way}`;
}

function secretsInConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions,
): readonly string[] {
  const described = describedSecrets(definition, inputs, options);
  if (described !== undefined && options.unknownKeys !== "allow") return described;
  const entry = options.unknownKeys === "allow" ? configEntry(definition, inputs, options) : undefined;
  const publicKeys = (options.publicKeys ?? []).map((key) => `-${key}`);
  return [...(described ?? []), "*", ...describedKeys(entry?.properties ?? {}), ...publicKeys];
}

/** The exceptions for the keys that the catalog describes, from the rule that every key is a secret. */
function describedKeys(properties: Readonly<Record<string, CatalogProperty>>): string[] {
  return Object.entries(properties).flatMap(([key, { properties: inner }]) => [
    `-${key}`,
    ...(inner === undefined ? [] : ["*", ...describedKeys(inner)].map((way) => below(key, way))),
  ]);
}

/** The ways to the secrets in the configuration; undefined if the catalog does not describe the type. */
export function describedSecrets(
  { config }: ResourceDefinition,
  inputs: Fields,
  { otherType }: HandlingOptions = handlingOptions(inputs),
): readonly string[] | undefined {
  const folder = config?.catalog(inputs);
  return config === undefined || folder === undefined || otherType === true
    ? undefined
    : secretPaths(folder, inputs[config.typeField]);
}

/** Whether what is at the end of a way is a secret, or part of one. */
export function isCovered(way: string, paths: readonly string[]): boolean {
  let left = paths;
  for (const step of way.split(".")) {
    const secrets = secretsAt(left, step);
    if (secrets === "secret") return true;
    left = secrets;
  }
  return false;
}

/** The values that no message may show: what is known as a secret, and what the program keeps secret. */
export function secretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  const described = waysInConfig(definition, describedSecrets(definition, inputs) ?? []);
  return valuesAt(inputs, [...declaredWays(definition), ...described, ...secretsOfProgram(inputs)]);
}

/**
 * Those, and the values that the catalog does not describe. Any of these may be a secret, so nothing of them may stand in what the
 * platform says; our own words would only become unreadable.
 */
export function undescribedValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  return valuesAt(inputs, waysToSecrets(definition, inputs));
}

function valuesAt(value: unknown, paths: readonly string[]): unknown[] {
  if (!Array.isArray(value) && !isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]): unknown[] => {
    // The name of a variable may be shown.
    if (isReference(item)) return [item.fingerprint];
    const secrets = secretsAt(paths, key);
    if (secrets === "secret") return [item];
    return secrets.length === 0 ? [] : valuesAt(item, secrets);
  });
}
