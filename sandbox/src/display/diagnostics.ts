import type { Diagnostic } from "../engine/events/events";

/** A message as it is shown, with its severity before it unless that is no more than information. */
export function diagnosticText({ severity, message }: Diagnostic): string {
  return severity === "info" || severity === "info#err" ? message : `${severity}: ${message}`;
}

/** The lines of a text, without empty ones at its end. */
export function displayableLines(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === "" ? [] : trimmed.split("\n").map((line) => line.trimEnd());
}
