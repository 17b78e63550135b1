import { secretPaths } from "../catalog/secrets";
import { isFields, type Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { secretsOfProgram } from "./reserved";

/**
 * The ways to the secrets among the arguments, steps joined by dots, `*` for any step: those of the definition, and of the configuration
 * those that the catalog marks, or every value if it does not describe the type. Loaded by programs.
 */
export function waysToSecrets(definition: ResourceDefinition, inputs: Fields): string[] {
  return [
    ...declaredWays(definition),
    ...waysInConfig(definition, describedSecrets(definition, inputs) ?? ["*"]),
  ];
}

function declaredWays(definition: ResourceDefinition): string[] {
  return Object.entries(definition.arguments).flatMap(([name, { secrets = [] }]) =>
    secrets.map((way) => `${name}.${way}`),
  );
}

function waysInConfig({ config }: ResourceDefinition, ways: readonly string[]): string[] {
  return config === undefined ? [] : ways.map((way) => `${config.field}.${way}`);
}

/** The ways to the secrets in the configuration; undefined if the catalog does not describe the type. */
export function describedSecrets(
  { config }: ResourceDefinition,
  inputs: Fields,
): readonly string[] | undefined {
  const folder = config?.catalog(inputs);
  return config === undefined || folder === undefined
    ? undefined
    : secretPaths(folder, inputs[config.typeField]);
}

/** Whether a value at the end of a way is part of what a pattern of a way leads to. */
export function isCovered(way: string, pattern: string): boolean {
  const steps = way.split(".");
  return pattern.split(".").every((step, index) => step === "*" || step === steps[index]);
}

/** The values that no message may show: what is known as a secret, and what the program keeps secret. */
export function secretValues(definition: ResourceDefinition, inputs: Fields): unknown[] {
  const described = waysInConfig(definition, describedSecrets(definition, inputs) ?? []);
  return [...declaredWays(definition), ...described, ...secretsOfProgram(inputs)].flatMap((way) =>
    valuesAt(inputs, way.split(".")),
  );
}

/**
 * The configuration if the catalog does not know its type. Any of its values may be a secret, so nothing of them may stand in
 * what the platform says; our own words would only become unreadable.
 */
export function undescribedConfig(definition: ResourceDefinition, inputs: Fields): unknown {
  const { config } = definition;
  if (config === undefined || describedSecrets(definition, inputs) !== undefined) return undefined;
  return inputs[config.field];
}

function valuesAt(value: unknown, steps: readonly string[]): unknown[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (Array.isArray(value)) return valuesAt(Object.fromEntries(value.entries()), steps);
  if (!isFields(value)) return [];
  const keys = step === "*" ? Object.keys(value) : Object.hasOwn(value, step) ? [step] : [];
  return keys.flatMap((key) => valuesAt(value[key], rest));
}
