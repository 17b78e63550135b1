import type { z } from "zod";

/**
 * Parses JSON that may contain secrets.
 *
 * @throws Error with the line and column of a syntax error, if known. Node's own message would quote the text.
 */
export function parseJson(text: string): unknown {
  let position: string | undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    position = /at position (\d+)/.exec((error as Error).message)?.[1];
  }
  throw new Error(
    `this is not valid JSON${position === undefined ? "" : `: ${lineAndColumn(text, Number(position))}`}`,
  );
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

/** The first thing that a schema found, as `path.to.it: what`; values are not quoted. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".");
  return `${path ? `${path}: ` : ""}${issue?.message}`;
}
