import { describe, expect, it } from "@jest/globals";
import {
  applyReplaceOnChanges,
  changedPaths,
} from "../../../../../sandbox/src/engine/providers/replace-on-changes";

const changed = { changes: true, replaceKeys: [], deleteBeforeReplace: false };

describe("applyReplaceOnChanges", () => {
  const olds = { name: "a", config: { url: "x", list: [1, 2] }, same: 1 };
  const news = { name: "b", config: { url: "x", list: [1, 3] }, same: 1 };
  const paths = changedPaths(olds, news);

  it("finds each path at which inputs differ", () => {
    expect(paths).toEqual([["name"], ["config", "list", 1]]);
    expect(changedPaths({ a: {} }, { a: {}, b: null })).toEqual([]);
    expect(changedPaths({ a: {} }, { a: {}, b: 0 })).toEqual([["b"]]);
    expect(changedPaths({ a: 1 }, { a: { b: 1 } })).toEqual([["a"]]);
  });

  it.each([
    [["name"], ["name"]],
    [["config"], ["config"]],
    [["config.list[*]"], ["config"]],
    [["*"], ["name", "config"]],
    [["config.url", "same", "list", ""], []],
  ])("replaces for changes at %j", (options, replaceKeys) => {
    expect(applyReplaceOnChanges(changed, options, paths, false).replaceKeys).toEqual(replaceKeys);
  });

  it("keeps the provider's result, and does nothing without changes", () => {
    const diff = { ...changed, replaceKeys: ["type"] };
    expect(applyReplaceOnChanges(diff, ["name"], paths, false).replaceKeys).toEqual(["type", "name"]);
    const unchanged = { ...changed, changes: false };
    expect(applyReplaceOnChanges(unchanged, ["*"], [], false)).toEqual(unchanged);
  });

  it("replaces after a failed initialization for `*` and `#initerror`", () => {
    const unchanged = { ...changed, changes: false };
    for (const option of ["*", '["#initerror"]']) {
      const diff = applyReplaceOnChanges(unchanged, [option], [], true);
      expect(diff).toMatchObject({ changes: true, replaceKeys: ["#initerror"] });
    }
    expect(applyReplaceOnChanges(unchanged, ["name"], [], true)).toEqual(unchanged);
  });
});
