import { Writable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { terminalPen } from "../../../../sandbox/src/display/pen";
import { Screen } from "../../../../sandbox/src/display/screen";
import { Tally } from "../../../../sandbox/src/display/tally";
import { TreeDisplay, type TreeDisplayOptions } from "../../../../sandbox/src/display/tree";
import type { EngineEvent } from "../../../../sandbox/src/engine/events/events";
import { TestTerminal } from "../../../harness/terminal";
import {
  aroundStack,
  component,
  diagnostic,
  done,
  source,
  stack,
  started,
  step,
  succeeded,
} from "./display-test";

interface Shown {
  readonly terminal: TestTerminal;
  readonly display: TreeDisplay;
  /** Lets the display see events, each a quarter of a second after the last. */
  readonly see: (...events: readonly EngineEvent[]) => void;
  readonly controller: AbortController;
}

function show(
  columns = 80,
  rows = 24,
  options: Partial<TreeDisplayOptions> = {},
  others: NodeJS.WritableStream[] = [],
): Shown {
  const terminal = new TestTerminal(columns, rows);
  const tally = new Tally();
  const controller = new AbortController();
  let now = 0;
  const display = new TreeDisplay({
    ...{ kind: "update", dryRun: false, stack: "dev", project: "shop", suppressOutputs: false },
    ...{ tally, redact: (text: string) => text, now: () => now, pen: terminalPen(true) },
    ...{
      screen: new Screen(terminal.stream, others),
      signal: controller.signal,
      repeat: () => () => undefined,
    },
    ...options,
  });
  const see = (...events: readonly EngineEvent[]): void => {
    for (const event of events) {
      now += 250;
      tally.observe(event);
      display.observe(event);
    }
    display.draw();
  };
  return { terminal, display, see, controller };
}

const creating = (name: string): EngineEvent => started(step("create", { new: source(name) }));
const created = (name: string): EngineEvent => succeeded(step("create", { new: source(name) }));
const said = (message: string): EngineEvent =>
  diagnostic({ message: `${message}\n`, stream: "provider host stdout" });
/** A stack that is created, as the program starts. */
const begin = aroundStack([], { op: "create" }).slice(0, 1);
/** What is below the title of the operation. */
const belowTitle = async (terminal: TestTerminal): Promise<string> =>
  (await terminal.text()).split("\n").slice(2).join("\n");

describe("an operation on a terminal", () => {
  it("is a tree of resources, drawn in place, then outputs and a summary", async () => {
    const { terminal, display, see } = show(100);
    const box = component("box");
    const inside = source("inside", { parent: box.urn });
    see(...begin, started(step("create", { new: box })));
    see(started(step("create", { new: inside })), creating("beside"));
    expect(await belowTitle(terminal)).toBe(`\
     Type                                             Name      Status
 +   pulumi:pulumi:Stack                              shop-dev  creating (0s).
 +   ├─ shop:index:Box                                box       creating (0s).
 +   │  └─ pulumi-nodejs:dynamic/unstructured:Source  inside    creating (0s)
 +   └─ pulumi-nodejs:dynamic/unstructured:Source     beside    creating (0s)
`);
    expect(terminal.showsCursor).toBe(false);
    see(
      succeeded(step("create", { new: box })),
      succeeded(step("create", { new: inside })),
      created("beside"),
    );
    see({ kind: "outputs", urn: box.urn, old: undefined, new: box });
    see(...aroundStack([], { op: "create", outputs: { size: 7 } }).slice(1));
    display.finish(2);
    expect(await terminal.text()).toBe(`\
Updating (dev):

     Type                                             Name      Status
 +   pulumi:pulumi:Stack                              shop-dev  created (2s)
 +   ├─ shop:index:Box                                box       created (1s)
 +   │  └─ pulumi-nodejs:dynamic/unstructured:Source  inside    created (0.75s)
 +   └─ pulumi-nodejs:dynamic/unstructured:Source     beside    created (0.75s)

Outputs:
    size: 7

Resources:
    + 4 created

Duration: 2s
`);
    expect(terminal.showsCursor).toBe(true);
  });

  it("has the CLI's colors for operations", async () => {
    const { terminal, see } = show(120, 40);
    const old = source("kept", { inputs: { name: "a" } });
    see(...begin, ...done("create", { new: source("new") }));
    see(...done("update", { old, new: source("kept", { inputs: { name: "b" } }) }));
    see(...done("delete", { old: source("gone") }));
    see(...done("replace", { old: source("other"), new: source("other") }));
    see(creating("failing"), { kind: "step-failed", step: step("create", { new: source("failing") }) });
    const texts = ["created", "updated", "[diff", "~name", "deleted", "replaced", "**creating failed"];
    const colors: (number | undefined)[] = [];
    for (const text of texts) colors.push(await terminal.colorOf(text));
    expect(Object.fromEntries(texts.map((text, index) => [text, colors[index]]))).toEqual({
      ...{ created: 2, updated: 3, "[diff": undefined, "~name": 3, deleted: 1, replaced: 13 },
      "**creating failed": 1,
    });
  });

  it("shows below a resource what it waits for, until its step has ended", async () => {
    const { terminal, see, display } = show(120);
    const named = source("b", { inputs: { name: "invoices" } });
    see(...begin, creating("a"), started(step("create", { new: named })));
    see(said('unstructured.Source "a": retrying create (status 503; tried once) until 2026-01-02T03:04:05Z'));
    see(said('unstructured.Source "invoices" and 3 more: waiting for the rate limit'));
    see(said('unstructured.Destination "a": is of another kind'));
    expect(await belowTitle(terminal)).toBe(`\
     Type                                          Name      Status
 +   pulumi:pulumi:Stack                           shop-dev  creating (1s)..
     │  unstructured.Destination "a": is of another kind
 +   ├─ pulumi-nodejs:dynamic/unstructured:Source  a         creating (1s)..
     │     retrying create (status 503; tried once) until 2026-01-02T03:04:05Z
 +   └─ pulumi-nodejs:dynamic/unstructured:Source  b         creating (0s).
           and 3 more: waiting for the rate limit
`);
    see(created("a"));
    expect(await terminal.text()).not.toContain("retrying");
    display.finish(2);
    expect(await terminal.text()).toContain(`\
Diagnostics:
  pulumi:pulumi:Stack (shop-dev):
    unstructured.Source "a": retrying create (status 503; tried once) until 2026-01-02T03:04:05Z
    unstructured.Source "invoices" and 3 more: waiting for the rate limit
`);
  });

  it("shows a failure below its resource, and in full at the end", async () => {
    const { terminal, see, display } = show();
    const { urn } = source("a");
    see(...begin, creating("a"), diagnostic({ severity: "error", urn, message: "refused\nfor a reason" }));
    see({ kind: "step-failed", step: step("create", { new: source("a") }) }, said("not about it"));
    see(diagnostic({ severity: "error", message: "update failed" }));
    expect(await belowTitle(terminal)).toBe(`\
     Type                    Name      Status
 +   pulumi:pulumi:Stack     shop-dev  creating (1s)..
     │  error: update failed
 +   └─ unstructured:Source  a         **creating failed**
           error: refused
`);
    display.finish(2);
  });

  it("takes the parts of a replacement for one in a preview and at the end, unless it has failed", async () => {
    const parts = { old: source("a"), new: source("a", { inputs: { kind: "gcs" } }) };
    const steps = [
      ...done("create-replacement", { ...parts, logical: false }),
      ...done("replace", parts),
      ...done("delete-replaced", { old: parts.old, logical: false }),
    ];
    const preview = show(100, 24, { kind: "preview", dryRun: true });
    preview.see(...aroundStack(steps));
    expect(await preview.terminal.text()).toMatch(/ \+- {2}└─ .* a +replace +\[diff: \+kind\]\n/);
    const update = show(100);
    update.see(...aroundStack(steps));
    expect(await update.terminal.text()).toMatch(
      / -- {2}└─ .* a +deleted original \(0\.25s\) +\[diff: \+kind\]\n/,
    );
    update.display.finish(1);
    expect(await update.terminal.text()).toMatch(/ \+- {2}└─ .* a +replaced \(0\.25s\) +\[diff: \+kind\]\n/);
    const failing = show(100);
    failing.see(...aroundStack(steps), creating("b"));
    failing.see({ kind: "step-failed", step: step("create", { new: source("b") }) });
    failing.display.finish(1);
    expect(await failing.terminal.text()).toContain("deleted original");
  });

  it("shows the stack once if it is deleted after its resources", async () => {
    const { terminal, see, display } = show(100);
    const box = component("box");
    see(...done("delete", { old: source("a", { parent: box.urn }) }), ...done("delete", { old: box }));
    see(...done("delete", { old: stack() }));
    display.finish(1);
    expect(await belowTitle(terminal)).toMatch(
      /^ +Type +Name +Status\n - {3}pulumi:pulumi:Stack +shop-dev +deleted \(0\.25s\)\n - {3}└─ shop:index:Box +box .*\n - {6}└─ pulumi-nodejs:dynamic\/unstructured:Source +a .*\n\nResources/,
    );
  });

  it("says that policy packs are loaded", async () => {
    const { terminal, see, display } = show(80, 24, { loadsPolicyPacks: true });
    display.draw();
    expect(await belowTitle(terminal)).toBe("Loading policy packs...\n");
    see({ kind: "policies-loaded", packs: [] }, ...begin);
    expect(await terminal.text()).not.toContain("Loading");
  });

  it("shows what the program prints below the stack, and all of it at the end", async () => {
    const { terminal, see, display } = show();
    const print = (message: string): EngineEvent => diagnostic({ message, stream: "program stdout" });
    see(...begin, print("one\n"), print("two\n"));
    expect(await belowTitle(terminal)).toMatch(/creating \(0s\)\.\n {8}two\n$/);
    display.finish(1);
    expect(await terminal.text()).toContain("  pulumi:pulumi:Stack (shop-dev):\n    one\n    two\n");
  });

  it.each([30, 50, 80, 200])("never wraps a line: %d columns", async (columns) => {
    const { terminal, see, display } = show(columns, 20);
    const long = "a name that is longer than it should be, and then some";
    see(...begin, creating("short"), creating(long), creating("数据源 🚀"));
    see(said(`unstructured.Source "short": retrying create (status 503; ${"tried ".repeat(40)})`));
    const before = await terminal.window();
    const top = before.findIndex((line) => line.includes("Type"));
    expect(before.filter((line) => line !== "")).toHaveLength(1 + 6);
    see(created("short"));
    const after = await terminal.window();
    // It was drawn in place, without the line about the retry.
    expect(after.findIndex((line) => line.includes("Type"))).toBe(top);
    expect(after.filter((line) => line !== "")).toHaveLength(1 + 5);
    display.finish(1);
    expect((await terminal.text()).match(/Type/g)).toHaveLength(1);
  });

  it("shows failed and running resources first if there are too many, counts the rest, and shows all at the end", async () => {
    const { terminal, see, display } = show(80, 12);
    const names = Array.from({ length: 40 }, (_, index) => `s${String(index).padStart(2, "0")}`);
    see(...begin, ...names.map(creating), ...names.slice(0, 37).map(created));
    const failed = step("create", { new: source("s37") });
    see({ kind: "step-failed", step: failed });
    see(diagnostic({ severity: "error", urn: failed.urn, message: "refused" }));
    expect(await terminal.window()).toEqual([
      "     Type                    Name      Status",
      " +   pulumi:pulumi:Stack     shop-dev  creating (19s)...",
      " +   ├─ unstructured:Source  s33       created (10s)",
      " +   ├─ unstructured:Source  s34       created (10s)",
      " +   ├─ unstructured:Source  s35       created (10s)",
      " +   ├─ unstructured:Source  s36       created (10s)",
      " +   ├─ unstructured:Source  s37       **creating failed**",
      "     │     error: refused",
      " +   ├─ unstructured:Source  s38       creating (10s)",
      " +   └─ unstructured:Source  s39       creating (9s)...",
      "     … 33 more: 33 created",
      "",
    ]);
    see(...names.slice(38).map(created));
    display.finish(1);
    const text = await terminal.text();
    expect(names.filter((name) => text.split(`  ${name}  `).length === 2)).toEqual(names);
    expect(text.match(/Type/g)).toHaveLength(1);
  });

  it.each([2, 3, 5])("keeps to a terminal of %d lines", async (rows) => {
    const { terminal, see, display, controller } = show(60, rows);
    see(...begin, creating("a"), creating("b"), creating("c"));
    controller.abort("SIGINT");
    see(created("a"));
    display.finish(1);
    expect((await terminal.text()).match(/Type/g)).toHaveLength(1);
  });

  it.each([
    [120, 50],
    [50, 120],
    [80, 79],
  ])("draws everything anew in a window of another size: %d columns, then %d", async (before, after) => {
    const { terminal, see, display } = show(before, 24);
    terminal.stream.write("a line above\n");
    see(...begin, creating("a"), creating("b"));
    await terminal.resize(after, 24);
    see(created("a"));
    await terminal.resize(before, 20);
    see(created("b"));
    const text = await terminal.text();
    expect(text.match(/Type/g)).toHaveLength(1);
    expect(text.match(/ a /g)?.length).toBeLessThanOrEqual(2);
    expect(text).toContain("Updating (dev):\n");
    expect(text).toContain("a line above\n");
    display.finish(1);
    expect((await terminal.text()).match(/└─/g)).toHaveLength(1);
  });

  it("keeps what others print above it", async () => {
    // The same terminal under another name, as standard error is.
    const other = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, written) => {
        shown.terminal.stream.write(text);
        written();
      },
    });
    const shown = show(80, 24, {}, [other]);
    shown.see(...begin, creating("a"));
    other.write("warning: the disk is full\n");
    other.write("no line break");
    shown.see(created("a"));
    expect(await belowTitle(shown.terminal)).toMatch(
      /^warning: the disk is full\nno line break\n +Type .*\n.*Stack .*\n.* a +created .*\n$/,
    );
    shown.display.finish(1);
    other.write("after it\n");
    expect(await belowTitle(shown.terminal)).toMatch(/Duration: 1s\n\nafter it\n$/);
  });

  it("lets no control character of a name, type or message reach the terminal", async () => {
    const { terminal, see, display } = show(100, 40);
    const hostile = "\x1b[2J\x1b]0;title\x07\u009b31m\u202eevil\r\n\t\x08";
    const bad = source(`a${hostile}`, { inputs: { [`key${hostile}`]: `text\n${hostile}\n` } });
    const parts = { old: { ...bad, inputs: {} }, new: bad };
    const typed = component("c", { urn: `urn:pulumi:dev::shop::x:y:${hostile}::c`, type: `x:y:${hostile}` });
    see(...begin, ...done("update", parts), ...done("create", { new: typed }));
    see(diagnostic({ severity: "error", urn: bad.urn, message: `refused ${hostile}` }));
    see(diagnostic({ message: `${hostile} printed\n`, stream: "program stdout" }));
    see(...aroundStack([], { outputs: { [`out${hostile}`]: hostile } }).slice(2));
    display.finish(1);
    const text = await terminal.text();
    expect(text).toContain("\\u202eevil");
    expect(text).toContain("refused");
    // What colors, draws and hides the cursor.
    const ours = /\[(?:\d*[mA-K]|\?25[lh]|\?2026[hl])/;
    const [first = "", ...others] = terminal.written.split("\x1b");
    const rest = [first, ...others.map((text) => text.replace(ours, ""))].join("");
    expect(rest.match(/[^\P{C}\n]/gu)).toBeNull();
    expect(others.filter((text) => text.search(ours) !== 0)).toEqual([]);
  });

  it("says after a Ctrl-C what is finished, and removes the ^C", async () => {
    const { terminal, see, display, controller } = show(120, 24);
    see(...begin, creating("a"), creating("b"));
    terminal.stream.write("^C");
    controller.abort("SIGINT");
    const window = await terminal.text();
    expect(window).toContain(`

System Messages
  Ctrl-C: nothing else starts, and 2 running steps are finished first.
  Press Ctrl-C again to stop at once: running steps are then left pending.
`);
    expect(window).not.toContain("^C");
    see(created("a"));
    expect(await terminal.text()).toContain("and one running step is finished first");
    display.finish(1);
    expect(await terminal.text()).not.toContain("System Messages");
    expect(terminal.showsCursor).toBe(true);
  });

  it("leaves the terminal as it was when the operation ends with an exception", async () => {
    const { terminal, see, display } = show();
    see(...begin);
    display.abandon();
    expect(await terminal.text()).toBe("Updating (dev):\n");
    expect(terminal.showsCursor).toBe(true);
  });
});
