import { describe, expect, it } from "@jest/globals";
import { deleteFromState, unprotect } from "../../../../../sandbox/src/engine/state/edit";
import { newResourceState, type ResourceState } from "../../../../../sandbox/src/engine/state/resource-state";

const urnOf = (name: string): string => `urn:pulumi:dev::test::a:b:C::${name}`;

function resource(name: string, parts: Partial<ResourceState> = {}): ResourceState {
  return newResourceState({ urn: urnOf(name), type: "a:b:C", custom: true }, { id: `id-${name}`, ...parts });
}

const names = (resources: readonly ResourceState[]): string[] =>
  resources.map(({ urn, id }) => (id === "" ? urn : id.replace("id-", "")));

// The messages are those of pulumi 3.260.0.
describe("an edit of the state", () => {
  const provider = resource("p");
  const own = { provider: `${provider.urn}::${provider.id}` };
  const parent = resource("parent", { ...own, protect: true });
  const child = resource("child", { ...own, parent: parent.urn });
  const dependent = resource("dependent", { ...own, propertyDependencies: { x: [child.urn] } });
  const other = resource("other", { ...own, delete: true, protect: true });
  const state = [provider, parent, child, dependent, other];

  const warnings: string[] = [];
  const deleted = (urns: string[] | undefined, force = false, targetDependents = false): string[] => {
    warnings.length = 0;
    return names(
      deleteFromState(state, urns, { force, targetDependents, warn: (text) => warnings.push(text) }),
    );
  };

  it("unprotects resources, except those that are to be deleted", () => {
    const protectedIn = (resources: readonly ResourceState[]): string[] =>
      names(resources.filter(({ protect }) => protect));
    expect(protectedIn(unprotect(state))).toEqual(["other"]);
    expect(protectedIn(unprotect(state, [child.urn]))).toEqual(["parent", "other"]);
    expect(protectedIn(unprotect(state, [parent.urn]))).toEqual(["other"]);
    expect(protectedIn(state)).toEqual(["parent", "other"]);
    expect(() => unprotect(state, [other.urn, urnOf("nope"), parent.urn])).toThrow(
      new RegExp(`No such resource "${other.urn}" exists[^]*No such resource "${urnOf("nope")}"`),
    );
  });

  it("deletes what nothing depends on", () => {
    expect(deleted([dependent.urn])).toEqual(["p", "parent", "child", "other"]);
    expect(deleted([child.urn, dependent.urn])).toEqual(["p", "parent", "other"]);
    expect(() => deleted([child.urn])).toThrow(
      `${child.urn} can't be safely deleted because the following resources depend on it:\n * "dependent"     (${dependent.urn})\n\nDelete those resources first or pass --target-dependents.`,
    );
    expect(deleted([child.urn], false, true)).toEqual(["p", "parent", "other"]);
  });

  it("deletes protected resources if forced, and says so", () => {
    const isProtected = `${parent.urn} can't be safely deleted because it is protected. Re-run this command with --force to force deletion`;
    expect(() => deleted([parent.urn])).toThrow(isProtected);
    expect(deleted([parent.urn], true, true)).toEqual(["p", "other"]);
    expect(warnings).toEqual([`deleting protected resource ${parent.urn} due to presence of --force`]);
    expect(deleted(undefined, true)).toEqual([]);
    expect(() => deleted([provider.urn], false, true)).toThrow(isProtected);
  });

  it("does not take the dependents of a replacement for those of what it replaces", () => {
    const old = resource("r", { ...own, id: "id-old", delete: true });
    const replacement = resource("r", { ...own, id: "id-new" });
    const user = resource("user", { ...own, dependencies: [replacement.urn] });
    const options = { force: false, targetDependents: false, warn: () => undefined };
    expect(() => deleteFromState([provider, replacement, user, old], [old.urn], options)).toThrow(
      /ambiguously referred to multiple resources. Did you mean:\n {2}id-new\n {2}id-old/,
    );
    expect(names(deleteFromState([provider, replacement, user, old], undefined, options))).toEqual([]);
  });

  it("names what is not in the state, and the URN that was meant", () => {
    expect(() => deleted(["child"])).toThrow(
      `"child" is not a valid resource URN\nDid you mean:\n  ${child.urn}\nTo list the resource URNs in the stack, run \`stack --show-urns\`.`,
    );
    expect(() => deleted([child.urn.replace("a:b", "x:y")])).toThrow(/^No such resource .*\nDid you mean:\n/);
  });
});
