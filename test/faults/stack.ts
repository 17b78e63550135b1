import type { KindName } from "./kinds";
import type { Declared, Verb } from "./schedule";

/** A resource with the ids of somebody else's objects in place of their keys. */
export interface Ready extends Declared {
  readonly adoptId?: string;
  /** The option `adopt`, which names that object. */
  readonly adopt?: string | { readonly name: string };
  readonly getId?: string;
}

/** An object that the state has. */
export interface Managed {
  /** Of its resource. */
  readonly key: string;
  readonly kind: KindName;
  readonly id: string;
  /** It is somebody else's, and only read. */
  readonly isRead: boolean;
}

/** How an operation ended. */
export interface Ran {
  readonly succeeded: boolean;
  /** All that was printed. */
  readonly text: string;
  /** How many objects were kept in the state though something was not as it was to be. */
  readonly partial: number;
}

/** An engine with the state of one stack. */
export interface Stack {
  /** @param timeout Seconds that an operation of a resource may take. */
  run(verb: Verb, program: readonly Ready[], timeout: number): Promise<Ran>;
  managed(): Promise<readonly Managed[]>;
  /** Whether the engine tells of operations that were cut off, and what to do about them. */
  isInterrupted(): Promise<boolean>;
  /** Does what it tells to do: brings the state to what the platforms have, and forgets the creates that were cut off. */
  recover(): Promise<Ran>;
  /** Removes an object from the state, and nothing else: `pulumi state delete`. */
  forget(managed: Managed): Promise<void>;
}
