import { describe, expect, it } from "@jest/globals";
import { Tally } from "../../../sandbox/src/display/tally";
import { TextDisplay, type Kind } from "../../../sandbox/src/display/text";
import type { EngineEvent, StepInfo, StepOp } from "../../../sandbox/src/engine/events";
import { makeSecret, unknown, type PropertyMap } from "../../../sandbox/src/engine/property";
import { newResourceState, type ResourceState } from "../../../sandbox/src/engine/resource-state";
import { urnType } from "../../../sandbox/src/engine/urn";

const stackUrn = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const sourceUrn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::orders";

describe("what an operation prints", () => {
  it("is a line a step, with the inputs that changed but not the reserved ones", () => {
    const before = source({ name: "a", type: "s3", gone: true, __provider: "x" });
    const after = source({ name: "b", type: "s3", more: 1, __provider: "y" });
    expect(printed("update", [succeeded("update", before, after)])).toEqual([
      "Updating (dev):",
      "",
      " ~  pulumi-nodejs:dynamic/unstructured:Source orders updated (1.50s) [diff: +more-gone~name]",
      "Resources:",
      "    ~ 1 updated",
      "",
      "Duration: 3s",
      "",
    ]);
  });

  it("groups what there is to say by resource, before the outputs", () => {
    const lines = printed("update", [
      { kind: "diagnostic", severity: "error", urn: sourceUrn, message: "two\nlines\n" },
      { kind: "diagnostic", severity: "info", urn: "", message: "hello" },
      { kind: "diagnostic", severity: "debug", urn: "", message: "not shown" },
    ]);
    expect(lines.slice(2, 11)).toEqual([
      "",
      "Diagnostics:",
      "  pulumi-nodejs:dynamic/unstructured:Source (orders):",
      "    error: two",
      "    lines",
      "",
      "  stack (dev):",
      "    hello",
      "",
    ]);
  });

  it("shows outputs without marks for a new stack, and never a secret", () => {
    expect(outputs("update", undefined, { id: "1", password: makeSecret("hunter2") })).toEqual([
      '    id      : "1"',
      "    password: [secret]",
    ]);
  });

  it("marks the outputs that changed", () => {
    expect(
      outputs("update", { a: 1, b: 1, c: 1, none: null }, { a: 1, b: [2], d: { x: unknown }, none: null }),
    ).toEqual(["    a: 1", "  ~ b: 1 => [2]", "  - c: 1", "  + d: { x: [unknown] }"]);
  });

  it("shows in a preview only the outputs that would change", () => {
    expect(outputs("preview", { a: 1, b: 1 }, { a: 1, b: unknown })).toEqual(["  ~ b: 1 => [unknown]"]);
    expect(outputs("preview", { a: 1 }, { a: 1 })).toEqual([]);
  });

  it("shows the outputs after a refresh too", () => {
    const state = stack({ a: 1 });
    const lines = printed("refresh", [succeeded("refresh", state, state, "same")]);
    expect(lines).toContain("    a: 1");
  });
});

function outputs(kind: Kind, old: PropertyMap | undefined, now: PropertyMap): string[] {
  const event: EngineEvent = {
    kind: "outputs",
    urn: stackUrn,
    old: old && stack(old),
    new: stack(now),
  };
  const lines = printed(kind, [event]);
  const start = lines.indexOf("Outputs:") + 1;
  return start === 0 ? [] : lines.slice(start, lines.indexOf("", start));
}

function printed(kind: Kind, events: readonly EngineEvent[]): string[] {
  const lines: string[] = [];
  const tally = new Tally();
  const display = new TextDisplay(kind, "dev", tally, (line) => lines.push(line));
  for (const event of events) {
    tally.observe(event);
    display.observe(event);
  }
  display.finish(2.3);
  return lines;
}

function succeeded(op: StepOp, old: ResourceState, next: ResourceState, resultOp = op): EngineEvent {
  const step: StepInfo = {
    op,
    urn: next.urn,
    type: next.type,
    old,
    new: next,
    logical: true,
    replaceKeys: [],
  };
  return { kind: "step-succeeded", step, resultOp, seconds: 1.5 };
}

function source(inputs: PropertyMap): ResourceState {
  return newResourceState({ urn: sourceUrn, type: urnType(sourceUrn), custom: true }, { inputs });
}

function stack(values: PropertyMap): ResourceState {
  return newResourceState({ urn: stackUrn, type: urnType(stackUrn), custom: false }, { outputs: values });
}
