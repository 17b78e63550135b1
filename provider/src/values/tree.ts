import { fieldsAt, isFields, type Fields } from "./fields";

/** One step of a path: a key, or the index of a list. */
export type PathStep = string | number;

/** The path of a value in a tree of objects and lists: `["config", "hosts", 0]`. */
export type Path = readonly PathStep[];

/** Returned by a replacement: keep the value, and look at what is below it. */
export const descend = Symbol("descend");

/**
 * A tree with some of its values replaced. What stays the same is shared with the original, not copied; if nothing is replaced, the
 * original itself is returned.
 *
 * @param replace Called for every value, from the root down. What it returns replaces the value, unless it is `descend`.
 */
export function mapTree(
  value: unknown,
  replace: (value: unknown, path: Path) => unknown,
  path: Path = [],
): unknown {
  const replaced = replace(value, path);
  if (replaced !== descend) return replaced;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => mapTree(item, replace, [...path, index]));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, mapTree(item, replace, [...path, key])] as const,
  );
  return entries.every(([key, mapped]) => mapped === value[key]) ? value : Object.fromEntries(entries);
}

/** Calls `visit` for every value from the root down; below a value only if it returns `descend`. */
export function visitTree(
  value: unknown,
  visit: (value: unknown, path: Path) => unknown,
  path: Path = [],
): void {
  if (visit(value, path) !== descend) return;
  if (Array.isArray(value)) value.forEach((item, index) => visitTree(item, visit, [...path, index]));
  else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) visitTree(item, visit, [...path, key]);
  }
}

/** Calls `visit` for every value that is neither a list nor an object with keys. */
export function visitLeaves(value: unknown, visit: (leaf: unknown, path: Path) => void): void {
  visitTree(value, (each, path) => {
    if (Array.isArray(each) || isFields(each)) return descend;
    visit(each, path);
    return undefined;
  });
}

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, step) =>
      // A key from outside may be called `constructor`.
      typeof current === "object" && current !== null && Object.hasOwn(current, step)
        ? (current as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}

/** A copy with another value at a path of keys. What is no object on the way there becomes one. */
export function withValueAt(fields: Fields, [step, ...below]: Path, value: unknown): Record<string, unknown> {
  const key = String(step);
  return { ...fields, [key]: below.length === 0 ? value : withValueAt(fieldsAt(fields, key), below, value) };
}

/** `["config", "hosts", 0]` → `config.hosts[0]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}
