import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { diff } from "../../../../provider/src/lifecycle/diff";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";

type Fields = Record<string, unknown>;

const inputs = {
  name: "invoices",
  type: "s3",
  config: {
    remote_url: "s3://bucket/in/",
    access_key_id: "AKIA",
    secret_access_key: "wJal",
    recursive: true,
  },
};
const outputs = {
  ...inputs,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: null,
  __unmanaged: { anonymous: false },
};
const diffOf = (olds: Fields, news: Fields) => diff(sourceDefinition, olds, news);
const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

/** Any JSON object. `__proto__` is left out because an assignment does not create it as an own key. */
const config = fc
  .dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 })
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

describe("diff", () => {
  it("finds no change when the inputs are those applied, whatever the platform added", () => {
    expect(diffOf(outputs, inputs)).toEqual(nothing);
    const earlier = 'exports.handler = () => require("pulumi-connectors/other/path").source;';
    expect(diffOf({ ...outputs, __provider: earlier }, inputs)).toEqual(nothing);
  });

  it("finds a change in what another provider has recorded, even if it says the same", () => {
    const other = "exports.handler = __f0;\n\nfunction __f0() {}";
    expect(diffOf({ ...outputs, __provider: other }, inputs)).toEqual({ ...nothing, changes: true });
  });

  it("ignores the order of keys", () => {
    fc.assert(
      fc.property(config, (value) => {
        const reordered = Object.fromEntries(Object.entries(value).reverse());
        const news = { name: "n", type: "other", config: value };
        expect(diffOf({ ...news, config: reordered }, news)).toEqual(nothing);
      }),
    );
  });

  it("respects the order of a list", () => {
    const withList = (list: string[]) => ({ name: "n", type: "other", config: { list } });
    expect(diffOf(withList(["a", "b"]), withList(["b", "a"]))).toMatchObject({ changes: true, replaces: [] });
  });

  it("finds any single edit of a configuration", () => {
    fc.assert(
      fc.property(config, fc.nat(), fc.jsonValue(), (value, position, replacement) => {
        const key = keyAt(value, position);
        const plain = JSON.parse(JSON.stringify(value)) as Fields;
        fc.pre(JSON.stringify(plain[key]) !== JSON.stringify(replacement) && !Object.is(replacement, -0));
        fc.pre(JSON.stringify(sorted(plain[key])) !== JSON.stringify(sorted(replacement)));
        const olds = { name: "n", type: "other", config: plain };
        const edited = { ...olds, config: { ...plain, [key]: replacement } };
        expect(diffOf(olds, edited).changes).toBe(true);
        const { [key]: _removed, ...without } = plain;
        expect(diffOf(olds, { ...olds, config: without }).changes).toBe(true);
      }),
    );
  });

  it("treats all aliases of a setting as one", () => {
    const aliased = {
      remote_url: "s3://bucket/in/",
      key: "AKIA",
      aws_secret_access_key: "wJal",
      recursive: true,
    };
    expect(diffOf(outputs, { ...inputs, config: aliased })).toEqual(nothing);
    expect(diffOf(outputs, { ...inputs, config: { ...aliased, key: "other" } }).changes).toBe(true);
  });

  it("replaces for another type only", () => {
    expect(diffOf(outputs, { ...inputs, type: "gcs" }).replaces).toEqual(["type"]);
    expect(diffOf(outputs, { ...inputs, name: "other" })).toMatchObject({ changes: true, replaces: [] });
  });

  it("replaces for another name if onRename says so", () => {
    const news = { ...inputs, name: "other", __options: { onRename: "replace" } };
    expect(diffOf(outputs, news)).toEqual({ changes: true, replaces: ["name"], deleteBeforeReplace: false });
    expect(diffOf(outputs, { ...news, name: inputs.name })).toEqual(nothing);
  });

  it("ignores where a name comes from", () => {
    const unnamed = { ...inputs, __options: { resource: inputs.name } };
    expect(diffOf(outputs, unnamed)).toEqual(nothing);
    expect(diffOf({ ...outputs, __options: unnamed.__options }, inputs)).toEqual(nothing);
  });

  it("replaces for a type that is unknown in a preview", () => {
    expect(diffOf(outputs, { ...inputs, type: unknownValue }).replaces).toEqual(["type"]);
  });

  it("counts an unknown value anywhere as a change", () => {
    fc.assert(
      fc.property(config, fc.nat(), (value, position) => {
        const news = { name: "n", type: "other", config: withUnknown(value, position) };
        expect(diffOf({ ...news, config: value }, news).changes).toBe(true);
      }),
    );
    expect(diffOf(outputs, { ...inputs, config: unknownValue }).changes).toBe(true);
    expect(diffOf(outputs, { ...inputs, name: `prefix-${unknownValue}` }).changes).toBe(true);
  });

  it("updates, and never replaces, a resource whose state is truncated", () => {
    expect(diffOf({}, inputs)).toEqual({ changes: true, replaces: [], deleteBeforeReplace: false });
    expect(diffOf({ type: "s3" }, inputs)).toMatchObject({ changes: true, replaces: [] });
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Fields)[key])]));
}

/** Replaces one leaf of the value with an unknown. */
function withUnknown(value: unknown, position: number): unknown {
  if (Array.isArray(value) && value.length > 0) {
    return value.with(position % value.length, withUnknown(value[position % value.length], position));
  }
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    const key = keyAt(value, position);
    return { ...value, [key]: withUnknown((value as Fields)[key], position) };
  }
  return unknownValue;
}

function keyAt(value: object, position: number): string {
  const keys = Object.keys(value);
  return keys[position % keys.length] ?? "";
}
