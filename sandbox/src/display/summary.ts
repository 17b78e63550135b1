import type { StepOp } from "../engine/events/events";
import { formatsOf, prefixOf, wordsOf } from "./ops";
import { emphasis, headline, plainPen, type Pen } from "./pen";
import type { ChangeSummary } from "./tally";

/** The counted operations, in order. A read is not a change. */
const countedOps: readonly StepOp[] = ["create", "update", "delete", "replace"];

export interface SummaryOptions {
  readonly dryRun: boolean;
  /** The number of resources with errors. */
  readonly errored: number;
  /** The duration of the operation. */
  readonly seconds: number;
  /** Default: writes no colors. */
  readonly pen?: Pen;
}

/** The counts of changes. Source: pulumi/pulumi, `renderSummaryEvent` in `pkg/backend/display/diff.go`. */
export function summaryLines(
  changes: ChangeSummary,
  { dryRun, errored, seconds, pen = plainPen }: SummaryOptions,
): string[] {
  const counted = countedOps.filter((op) => (changes[op] ?? 0) > 0);
  const total = counted.reduce((sum, op) => sum + (changes[op] ?? 0), 0);
  const pieces = [
    ...(counted.length >= 2 ? [`${total} changes`] : []),
    ...(changes.same ? [`${changes.same} unchanged`] : []),
  ];
  return [
    pen("Resources:", headline),
    ...counted.map((op) =>
      pen(`    ${prefixOf(op)}${changes[op]} ${dryRun ? `to ${op}` : wordsOf(op).done}`, formatsOf(op)),
    ),
    ...(pieces.length > 0 ? [`    ${pieces.join(". ")}`] : []),
    ...(errored > 0 ? [pen(`    ${errored} errored`, emphasis.error)] : []),
    ...(dryRun ? [] : ["", `${pen("Duration:", headline)} ${formatDuration(Math.ceil(seconds))}`]),
  ];
}

/** A duration of whole seconds, as Go prints it: `1h0m5s`. */
function formatDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  return [
    ...(hours > 0 ? [`${hours}h`] : []),
    ...(minutes > 0 ? [`${minutes % 60}m`] : []),
    `${seconds % 60}s`,
  ].join("");
}
