import type { Redact } from "./step-view";
import type { Tally } from "./tally";

/** The kind of an operation. A preview is one of an update. */
export type Kind = "preview" | "update" | "refresh" | "destroy";

/** The options of every display. */
export interface DisplayOptions {
  readonly kind: Kind;
  /** Whether the operation is a preview. */
  readonly dryRun: boolean;
  readonly stack: string;
  readonly tally: Tally;
  readonly redact: Redact;
  /** Does not print the stack's outputs. */
  readonly suppressOutputs: boolean;
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** The title of an operation. Source: pulumi/pulumi, `ActionLabel` in `pkg/backend/apply.go`. */
export function operationTitle({ kind, dryRun }: Pick<DisplayOptions, "kind" | "dryRun">): string {
  if (dryRun) return `Previewing ${kind === "preview" ? "update" : kind}`;
  return { preview: "Previewing", update: "Updating", refresh: "Refreshing", destroy: "Destroying" }[kind];
}
