import type { EngineEvent } from "../engine/events/events";
import { clip } from "./clip";
import { closingLines } from "./closing";
import { operationTitle, type Display } from "./options";
import { emphasis, headline, plainPen, type Pen } from "./pen";
import { PolicyReport } from "./policies";
import { ProgressRows, type ProgressOptions } from "./progress-rows";
import { drawTree } from "./resource-tree";
import type { Screen } from "./screen";

export interface TreeDisplayOptions extends ProgressOptions {
  readonly screen: Screen;
  /** Aborted by the signal that cancels the operation; the reason is its name. */
  readonly signal: AbortSignal;
  /** Calls a function again and again. @returns what ends this. Default: ten times a second, less often if it takes long. */
  readonly repeat?: (draw: () => void) => () => void;
}

/**
 * Shows an operation on a terminal: a tree of its resources, which is drawn again as they change, then diagnostics, outputs and a summary.
 * Source: pulumi/pulumi, `pkg/backend/display/tree.go`.
 */
export class TreeDisplay implements Display {
  readonly #rows: ProgressRows;
  readonly #policies = new PolicyReport();
  readonly #pen: Pen;
  readonly #stop: () => void;
  readonly #onAbort = (): void => this.#interrupted();
  #isLoadingPolicies: boolean;

  constructor(private readonly options: TreeDisplayOptions) {
    const { screen, stack, pen = plainPen, signal, repeat = tenTimesASecond } = options;
    this.#pen = pen;
    this.#isLoadingPolicies = options.loadsPolicyPacks ?? false;
    this.#rows = new ProgressRows(options, "screen", () => undefined);
    screen.print(pen(`${operationTitle(options)} (${stack}):`, headline));
    screen.print("");
    this.#stop = repeat(() => this.draw());
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  observe(event: EngineEvent): void {
    this.#policies.observe(event);
    if (event.kind === "policies-loaded") this.#isLoadingPolicies = false;
    this.#rows.observe(event);
  }

  /** Draws the present state. */
  draw(): void {
    const { screen } = this.options;
    const loading = this.#isLoadingPolicies ? ["Loading policy packs..."] : [];
    const below = [...this.#unchanged(), ...this.#interruption()];
    // A small terminal keeps a part of the tree.
    const notes = below.slice(Math.max(0, below.length + 4 - screen.lines));
    const lines = screen.lines - notes.length - loading.length;
    screen.draw([...loading, ...this.#tree(lines), ...notes.map((line) => clip(line, screen.columns - 1))]);
  }

  finish(seconds: number): void {
    this.abandon();
    this.#rows.end();
    const closing = closingLines(this.#rows, this.#policies, this.options, seconds);
    for (const line of [...this.#tree(), "", ...closing]) this.options.screen.print(line);
  }

  abandon(): void {
    this.#stop();
    this.options.signal.removeEventListener("abort", this.#onAbort);
    this.options.screen.close();
  }

  /** @param lines The number of lines that may be used. Default: as many as it takes. */
  #tree(lines?: number): string[] {
    const { dryRun, screen } = this.options;
    return drawTree(this.#rows, {
      columns: screen.columns,
      dryRun,
      pen: this.#pen,
      ...(lines === undefined ? {} : { lines }),
    });
  }

  #unchanged(): string[] {
    const { same = 0 } = this.options.tally.summary;
    return same === 0 ? [] : ["", this.#pen("Resources:", headline), `    ${same} unchanged`];
  }

  #interrupted(): void {
    // The terminal has put `^C` there.
    this.options.screen.erase();
    this.draw();
  }

  /** The lines that say what a signal does. */
  #interruption(): string[] {
    const { signal, dryRun } = this.options;
    if (!signal.aborted) return [];
    const name = signal.reason === "SIGINT" ? "Ctrl-C" : String(signal.reason);
    const running = this.#rows.all.filter((row) => row.isRunning && row.step.custom).length;
    const steps = running === 1 ? "one running step is" : `${running} running steps are`;
    const lines =
      dryRun || running === 0
        ? [`${name}: nothing else starts.`]
        : [
            `${name}: nothing else starts, and ${steps} finished first.`,
            "Press Ctrl-C again to stop at once: running steps are then left pending.",
          ];
    return ["", this.#pen("System Messages", emphasis.warning), ...lines.map((line) => `  ${line}`)];
  }
}

function tenTimesASecond(draw: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (milliseconds: number): void => {
    timer = setTimeout(() => {
      const began = performance.now();
      draw();
      // The tree of a large stack must not take the time of its operation.
      wait(Math.max(100, 10 * (performance.now() - began)));
    }, milliseconds).unref();
  };
  wait(100);
  return () => clearTimeout(timer);
}
