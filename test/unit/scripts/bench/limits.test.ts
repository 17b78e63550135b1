import { describe, expect, it } from "@jest/globals";
import { call } from "./call";
import { round } from "./results";

interface Limited {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
}

function exceeded(count: number, rounds: readonly object[], others: object = {}): Limited[] {
  const operations = call("summary.mjs", "summarize", rounds);
  const comparisons = [{ engine: "embedded", count, latency: 0, operations }];
  const all = call("limits.mjs", "limited", { comparisons, ...others }) as Limited[];
  return all.filter(({ value, limit }) => value > limit);
}

describe("the limits of the benchmark", () => {
  it("are kept by a package that costs what a provider costs that does nothing", () => {
    expect(exceeded(1000, [round(1000), round(1000)])).toEqual([]);
  });

  it("count the bound of the ratio, not its median", () => {
    const rounds = [round(300), round(300, { cpu: 13 }), round(300)];
    expect(exceeded(300, rounds)).toEqual([
      { name: "embedded, 300 resources, 0 ms: create, CPU ÷ noop", value: 1.3, limit: 1.25 },
    ]);
  });

  it("name requests, bytes and memory that are too much", () => {
    const changed = round(1000, { posts: 1001, stateBytes: 2451, megabytes: 216 });
    expect(exceeded(1000, [changed])).toEqual([
      { name: "embedded, 1000 resources, 0 ms: create, requests", value: 1001, limit: 1000 },
      {
        name: "embedded, 1000 resources, 0 ms: create, bytes of state a resource over noop",
        value: 451,
        limit: 450,
      },
      { name: "embedded, 1000 resources, 0 ms: create, host MB over noop", value: 26, limit: 25 },
    ]);
  });

  it("hold for each verb of an s3 source", () => {
    const verbs = {
      "unstructured source s3": { check: 0.31, diff: 0.3 },
      "airweave source box": { check: 1 },
    };
    expect(exceeded(300, [round(300)], { verbs })).toEqual([
      { name: "host, s3 source, check, ms", value: 0.31, limit: 0.3 },
    ]);
  });
});
