import type { Diagnostic, EngineEvent } from "../engine/events/events";
import type { PolicyRemediation, PolicyViolation } from "../engine/events/policy-events";
import type { Urn } from "../engine/values/urn";
import { viewState, viewStep, type Redact, type StepView } from "./step-view";

/** An event of an operation, in the form of the events that the CLI's displays receive. */
export type DisplayEvent =
  | { readonly kind: "started"; readonly step: StepView }
  /** The step is complete, or outputs of a completed step were registered. */
  | { readonly kind: "outputs"; readonly step: StepView }
  | { readonly kind: "failed"; readonly step: StepView }
  | PolicyViolation
  | PolicyRemediation
  | Diagnostic;

/**
 * Translates the engine's events for the displays. As in the CLI, the outputs of a component are reported only when they are registered, and
 * a failure in a preview only as a diagnostic. Source: pulumi/pulumi, `updateActions` and `previewActions` in `pkg/engine/update.go`.
 */
export class DisplayEvents {
  readonly #started = new Map<Urn, StepView>();

  constructor(
    private readonly dryRun: boolean,
    private readonly redact: Redact,
  ) {}

  translate(event: EngineEvent): DisplayEvent | undefined {
    switch (event.kind) {
      case "step-started": {
        const step = viewStep(event.step, this.redact);
        this.#started.set(step.urn, step);
        return { kind: "started", step };
      }
      case "step-succeeded": {
        const step = viewStep(event.step, this.redact, event.resultOp);
        const { op } = event.step;
        const isReported = this.dryRun || step.custom || op === "delete" || op === "refresh";
        return isReported ? { kind: "outputs", step } : undefined;
      }
      case "step-failed":
        return this.dryRun ? undefined : { kind: "failed", step: viewStep(event.step, this.redact) };
      case "outputs": {
        const step = this.#started.get(event.urn);
        return step && { kind: "outputs", step: { ...step, new: viewState(event.new, this.redact) } };
      }
      case "policies-loaded":
        return undefined;
      case "policy-violation":
      case "policy-remediation":
        return event;
      case "diagnostic":
        return event.severity === "debug" ? undefined : event;
    }
  }
}
