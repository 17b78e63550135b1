import type { Diagnostic, StepOp } from "../engine/events/events";
import { urnName, urnType, type Urn } from "../engine/values/urn";
import { diagnosticText, displayableLines } from "./diagnostics";
import { escapeControls } from "./go-text";
import { failedText, plannedText, prefixOf, wordsOf } from "./ops";
import { isStack, retainFlag, type StepView } from "./step-view";
import { diffMaps, type MapDiff } from "./value-diff";

/** What a row must know of the display that it is in. */
export interface RowContext {
  readonly dryRun: boolean;
  /** Whether the operation is over. */
  over: boolean;
  /** Whose a row is that belongs to no resource: the stack's. */
  readonly defaultUrn: Urn;
  /** In milliseconds, from any point in time. */
  readonly now: () => number;
}

/**
 * A resource in the progress of an operation: it is printed whenever something happens to it.
 * Source: pulumi/pulumi, `resourceRowData` in `pkg/backend/display/rows.go`.
 */
export class Row {
  /** Nothing worth a line has happened yet. */
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

  /** Whether it is known what came of it; of the stack only at the end. */
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

  /** The row as it is now. */
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

  /** The operation is over, but what this resource was in the middle of is not. */
  get #interrupted(): boolean {
    const { op, custom } = this.step;
    return this.context.over && custom && op !== "same" && !this.#hasCompleted(op);
  }

  /** The time since the step began, to the hundredth of a second if it has ended within the first. */
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

  /** Of the parts of a replacement the whole says most. */
  get #informativeStep(): StepView {
    const isPart = this.step.op === "create-replacement" || this.step.op === "delete-replaced";
    const whole = isPart ? this.#completed.findLast(({ op }) => op === "replace") : undefined;
    return whole ?? this.step;
  }

  /** The last message; how many there were once the operation is over. */
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

  /** What there is to say about the resource, a group for each stream. */
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

/** Which inputs a step changes, as `+added-removed~changed,too`. Source: pulumi/pulumi, `getDiffInfo`. */
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
