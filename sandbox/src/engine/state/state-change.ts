import type { Checkpoint, PendingOperation } from "./checkpoint";
import type { ResourceState } from "./resource-state";

/**
 * A change to a saved state. Its resources are numbered in their order, and its pending operations are, too; what is new gets the numbers
 * after those.
 */
export type StateChange =
  /** Adds a resource before those that the operation has not reached, or replaces one. */
  | { readonly kind: "put"; readonly number: number; readonly resource: ResourceState }
  /** Adds a resource that is the same as one that the operation has not reached, in its place. */
  | { readonly kind: "keep"; readonly number: number; readonly before: number }
  | { readonly kind: "drop"; readonly number: number }
  | { readonly kind: "begin"; readonly number: number; readonly operation: PendingOperation }
  | { readonly kind: "end"; readonly number: number };

/** Where an operation saves its state. */
export interface StateStore {
  /**
   * Replaces the saved state.
   *
   * @param reached How many of the resources the operation has reached. New ones go after these.
   */
  write(checkpoint: Checkpoint, reached: number): Promise<void>;
  /** Saves changes to what `write` has saved. Takes as long as the changes are large, not the state. */
  append(changes: readonly StateChange[]): Promise<void>;
}
