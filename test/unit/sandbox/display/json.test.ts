import { describe, expect, it } from "@jest/globals";
import { formatDigest, JsonDisplay, type Digest } from "../../../../sandbox/src/display/json";
import { Tally } from "../../../../sandbox/src/display/tally";
import type { EngineEvent } from "../../../../sandbox/src/engine/events/events";
import { makeSecret } from "../../../../sandbox/src/engine/values/property";
import { aroundStack, diagnostic, done, source, started, step, succeeded } from "./display-test";

const old = source("a", { id: "id-1", inputs: { kind: "s3" } });
const next = source("a", { inputs: { kind: "<gcs>", password: makeSecret("hunter2") } });

describe("the document of an operation", () => {
  it("has the planned steps of a preview, including the stack, and a replacement as one step", () => {
    const parts = { old, new: next, replaceKeys: ["kind"] };
    const events = [
      ...done("create-replacement", { ...parts, logical: false }, { id: "new", outputs: { kind: "gcs" } }),
      ...done("replace", parts),
      ...done("delete-replaced", { old, logical: false }),
      ...done("same", { old: source("b"), new: source("b") }),
    ];
    const { steps, changeSummary } = digest(true, aroundStack(events));
    expect(steps).toEqual([
      expect.objectContaining({ op: "same", detailedDiff: null }),
      {
        op: "replace",
        urn: old.urn,
        provider: old.provider,
        oldState: expect.objectContaining({ id: "id-1", inputs: { kind: "s3" } }) as unknown,
        newState: expect.objectContaining({ inputs: { kind: "<gcs>", password: "[secret]" } }) as unknown,
        replaceReasons: ["kind"],
        detailedDiff: null,
      },
    ]);
    expect(steps[1]?.newState).not.toHaveProperty("outputs");
    expect(Object.entries(changeSummary)).toEqual([
      ["replace", 1],
      ["same", 2],
    ]);
  });

  it("has the deleted objects in the preview of a refresh, and a refresh of the others", () => {
    const gone = source("b");
    const events = [
      ...[
        started(step("refresh", { old, new: old })),
        succeeded(step("refresh", { old, new: old }), "update"),
      ],
      ...[
        started(step("refresh", { old: gone, new: gone })),
        succeeded(step("refresh", { old: gone }), "delete"),
      ],
    ];
    expect(digest(true, events).steps.map(({ op }) => op)).toEqual(["refresh", "delete"]);
    expect(digest(false, events).steps.map(({ op }) => op)).toEqual(["update", "delete"]);
  });

  it("has the result of each step of an update", () => {
    const events = done("create", { new: next }, { id: "new", outputs: { kind: "gcs" } });
    expect(digest(false, events).steps).toEqual([
      expect.objectContaining({ newState: expect.objectContaining({ outputs: { kind: "gcs" } }) as unknown }),
    ]);
  });

  it("has every message that is not ephemeral", () => {
    const events = [
      diagnostic({ message: "hi\n", stream: "stderr", severity: "info#err" }),
      diagnostic({ message: "careful", severity: "warning", urn: old.urn }),
      diagnostic({ message: "passing", ephemeral: true }),
      diagnostic({ message: "quiet", severity: "debug" }),
    ];
    expect(digest(true, events).diagnostics).toEqual([
      { message: "hi\n\n", severity: "info#err" },
      { urn: old.urn, message: "warning: careful\n", severity: "warning" },
    ]);
  });

  it("is formatted as by the CLI: no empty values, escaped angle brackets", () => {
    const text = formatDigest(digest(true, done("create", { new: next })));
    expect(text).toContain('"kind": "\\u003cgcs\\u003e"');
    expect(formatDigest(digest(true, []))).toBe('{\n    "duration": 1500000000\n}');
  });
});

function digest(dryRun: boolean, events: readonly EngineEvent[]): Digest {
  const tally = new Tally();
  const display = new JsonDisplay({}, tally, dryRun);
  for (const event of events) {
    tally.observe(event);
    display.observe(event);
  }
  return display.finish(1.5);
}
