import type { ResourceState } from "./resource-state";
import type { Urn } from "../values/urn";

/**
 * Removes the references to resources that a refresh found to be deleted. Source: pulumi/pulumi, `rebuildBaseState` in
 * `pkg/resource/deploy/deployment_executor.go`.
 *
 * @param states The resources after the refresh; undefined for a deleted one.
 */
export function rebuildAfterRefresh(states: readonly (ResourceState | undefined)[]): ResourceState[] {
  const present = new Set<Urn>();
  const resources: ResourceState[] = [];
  for (const state of states) {
    if (state === undefined) continue;
    state.dependencies = state.dependencies.filter((urn) => present.has(urn));
    state.propertyDependencies = Object.fromEntries(
      Object.entries(state.propertyDependencies)
        .map(([key, urns]) => [key, urns.filter((urn) => present.has(urn))] as const)
        .filter(([, urns]) => urns.length > 0),
    );
    state.replaceWith = state.replaceWith.filter((urn) => present.has(urn));
    if (!present.has(state.deletedWith)) state.deletedWith = "";
    if (!present.has(state.parent)) state.parent = "";
    present.add(state.urn);
    resources.push(state);
  }
  return resources;
}
