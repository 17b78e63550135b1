import type { DependencyGraph } from "../state/dependency-graph";
import { unknown } from "../values/property";
import { diffResource } from "../providers/provider-diff";
import type { ProviderRegistry } from "../providers/provider-registry";
import { providerUrn, type ResourceState } from "../state/resource-state";
import { isProviderType, type Urn } from "../values/urn";

/** A resource that must be replaced because one of its dependencies is deleted before it is replaced. */
export interface DependentReplacement {
  readonly resource: ResourceState;
  /** The inputs that require the replacement. */
  readonly keys: readonly string[];
}

/**
 * Finds the resources that must be replaced together with one of their dependencies, in the order of dependencies. For each dependent, its
 * provider diffs inputs in which the values from replaced resources are unknown. Source: pulumi/pulumi, `calculateDependentReplacements`
 * in `pkg/resource/deploy/step_generator.go`.
 *
 * @param settled Resources that are planned already, and so do not depend on the root any more.
 * @param load Starts the provider of a resource, if necessary.
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
