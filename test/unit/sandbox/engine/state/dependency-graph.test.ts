import { describe, expect, it } from "@jest/globals";
import { DependencyGraph } from "../../../../../sandbox/src/engine/state/dependency-graph";
import { newResourceState, type ResourceState } from "../../../../../sandbox/src/engine/state/resource-state";

const resource = (urn: string, parts: Partial<ResourceState> = {}): ResourceState =>
  newResourceState({ urn, type: "a:b:C", custom: true }, parts);
const urns = (resources: Iterable<ResourceState>): string[] => [...resources].map(({ urn }) => urn).sort();

describe("the dependency graph", () => {
  const provider = resource("provider");
  const component = resource("component", { custom: false });
  const child = resource("child", { parent: "component", provider: "provider::id" });
  const a = resource("a", { dependencies: ["component"] });
  const b = resource("b", { propertyDependencies: { x: ["a"] } });
  const c = resource("c", { parent: "b" });
  const graph = new DependencyGraph([provider, component, child, a, b, c]);

  it("finds direct dependencies: dependencies, parent, provider, and the children of a component", () => {
    expect(urns(graph.dependenciesOf(child))).toEqual(["component", "provider"]);
    expect(urns(graph.dependenciesOf(a))).toEqual(["child", "component"]);
    expect(urns(graph.dependenciesOf(b))).toEqual(["a"]);
    expect(urns(graph.dependenciesOf(c))).toEqual(["b"]);
  });

  it("finds transitive dependencies", () => {
    expect(urns(graph.transitiveDependenciesOf(c))).toEqual(["a", "b", "child", "component", "provider"]);
  });

  it("finds dependents in order, without children", () => {
    expect(graph.dependentsOf(component, new Set())).toEqual([a, b]);
    expect(graph.dependentsOf(a, new Set())).toEqual([b]);
    expect(graph.dependentsOf(component, new Set(["a"]))).toEqual([]);
  });

  it("includes every earlier resource with the URN of a dependency", () => {
    const old = resource("a", { delete: true });
    const next = resource("a");
    const user = resource("user", { dependencies: ["a"] });
    expect(new DependencyGraph([next, user, old]).dependenciesOf(user)).toEqual(new Set([next]));
    expect(new DependencyGraph([old, next, user]).dependenciesOf(user)).toEqual(new Set([old, next]));
  });
});
