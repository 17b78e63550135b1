import type { Diagnostic, EngineEvent } from "../engine/events/events";
import { makeUrn, stackType, urnName, urnType, type Urn } from "../engine/values/urn";
import { diagnosticText } from "./diagnostics";
import { DisplayEvents } from "./display-events";
import { operationTitle, type DisplayOptions } from "./options";
import { printOutputs } from "./outputs";
import { PolicyReport } from "./policies";
import { Row, type RowContext } from "./row";
import { isChange, type StepView } from "./step-view";
import { summaryLines } from "./summary";

export interface TextDisplayOptions extends DisplayOptions {
  readonly project: string;
  /** Whether policy packs are loaded first. Default: false. */
  readonly loadsPolicyPacks?: boolean;
  /** A clock in milliseconds with an arbitrary origin. Default: the system's. */
  readonly now?: () => number;
}

/**
 * Prints the progress of an operation as the CLI does non-interactively: a line per event of a resource, then diagnostics, outputs and a
 * summary. Source: pulumi/pulumi, `pkg/backend/display/progress.go`.
 */
export class TextDisplay {
  readonly #events: DisplayEvents;
  readonly #rows = new Map<Urn, Row>();
  readonly #context: RowContext;
  readonly #policies = new PolicyReport();
  /** Empty before the first event of the stack. Events that are about no resource belong to the stack's row. */
  #stackUrn: Urn = "";

  constructor(private readonly options: TextDisplayOptions) {
    const { dryRun, redact, now = () => performance.now(), stack, project, print } = options;
    this.#events = new DisplayEvents(dryRun, redact);
    const defaultUrn = makeUrn(stack, project, "", stackType, `${project}-${stack}`);
    this.#context = { dryRun, over: false, now, defaultUrn };
    print(`${operationTitle(options)} (${stack}):`);
    print(options.loadsPolicyPacks ? "Loading policy packs...: starting" : "");
  }

  observe(engineEvent: EngineEvent): void {
    this.#policies.observe(engineEvent);
    if (engineEvent.kind === "policies-loaded") {
      this.options.print("Loading policy packs...: done");
      this.options.print("");
    }
    const event = this.#events.translate(engineEvent);
    if (event?.kind === "diagnostic") this.#diagnostic(event);
    else if (event?.kind === "policy-violation") this.#print(this.#rowOf(event.urn));
    else if (event?.kind === "policy-remediation") {
      const row = this.#rowOf(event.urn);
      row.hidden = false;
      this.#print(row);
    } else if (event !== undefined) this.#step(event.kind, event.step);
  }

  /** Prints all that comes at the end. @param seconds The duration of the operation. */
  finish(seconds: number): void {
    const { tally, dryRun, print } = this.options;
    const unfinished = [...this.#rows.values()].filter((row) => !row.done);
    // The row of events about no resource comes last.
    unfinished.sort((a, b) => Number(a.step.urn === "") - Number(b.step.urn === ""));
    this.#context.over = true;
    for (const row of unfinished) this.#print(row);
    for (const line of this.#policies.lines()) print(line);
    this.#printDiagnostics();
    if (!this.options.suppressOutputs) this.#printOutputs();
    // As in the CLI, no summary: it would count steps that were refused.
    if (this.#policies.hasMandatoryViolations) return;
    const errored = [...this.#rows.values()].filter((row) => row.hasErrors).length;
    for (const line of summaryLines(tally.summary, { dryRun, errored, seconds })) print(line);
    print("");
  }

  #diagnostic(event: Diagnostic): void {
    if (diagnosticText(event).trim() === "") return;
    const row = this.#rowOf(event.urn === "" ? this.#stackUrn : event.urn);
    row.hidden = false;
    row.diagnostics.push(event);
    this.#print(row);
  }

  #step(kind: "started" | "outputs" | "failed", step: StepView): void {
    const { op, urn } = step;
    // As in the CLI, a discard is not printed, and a read is only mentioned in passing.
    if (op === "discard" || op === "read-replacement") return;
    if (op === "read") {
      const message = `read ${urnType(urn)} ${urnName(urn)}`;
      this.#diagnostic({ kind: "diagnostic", severity: "info", urn: "", message, ephemeral: true });
      return;
    }
    const isRoot = urn === this.#stackUrn;
    const row = this.#rowOf(urn, step);
    if (isRoot || isChange(step)) row.hidden = false;
    if (kind === "started") {
      row.begin(step);
    } else if (kind === "failed") {
      row.failed = true;
    } else {
      const wasRefreshed = row.step.op === "refresh";
      row.complete(step);
      const isPrinted = wasRefreshed || (!this.options.dryRun && step.custom && op !== "same");
      if (!isPrinted) return;
    }
    this.#print(row);
  }

  #rowOf(urn: Urn, step?: StepView): Row {
    const known = this.#rows.get(urn);
    if (known !== undefined) {
      this.#ensureParent(step);
      return known;
    }
    if (urnType(urn) === stackType) {
      this.#stackUrn = urn;
      const orphan = this.#rows.get("");
      if (orphan !== undefined) {
        this.#rows.delete("");
        this.#rows.set(urn, orphan);
        if (step !== undefined) orphan.step = step;
        return orphan;
      }
    }
    const row = new Row(this.#context, step ?? this.#unchanged(urn));
    this.#rows.set(urn, row);
    this.#ensureParent(step);
    this.#ensureStack();
    return row;
  }

  /** A parent that is deleted after its children has had no event yet. */
  #ensureParent(step: StepView | undefined): void {
    const parent = step?.parent ?? "";
    if (parent === "" || parent === this.#stackUrn || this.#rows.has(parent)) return;
    this.#rows.set(parent, new Row(this.#context, this.#unchanged(parent)));
    this.#ensureStack();
  }

  #ensureStack(): void {
    if (this.#rows.has(this.#stackUrn)) return;
    const row = new Row(this.#context, this.#unchanged(this.#stackUrn));
    row.hidden = false;
    this.#rows.set(this.#stackUrn, row);
  }
  /** A placeholder for a row without steps. */
  #unchanged(urn: Urn): StepView {
    const type = urnType(urn);
    return {
      op: "same",
      urn,
      type,
      old: undefined,
      new: undefined,
      logical: true,
      provider: "",
      parent: "",
      custom: false,
    };
  }

  #print(row: Row): void {
    if (!row.hidden) this.options.print(row.render());
  }

  #printDiagnostics(): void {
    const { print } = this.options;
    const rows = [...this.#rows.values()].filter((row) => row.diagnosticGroups().length > 0);
    if (rows.length > 0) print("Diagnostics:");
    for (const row of rows) {
      print(`  ${row.title}:`);
      for (const lines of row.diagnosticGroups()) {
        for (const line of lines) print(`    ${line}`);
        print("");
      }
    }
  }

  #printOutputs(): void {
    const { dryRun, print } = this.options;
    const stack = this.#stackUrn === "" ? undefined : this.#rows.get(this.#stackUrn);
    const outputs =
      stack === undefined ? "" : printOutputs(stack.step, { indent: 1, dryRun, refresh: false });
    if (outputs === "") return;
    print("Outputs:");
    for (const line of outputs.split("\n")) print(line);
  }
}
