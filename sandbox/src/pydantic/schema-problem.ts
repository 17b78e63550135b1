import type { ErrorObject } from "ajv/dist/2020";
import { fieldRequired, notAChoice, notOfType } from "./messages";

/** A validation error of a value. */
export interface SchemaProblem {
  /** Keys and indexes; empty for the value as a whole. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Rephrases an error of ajv's as pydantic does. Alternatives are named by the titles that the catalog gives them. */
export function schemaProblem(error: ErrorObject): SchemaProblem {
  const path = error.instancePath.split("/").slice(1).map(unescaped);
  const params = error.params as Readonly<Record<string, string>>;
  switch (error.keyword) {
    case "required":
      return { path: [...path, params.missingProperty ?? ""], message: fieldRequired };
    case "dependentRequired":
      return {
        path: [...path, params.missingProperty ?? ""],
        message: `Field required with ${params.property ?? ""}`,
      };
    case "type":
      return { path, message: notOfType(...[error.schema as string | string[]].flat()) };
    case "format":
      return { path, message: notOfType(params.format ?? "") };
    case "enum":
      return { path, message: notAChoice(error.schema as unknown[]) };
    case "oneOf":
    case "anyOf":
      return alternativesProblem(error, path);
    default:
      return { path, message: error.message ?? "" };
  }
}

/** Alternatives without titles are spellings of one key; the title of the whole is that key. */
function alternativesProblem(error: ErrorObject, path: readonly string[]): SchemaProblem {
  const [title, ...titles] = alternativeTitles(error);
  if (title !== undefined && titles.length === 0) return { path: [...path, title], message: fieldRequired };
  const count = error.keyword === "oneOf" ? "Exactly" : "At least";
  return { path, message: `${count} one of these must be provided: ${[title, ...titles].join("; ")}` };
}

/** The titles of the alternatives of which too few or too many are satisfied. */
export function alternativeTitles({ schema, parentSchema }: ErrorObject): string[] {
  const titles = (schema as readonly { readonly title?: string }[]).flatMap(({ title }) => title ?? []);
  const { title } = parentSchema as { readonly title?: string };
  return titles.length === 0 && title !== undefined ? [title] : titles;
}

/** Decodes a segment of a JSON Pointer. */
function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
