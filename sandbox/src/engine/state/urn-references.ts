import type { ResourceState } from "./resource-state";
import { makeUrn, stackType, urnName, urnQualifiedType, urnType, type Urn } from "../values/urn";

/**
 * Updates all references to resources whose URN has changed, also in resources that this operation has not reached yet.
 * Source: pulumi/pulumi, `NormalizeURNReferences` in `pkg/resource/deploy/snapshot.go`.
 */
export function withNewUrns(resources: readonly ResourceState[]): readonly ResourceState[] {
  const renamed = new Map<Urn, Urn>();
  for (const { urn, alias, parent } of resources) {
    if (alias !== undefined) renamed.set(alias, urn);
    const newParent = renamed.get(parent);
    if (newParent !== undefined && urnQualifiedType(newParent) !== stackType) {
      const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
      renamed.set(urn, makeUrn(stack, project, newParent, urnType(urn), urnName(urn)));
    }
  }
  if (renamed.size === 0) return resources;

  const fix = (urn: Urn): Urn => renamed.get(urn) ?? urn;
  const fixProvider = (reference: string): string => {
    const at = reference.lastIndexOf("::");
    return at < 0 ? reference : fix(reference.slice(0, at)) + reference.slice(at);
  };
  return resources.map((resource) => ({
    ...resource,
    urn: fix(resource.urn),
    parent: fix(resource.parent),
    provider: fixProvider(resource.provider),
    dependencies: resource.dependencies.map(fix),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, urns.map(fix)]),
    ),
    deletedWith: fix(resource.deletedWith),
    replaceWith: resource.replaceWith.map(fix),
    alias: undefined,
  }));
}
