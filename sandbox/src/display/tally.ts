import type { EngineEvent, StepInfo, StepOp } from "../engine/events/events";
import { diffMaps } from "./value-diff";

/** The number of resources by op: `{"create": 2, "same": 1}`. */
export type ChangeSummary = Partial<Record<StepOp, number>>;

/** Counts the steps of an operation, as the CLI does. */
export class Tally {
  readonly #counts = new Map<StepOp, number>();

  observe(event: EngineEvent): void {
    if (event.kind !== "step-succeeded" || !counts(event.step)) return;
    this.#counts.set(event.resultOp, (this.#counts.get(event.resultOp) ?? 0) + 1);
  }

  /** The current counts, sorted by name. */
  get summary(): ChangeSummary {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A replacement counts as one step, and a read only if the outputs have changed. */
function counts({ op, logical, old, new: next }: StepInfo): boolean {
  if (op !== "read") return logical;
  return old !== undefined && next !== undefined && diffMaps(old.outputs, next.outputs) !== undefined;
}
