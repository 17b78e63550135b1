import { counted } from "../../values/text";
import type { ValidationResult } from "./run-program";

/** What `validate` prints. */
export function formatReport(
  stack: string,
  { resourceCount, problems, notChecked }: ValidationResult,
): string {
  const summary = [
    counted(resourceCount, "resource"),
    problems.length === 0 ? "no problems" : counted(problems.length, "problem"),
    ...(notChecked.length === 0 ? [] : [`${notChecked.length} not checked`]),
  ];
  return [
    ...section("Problems", problems),
    ...section("Not checked", notChecked),
    `Stack ${stack}: ${summary.join(", ")}.`,
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : [`${title}:`, ...lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`), ""];
}
