import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { toPlain } from "../../../../provider/src/values/plain";

describe("toPlain", () => {
  it("converts anything to values that JSON preserves", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const plain = toPlain(value);
        expect(JSON.parse(JSON.stringify(plain))).toStrictEqual(plain);
      }),
    );
  });

  it("leaves JSON unchanged", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        fc.pre(!JSON.stringify(value).includes("__proto__"));
        expect(toPlain(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("omits undefined keys and functions, but keeps the indices of lists", () => {
    expect(toPlain({ a: undefined, b: () => 1, c: [undefined, 1, { d: undefined }] })).toStrictEqual({
      c: [null, 1, {}],
    });
  });

  it("replaces numbers that JSON does not have with null", () => {
    const [notANumber, infinity, zero] = toPlain([NaN, -Infinity, -0]) as unknown[];
    expect([notANumber, infinity]).toEqual([null, null]);
    expect(Object.is(zero, 0)).toBe(true);
  });

  it("converts dates and big integers to strings", () => {
    expect(toPlain({ at: new Date(0), n: 12345678901234567890n })).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      n: "12345678901234567890",
    });
  });

  it("cuts off cycles and deep nesting", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(toPlain(cycle)).toEqual({ self: null });
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(() => JSON.stringify(toPlain(deep))).not.toThrow();
  });
});
