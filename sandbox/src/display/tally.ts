import type { EngineEvent, StepOp } from "../engine/events";
import type { Urn } from "../engine/urn";

/** How many resources each op was for, by the names of Pulumi's: `{"create": 2, "same": 1}`. */
export type ChangeSummary = Partial<Record<StepOp, number>>;

/** Counts what an operation does, as the CLI does. */
export class Tally {
  readonly changes: ChangeSummary = {};
  readonly #errored = new Set<Urn>();

  observe(event: EngineEvent): void {
    if (event.kind === "step-succeeded") {
      const op = event.resultOp;
      const counts = event.step.logical && op !== "read" && event.step.op !== "read-replacement";
      if (counts) this.changes[op] = (this.changes[op] ?? 0) + 1;
    } else if (event.kind === "diagnostic" && event.severity === "error") {
      this.#errored.add(event.urn);
    }
  }

  /** How many resources have an error; one that belongs to none counts for the stack. */
  get errored(): number {
    return this.#errored.size;
  }
}
