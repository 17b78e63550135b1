/** Named values: inputs, outputs, a configuration, the body of a request. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with keys: no list, no null, nothing with a class of its own. */
export function isFields(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compared by shape, not with Object.prototype: that of another realm (a worker, a test runner) is another object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Deep equality: the order of keys does not count, the order of a list does; an undefined key counts as absent. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (isFields(left) && isFields(right)) {
    return definedKeys({ ...left, ...right }).every((key) => isEqual(left[key], right[key]));
  }
  return false;
}

/** The keys whose value is not undefined. */
export function definedKeys(fields: Fields): string[] {
  return Object.keys(fields).filter((key) => fields[key] !== undefined);
}

/** The value under a key that came from outside, which may be called `toString` or `constructor`. */
export function own<Value>(fields: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** The fields without some of them. */
export function omit(fields: Fields, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

/** The fields that have a value, null being none. */
export function withoutNulls(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? undefined) !== undefined));
}

/** The value of a field if it is an object with keys, else an empty one. */
export function fieldsAt(fields: Fields, key: string): Record<string, unknown> {
  const value = fields[key];
  return isFields(value) ? value : {};
}

/** The strings in a list that is the value of a field; none if it is something else. */
export function stringsAt(fields: Fields, key: string): string[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Reads fields of a response body and ignores values of the wrong type. */
export function reader(body: unknown): {
  readonly fields: Fields;
  /** A non-empty string, otherwise undefined. */
  readonly text: (key: string) => string | undefined;
  /** A string, which may be empty, or null; otherwise undefined. */
  readonly textOrNull: (key: string) => string | null | undefined;
} {
  const fields: Fields = isFields(body) ? body : {};
  const text = (key: string): string | undefined => {
    const value = fields[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const textOrNull = (key: string): string | null | undefined => {
    const value = fields[key];
    return value === null || typeof value === "string" ? value : undefined;
  };
  return { fields, text, textOrNull };
}
