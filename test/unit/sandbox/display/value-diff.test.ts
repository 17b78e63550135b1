import { describe, expect, it } from "@jest/globals";
import { diffMaps } from "../../../../sandbox/src/display/value-diff";

describe("the difference of two maps", () => {
  it("does not include internal keys or the presence of nulls", () => {
    expect(
      diffMaps({ a: 1, gone: null, __p: 1, deep: { __q: 1 } }, { a: 1, come: null, __p: 2, deep: {} }),
    ).toBeUndefined();
  });

  it("treats a null as absent", () => {
    expect([...(diffMaps({ a: null, b: 1, c: null }, { a: 1, b: null, c: null }) ?? [])]).toEqual([
      ["a", { kind: "add", value: 1 }],
      ["b", { kind: "delete", value: 1 }],
      ["c", { kind: "same", value: null }],
    ]);
  });

  it("has sorted keys, and includes unchanged values", () => {
    const diff = diffMaps({ c: [1], b: 1 }, { b: 1, c: [2, 3], a: 0 });
    expect([...(diff ?? [])]).toEqual([
      ["a", { kind: "add", value: 0 }],
      ["b", { kind: "same", value: 1 }],
      [
        "c",
        {
          kind: "update",
          update: {
            old: [1],
            new: [2, 3],
            elements: [
              { kind: "update", update: { old: 1, new: 2 } },
              { kind: "add", value: 3 },
            ],
          },
        },
      ],
    ]);
  });
});
