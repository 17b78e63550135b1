/**
 * Property values as the engine holds them between program, provider and state: plain JSON, and the values
 * that JSON has no word for.
 */
export type PropertyValue =
  null | boolean | number | string | readonly PropertyValue[] | PropertyMap | Secret | Unknown | Opaque;

export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** A value that is encrypted wherever it is stored and hidden wherever it is shown. */
export class Secret {
  constructor(readonly element: PropertyValue) {}
}

class Unknown {
  readonly unknown = true;
}

/** The one value that stands for all that only an `up` will know. */
export const unknown = new Unknown();

/** A value of Pulumi's that the engine only passes on, in its wire form: a reference to a resource, an asset, an archive. */
export class Opaque {
  constructor(readonly wire: Readonly<Record<string, unknown>>) {}
}

/** Whether a value is an object with keys. */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret || value instanceof Opaque || value instanceof Unknown)
  );
}

/** Whether a value is a list. */
export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** A secret of a value; a secret of a secret is the same secret. */
export function makeSecret(value: PropertyValue): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

/** Deep equality, as the engine defines it: neither the order of keys counts nor a key whose value is null; a secret equals only a secret. */
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

/** Whether a value is a secret or holds one. */
export function containsSecret(value: PropertyValue | undefined): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(containsSecret);
  return isMap(value) && Object.values(value).some(containsSecret);
}

/** A copy in which every value for which `replace` returns something else is that. Parents are replaced before their parts. */
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

/** A map with the same keys and other values. */
export function mapEntries<Result>(
  map: Readonly<Record<string, PropertyValue>>,
  convert: (value: PropertyValue, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, convert(value, key)]));
}

/** The values without the marks of secrets. */
export function withoutSecrets(map: PropertyMap): PropertyMap {
  const unwrap = (value: PropertyValue): PropertyValue =>
    value instanceof Secret ? unwrap(value.element) : value;
  return mapEntries(map, (value) => mapValues(value, unwrap));
}

/** A value with `[secret]` in place of what is secret. */
export function blind(value: PropertyValue): PropertyValue {
  return mapValues(value, (part) => (part instanceof Secret ? "[secret]" : part));
}

/**
 * Marks as secret what was secret at the same path before it went through somebody who does not know secrets.
 * A list that held a secret becomes one as a whole. Source: pulumi/pulumi, `annotateSecrets`.
 */
export function annotateSecrets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  return mapEntries(outputs, (output, key) => {
    const input = inputs[key];
    if (isMap(output) && isMap(input)) return annotateSecrets(output, input);
    return containsSecret(input) ? makeSecret(output) : output;
  });
}
