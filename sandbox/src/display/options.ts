import type { EngineEvent } from "../engine/events/events";
import type { Pen } from "./pen";
import type { Redact } from "./step-view";
import type { Tally } from "./tally";

/** The kind of an operation. A preview is one of an update. */
export type Kind = "preview" | "update" | "refresh" | "destroy";

/** Shows an operation. */
export interface Display {
  observe(event: EngineEvent): void;
  /** Shows all that comes at the end. @param seconds The duration of the operation. */
  finish(seconds: number): void;
  /** Leaves the terminal as it was, if the operation ends with an exception. */
  abandon?(): void;
}

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
  /** Default: writes no colors, and texts as they are. */
  readonly pen?: Pen;
}

/** The options of a display that prints lines. */
export interface PrintingOptions {
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** The title of an operation. Source: pulumi/pulumi, `ActionLabel` in `pkg/backend/apply.go`. */
export function operationTitle({ kind, dryRun }: Pick<DisplayOptions, "kind" | "dryRun">): string {
  if (dryRun) return `Previewing ${kind === "preview" ? "update" : kind}`;
  return { preview: "Previewing", update: "Updating", refresh: "Refreshing", destroy: "Destroying" }[kind];
}
