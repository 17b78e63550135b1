/**
 * A property value in the engine's memory: JSON, and the values that JSON cannot represent.
 */
export type PropertyValue =
  null | boolean | number | string | readonly PropertyValue[] | PropertyMap | Secret | Unknown | Opaque;

export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** A value that is encrypted when it is stored and hidden when it is shown. */
export class Secret {
  constructor(readonly element: PropertyValue) {}
}

class Unknown {
  readonly unknown = true;
}

/** The placeholder for every value that is not known until an `up`. */
export const unknown = new Unknown();

/** A value that the engine only passes on, in its wire form: a resource reference, an asset, an archive. */
export class Opaque {
  constructor(readonly wire: Readonly<Record<string, unknown>>) {}
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret || value instanceof Opaque || value instanceof Unknown)
  );
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** Makes a value secret. A secret is returned as it is. */
export function makeSecret(value: PropertyValue): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

/** Deep equality as Pulumi defines it: ignores the order of keys and keys whose value is null. A secret equals only a secret. */
export function deepEquals(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  if (Object.is(left, right)) return true;
  if (left instanceof Secret && right instanceof Secret) return deepEquals(left.element, right.element);
  if (left instanceof Opaque && right instanceof Opaque) {
    return JSON.stringify(left.wire) === JSON.stringify(right.wire);
  }
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => deepEquals(item, right[index]));
  }
  if (isMap(left) && isMap(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].every((key) => deepEquals(left[key] ?? null, right[key] ?? null));
  }
  return false;
}

/** Whether a value is or contains a secret. */
export function containsSecret(value: PropertyValue | undefined): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(containsSecret);
  return isMap(value) && Object.values(value).some(containsSecret);
}

/** Maps a value and all its parts. A parent is mapped before its parts. */
export function mapValues(
  value: PropertyValue,
  replace: (value: PropertyValue) => PropertyValue,
): PropertyValue {
  const replaced = replace(value);
  if (replaced instanceof Secret) return new Secret(mapValues(replaced.element, replace));
  if (isList(replaced)) return replaced.map((item) => mapValues(item, replace));
  if (isMap(replaced)) return mapEntries(replaced, (item) => mapValues(item, replace));
  return replaced;
}

/** Maps the values of an object. */
export function mapEntries<Result>(
  map: Readonly<Record<string, PropertyValue>>,
  convert: (value: PropertyValue, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, convert(value, key)]));
}

/** Replaces secrets with their plaintext. */
export function withoutSecrets(map: PropertyMap): PropertyMap {
  const unwrap = (value: PropertyValue): PropertyValue =>
    value instanceof Secret ? unwrap(value.element) : value;
  return mapEntries(map, (value) => mapValues(value, unwrap));
}

/** Replaces secrets with `[secret]`. */
export function redacted(value: PropertyValue): PropertyValue {
  return mapValues(value, (part) => (part instanceof Secret ? "[secret]" : part));
}

/**
 * Marks as secret again what was secret at the same path of the inputs, after a provider that does not support secrets has returned it. A
 * list that contained a secret becomes secret as a whole. Source: pulumi/pulumi, `annotateSecrets`.
 */
export function annotateSecrets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  return mapEntries(outputs, (output, key) => {
    const input = inputs[key];
    if (isMap(output) && isMap(input)) return annotateSecrets(output, input);
    return containsSecret(input) ? makeSecret(output) : output;
  });
}
