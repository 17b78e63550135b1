import type { Diagnostic, EngineEvent } from "../engine/events/events";
import { makeUrn, stackType, urnName, urnType, type Urn } from "../engine/values/urn";
import { diagnosticText } from "./diagnostics";
import { DisplayEvents } from "./display-events";
import { isAbout, parseNotice } from "./notice";
import type { DisplayOptions } from "./options";
import { Row, type RowContext } from "./row";
import { isChange, type StepView } from "./step-view";

export interface ProgressOptions extends DisplayOptions {
  readonly project: string;
  /** Whether policy packs are loaded first. Default: false. */
  readonly loadsPolicyPacks?: boolean;
  /** A clock in milliseconds with an arbitrary origin. Default: the system's. */
  readonly now?: () => number;
}

/**
 * The resources of an operation so far, a row each. Source: pulumi/pulumi, `processNormalEvent` in `pkg/backend/display/progress.go`.
 */
export class ProgressRows {
  readonly #events: DisplayEvents;
  readonly #rows = new Map<Urn, Row>();
  readonly #context: RowContext;
  /** Empty before the first event of the stack. Events that are about no resource belong to the stack's row. */
  #stackUrn: Urn = "";
  /** The stack, if its resources had events first: it is deleted after them. */
  #deletedStack: Row | undefined;

  /** @param changed Called with the row that an event concerns. */
  constructor(
    { dryRun, redact, stack, project, now = () => performance.now() }: ProgressOptions,
    view: RowContext["view"],
    private readonly changed: (row: Row) => void,
  ) {
    this.#events = new DisplayEvents(dryRun, redact);
    const defaultUrn = makeUrn(stack, project, "", stackType, `${project}-${stack}`);
    this.#context = { dryRun, over: false, now, defaultUrn, view, anyFailed: false };
  }

  observe(engineEvent: EngineEvent): void {
    const event = this.#events.translate(engineEvent);
    if (event?.kind === "diagnostic") this.#diagnostic(event);
    else if (event?.kind === "policy-violation") this.#change(this.#rowOf(event.urn));
    else if (event?.kind === "policy-remediation") {
      const row = this.#rowOf(event.urn);
      row.hidden = false;
      this.#change(row);
    } else if (event !== undefined) this.#step(event.kind, event.step);
  }

  /** The operation has ended. @returns the rows that had no result before. */
  end(): Row[] {
    const unfinished = this.all.filter((row) => !row.done);
    // The row of events about no resource comes last.
    unfinished.sort((a, b) => Number(a.step.urn === "") - Number(b.step.urn === ""));
    this.#context.over = true;
    return unfinished;
  }

  /** In the order of their first events. */
  get all(): Row[] {
    return [...this.#rows.values()];
  }

  /** Undefined before the first event of the stack. */
  get stack(): Row | undefined {
    return this.#stackUrn === "" ? undefined : this.#rows.get(this.#stackUrn);
  }

  /** The row below which another one is shown; undefined for the stack, the root. What has no known parent is below that. */
  parentOf(row: Row): Row | undefined {
    const root = this.root;
    if (row === root) return undefined;
    return (row.step.parent === "" ? undefined : this.#rows.get(row.step.parent)) ?? root;
  }

  /** Whether a row is only for events about no resource, while the stack has one of its own. */
  isBesideStack(row: Row): boolean {
    return row.step.urn === "" && row !== this.root;
  }

  /** The stack's row, below which the others are shown. */
  get root(): Row | undefined {
    return this.#deletedStack ?? this.#rows.get(this.#stackUrn);
  }

  #diagnostic(event: Diagnostic): void {
    if (diagnosticText(event).trim() === "") return;
    const row = this.#rowOf(event.urn === "" ? this.#stackUrn : event.urn);
    row.hidden = false;
    row.add(event, !this.#notice(event));
    this.#change(row);
  }

  /** On a screen: shows what the provider host says beside the resource. @returns whether one was found. */
  #notice({ urn, severity, message }: Diagnostic): boolean {
    if (this.#context.view !== "screen" || urn !== "" || severity !== "info") return false;
    const notice = parseNotice(message);
    const subject = notice && this.all.find((row) => row.isRunning && isAbout(notice, row.step));
    if (notice === undefined || subject === undefined) return false;
    subject.notice = notice.text;
    return true;
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
      row.fail();
    } else {
      const wasRefreshed = row.step.op === "refresh";
      row.complete(step);
      const isPrinted = wasRefreshed || (!this.#context.dryRun && step.custom && op !== "same");
      if (!isPrinted) return;
    }
    this.#change(row);
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
    const row = new Row(this.#context, this.#unchanged(parent));
    this.#rows.set(parent, row);
    if (urnType(parent) === stackType) this.#deletedStack = row;
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

  #change(row: Row): void {
    if (!row.hidden) this.changed(row);
  }
}
