import { describe, expect, it } from "@jest/globals";
import { call } from "./call";

const machine = { cpu: "a processor", cores: 2, node: "v20" };
const merged = (before: object, now: object): unknown => call("merge.mjs", "merged", before, now);

describe("writing the results of a part of the benchmark", () => {
  it("keeps the other parts, and replaces the settings that were measured again", () => {
    const before = {
      machine: { ...machine, engines: { cli: "1" } },
      loading: { milliseconds: 3 },
      comparisons: [
        { engine: "cli", count: 300, latency: 0, operations: "old" },
        { engine: "cli", count: 1000, latency: 0, operations: "kept" },
      ],
    };
    const now = {
      machine: { ...machine, engines: { embedded: "2" } },
      comparisons: [
        { engine: "embedded", count: 300, latency: 0, operations: "new" },
        { engine: "cli", count: 300, latency: 0, operations: "new" },
      ],
    };
    expect(merged(before, now)).toEqual({
      machine: { ...machine, engines: { cli: "1", embedded: "2" } },
      loading: { milliseconds: 3 },
      comparisons: [
        { engine: "cli", count: 300, latency: 0, operations: "new" },
        { engine: "cli", count: 1000, latency: 0, operations: "kept" },
        { engine: "embedded", count: 300, latency: 0, operations: "new" },
      ],
    });
  });

  it("drops the results of another machine", () => {
    const now = { machine: { ...machine, cores: 4, engines: {} }, comparisons: [] };
    expect(merged({ machine: { ...machine, engines: {} }, loading: {}, comparisons: [] }, now)).toEqual(now);
    expect(merged({}, now)).toEqual(now);
  });
});
