import type { EngineEvent } from "../engine/events/events";
import type { Urn } from "../engine/values/urn";
import { diagnosticLines } from "./diagnostics";
import { DisplayEvents } from "./display-events";
import { formatsOf } from "./ops";
import { operationTitle, type Display, type DisplayOptions, type PrintingOptions } from "./options";
import { printOutputs } from "./outputs";
import { headline, plainPen, writePieces, type Pen } from "./pen";
import { PolicyReport, printRemediation, printViolation } from "./policies";
import { printDetails, printHeader } from "./resource-diff";
import { hasOwnEntry, type StepView } from "./step-view";
import { summaryLines } from "./summary";

export interface DiffDisplayOptions extends DisplayOptions, PrintingOptions {
  /** Prints a line of a diagnostic, which the CLI writes to stderr. */
  readonly printDiagnostic: (line: string) => void;
}

/**
 * Prints a rich diff of an operation, as `--diff` does.
 * Source: pulumi/pulumi, `pkg/backend/display/diff.go`.
 */
export class DiffDisplay implements Display {
  readonly #events: DisplayEvents;
  /** The steps that have started, for the indentation of children. */
  readonly #started = new Map<Urn, StepView>();
  readonly #policies = new PolicyReport();
  readonly #pen: Pen;
  #failed = 0;

  constructor(private readonly options: DiffDisplayOptions) {
    this.#pen = options.pen ?? plainPen;
    this.#events = new DisplayEvents(options.dryRun, options.redact);
    options.print(this.#pen(`${operationTitle(options)} (${options.stack}):`, headline));
  }

  observe(engineEvent: EngineEvent): void {
    this.#policies.observe(engineEvent);
    const event = this.#events.translate(engineEvent);
    switch (event?.kind) {
      case undefined:
        return;
      case "started":
        this.#start(event.step);
        return;
      case "outputs":
        this.#outputs(event.step);
        return;
      case "failed":
        this.#failed++;
        return;
      case "policy-violation":
        for (const line of printViolation(event, this.#pen)) this.options.print(line);
        return;
      case "policy-remediation":
        for (const line of printRemediation(event, this.options.redact, this.#pen)) this.options.print(line);
        return;
      case "diagnostic":
        for (const line of diagnosticLines(event, (text) => text.split("\n"))) {
          this.options.printDiagnostic(writePieces(this.#pen, line));
        }
    }
  }

  /** Prints the summary. @param seconds The duration of the operation. */
  finish(seconds: number): void {
    const { tally, dryRun, print } = this.options;
    const pen = this.#pen;
    for (const line of summaryLines(tally.summary, { dryRun, errored: this.#failed, seconds, pen }))
      print(line);
    for (const line of this.#policies.summaryLines(pen)) print(line);
  }

  #start(step: StepView): void {
    this.#started.set(step.urn, step);
    // A refresh is printed when its result is known.
    if (step.op === "refresh" || !hasOwnEntry(step)) return;
    this.#printStep(step);
  }

  #outputs(step: StepView): void {
    if (!hasOwnEntry(step)) return;
    const refresh = this.#started.get(step.urn)?.op === "refresh";
    if (refresh && step.op === "update") {
      this.#printStep(step);
      return;
    }
    const indent = this.#indentOf(step);
    const pen = this.#pen;
    const outputs = printOutputs(step, { indent: indent + 1, dryRun: this.options.dryRun, refresh, pen });
    if (refresh) this.#print(printHeader(step, indent, pen));
    if (outputs !== "" && !this.options.suppressOutputs)
      this.#print(`${"    ".repeat(indent + 1)}${pen("--outputs:--", formatsOf(step.op))}\n${outputs}`);
  }

  #printStep(step: StepView): void {
    const indent = this.#indentOf(step);
    this.#print(printHeader(step, indent, this.#pen));
    if (step.op !== "same") this.#print(printDetails(step, indent + 1, this.#pen));
  }

  /** @param text Complete lines. */
  #print(text: string): void {
    if (text === "") return;
    for (const line of text.slice(0, -1).split("\n")) this.options.print(line);
  }

  /** One more than the nearest ancestor that is displayed. */
  #indentOf({ parent }: StepView): number {
    const step = this.#started.get(parent);
    if (step === undefined) return 0;
    return this.#indentOf(step) + (hasOwnEntry(step) ? 1 : 0);
  }
}
