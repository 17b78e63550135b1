import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";
import type { PolicyPackIdentity, PolicyRemediation, PolicyViolation } from "./policy-events";

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
  | "import"
  | "import-replacement"
  | "refresh"
  /** Forgetting what was only read; and that in a replacement. */
  | "discard"
  | "discard-replaced"
  | "remove-pending-replace";

/** `info#err` is what a program prints on stderr. */
export type Severity = "debug" | "info" | "info#err" | "warning" | "error";

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
  | { readonly kind: "policies-loaded"; readonly packs: readonly PolicyPackIdentity[] }
  | PolicyViolation
  | PolicyRemediation
  | Diagnostic;

/** Something to tell the user. */
export interface Diagnostic {
  readonly kind: "diagnostic";
  readonly severity: Severity;
  /** Empty: the stack as a whole. */
  readonly urn: Urn;
  readonly message: string;
  /** What is of one stream is shown together. */
  readonly stream?: string;
  /** Of the moment: shown when it comes, but not among the diagnostics at the end. */
  readonly ephemeral?: boolean;
}

export type EventSink = (event: EngineEvent) => void;
