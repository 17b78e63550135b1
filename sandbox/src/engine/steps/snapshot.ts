import type { Checkpoint, PendingOperation } from "../state/checkpoint";
import type { StepOp } from "../events/events";
import { deepEquals } from "../values/property";
import { rebuildAfterRefresh } from "../state/refresh";
import type { ResourceState } from "../state/resource-state";
import { SharedWriter } from "../../files/shared-writer";
import type { Step } from "./steps";
import { withNewUrns } from "../state/urn-references";

/** Whether a step has made its `new` true, which one that failed may have too. What is unclear stays pending. */
export type StepOutcome = "done" | "not done" | "unclear";

/**
 * The state while an operation runs: after every step it is what the platforms have by then, and before a step
 * it says what is about to happen. Source: pulumi/pulumi, `pkg/backend/snapshot.go`.
 * Whoever changes it waits until the change is in the file; changes that come while the file is written share the next write.
 */
export class Snapshot {
  /** Resources that this operation has dealt with, in that order. */
  readonly #news: ResourceState[] = [];
  /** States that are no more. */
  readonly #done = new Set<ResourceState>();
  readonly #pending = new Map<Step, PendingOperation>();
  readonly #file: SharedWriter;
  #base: readonly ResourceState[];
  #unsaved = false;
  /** A refresh found objects gone that others may still name. */
  #someGone = false;

  /** @param write Replaces the state's file by what the checkpoint is when it is called. */
  constructor(
    private readonly before: Checkpoint,
    write: (checkpoint: Checkpoint) => Promise<void>,
  ) {
    this.#file = new SharedWriter(() => write(this.#checkpoint()));
    this.#base = before.resources;
  }

  /** After a refresh, the resources before this operation are others. */
  async rebase(resources: readonly ResourceState[]): Promise<void> {
    this.#base = resources;
    await this.#save();
  }

  /** To be awaited before anything is done: what is about to happen must be known even if this process dies meanwhile. */
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

  /** The outputs of a component or of the stack have changed. */
  async outputsChanged(): Promise<void> {
    await this.#save();
  }

  /** Writes what was not worth a write of its own. */
  async flush(): Promise<void> {
    if (this.#unsaved) await this.#save();
  }

  #apply({ op, old, new: next }: Step): void {
    switch (op) {
      case "delete":
      case "delete-replaced":
      case "discard":
      case "discard-replaced":
        // What is to be replaced stays until its replacement is there.
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
      // Tried once more at the end: what only memory knows would be lost.
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

/** Whether nothing that is stored has changed. */
function isSame(old: ResourceState, next: ResourceState): boolean {
  const parts = ({ inputs: _i, outputs: _o, rest: _r, ...others }: ResourceState): unknown => others;
  return (
    deepEquals(old.inputs, next.inputs) &&
    deepEquals(old.outputs, next.outputs) &&
    JSON.stringify(parts(old)) === JSON.stringify(parts(next))
  );
}
