import { isFields, type PathStep } from "./fields";

/**
 * What a reference is called in the state, beside its fingerprint: an object with these two keys alone. It is in every state that was
 * ever written: never change it. Not with underscores before it, for engines keep such keys from policy packs.
 */
export const referenceKey = "fromEnv";

/** What tells a reference from a text on its way into the constructor, which makes an object of it. No setting begins like that. */
export const referencePrefix = "environment variable: ";

/** What stands in place of a value that only the environment of the host has. */
export interface Reference {
  /** The environment variable. */
  readonly [referenceKey]: string;
  /** Tells whether a value is the one that was applied; empty as long as no value was seen. A secret. */
  readonly fingerprint: string;
}

export function isReference(value: unknown): value is Reference {
  return (
    isFields(value) &&
    typeof value[referenceKey] === "string" &&
    Object.hasOwn(value, "fingerprint") &&
    Object.keys(value).length === 2
  );
}

/** A copy, with something else in place of each reference. @param replace Is handed the way to it too. */
export function mapReferences(
  value: unknown,
  replace: (reference: Reference, path: readonly PathStep[]) => unknown,
  path: readonly PathStep[] = [],
): unknown {
  if (isReference(value)) return replace(value, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => mapReferences(item, replace, [...path, index]));
  }
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapReferences(item, replace, [...path, key])]),
  );
}
