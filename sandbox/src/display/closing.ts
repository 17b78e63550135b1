import type { ProgressOptions, ProgressRows } from "./progress-rows";
import { printOutputs } from "./outputs";
import { headline, plainPen, resourceTitle, writePieces, type Pen } from "./pen";
import type { PolicyReport } from "./policies";
import { summaryLines } from "./summary";

/**
 * What follows the rows at the end: policies, diagnostics by resource, outputs, and a summary.
 * Source: pulumi/pulumi, `processEndSteps` in `pkg/backend/display/progress.go`.
 *
 * @param seconds The duration of the operation.
 */
export function closingLines(
  rows: ProgressRows,
  policies: PolicyReport,
  options: ProgressOptions,
  seconds: number,
): string[] {
  const { tally, dryRun, suppressOutputs, pen = plainPen } = options;
  const errored = rows.all.filter((row) => row.hasErrors).length;
  return [
    ...policies.lines(pen),
    ...diagnosticSection(rows, pen),
    ...(suppressOutputs ? [] : outputSection(rows, dryRun, pen)),
    // As in the CLI, no summary: it would count steps that were refused.
    ...(policies.hasMandatoryViolations
      ? []
      : [...summaryLines(tally.summary, { dryRun, errored, seconds, pen }), ""]),
  ];
}

function diagnosticSection({ all }: ProgressRows, pen: Pen): string[] {
  const rows = all.filter((row) => row.diagnosticGroups().length > 0);
  return [
    ...(rows.length > 0 ? [pen("Diagnostics:", headline)] : []),
    ...rows.flatMap((row) => [
      pen(`  ${row.title}:`, resourceTitle),
      ...row
        .diagnosticGroups()
        .flatMap((lines) => [...lines.map((line) => `    ${writePieces(pen, line)}`), ""]),
    ]),
  ];
}

function outputSection({ stack }: ProgressRows, dryRun: boolean, pen: Pen): string[] {
  const outputs =
    stack === undefined ? "" : printOutputs(stack.step, { indent: 1, dryRun, refresh: false, pen });
  return outputs === "" ? [] : [pen("Outputs:", headline), ...outputs.split("\n")];
}
