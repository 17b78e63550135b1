import { deepEquals, isList, isMap, type PropertyMap, type PropertyValue } from "../engine/values/property";

/** The change of a property or an element. */
export type Change =
  | { readonly kind: "add" | "delete" | "same"; readonly value: PropertyValue }
  | { readonly kind: "update"; readonly update: ValueDiff };

/** Two different values; for two lists or two maps, with the changes of their parts. */
export interface ValueDiff {
  readonly old: PropertyValue;
  readonly new: PropertyValue;
  readonly elements?: ListDiff;
  readonly entries?: MapDiff;
}

/** By element, in order. */
export type ListDiff = readonly Change[];

/** By key, sorted. */
export type MapDiff = ReadonlyMap<string, Change>;

/** Whether a property is internal to Pulumi, and never displayed. */
export function isInternalKey(key: string): boolean {
  return key.startsWith("__");
}

/**
 * Diffs two maps, without internal keys. A null counts as absent.
 * Source: pulumi/pulumi, `sdk/go/common/resource/properties_diff.go`.
 *
 * @returns undefined if there is no difference.
 */
export function diffMaps(old: PropertyMap, next: PropertyMap): MapDiff | undefined {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((key) => !isInternalKey(key));
  const changes = keys.sort().flatMap((key): [string, Change][] => {
    const change = changeOf(old[key], next[key]);
    return change === undefined ? [] : [[key, change]];
  });
  return changes.some(([, { kind }]) => kind !== "same") ? new Map(changes) : undefined;
}

function changeOf(old: PropertyValue | undefined, next: PropertyValue | undefined): Change | undefined {
  const update = old === undefined || next === undefined ? undefined : diffValues(old, next);
  if (old !== undefined && next !== undefined && update === undefined) return { kind: "same", value: old };
  const [before, after] = [old ?? null, next ?? null];
  if (before === null) return after === null ? undefined : { kind: "add", value: after };
  if (after === null || update === undefined) return { kind: "delete", value: before };
  return { kind: "update", update };
}

/** Diffs two values. @returns undefined if there is no difference. */
export function diffValues(old: PropertyValue, next: PropertyValue): ValueDiff | undefined {
  if (isList(old) && isList(next)) {
    const elements = diffLists(old, next);
    return elements && { old, new: next, elements };
  }
  if (isMap(old) && isMap(next)) {
    const entries = diffMaps(old, next);
    return entries && { old, new: next, entries };
  }
  return deepEquals(old, next) ? undefined : { old, new: next };
}

/** Diffs elements by position, so an insertion changes all that follow. */
function diffLists(old: readonly PropertyValue[], next: readonly PropertyValue[]): ListDiff | undefined {
  const both = old.slice(0, next.length).map((value, index): Change => {
    const update = diffValues(value, next[index] ?? null);
    return update === undefined ? { kind: "same", value } : { kind: "update", update };
  });
  const changes = [
    ...both,
    ...old.slice(next.length).map((value): Change => ({ kind: "delete", value })),
    ...next.slice(old.length).map((value): Change => ({ kind: "add", value })),
  ];
  return changes.some(({ kind }) => kind !== "same") ? changes : undefined;
}
