/** Comparing, walking and copying plain values. Nothing here throws, whatever it is given. */

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

/** The value of a field if it is an object with keys, else an empty one. */
export function fieldsAt(fields: Fields, key: string): Record<string, unknown> {
  const value = fields[key];
  return isFields(value) ? value : {};
}

/** The texts of a list that is the value of a field; none if it is something else. */
export function textsAt(fields: Fields, key: string): string[] {
  const texts = fields[key];
  return Array.isArray(texts) ? texts.filter((text) => typeof text === "string") : [];
}

/** One step of the way to a value: a key, or the index of a list. */
export type PathStep = string | number;

/** Calls `visit` for each value that is neither a list nor an object with keys, with the way to it. */
export function visitLeaves(
  value: unknown,
  visit: (leaf: unknown, path: readonly PathStep[]) => void,
  path: readonly PathStep[] = [],
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => visitLeaves(item, visit, [...path, index]));
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) visitLeaves(item, visit, [...path, key]);
  } else {
    visit(value, path);
  }
}

/** The value at the end of a way; undefined if there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, step) =>
      typeof current === "object" && current !== null
        ? (current as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}

/** `["config", "hosts", 0]` → `config.hosts[0]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}
