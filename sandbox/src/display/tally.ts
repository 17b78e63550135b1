import type { EngineEvent, StepInfo, StepOp } from "../engine/events/events";
import { diffMaps } from "./value-diff";

/** How many resources each op was for, by the names of Pulumi's: `{"create": 2, "same": 1}`. */
export type ChangeSummary = Partial<Record<StepOp, number>>;

/** Counts what an operation does, as the CLI does. */
export class Tally {
  readonly #counts = new Map<StepOp, number>();

  observe(event: EngineEvent): void {
    if (event.kind !== "step-succeeded" || !counts(event.step)) return;
    this.#counts.set(event.resultOp, (this.#counts.get(event.resultOp) ?? 0) + 1);
  }

  /** The counts so far, in the order of the names. */
  get summary(): ChangeSummary {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The parts of a replacement count as one, and reading only if it brought anything new. */
function counts({ op, logical, old, new: next }: StepInfo): boolean {
  if (op !== "read") return logical;
  return old !== undefined && next !== undefined && diffMaps(old.outputs, next.outputs) !== undefined;
}
