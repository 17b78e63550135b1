import { describe, expect, it } from "@jest/globals";
import { AliasResolver } from "../../../../../sandbox/src/engine/plan/aliases";
import type { Alias } from "../../../../../sandbox/src/engine/runtime/registration";
import { newResourceState, type ResourceState } from "../../../../../sandbox/src/engine/state/resource-state";
import { withNewUrns } from "../../../../../sandbox/src/engine/state/urn-references";
import { makeUrn, type Urn } from "../../../../../sandbox/src/engine/values/urn";

const thing = "pulumi-nodejs:dynamic/test:Thing";
const component = "test:index:Component";
const stack = makeUrn("dev", "test", "", "pulumi:pulumi:Stack", "test-dev");
const urnOf = (name: string, parent = stack, type = thing): Urn => makeUrn("dev", "test", parent, type, name);
const spec = { name: "", type: "", stack: "", project: "", parent: "", noParent: false };

function state(urn: Urn, parts: Partial<ResourceState> = {}): ResourceState {
  return newResourceState({ urn, type: thing, custom: true }, parts);
}

/** Resolves resources in the order of their registration. */
function resolver(...olds: readonly Urn[]) {
  const aliases = new AliasResolver("dev", "test", new Map(olds.map((urn) => [urn, state(urn)])));
  const seen = new Set<Urn>();
  return (name: string, declared: readonly Alias[], parent = stack, type = thing) => {
    const urn = urnOf(name, parent, type);
    const { old, alias, conflicts } = aliases.resolve({ urn, type, name, parent, aliases: declared }, seen);
    seen.add(urn);
    return { old: old?.urn, alias, conflicts };
  };
}

describe("the former state of a resource", () => {
  it("is that of its own URN, even if it has aliases", () => {
    const resolve = resolver(urnOf("a"), urnOf("b"));
    expect(resolve("a", [urnOf("b")])).toEqual({ old: urnOf("a"), alias: undefined, conflicts: [] });
  });

  it.each<[string, Alias, Urn]>([
    ["a URN", urnOf("old"), urnOf("old")],
    ["another name", { ...spec, name: "old" }, urnOf("old")],
    ["another type", { ...spec, type: "x:y:Z" }, urnOf("new", stack, "x:y:Z")],
    [
      "another parent",
      { ...spec, parent: urnOf("p", stack, component) },
      urnOf("new", urnOf("p", stack, component)),
    ],
    ["another stack", { ...spec, stack: "prod" }, makeUrn("prod", "test", "", thing, "new")],
    ["another project", { ...spec, project: "other" }, makeUrn("dev", "other", "", thing, "new")],
  ])("is found by %s", (_how, alias, old) => {
    expect(resolver(old)("new", [alias])).toEqual({ old, alias: old, conflicts: [] });
  });

  it("is found without a parent, if the alias has `noParent`", () => {
    const parent = urnOf("c", stack, component);
    const resolve = resolver(urnOf("a"));
    expect(resolve("a", [{ ...spec, noParent: true }], parent)).toMatchObject({ old: urnOf("a") });
  });

  it("is inherited from the parent's alias, also in its name", () => {
    const oldParent = urnOf("app", stack, component);
    const child = urnOf("app-db", oldParent);
    const grown = urnOf("other", oldParent);
    const resolve = resolver(oldParent, child, grown);
    const parent = urnOf("newapp", stack, component);
    expect(resolve("newapp", [{ ...spec, name: "app" }], stack, component)).toMatchObject({ old: oldParent });
    expect(resolve("newapp-db", [], parent)).toMatchObject({ old: child, alias: child });
    expect(resolve("renamed", [{ ...spec, name: "other" }], parent)).toMatchObject({ old: grown });
  });

  it("cannot belong to two resources", () => {
    const resolve = resolver(urnOf("old"));
    expect(resolve("one", [urnOf("old")]).conflicts).toEqual([]);
    expect(resolve("two", [urnOf("old")]).conflicts).toEqual([
      `Duplicate resource alias '${urnOf("old")}' applied to resource with URN '${urnOf("two")}' conflicting with resource with URN '${urnOf("one")}'`,
    ]);
    expect(resolve("old", []).conflicts).toEqual([
      `Duplicate resource URN '${urnOf("old")}' conflicting with alias on resource with URN '${urnOf("two")}'`,
    ]);
  });
});

describe("withNewUrns", () => {
  it("updates all references to a resource, and the URNs of children if its type has changed", () => {
    const oldParent = urnOf("c", stack, "old:index:Type");
    const newParent = urnOf("c", stack, "new:index:Type");
    const child = urnOf("child", oldParent);
    const resources = [
      state(newParent, { alias: oldParent }),
      state(child, { parent: oldParent }),
      state(urnOf("x"), {
        dependencies: [child],
        propertyDependencies: { a: [child, oldParent] },
        deletedWith: child,
        replaceWith: [oldParent],
      }),
    ];
    const newChild = urnOf("child", newParent);
    expect(withNewUrns(resources)).toMatchObject([
      { urn: newParent, alias: undefined },
      { urn: newChild, parent: newParent },
      {
        dependencies: [newChild],
        propertyDependencies: { a: [newChild, newParent] },
        deletedWith: newChild,
        replaceWith: [newParent],
      },
    ]);
  });

  it("does nothing without aliases", () => {
    const resources = [state(urnOf("a"))];
    expect(withNewUrns(resources)).toBe(resources);
  });
});
