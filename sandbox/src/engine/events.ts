import type { ResourceState } from "./resource-state";
import type { Urn } from "./urn";

/** What a step does to a resource, in the words of Pulumi's. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  /** Forgetting what was only read; and that in a replacement. */
  | "discard"
  | "discard-replaced"
  | "import"
  | "import-replacement"
  | "refresh"
  | "remove-pending-replace";

export type Severity = "debug" | "info" | "warning" | "error";

/** How a step looks from outside. */
export interface StepInfo {
  readonly op: StepOp;
  readonly urn: Urn;
  readonly type: string;
  readonly old: ResourceState | undefined;
  readonly new: ResourceState | undefined;
  /** Counts among what was changed; the halves of a replacement do not. */
  readonly logical: boolean;
  /** The inputs that made a replacement necessary. */
  readonly replaceKeys: readonly string[];
}

/** What happens during an operation, in order. */
export type EngineEvent =
  | { readonly kind: "step-started"; readonly step: StepInfo }
  | {
      readonly kind: "step-succeeded";
      readonly step: StepInfo;
      /** What a refresh came to, else the step's own op. */
      readonly resultOp: StepOp;
      /** How long it took, in seconds. */
      readonly seconds: number;
    }
  | { readonly kind: "step-failed"; readonly step: StepInfo }
  | {
      readonly kind: "outputs";
      readonly urn: Urn;
      readonly old: ResourceState | undefined;
      readonly new: ResourceState;
    }
  /** Something to tell the user; an empty URN means the stack as a whole. */
  | { readonly kind: "diagnostic"; readonly severity: Severity; readonly urn: Urn; readonly message: string };

export type EventSink = (event: EngineEvent) => void;
