import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { terminalPen } from "../../../../sandbox/src/display/pen";
import type { EngineEvent } from "../../../../sandbox/src/engine/events/events";
import { aroundStack, diagnostic, done, progress, richDiff, source, step } from "./display-test";

const old = source("a", { id: "id-1", inputs: { name: "x", list: ["one"], gone: 1, yaml: "a: 1\nb: 2\n" } });
const changed = source("a", {
  inputs: { name: "y", list: ["one", "two"], more: { deep: true }, yaml: "a: 1\nb: 3\n" },
});
const pack = { pack: "rules", version: "1.0.0" } as const;
const events: readonly EngineEvent[] = aroundStack(
  [
    { kind: "policies-loaded", packs: [{ name: "rules", version: "1.0.0", path: "packs/rules" }] },
    ...done("create", { new: source("new", { inputs: { text: "one\ntwo" } }) }),
    ...done("update", { old, new: changed }),
    ...done("delete", { old: source("gone") }),
    ...done("create-replacement", { old, new: changed, logical: false }),
    ...done("replace", { old, new: changed }),
    diagnostic({ severity: "warning", urn: old.urn, message: "warning: of the program\nand more" }),
    diagnostic({ severity: "error", urn: old.urn, message: "refused" }),
    { kind: "step-failed", step: step("update", { old, new: changed }) },
    {
      ...{ kind: "policy-violation", ...pack, policy: "no-x", urn: old.urn },
      ...{ level: "advisory", severity: "low", message: "No x.\nSee the manual." },
    },
    { kind: "policy-remediation", ...pack, policy: "fix", urn: old.urn, before: { a: 1 }, after: { a: 2 } },
  ],
  { outputs: { count: 2, nested: { list: [1] } } },
);

describe("colors", () => {
  it.each([
    ["the lines of an operation", progress],
    ["a rich diff", richDiff],
  ])("change nothing but the colors of %s", (_title, print) => {
    const plain = print({ events });
    const colored = print({ events, pen: terminalPen(true) });
    expect(stripVTControlCharacters(colored)).toBe(plain);
    expect(print({ events, pen: terminalPen(false) })).toBe(plain);
    expect(plain).not.toContain("\x1b");
    for (const color of [31, 32, 33, 95]) expect(colored).toContain(`\x1b[${color}m`);
  });

  it("are those of the operation on each line", () => {
    const lines = richDiff({ events, pen: terminalPen(true) }).split("\n");
    const lineWith = (text: string): string => lines.find((line) => line.includes(text)) ?? "";
    expect(lineWith("~ name").startsWith("\x1b[33m      ~ name: ")).toBe(true);
    expect(lineWith("~ name").endsWith("\x1b[39m")).toBe(true);
    for (const [text, color] of [
      ["+ more", 32],
      ["- gone", 31],
      ["+ [1]", 32],
    ] as const) {
      expect(lineWith(text).slice(0, 5)).toBe(`\x1b[${color}m`);
    }
    expect(progress({ events, pen: terminalPen(true) })).toContain(
      "\x1b[33m~ \x1b[39m pulumi-nodejs:dynamic/unstructured:Source a \x1b[33mupdated (0.50s)\x1b[39m [diff: \x1b[32m+more\x1b[39m\x1b[31m-gone\x1b[39m\x1b[33m~list,name,yaml\x1b[39m]",
    );
  });
});
