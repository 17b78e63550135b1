import { describe, expect, it } from "@jest/globals";
import { call } from "./call";
import { round } from "./results";

const results = (...rounds: readonly object[]): object => ({
  comparisons: [
    { engine: "embedded", count: 300, latency: 0, operations: call("summary.mjs", "summarize", rounds) },
  ],
});
const worse = (before: object, now: object): unknown => call("compare.mjs", "worseThan", before, now);

describe("the comparison with the committed results", () => {
  it("finds nothing worse in the same results, or in settings that were not measured before", () => {
    const same = results(round(300), round(300, { cpu: 11 }), round(300));
    expect(worse(same, same)).toEqual([]);
    expect(worse({ comparisons: [] }, results(round(300, { cpu: 50 })))).toEqual([]);
  });

  it("names a ratio whose median has grown by more than the spread", () => {
    const before = results(round(300), round(300, { cpu: 11 }), round(300));
    const within = results(round(300, { cpu: 11 }), round(300, { cpu: 11 }), round(300, { cpu: 11 }));
    const beyond = results(round(300, { cpu: 12 }), round(300, { cpu: 12 }), round(300, { cpu: 12 }));
    expect(worse(before, within)).toEqual([]);
    expect(worse(before, beyond)).toEqual([
      "embedded, 300 resources, 0 ms: create, cpu ÷ noop: 1.20, was 1.00 (spread 0.10)",
      "embedded, 300 resources, 0 ms: create, wall ÷ noop: 1.20, was 1.00 (spread 0.10)",
      "embedded, 300 resources, 0 ms: create, cpu ÷ byvalue: 0.60, was 0.50 (spread 0.05)",
      "embedded, 300 resources, 0 ms: create, wall ÷ byvalue: 0.60, was 0.50 (spread 0.05)",
    ]);
  });

  it("names a request and a key of the state that came along", () => {
    const now = results(round(300, { posts: 301, stateBytes: 2320 }));
    expect(worse(results(round(300)), now)).toEqual([
      "embedded, 300 resources, 0 ms: create, requests: 301, was 300",
      "embedded, 300 resources, 0 ms: create, bytes of state a resource: 2320, was 2300",
    ]);
  });
});
