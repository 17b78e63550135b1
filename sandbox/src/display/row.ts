import type { Diagnostic, StepOp } from "../engine/events/events";
import { urnName, urnType, type Urn } from "../engine/values/urn";
import { diagnosticText, displayableLines } from "./diagnostics";
import { escapeControls } from "./go-text";
import { failedText, plannedText, prefixOf, wordsOf } from "./ops";
import { isStack, retainFlag, type StepView } from "./step-view";
import { diffMaps, type MapDiff } from "./value-diff";

/** The state of the display that its rows share. */
export interface RowContext {
  readonly dryRun: boolean;
  /** Whether the operation has ended. */
  over: boolean;
  /** The URN for events that are about no resource: that of the stack. */
  readonly defaultUrn: Urn;
  /** A clock in milliseconds with an arbitrary origin. */
  readonly now: () => number;
}

/**
 * A resource in the display of an operation's progress. It is printed at every event.
 * Source: pulumi/pulumi, `resourceRowData` in `pkg/backend/display/rows.go`.
 */
export class Row {
  /** Whether no event worth printing has occurred. */
  hidden = true;
  failed = false;
  readonly diagnostics: Diagnostic[] = [];
  readonly #completed: StepView[] = [];
  #began: number | undefined;
  #ended: number | undefined;

  constructor(
    private readonly context: RowContext,
    public step: StepView,
  ) {}

  begin(step: StepView): void {
    this.step = step;
    this.#began = this.context.now();
    this.#ended = undefined;
  }

  complete(step: StepView): void {
    this.step = step;
    this.#ended = this.context.now();
    this.#completed.push(step);
  }

  /** Whether its result is known; for the stack only at the end. */
  get done(): boolean {
    if (this.failed || this.context.over) return true;
    return !isStack(this.step) && this.#hasCompleted(this.step.op);
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  /** `<type> (<name>)` */
  get title(): string {
    return `${urnType(this.#urn)} (${this.#name})`;
  }

  render(): string {
    const status = this.#status + retainFlag(this.step);
    return [` ${prefixOf(this.step.op)}`, urnType(this.#urn), this.#name, status, this.#info].join(" ");
  }

  get #urn(): Urn {
    return this.step.urn === "" ? this.context.defaultUrn : this.step.urn;
  }

  get #name(): string {
    return escapeControls(urnName(this.#urn));
  }

  get #status(): string {
    const { op } = this.step;
    const { dryRun, now } = this.context;
    const failed = this.failed || this.hasErrors;
    if (!this.done) {
      if (op === "same") return isStack(this.step) ? "running" : "";
      return dryRun ? wordsOf(op).plan : `${wordsOf(op).doing}${this.#elapsed(now())}`;
    }
    if (!failed && this.#interrupted) return `${wordsOf(op).doing} (interrupted)`;
    if (dryRun) return plannedText(op);
    const took = op === "same" ? "" : this.#elapsed(this.#ended);
    return failed ? `**${failedText(op)}${took}**` : `${wordsOf(op).done}${took}`;
  }

  /** Whether the operation has ended during a step of this resource. */
  get #interrupted(): boolean {
    const { op, custom } = this.step;
    return this.context.over && custom && op !== "same" && !this.#hasCompleted(op);
  }

  /** The time since the step began; for an ended step of less than a second in hundredths. */
  #elapsed(until: number | undefined): string {
    if (this.#began === undefined || until === undefined) return "";
    const seconds = (until - this.#began) / 1000;
    return ` (${this.#ended !== undefined && seconds < 1 ? seconds.toFixed(2) : Math.floor(seconds)}s)`;
  }

  #hasCompleted(op: StepOp): boolean {
    return this.#completed.some((step) => step.op === op);
  }

  get #info(): string {
    const diff = changedInputs(this.#informativeStep);
    const pieces = [...(diff === "" ? [] : [`[diff: ${diff}]`]), ...this.#messages];
    return pieces.join("; ").split("\n")[0] ?? "";
  }

  /** For a part of a replacement, the step of the replacement as a whole. */
  get #informativeStep(): StepView {
    const isPart = this.step.op === "create-replacement" || this.step.op === "delete-replaced";
    const whole = isPart ? this.#completed.findLast(({ op }) => op === "replace") : undefined;
    return whole ?? this.step;
  }

  /** The last message; after the end of the operation the number of messages. */
  get #messages(): string[] {
    if (!this.context.over) {
      const last = this.diagnostics.at(-1);
      return last === undefined ? [] : [diagnosticText(last)];
    }
    const counts = [
      [this.#count("error"), "error"],
      [this.#count("warning"), "warning"],
      [this.#count("info") + this.#count("info#err"), "message"],
    ] as const;
    return counts.flatMap(([count, word]) =>
      count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`],
    );
  }

  #count(wanted: Diagnostic["severity"]): number {
    return this.diagnostics.filter(({ severity, ephemeral }) => severity === wanted && !ephemeral).length;
  }

  /** The lines of the diagnostics, by stream. */
  diagnosticGroups(): string[][] {
    const streams = [...new Set(this.diagnostics.map(({ stream }) => stream))];
    return streams.flatMap((wanted) => {
      const lines = this.diagnostics
        .filter(({ stream, ephemeral }) => stream === wanted && !ephemeral)
        .flatMap((diagnostic) => displayableLines(diagnosticText(diagnostic)));
      return lines.length === 0 ? [] : [lines];
    });
  }
}

/** The inputs that a step changes, as `+added-removed~changed1,changed2`. Source: pulumi/pulumi, `getDiffInfo`. */
function changedInputs({ op, old, new: next }: StepView): string {
  if (old === undefined || next === undefined) return "";
  const diff: MapDiff = (op === "same" ? undefined : diffMaps(old.inputs, next.inputs)) ?? new Map();
  const keys = (kind: string): string[] =>
    [...diff].flatMap(([key, change]) => (change.kind === kind ? [key] : []));
  const updated = [
    ...keys("update"),
    ...(old.provider === next.provider ? [] : ["provider"]),
    ...(old.protect === next.protect ? [] : ["protect"]),
  ];
  const group = (symbol: string, names: readonly string[]): string =>
    names.length === 0 ? "" : symbol + names.toSorted().join(",");
  return group("+", keys("add")) + group("-", keys("delete")) + group("~", updated);
}
