import { namedDependencies, type ResourceState } from "./resource-state";
import type { Urn } from "../values/urn";

/**
 * The dependencies in a list of resources, each of which comes after its dependencies. Several resources may have the same URN.
 * Source: pulumi/pulumi, `pkg/resource/graph/dependency_graph.go`.
 */
export class DependencyGraph {
  readonly #positions = new Map<ResourceState, number>();
  readonly #byUrn = new Map<Urn, ResourceState[]>();

  constructor(private readonly resources: readonly ResourceState[]) {
    resources.forEach((resource, position) => {
      this.#positions.set(resource, position);
      this.#byUrn.set(resource.urn, [...(this.#byUrn.get(resource.urn) ?? []), resource]);
    });
  }

  has(resource: ResourceState): boolean {
    return this.#positions.has(resource);
  }

  /** Gives a newer state of a resource the position of the older one. Dependents still resolve to the older one. */
  alias(newer: ResourceState, older: ResourceState): void {
    this.#positions.set(newer, this.#position(older));
  }

  /** The direct dependencies of a resource, including its parent, and for a component its children. */
  dependenciesOf(resource: ResourceState): Set<ResourceState> {
    const named = namedDependencies(resource).flatMap((urn) => this.#before(resource, urn));
    const inComponents = named
      .filter((dependency) => !dependency.custom)
      .flatMap((component) => this.#childrenOf(component.urn))
      .filter((child) => this.#position(child) < this.#position(resource));
    return new Set([...named, ...inComponents, ...this.#before(resource, resource.parent)]);
  }

  /** The transitive closure of `dependenciesOf`. */
  transitiveDependenciesOf(resource: ResourceState): Set<ResourceState> {
    const found = new Set<ResourceState>();
    const visit = (current: ResourceState): void => {
      for (const dependency of this.dependenciesOf(current)) {
        if (found.has(dependency)) continue;
        found.add(dependency);
        visit(dependency);
      }
    };
    visit(resource);
    return found;
  }

  /** All direct and indirect dependents of a resource, in order. Being a child does not count as a dependency here. */
  dependentsOf(root: ResourceState, ignore: ReadonlySet<Urn>): ResourceState[] {
    const affected = new Set([root.urn]);
    const dependents: ResourceState[] = [];
    for (const resource of this.resources.slice(this.#position(root) + 1)) {
      if (ignore.has(resource.urn)) continue;
      if (!namedDependencies(resource).some((urn) => affected.has(urn))) continue;
      affected.add(resource.urn);
      dependents.push(resource);
    }
    return dependents;
  }

  #position(resource: ResourceState): number {
    return this.#positions.get(resource) ?? Number.POSITIVE_INFINITY;
  }

  #before(resource: ResourceState, urn: Urn): ResourceState[] {
    const candidates = this.#byUrn.get(urn) ?? [];
    return candidates.filter((candidate) => this.#position(candidate) < this.#position(resource));
  }

  #childrenOf(urn: Urn): ResourceState[] {
    const children = this.resources.filter((resource) => resource.parent === urn);
    return children.flatMap((child) => [child, ...this.#childrenOf(child.urn)]);
  }
}
