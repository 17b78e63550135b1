import { isFields, type Fields } from "../../values/fields";

/**
 * The API has five shapes of error bodies: `{errors: {field: {field: [text]}}}`, `{errors: [{detail, source?}]}`, `{error: text}`,
 * an `errors` whose entries are texts, and pages that are none of its own.
 */
export function problem(body: unknown): string | undefined {
  if (typeof body === "string") return body.trim() || undefined;
  if (!isFields(body)) return undefined;
  const { error, errors } = body;
  if (typeof error === "string") return error;
  const lines = Array.isArray(errors) ? errors.flatMap(entryLines) : nestedLines(errors, []);
  return lines.join("; ") || undefined;
}

/** `{detail: "Connector update failed", source: {name: "can't be blank"}}` → `Connector update failed: name can't be blank`. */
function entryLines(entry: unknown): string[] {
  if (typeof entry === "string") return [entry];
  if (!isFields(entry)) return [];
  const { detail, source } = entry;
  const causes = Object.entries((isFields(source) ? source : {}) as Fields)
    .filter(([name, text]) => name !== "pointer" && typeof text === "string")
    .map(([name, text]) => `${name} ${String(text)}`);
  return [[detail, causes.join(", ")].filter((part) => typeof part === "string" && part !== "").join(": ")];
}

/** `{connector: {name: ["is missing"]}}` → `connector.name is missing`. */
function nestedLines(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return value.filter((text) => typeof text === "string").map((text) => `${path.join(".")} ${text}`);
  }
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => nestedLines(below, [...path, key]));
}

/** A workspace that is not there, or another's, is a 400 as any bad request is. Source: AI Squared contract, section 1. */
export function advice(body: unknown): string | undefined {
  return problem(body)?.endsWith("Workspace not found") === true
    ? "set aisquared:workspaceId to a workspace of the account, or leave it out if there is only one"
    : undefined;
}
