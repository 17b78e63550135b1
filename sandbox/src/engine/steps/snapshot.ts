import type { Checkpoint, PendingOperation } from "../state/checkpoint";
import type { StepOp } from "../events/events";
import { deepEquals } from "../values/property";
import { rebuildAfterRefresh } from "../state/refresh";
import type { ResourceState } from "../state/resource-state";
import { SharedWriter } from "../../files/shared-writer";
import type { Step } from "./steps";
import { withNewUrns } from "../state/urn-references";

/** Whether the step's `new` exists; that can be so even if the step failed. If it is unclear, the step stays a pending operation. */
export type StepOutcome = "done" | "not done" | "unclear";

/**
 * Keeps the state up to date during an operation: before each step with the pending operation, after it with the result. All methods wait
 * until the change is saved; changes made during a write share the next one. Source: pulumi/pulumi, `pkg/backend/snapshot.go`.
 */
export class Snapshot {
  /** The new states of resources that this operation has processed, in that order. */
  readonly #news: ResourceState[] = [];
  /** States that were replaced or removed. */
  readonly #done = new Set<ResourceState>();
  readonly #pending = new Map<Step, PendingOperation>();
  readonly #file: SharedWriter;
  #base: readonly ResourceState[];
  #unsaved = false;
  /** Whether a refresh found deleted objects, to which others may still refer. */
  #someGone = false;

  /** @param write Saves a checkpoint. */
  constructor(
    private readonly before: Checkpoint,
    write: (checkpoint: Checkpoint) => Promise<void>,
  ) {
    this.#file = new SharedWriter(() => write(this.#checkpoint()));
    this.#base = before.resources;
  }

  /** Replaces the resources that this operation starts from; after a refresh. */
  async rebase(resources: readonly ResourceState[]): Promise<void> {
    this.#base = resources;
    await this.#save();
  }

  /** Must be awaited before the step is executed, so that the step is known even if this process dies. */
  async begin(step: Step): Promise<void> {
    const type = pendingTypes[step.op];
    const resource = step.op === "update" ? step.new : (step.new ?? step.old);
    if (type === undefined || resource === undefined) return;
    this.#pending.set(step, { type, resource });
    await this.#save();
  }

  async end(step: Step, outcome: StepOutcome): Promise<void> {
    if (outcome !== "unclear") this.#pending.delete(step);
    if (outcome === "done" && step.persisted) this.#apply(step);
    if (
      step.op === "same" &&
      step.old !== undefined &&
      step.new !== undefined &&
      isSame(step.old, step.new)
    ) {
      this.#unsaved = true;
    } else {
      await this.#save();
    }
  }

  /** Saves changed outputs of a component or of the stack. */
  async outputsChanged(): Promise<void> {
    await this.#save();
  }

  /** Saves changes for which no write was made yet. */
  async flush(): Promise<void> {
    if (this.#unsaved) await this.#save();
  }

  #apply({ op, old, new: next }: Step): void {
    switch (op) {
      case "delete":
      case "delete-replaced":
      case "discard":
      case "discard-replaced":
        // A resource that is being replaced stays until its replacement exists.
        if (old !== undefined && !old.pendingReplacement) this.#done.add(old);
        return;
      case "create-replacement":
        if (old?.pendingReplacement) this.#done.add(old);
        break;
      case "read-replacement":
        break;
      default:
        if (old !== undefined) this.#done.add(old);
    }
    if (next !== undefined && op !== "remove-pending-replace") this.#news.push(next);
    if (next === undefined && op === "refresh") this.#someGone = true;
  }

  async #save(): Promise<void> {
    this.#unsaved = false;
    try {
      await this.#file.write();
    } catch (error) {
      // Lets `flush` try again.
      this.#unsaved = true;
      throw error;
    }
  }

  #checkpoint(): Checkpoint {
    const current = [...this.#news, ...this.#base].filter((resource) => !this.#done.has(resource));
    const resources = withNewUrns(this.#someGone ? rebuildAfterRefresh(current) : current);
    const interrupted = this.before.pendingOperations.filter(({ type }) => type === "creating");
    return { resources, pendingOperations: [...this.#pending.values(), ...interrupted] };
  }
}

const pendingTypes: Partial<Record<StepOp, PendingOperation["type"]>> = {
  create: "creating",
  "create-replacement": "creating",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
  read: "reading",
  "read-replacement": "reading",
  discard: "deleting",
  "discard-replaced": "deleting",
  import: "importing",
  "import-replacement": "importing",
};

/** Whether the stored parts are unchanged. */
function isSame(old: ResourceState, next: ResourceState): boolean {
  const parts = ({ inputs: _i, outputs: _o, rest: _r, ...others }: ResourceState): unknown => others;
  return (
    deepEquals(old.inputs, next.inputs) &&
    deepEquals(old.outputs, next.outputs) &&
    JSON.stringify(parts(old)) === JSON.stringify(parts(next))
  );
}
