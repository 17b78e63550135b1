import type { Redact } from "./step-view";
import type { Tally } from "./tally";

/** What an operation is; a preview is one of an update. */
export type Kind = "preview" | "update" | "refresh" | "destroy";

/** What every display of an operation needs to know. */
export interface DisplayOptions {
  readonly kind: Kind;
  /** Nothing is changed: what is printed would be done. */
  readonly dryRun: boolean;
  readonly stack: string;
  readonly tally: Tally;
  readonly redact: Redact;
  /** Leaves out the stack's outputs. */
  readonly suppressOutputs: boolean;
  /** Takes a line of text. */
  readonly print: (line: string) => void;
}

/** What is done to a stack. Source: pulumi/pulumi, `ActionLabel` in `pkg/backend/apply.go`. */
export function operationTitle({ kind, dryRun }: Pick<DisplayOptions, "kind" | "dryRun">): string {
  if (dryRun) return `Previewing ${kind === "preview" ? "update" : kind}`;
  return { preview: "Previewing", update: "Updating", refresh: "Refreshing", destroy: "Destroying" }[kind];
}
