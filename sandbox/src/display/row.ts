import type { Diagnostic, StepOp } from "../engine/events/events";
import { urnName, urnType, type Urn } from "../engine/values/urn";
import { diagnosticLines } from "./diagnostics";
import { escapeControls } from "./go-text";
import { failedText, formatsOf, isReplacementOp, plannedText, prefixOf, wordsOf } from "./ops";
import { emphasis, writePieces, type Format, type Pen, type Piece } from "./pen";
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
  /** Whether a row is printed at every event, or kept on a screen. */
  readonly view: "log" | "screen";
  /** Whether a step has failed. */
  anyFailed: boolean;
}

/**
 * A resource in the display of an operation's progress.
 * Source: pulumi/pulumi, `resourceRowData` in `pkg/backend/display/rows.go`.
 */
export class Row {
  /** Whether no event worth printing has occurred. */
  hidden = true;
  readonly diagnostics: Diagnostic[] = [];
  /** On a screen: what the provider host said last about its running step. */
  notice = "";
  #said: Diagnostic | undefined;
  #failed = false;
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
    this.notice = "";
  }

  complete(step: StepView): void {
    this.step = step;
    this.#ended = this.context.now();
    this.#completed.push(step);
    this.notice = "";
  }

  fail(): void {
    this.#failed = true;
    this.context.anyFailed = true;
    this.notice = "";
  }

  /** Adds a message. @param isShown Whether it is shown beside the resource at once. */
  add(diagnostic: Diagnostic, isShown = true): void {
    this.diagnostics.push(diagnostic);
    if (isShown) this.#said = diagnostic;
  }

  /** Whether its result is known; for the stack only at the end. */
  get done(): boolean {
    if (this.#failed || this.context.over) return true;
    return !isStack(this.step) && this.#hasCompleted(this.step.op);
  }

  /** Whether a step is running. */
  get isRunning(): boolean {
    return !this.done && this.#began !== undefined && this.step.op !== "same";
  }

  get hasFailed(): boolean {
    return this.#failed || this.hasErrors;
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  /** `<type> (<name>)` */
  get title(): string {
    return `${this.type} (${urnName(this.#urn)})`;
  }

  get type(): string {
    return urnType(this.#urn);
  }

  get name(): string {
    const name = urnName(this.#urn);
    // Most names have nothing to escape, and a screen is drawn often.
    return /^[\x20-\x7e]*$/.test(name) ? name : escapeControls(name);
  }

  render(pen: Pen): string {
    const { symbol, status, info } = this;
    return [
      ` ${writePieces(pen, [symbol])}`,
      pen(this.type),
      pen(this.name),
      writePieces(pen, [status]),
      writePieces(pen, info),
    ].join(" ");
  }

  get #urn(): Urn {
    return this.step.urn === "" ? this.context.defaultUrn : this.step.urn;
  }

  /**
   * On a screen, which has one line for a resource, the parts of a replacement are one in a preview and at the end; after a failure they show
   * how far it came. Source: pulumi/pulumi, `getStepOp` in `pkg/backend/display/progress.go`.
   */
  get op(): StepOp {
    const { op } = this.step;
    const { view, dryRun, over, anyFailed } = this.context;
    const isWhole = view === "screen" && (dryRun || over) && !anyFailed;
    return isWhole && isReplacementOp(op) && op !== "remove-pending-replace" ? "replace" : op;
  }

  /** The prefix of its line. */
  get symbol(): Piece {
    return { text: prefixOf(this.op), formats: formatsOf(this.op, this.done) };
  }

  get status(): Piece {
    const { text, formats } = this.#status;
    return { text: text + retainFlag(this.step), formats };
  }

  get #status(): Required<Piece> {
    const { op } = this;
    const { dryRun, now } = this.context;
    if (!this.done) {
      const formats = formatsOf(op, false);
      if (op === "same") return { text: isStack(this.step) ? "running" : "", formats };
      if (dryRun) return { text: wordsOf(op).plan, formats };
      return { text: `${wordsOf(op).doing}${this.#elapsed(now())}`, formats };
    }
    if (!this.hasFailed && this.#interrupted) {
      return { text: `${wordsOf(op).doing} (interrupted)`, formats: emphasis.warning };
    }
    if (dryRun) return { text: plannedText(op), formats: formatsOf(op) };
    const took = op === "same" ? "" : this.#elapsed(this.#ended);
    return this.hasFailed
      ? { text: `**${failedText(op)}${took}**`, formats: emphasis.error }
      : { text: `${wordsOf(op).done}${took}`, formats: formatsOf(op) };
  }

  /** Dots that show that a running step is still waited for. */
  get dots(): string {
    if (this.done || (this.step.op === "same" && !isStack(this.step))) return "";
    const seconds = (this.context.now() - (this.#began ?? 0)) / 1000;
    return ".".repeat(Math.floor(seconds * 2) % 4);
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

  /** What its line ends with, up to the first line break. */
  get info(): Piece[] {
    const diff = this.#diff;
    const shown = [...(diff.length === 0 ? [] : [diff]), ...this.#messages];
    const pieces = shown.flatMap((each, index) => (index === 0 ? each : [{ text: "; " }, ...each]));
    return firstLine(pieces);
  }

  /** Diffs are made of whole configurations, and a screen is drawn often. */
  get #diff(): Piece[] {
    const step = this.#informativeStep;
    if (this.#shownDiff?.step !== step) this.#shownDiff = { step, pieces: changedInputs(step) };
    return this.#shownDiff.pieces;
  }

  #shownDiff: { readonly step: StepView; readonly pieces: Piece[] } | undefined;

  /** For a part of a replacement, the step of the replacement as a whole. */
  get #informativeStep(): StepView {
    const isPart = this.step.op === "create-replacement" || this.step.op === "delete-replaced";
    const whole = isPart ? this.#completed.findLast(({ op }) => op === "replace") : undefined;
    return whole ?? this.step;
  }

  /** In a log the last message, after the end of the operation the number of messages. */
  get #messages(): Piece[][] {
    if (!this.context.over) {
      const last = this.diagnostics.at(-1);
      return this.context.view === "screen" || last === undefined
        ? []
        : diagnosticLines(last, (text) => text.split("\n")).slice(0, 1);
    }
    const counts = [
      [this.#count("error"), "error", emphasis.error],
      [this.#count("warning"), "warning", emphasis.warning],
      [this.#count("info") + this.#count("info#err"), "message", emphasis.info],
    ] as const;
    return counts.flatMap(([count, word, formats]) =>
      count === 0 ? [] : [[{ text: `${count} ` }, { text: `${word}${count === 1 ? "" : "s"}`, formats }]],
    );
  }

  /** On a screen: the line below it, the last error or else what is waited for or was said last. Undefined after the end. */
  get message(): Piece[] | undefined {
    if (this.context.over) return undefined;
    const error = this.diagnostics.findLast(({ severity }) => severity === "error");
    if (error === undefined && this.notice !== "") return [{ text: this.notice }];
    const said = error ?? this.#said;
    return said && diagnosticLines(said)[0];
  }

  /** In a word or two: `running`, `created`, `to create`. */
  get state(): string {
    if (this.hasFailed) return "failed";
    if (this.isRunning && !this.context.dryRun) return "running";
    if (this.op === "same") return "unchanged";
    return this.context.dryRun ? `to ${plannedText(this.op)}` : wordsOf(this.op).done;
  }

  /** When its last step has ended; undefined if none has. */
  get ended(): number | undefined {
    return this.#ended;
  }

  #count(wanted: Diagnostic["severity"]): number {
    return this.diagnostics.filter(({ severity, ephemeral }) => severity === wanted && !ephemeral).length;
  }

  /** The lines of the diagnostics, by stream. */
  diagnosticGroups(): Piece[][][] {
    const streams = [...new Set(this.diagnostics.map(({ stream }) => stream))];
    return streams.flatMap((wanted) => {
      const lines = this.diagnostics
        .filter(({ stream, ephemeral }) => stream === wanted && !ephemeral)
        .flatMap((diagnostic) => diagnosticLines(diagnostic));
      return lines.length === 0 ? [] : [lines];
    });
  }
}

function firstLine(pieces: readonly Piece[]): Piece[] {
  const end = pieces.findIndex(({ text }) => text.includes("\n"));
  const last = pieces[end];
  if (last === undefined) return [...pieces];
  return [...pieces.slice(0, end), { ...last, text: last.text.split("\n")[0] ?? "" }];
}

/** The inputs that a step changes, as `[diff: +added-removed~changed1,changed2]`. Source: pulumi/pulumi, `getDiffInfo`. */
function changedInputs({ op, old, new: next }: StepView): Piece[] {
  if (old === undefined || next === undefined) return [];
  const diff: MapDiff = (op === "same" ? undefined : diffMaps(old.inputs, next.inputs)) ?? new Map();
  const keys = (kind: string): string[] =>
    [...diff].flatMap(([key, change]) => (change.kind === kind ? [key] : []));
  const updated = [
    ...keys("update"),
    ...(old.provider === next.provider ? [] : ["provider"]),
    ...(old.protect === next.protect ? [] : ["protect"]),
  ];
  const group = (symbol: string, names: readonly string[], formats: readonly Format[]): Piece[] =>
    names.length === 0 ? [] : [{ text: symbol + names.toSorted().join(","), formats }];
  const groups = [
    ...group("+", keys("add"), formatsOf("create")),
    ...group("-", keys("delete"), formatsOf("delete")),
    ...group("~", updated, formatsOf("update")),
  ];
  return groups.length === 0 ? [] : [{ text: "[diff: " }, ...groups, { text: "]" }];
}
