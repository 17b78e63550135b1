import type { Diagnostic, EngineEvent } from "../engine/events/events";
import type { PolicyRemediation, PolicyViolation } from "../engine/events/policy-events";
import type { Urn } from "../engine/values/urn";
import { viewState, viewStep, type Redact, type StepView } from "./step-view";

/** What happens in an operation, as the CLI's displays are told of it. */
export type DisplayEvent =
  | { readonly kind: "begun"; readonly step: StepView }
  /** Done, or more is known of what was. */
  | { readonly kind: "outputs"; readonly step: StepView }
  | { readonly kind: "failed"; readonly step: StepView }
  | PolicyViolation
  | PolicyRemediation
  | Diagnostic;

/**
 * Tells displays what the CLI's are told, and when: of components outputs only once they were registered, of a preview no
 * failures but what there is to say about them. Source: pulumi/pulumi, `updateActions` and `previewActions` in `pkg/engine/update.go`.
 */
export class DisplayEvents {
  readonly #begun = new Map<Urn, StepView>();

  constructor(
    private readonly dryRun: boolean,
    private readonly redact: Redact,
  ) {}

  translate(event: EngineEvent): DisplayEvent | undefined {
    switch (event.kind) {
      case "step-started": {
        const step = viewStep(event.step, this.redact);
        this.#begun.set(step.urn, step);
        return { kind: "begun", step };
      }
      case "step-succeeded": {
        const step = viewStep(event.step, this.redact, event.resultOp);
        const { op } = event.step;
        const told = this.dryRun || step.custom || op === "delete" || op === "refresh";
        return told ? { kind: "outputs", step } : undefined;
      }
      case "step-failed":
        return this.dryRun ? undefined : { kind: "failed", step: viewStep(event.step, this.redact) };
      case "outputs": {
        const step = this.#begun.get(event.urn);
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
