import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";
import type { PolicyPackIdentity, PolicyRemediation, PolicyViolation } from "./policy-events";

/** What a step does to a resource. Source: pulumi/pulumi, `pkg/resource/deploy/step.go`. */
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
  /** Removes a resource that was only read from the state; and the same as part of a replacement. */
  | "discard"
  | "discard-replaced"
  | "remove-pending-replace";

/** `info#err` is the severity of what a program prints on stderr. */
export type Severity = "debug" | "info" | "info#err" | "warning" | "error";

/** A step as displays see it. */
export interface StepInfo {
  readonly op: StepOp;
  readonly urn: Urn;
  readonly type: string;
  readonly old: ResourceState | undefined;
  readonly new: ResourceState | undefined;
  /** Whether it counts as a change. The parts of a replacement do not. */
  readonly logical: boolean;
  /** The inputs whose change requires a replacement. */
  readonly replaceKeys: readonly string[];
}

/** An event of an operation. */
export type EngineEvent =
  | { readonly kind: "step-started"; readonly step: StepInfo }
  | {
      readonly kind: "step-succeeded";
      readonly step: StepInfo;
      /** The result of a refresh; else the step's own op. */
      readonly resultOp: StepOp;
      /** Its duration. */
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

/** A message for the user. */
export interface Diagnostic {
  readonly kind: "diagnostic";
  readonly severity: Severity;
  /** The resource that it is about; empty for the stack as a whole. */
  readonly urn: Urn;
  readonly message: string;
  /** Diagnostics of the same stream are shown together. */
  readonly stream?: string;
  /** Shown when it occurs, but not repeated among the diagnostics at the end. */
  readonly ephemeral?: boolean;
}

export type EventSink = (event: EngineEvent) => void;
