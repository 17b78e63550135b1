import { deepEquals, isList, isMap, type PropertyMap, type PropertyValue } from "../values/property";
import { parsePropertyPath, type PathStep } from "../values/property-path";
import type { DiffResult } from "./provider";

/** What a path of `replaceOnChanges` names when it means that an object exists but is not ready. */
const initErrorPath: readonly PathStep[] = ["#initerror"];

/**
 * A diff with what the option `replaceOnChanges` makes of it. Source: pulumi/pulumi, `applyReplaceOnChanges` in
 * `pkg/resource/deploy/step_generator.go`.
 *
 * @param changedPaths Where the inputs differ. Known only if the engine compared them itself: the protocol of Node's dynamic
 *   providers has no place for it, so that the option does nothing for a provider that has a `diff`.
 */
export function applyReplaceOnChanges(
  diff: DiffResult,
  replaceOnChanges: readonly string[],
  changedPaths: readonly (readonly PathStep[])[],
  hasInitErrors: boolean,
): DiffResult {
  const options = replaceOnChanges
    .flatMap((text) => [parsePropertyPath(text) ?? []])
    .filter(({ length }) => length > 0);
  const replaces = (path: readonly PathStep[]): boolean => options.some((option) => contains(option, path));
  const keys = diff.changes ? changedPaths.filter(replaces).map(([key]) => String(key)) : [];
  const unready = hasInitErrors && replaces(initErrorPath);
  return {
    ...diff,
    changes: diff.changes || unready,
    replaceKeys: [...new Set([...diff.replaceKeys, ...keys, ...(unready ? initErrorPath.map(String) : [])])],
  };
}

/** Every place where two maps differ, as deep as both go. */
export function changedPaths(left: PropertyMap, right: PropertyMap): PathStep[][] {
  return differences(left, right, []);
}

function differences(
  left: PropertyValue | undefined,
  right: PropertyValue | undefined,
  path: readonly PathStep[],
): PathStep[][] {
  if (deepEquals(left, right)) return [];
  if (isMap(left) && isMap(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => differences(left[key], right[key], [...path, key]));
  }
  if (isList(left) && isList(right)) {
    const indexes = [...Array(Math.max(left.length, right.length)).keys()];
    return indexes.flatMap((index) => differences(left[index], right[index], [...path, index]));
  }
  return [[...path]];
}

function contains(option: readonly PathStep[], path: readonly PathStep[]): boolean {
  return option.length <= path.length && option.every((step, index) => step === "*" || step === path[index]);
}
