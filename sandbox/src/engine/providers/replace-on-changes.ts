import { parsePropertyPath } from "pulumi-connectors/internal/project/property-path";
import { deepEquals, isList, isMap, type PropertyMap, type PropertyValue } from "../values/property";
import type { PathStep } from "../values/property-path";
import type { DiffResult } from "./provider";

/** The path of `replaceOnChanges` that stands for failed initialization. */
const initErrorPath: readonly PathStep[] = ["#initerror"];

/**
 * Applies the option `replaceOnChanges` to a diff. Source: pulumi/pulumi, `applyReplaceOnChanges` in
 * `pkg/resource/deploy/step_generator.go`.
 *
 * @param changedPaths Where the inputs differ. Known only if the engine has compared them: the protocol of dynamic providers does not
 *   include it, so the option has no effect for a provider with a `diff`.
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

/** The deepest paths at which two maps differ. */
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
