import type { Diagnostic } from "../engine/events/events";
import { emphasis, type Piece } from "./pen";

/** A message as displayed: after its severity, unless that is only informational. */
export function diagnosticText({ severity, message }: Diagnostic): string {
  return severity === "info" || severity === "info#err" ? message : `${severity}: ${message}`;
}

/** The lines of a text, without empty ones at the end. */
export function displayableLines(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === "" ? [] : trimmed.split("\n").map((line) => line.trimEnd());
}

/** The lines of a message as displayed, its severity in color. */
export function diagnosticLines(diagnostic: Diagnostic, lines = displayableLines): Piece[][] {
  return lines(diagnosticText(diagnostic)).map((line, index) =>
    index === 0 ? withSeverity(diagnostic, line) : [{ text: line }],
  );
}

/** @param line The beginning of a message as displayed. */
function withSeverity({ severity }: Diagnostic, line: string): Piece[] {
  const prefix = `${severity}:`;
  if ((severity !== "error" && severity !== "warning") || !line.startsWith(prefix)) return [{ text: line }];
  return [{ text: prefix, formats: emphasis[severity] }, { text: line.slice(prefix.length) }];
}
