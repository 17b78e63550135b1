import { isFields } from "./fields";
import { descend, mapTree, visitTree, type Path } from "./tree";

/**
 * The key of a reference that names the environment variable. A reference is an object with this key and its fingerprint, and no other.
 * It is in every state that was ever written: never change it. It must not begin with underscores, for engines strip such keys
 * before a policy pack sees them.
 */
export const referenceKey = "fromEnv";

/** Marks a reference between `fromEnv` and the constructor, or the host, which turns it into an object. No vendor's setting begins like this. */
export const referencePrefix = "environment variable: ";

/** Takes the place of a value that only the provider host's environment has. */
export interface Reference {
  /** The environment variable. */
  readonly [referenceKey]: string;
  /** Shows whether a value is the one that was applied. Empty until a value was seen. A secret. */
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

/** The variable that a program named by `fromEnv`; undefined if the value is anything else. */
export function variableIn(value: unknown): string | undefined {
  return typeof value === "string" && value.startsWith(referencePrefix)
    ? value.slice(referencePrefix.length)
    : undefined;
}

/** A tree with something else in place of each reference; the tree itself if there are none. */
export function mapReferences(
  value: unknown,
  replace: (reference: Reference, path: Path) => unknown,
): unknown {
  return mapTree(value, (each, path) => (isReference(each) ? replace(each, path) : descend));
}

/** The references in a tree. */
export function referencesIn(value: unknown): Reference[] {
  const found: Reference[] = [];
  visitTree(value, (each) => (isReference(each) ? found.push(each) : descend));
  return found;
}
