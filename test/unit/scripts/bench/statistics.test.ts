import { describe, expect, it } from "@jest/globals";
import { call } from "./call";

const withBound = (ratios: readonly number[]): unknown => call("statistics.mjs", "medianWithBound", ratios);

describe("the statistics of the benchmark", () => {
  it("take the middle value, or the mean of the two in the middle", () => {
    expect(call("statistics.mjs", "median", [3, 1, 2])).toBe(2);
    expect(call("statistics.mjs", "median", [4, 1, 3, 2])).toBe(2.5);
  });

  it("bound the median of ten by the ninth, with the probability of at most eight heads in ten flips", () => {
    const ratios = [1.1, 0.9, 1.3, 1, 1.2, 1.5, 0.8, 1.4, 1.7, 1.6];
    expect(withBound(ratios)).toEqual({ median: 1.25, bound: 1.6, confidence: 1013 / 1024 });
  });

  it("bound the median of five by the largest, and say that fewer are not enough", () => {
    expect(withBound([1, 2, 5, 4, 3])).toEqual({ median: 3, bound: 5, confidence: 31 / 32 });
    expect(withBound([1, 3, 2])).toEqual({ median: 2, bound: 3, confidence: 0.875 });
    expect(withBound([7])).toEqual({ median: 7, bound: 7, confidence: 0.5 });
  });
});
