import type { EngineEvent } from "../engine/events/events";
import type { Urn } from "../engine/values/urn";
import { diagnosticText } from "./diagnostics";
import { DisplayEvents } from "./display-events";
import { operationTitle, type DisplayOptions } from "./options";
import { printOutputs } from "./outputs";
import { PolicyReport, printRemediation, printViolation } from "./policies";
import { printDetails, printHeader } from "./resource-diff";
import { hasOwnEntry, type StepView } from "./step-view";
import { summaryLines } from "./summary";

export interface DiffDisplayOptions extends DisplayOptions {
  /** Prints a line of a diagnostic, which the CLI writes to stderr. */
  readonly printDiagnostic: (line: string) => void;
}

/**
 * Prints a rich diff of an operation, as `--diff` does.
 * Source: pulumi/pulumi, `pkg/backend/display/diff.go`.
 */
export class DiffDisplay {
  readonly #events: DisplayEvents;
  /** The steps that have started, for the indentation of children. */
  readonly #started = new Map<Urn, StepView>();
  readonly #policies = new PolicyReport();
  #failed = 0;

  constructor(private readonly options: DiffDisplayOptions) {
    this.#events = new DisplayEvents(options.dryRun, options.redact);
    options.print(`${operationTitle(options)} (${options.stack}):`);
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
        for (const line of printViolation(event)) this.options.print(line);
        return;
      case "policy-remediation":
        for (const line of printRemediation(event, this.options.redact)) this.options.print(line);
        return;
      case "diagnostic":
        for (const line of diagnosticText(event).split("\n")) this.options.printDiagnostic(line);
    }
  }

  /** Prints the summary. @param seconds The duration of the operation. */
  finish(seconds: number): void {
    const { tally, dryRun, print } = this.options;
    for (const line of summaryLines(tally.summary, { dryRun, errored: this.#failed, seconds })) print(line);
    for (const line of this.#policies.summaryLines()) print(line);
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
    const outputs = printOutputs(step, { indent: indent + 1, dryRun: this.options.dryRun, refresh });
    if (refresh) this.#print(printHeader(step, indent));
    if (outputs !== "" && !this.options.suppressOutputs)
      this.#print(`${"    ".repeat(indent + 1)}--outputs:--\n${outputs}`);
  }

  #printStep(step: StepView): void {
    const indent = this.#indentOf(step);
    this.#print(printHeader(step, indent));
    if (step.op !== "same") this.#print(printDetails(step, indent + 1));
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
