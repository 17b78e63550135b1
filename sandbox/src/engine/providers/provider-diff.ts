import { parsePropertyPath } from "pulumi-connectors/internal/project/property-path";
import { withoutSecrets, type PropertyMap } from "../values/property";
import { resetToOld } from "../values/property-path";
import type { DiffResult, Provider } from "./provider";
import { applyReplaceOnChanges, changedPaths } from "./replace-on-changes";
import type { ResourceState } from "../state/resource-state";

/** Resets the inputs at the paths of `ignoreChanges` to their old values. @returns the paths that could not be resolved, too. */
export function ignoreChanges(
  inputs: PropertyMap,
  olds: PropertyMap,
  paths: readonly string[],
): { readonly inputs: PropertyMap; readonly invalid: readonly string[] } {
  const invalid: string[] = [];
  let result = inputs;
  for (const text of paths) {
    const path = parsePropertyPath(text);
    if (path === undefined) continue;
    const reset = resetToOld(result, olds, path);
    if (reset === undefined) invalid.push(text);
    else result = reset;
  }
  return { inputs: result, invalid };
}

/** Diffs new inputs with the provider. If it reports no result, the inputs are compared. @throws ProviderError */
export async function diffResource(
  provider: Provider,
  { urn, id, inputs, outputs }: Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">,
  news: PropertyMap,
  options: { readonly ignoreChanges: readonly string[]; readonly replaceOnChanges: readonly string[] },
  initErrors: readonly string[] = [],
): Promise<DiffResult> {
  const diff = await provider.diff(urn, id, inputs, outputs, news, options.ignoreChanges);
  const effective = ignoreChanges(news, inputs, options.ignoreChanges).inputs;
  const changed =
    diff.changes === undefined ? changedPaths(withoutSecrets(inputs), withoutSecrets(effective)) : [];
  return applyReplaceOnChanges(
    { ...diff, changes: diff.changes ?? changed.length > 0 },
    options.replaceOnChanges,
    changed,
    initErrors.length > 0,
  );
}
