import type { DependencyGraph } from "../state/dependency-graph";
import { unknown } from "../values/property";
import { diffResource } from "../providers/provider-diff";
import type { ProviderRegistry } from "../providers/provider-registry";
import { providerUrn, type ResourceState } from "../state/resource-state";
import { isProviderType, type Urn } from "../values/urn";

/** A resource that has to go because another one is deleted before it is replaced. */
export interface DependentReplacement {
  readonly resource: ResourceState;
  /** The inputs that make it so. */
  readonly keys: readonly string[];
}

/**
 * What has to be replaced when something it depends on is, in the order of dependencies: each provider is asked what it would make
 * of unknown values in place of those that come from there. Source: pulumi/pulumi, `calculateDependentReplacements` in
 * `pkg/resource/deploy/step_generator.go`.
 *
 * @param settled What was decided on already, and so can not depend on the root any more.
 * @param load Makes sure that the provider of a resource is there.
 */
export async function dependentReplacements(
  root: ResourceState,
  graph: DependencyGraph,
  settled: ReadonlySet<Urn>,
  providers: ProviderRegistry,
  load: (resource: ResourceState) => Promise<void>,
): Promise<DependentReplacement[]> {
  if (!graph.has(root)) return [];
  const found: DependentReplacement[] = [];
  const replaced = new Set([root.urn]);
  for (const resource of graph.dependentsOf(root, settled)) {
    const keys = await keysThatForceReplacement(resource);
    if (keys === undefined) continue;
    replaced.add(resource.urn);
    found.push({ resource, keys });
  }
  return found;

  async function keysThatForceReplacement(resource: ResourceState): Promise<readonly string[] | undefined> {
    if (!resource.custom || resource.external || isProviderType(resource.type)) return undefined;
    if (replaced.has(providerUrn(resource.provider)) || replaced.has(resource.deletedWith)) {
      await load(resource);
      return [];
    }
    const depends = (key: string): boolean =>
      resource.propertyDependencies[key]?.some((urn) => replaced.has(urn)) ?? false;
    if (!Object.keys(resource.inputs).some(depends)) return undefined;
    const inputs = Object.fromEntries(
      Object.entries(resource.inputs).map(([key, value]) => [key, depends(key) ? unknown : value]),
    );
    await load(resource);
    const provider = providers.get(resource.provider);
    const { replaceKeys } = await diffResource(provider, resource, inputs, resource);
    return replaceKeys.length > 0 ? replaceKeys : undefined;
  }
}
