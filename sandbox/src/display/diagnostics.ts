import type { Diagnostic } from "../engine/events/events";

/** A message as displayed: after its severity, unless that is only informational. */
export function diagnosticText({ severity, message }: Diagnostic): string {
  return severity === "info" || severity === "info#err" ? message : `${severity}: ${message}`;
}

/** The lines of a text, without empty ones at the end. */
export function displayableLines(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === "" ? [] : trimmed.split("\n").map((line) => line.trimEnd());
}
