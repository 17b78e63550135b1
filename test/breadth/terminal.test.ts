import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openStack } from "../../sandbox/src/commands/options";
import type { Display, Kind } from "../../sandbox/src/display/options";
import { terminalPen } from "../../sandbox/src/display/pen";
import type { ProgressOptions } from "../../sandbox/src/display/progress-rows";
import { Screen } from "../../sandbox/src/display/screen";
import { TreeDisplay } from "../../sandbox/src/display/tree";
import type { EngineEvent } from "../../sandbox/src/engine/events/events";
import { runOperation } from "../../sandbox/src/stacks/operation";
import type { Stack } from "../../sandbox/src/stacks/stack";
import { repository, startTestPlatform, type TestPlatform } from "../harness";
import { lightSdk } from "../harness/sdk";
import { TestTerminal } from "../harness/terminal";

const fixtures = join(repository, "test", "fixtures", "terminal");
const widths = [80, 200];

interface Capture {
  readonly kind?: Kind;
  /** The event after which the window is captured. */
  readonly at?: (event: EngineEvent) => boolean;
  /** Called right after that. */
  readonly then?: () => void;
  readonly signal?: AbortSignal;
}

/** Makes each resource of a program wait for the one before, so that the events of all runs have the same order. */
const oneAfterAnother = `
let last: pulumi.Resource[] = [];
pulumi.runtime.registerStackTransformation(({ resource, props, opts }) => {
  const dependsOn = last;
  last = [resource];
  return { props, opts: pulumi.mergeOptions(opts, { dependsOn }) };
});
`;

/**
 * Runs the quickstart on the embedded engine, and compares what terminals of 80 and 200 columns show with test/fixtures/terminal: once in the
 * middle, once at the end. RECORD_TERMINAL=1 writes the fixtures instead. The clock of the display advances by a quarter of a second when a
 * step begins or ends.
 */
describe("the quickstart on a terminal", () => {
  let folder: string;
  let platforms: TestPlatform[];
  let stack: Stack;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "terminal-")));
    for (const path of ["Pulumi.yaml", "package.json", "examples/quickstart"]) {
      cpSync(join(repository, path), join(folder, path), { recursive: true });
    }
    const program = join(folder, "examples", "quickstart", "index.ts");
    writeFileSync(program, readFileSync(program, "utf8").replace(/^(?=const config)/m, oneAfterAnother));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    stack = openStack({
      cwd: folder,
      stack: "dev",
      defaults: join(folder, "examples", "quickstart", "defaults.yaml"),
    });
    platforms = await Promise.all([
      startTestPlatform({}, "unstructured", { delay: () => released }),
      startTestPlatform({}, "aisquared"),
      startTestPlatform({}, "airweave"),
    ]);
  });
  afterAll(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  function set(key: string, value: string): void {
    const config = stack.config();
    config.set(key, value, { secret: false });
    config.save();
  }

  /** Runs an operation. @returns what each terminal shows: in the middle, if that is captured, and at the end. */
  async function capture({
    kind = "update",
    at = () => false,
    then,
    signal = new AbortController().signal,
  }: Capture): Promise<{ succeeded: boolean; texts: string[] }> {
    let now = 0;
    const terminals = widths.map((columns) => new TestTerminal(columns, 24));
    const middle: Promise<string>[] = [];
    const show = (options: ProgressOptions): Display => {
      const displays = terminals.map(
        ({ stream }) =>
          new TreeDisplay({
            ...{ ...options, signal, screen: new Screen(stream), pen: terminalPen(true) },
            ...{ now: () => now, repeat: () => () => undefined },
          }),
      );
      return {
        observe(event) {
          if (event.kind.startsWith("step-")) now += 250;
          for (const display of displays) {
            display.observe(settled(event));
            display.draw();
          }
          if (middle.length > 0 || !at(event)) return;
          then?.();
          middle.push(...terminals.map((terminal) => terminal.unwrapped()));
        },
        finish: () => {
          expect(terminals.map(({ showsCursor }) => showsCursor)).toEqual(widths.map(() => false));
          for (const display of displays) display.finish(2);
          expect(terminals.map(({ showsCursor }) => showsCursor)).toEqual(widths.map(() => true));
        },
      };
    };
    const env = Object.assign(
      { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
      lightSdk,
      ...platforms.map((platform) => platform.env),
    ) as Record<string, string>;
    const { succeeded } = await runOperation(stack, kind, { env, parallel: 1, signal, display: show });
    const texts: string[] = [];
    for (const [index, terminal] of terminals.entries()) {
      const half = await middle[index];
      const before = half === undefined ? "" : `In the middle:\n\n${settledText(half)}\nAt the end:\n\n`;
      texts.push(before + settledText(await terminal.unwrapped()));
    }
    return { succeeded, texts };
  }

  function compare(name: string, texts: readonly string[]): void {
    mkdirSync(fixtures, { recursive: true });
    for (const [index, columns] of widths.entries()) {
      const path = join(fixtures, `${name}-${columns}.txt`);
      if (process.env.RECORD_TERMINAL !== undefined) writeFileSync(path, texts[index] ?? "");
      expect(existsSync(path) ? readFileSync(path, "utf8") : "no fixture").toBe(texts[index]);
    }
  }

  const begins =
    (name: string) =>
    (event: EngineEvent): boolean =>
      event.kind === "step-started" && event.step.urn.endsWith(`::${name}`);

  it("is like this on the first start", async () => {
    const preview = await capture({ kind: "preview" });
    compare("first-start-preview", preview.texts);
    const { succeeded, texts } = await capture({ at: begins("issues") });
    expect(succeeded).toBe(true);
    compare("first-start", texts);
  });

  it("is like this on the second start", async () => {
    const { succeeded, texts } = await capture({ at: begins("source") });
    expect(succeeded).toBe(true);
    compare("second-start", texts);
  });

  it("is like this after changes of the config: one update, one replacement", async () => {
    set("destinationName", "Another Destination");
    set("sourceType", "gcs");
    const { succeeded, texts } = await capture({ at: begins("source") });
    expect(succeeded).toBe(true);
    compare("update", texts);
  });

  it("is like this when a platform refuses a change", async () => {
    set("destinationName", "A Refused Destination");
    const fault = { kind: "refusal", status: 422, body: { detail: "That name is reserved." } } as const;
    platforms[0]?.setFaults([{ fault, method: "PUT", times: 1 }]);
    const { succeeded, texts } = await capture({ at: ({ kind }) => kind === "step-failed" });
    expect(succeeded).toBe(false);
    compare("failure", texts);
  });

  it("is like this while a change is retried", async () => {
    // Longer than the time to the first line about it.
    platforms[0]?.setFaults([
      { fault: { kind: "status", status: 503, retryAfter: 6 }, method: "PUT", times: 1 },
    ]);
    const isNotice = (event: EngineEvent): boolean =>
      event.kind === "diagnostic" && event.message.includes("retrying");
    const { succeeded, texts } = await capture({ at: isNotice });
    expect(succeeded).toBe(true);
    compare("retry", texts);
  });

  it("is like this after Ctrl-C during a change", async () => {
    set("destinationName", "A Third Destination");
    set("sourceName", "Another Source");
    platforms[0]?.setFaults([{ fault: { kind: "latency", milliseconds: 1 }, method: "PUT", times: 1 }]);
    const controller = new AbortController();
    const { succeeded, texts } = await capture({
      at: begins("source"),
      then: () => {
        controller.abort("SIGINT");
        release();
      },
      signal: controller.signal,
    });
    expect(succeeded).toBe(false);
    compare("ctrl-c", texts);
  });
});

/** The event with an instant that does not change, which the end of a line may cut off. */
function settled(event: EngineEvent): EngineEvent {
  return event.kind === "diagnostic" ? { ...event, message: settledText(event.message) } : event;
}

/** A text without what differs in each run. */
function settledText(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, "2026-01-02T03:04:05")
    .replace(/\.\d{3}Z/g, ".000Z")
    .replace(
      /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g,
      "00000000-0000-4000-8000-000000000000",
    )
    .replace(/"support-\w{6}"/g, '"support-xxxxxx"');
}
