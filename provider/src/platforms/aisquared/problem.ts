import { isFields, type Fields } from "../../values/fields";

/**
 * Reads the error message of a response. There are four kinds of error bodies: `{errors: {field: {field: [message]}}}`,
 * `{errors: [{detail, source?}]}`, `{errors: [message]}` and `{error: message}`.
 * Source: docs/contracts/aisquared.md, section 3.
 */
export function problem(body: unknown): string | undefined {
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
    .filter(([name, message]) => name !== "pointer" && typeof message === "string")
    .map(([name, message]) => `${name} ${String(message)}`);
  return [[detail, causes.join(", ")].filter((part) => typeof part === "string" && part !== "").join(": ")];
}

/** `{connector: {name: ["is missing"]}}` → `connector.name is missing`. */
function nestedLines(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return value
      .filter((message) => typeof message === "string")
      .map((message) => `${path.join(".")} ${message}`);
  }
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => nestedLines(below, [...path, key]));
}
