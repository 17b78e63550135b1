import { describe, expect, it } from "@jest/globals";
import { Secret, type PropertyMap } from "../../../../../sandbox/src/engine/values/property";
import { parsePropertyPath } from "../../../../../provider/src/project/property-path";
import { resetToOld } from "../../../../../sandbox/src/engine/values/property-path";

describe("property paths", () => {
  it.each([
    ["root", ["root"]],
    ["root.nested", ["root", "nested"]],
    ['root["nested"]', ["root", "nested"]],
    ["root.double.nest", ["root", "double", "nest"]],
    ['root["a.b"].c', ["root", "a.b", "c"]],
    ["root.array[0]", ["root", "array", 0]],
    ["root.array[100].x", ["root", "array", 100, "x"]],
    ["root[*].x", ["root", "*", "x"]],
    ['root["key with \\"escaped\\" quotes"]', ["root", 'key with "escaped" quotes']],
    ["root[", undefined],
  ])("%s", (text, steps) => {
    expect(parsePropertyPath(text)).toEqual(steps);
  });

  const reset = (path: string, inputs: PropertyMap, olds: PropertyMap) =>
    resetToOld(inputs, olds, parsePropertyPath(path) ?? []);

  it("reset the value there to that of the old inputs", () => {
    expect(reset("a", { a: 1, b: 2 }, { a: 9 })).toEqual({ a: 9, b: 2 });
    expect(reset("a.b", { a: { b: 1, c: 2 } }, { a: { b: 9, c: 8 } })).toEqual({ a: { b: 9, c: 2 } });
    expect(reset("a[1]", { a: [1, 2] }, { a: [8, 9] })).toEqual({ a: [1, 9] });
    expect(reset("a[*].x", { a: [{ x: 1, y: 1 }, { x: 2 }] }, { a: [{ x: 8 }, { x: 9 }] })).toEqual({
      a: [{ x: 8, y: 1 }, { x: 9 }],
    });
  });

  it("remove added keys, and restore removed ones", () => {
    expect(reset("a", { a: 1, b: 2 }, {})).toEqual({ b: 2 });
    expect(reset("a", { b: 2 }, { a: 1 })).toEqual({ a: 1, b: 2 });
  });

  it("keep a secret value secret", () => {
    expect(reset("a", { a: "x" }, { a: new Secret("old") })).toEqual({ a: new Secret("old") });
    expect(reset("a.b", { a: { b: "x" } }, { a: new Secret({ b: "old" }) })).toEqual({
      a: { b: new Secret("old") },
    });
    expect(reset("a.b", { a: new Secret({ b: "x" }) }, { a: { b: "old" } })).toEqual({
      a: new Secret({ b: "old" }),
    });
  });

  it("cannot be resolved in a shorter list or a value of another type", () => {
    expect(reset("a[1]", { a: [1] }, { a: [1, 2] })).toBeUndefined();
    expect(reset("a[*]", { a: [1] }, { a: [1, 2] })).toBeUndefined();
    expect(reset("a.b", { a: 1 }, { a: { b: 1 } })).toBeUndefined();
  });
});
