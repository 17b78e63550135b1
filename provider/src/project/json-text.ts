import type { z } from "zod";
import { jsonErrorPosition } from "./json-position";

/**
 * Parses JSON that may contain secrets.
 *
 * @throws Error with the line and column of a syntax error. Node's own message would quote the text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
  if (text.trim() === "") throw new Error("this is empty, expected JSON");
  if (text.startsWith("\uFEFF")) throw new Error("this is not valid JSON: it begins with a byte order mark");
  throw new Error(`this is not valid JSON: ${lineAndColumn(text, jsonErrorPosition(text))}`);
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

/** The first thing that a schema found, as `path.to.it: what`; values are not quoted. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "this has another form than expected";
  const path = issue.path.join(".");
  return `${path ? `${path}: ` : ""}${wordsOf(issue)}`;
}

const names: Readonly<Record<string, string>> = {
  object: "a map",
  record: "a map",
  array: "a list",
  string: "a text",
  boolean: "true or false",
};

/** The library's own messages for the most frequent problems are not for users. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `unknown key ${issue.keys.join(", ")}`;
  const [, type] = /^Invalid input: expected (\w+), received/.exec(issue.message) ?? [];
  if (type !== undefined) return `expected ${names[type] ?? `a ${type}`}`;
  return issue.message.replace(/^Invalid (?:input|option): /, "");
}
