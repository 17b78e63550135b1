import type { Checkpoint, PendingOperation } from "../state/checkpoint";
import type { StepOp } from "../events/events";
import { deepEquals } from "../values/property";
import { rebuildAfterRefresh } from "../state/refresh";
import type { ResourceState } from "../state/resource-state";
import { SharedWriter } from "../../files/shared-writer";
import type { Step } from "./steps";
import type { StateChange, StateStore } from "../state/state-change";
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
  /** The numbers that the saved state has for resources and pending operations. */
  readonly #numbers = new Map<ResourceState | Step, number>();
  #nextNumber = 0;
  /** What the saved state lacks. */
  #changes: StateChange[] = [];
  /** Whether the next write is of the whole state. */
  #mustRewrite = true;
  /** Whether changes were added to the saved state, which is written as a whole in the end. */
  #isAppended = false;
  #base: readonly ResourceState[];
  #unsaved = false;
  /** Whether a refresh found deleted objects, to which others may still refer. */
  #someGone = false;
  /** Whether a resource has another URN than before, to which others may still refer. */
  #someRenamed = false;

  constructor(
    private readonly before: Checkpoint,
    private readonly store: StateStore,
  ) {
    this.#file = new SharedWriter(() => this.#write());
    this.#base = before.resources;
  }

  /** Replaces the resources that this operation starts from; after a refresh. */
  async rebase(resources: readonly ResourceState[]): Promise<void> {
    this.#base = resources;
    this.#mustRewrite = true;
    await this.#save();
  }

  /** Must be awaited before the step is executed, so that the step is known even if this process dies. */
  async begin(step: Step): Promise<void> {
    const type = pendingTypes[step.op];
    const resource = step.op === "update" ? step.new : (step.new ?? step.old);
    if (type === undefined || resource === undefined) return;
    const operation: PendingOperation = { type, resource };
    this.#pending.set(step, operation);
    this.#changes.push({ kind: "begin", number: this.#numberNew(step), operation });
    await this.#save();
  }

  async end(step: Step, outcome: StepOutcome): Promise<void> {
    const wasPending = this.#pending.has(step);
    if (wasPending && outcome !== "unclear") {
      this.#pending.delete(step);
      this.#changes.push({ kind: "end", number: this.#numberOf(step) });
    }
    const isApplied = outcome === "done" && step.persisted;
    const isUnchanged = isApplied && this.#apply(step);
    // A refresh of all resources is saved as a whole, by `rebase`.
    const isSavedLater = isUnchanged || (!isApplied && !wasPending);
    if (isSavedLater) this.#unsaved ||= isUnchanged || step.op === "refresh";
    else await this.#save();
  }

  /** Saves changed outputs of a component or of the stack. */
  async outputsChanged(resource: ResourceState): Promise<void> {
    this.#put(resource);
    await this.#save();
  }

  /** Saves changes for which no write was made yet, and everything as a whole. */
  async flush(): Promise<void> {
    if (!this.#unsaved && !this.#isAppended) return;
    this.#mustRewrite = true;
    await this.#save();
  }

  /** @returns whether the stored parts of the resource are unchanged. */
  #apply({ op, old, new: next }: Step): boolean {
    if (op === "same" && old !== undefined && next !== undefined && isSame(old, next)) {
      this.#keep(old, next);
      return true;
    }
    switch (op) {
      case "delete":
      case "delete-replaced":
      case "discard":
      case "discard-replaced":
        // A resource that is being replaced stays until its replacement exists.
        if (old?.pendingReplacement) this.#put(old);
        else if (old !== undefined) this.#drop(old);
        return false;
      case "create-replacement":
        if (old?.pendingReplacement) this.#drop(old);
        else if (old !== undefined) this.#put(old);
        break;
      case "read-replacement":
        if (old !== undefined) this.#put(old);
        break;
      default:
        if (old !== undefined) this.#drop(old);
    }
    if (next !== undefined && op !== "remove-pending-replace") this.#add(next);
    if (next === undefined && op === "refresh") this.#someGone = true;
    return false;
  }

  #add(resource: ResourceState): void {
    this.#note(resource);
    this.#changes.push({ kind: "put", number: this.#numberNew(resource), resource });
  }

  #keep(old: ResourceState, next: ResourceState): void {
    this.#done.add(old);
    this.#note(next);
    const before = this.#numberOf(old);
    this.#changes.push({ kind: "keep", number: this.#numberNew(next), before });
  }

  #put(resource: ResourceState): void {
    this.#changes.push({ kind: "put", number: this.#numberOf(resource), resource });
  }

  #drop(resource: ResourceState): void {
    this.#done.add(resource);
    this.#changes.push({ kind: "drop", number: this.#numberOf(resource) });
  }

  #note(resource: ResourceState): void {
    this.#news.push(resource);
    this.#someRenamed ||= resource.alias !== undefined;
  }

  #numberNew(of: ResourceState | Step): number {
    const number = this.#nextNumber++;
    this.#numbers.set(of, number);
    return number;
  }

  /** The number of what the saved state has. If it has no such thing, the next write is of the whole state. */
  #numberOf(of: ResourceState | Step): number {
    const number = this.#numbers.get(of);
    if (number === undefined) this.#mustRewrite = true;
    return number ?? 0;
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

  async #write(): Promise<void> {
    // References of resources that have not changed themselves may have to change.
    if (this.#mustRewrite || this.#someGone || this.#someRenamed) await this.#rewrite();
    else await this.#append();
  }

  async #rewrite(): Promise<void> {
    const checkpoint = this.#checkpoint();
    this.#numberAll(checkpoint);
    const reached = this.#news.filter((resource) => !this.#done.has(resource)).length;
    this.#changes = [];
    this.#mustRewrite = false;
    this.#isAppended = false;
    await this.#orRewrite(this.store.write(checkpoint, reached));
  }

  async #append(): Promise<void> {
    const changes = this.#changes;
    if (changes.length === 0) return;
    this.#changes = [];
    this.#isAppended = true;
    await this.#orRewrite(this.store.append(changes));
  }

  /** Waits for a write, after whose failure nobody knows what was written. */
  async #orRewrite(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.#mustRewrite = true;
      throw error;
    }
  }

  /** Numbers everything as a state that is written as a whole does. */
  #numberAll({ resources }: Checkpoint): void {
    this.#numbers.clear();
    for (const [index, resource] of resources.entries()) this.#numbers.set(resource, index);
    for (const [index, step] of [...this.#pending.keys()].entries()) this.#numbers.set(step, index);
    this.#nextNumber = Math.max(resources.length, this.#pending.size + this.#interrupted.length);
  }

  #checkpoint(): Checkpoint {
    const current = [...this.#news, ...this.#base].filter((resource) => !this.#done.has(resource));
    const resources = withNewUrns(this.#someGone ? rebuildAfterRefresh(current) : current);
    return { resources, pendingOperations: [...this.#pending.values(), ...this.#interrupted] };
  }

  /** Creates of an earlier operation of which nobody knows how they ended. */
  get #interrupted(): readonly PendingOperation[] {
    return this.before.pendingOperations.filter(({ type }) => type === "creating");
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
