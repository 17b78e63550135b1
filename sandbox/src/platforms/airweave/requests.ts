import type { JsonObject } from "../../json-object";
import { notOfType } from "../../pydantic/messages";
import {
  isUuid,
  objectBody as requireObject,
  stringErrors,
  type Presence,
  type ValidationError,
} from "../../pydantic/request-checks";
import { invalid, type Problem } from "./errors";

/** The body as an object. @throws Refusal with status 422. */
export function objectBody(body: unknown): JsonObject {
  return requireObject(body, (error) => invalid(problemOf(error)));
}

/** The server reports pydantic's errors by dotted paths. */
export function problemOf({ loc, msg }: ValidationError): Problem {
  return [loc.join("."), msg];
}

/** Constraints of a string. `min` and `max` are in code points. */
export interface TextLimits extends Presence {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

export function textProblems(fields: JsonObject, key: string, limits: TextLimits): Problem[] {
  const value = fields[key];
  if (typeof value !== "string") return stringErrors(fields, key, limits).map(problemOf);
  const message = textProblem(value, limits);
  return message === undefined ? [] : [[`body.${key}`, message]];
}

/** pydantic's message for a string that violates a constraint. */
export function textProblem(value: string, limits: TextLimits): string | undefined {
  const length = Array.from(value).length;
  const { min, max, pattern } = limits;
  if (min !== undefined && length < min) return `String should have at least ${characters(min)}`;
  if (max !== undefined && length > max) return `String should have at most ${characters(max)}`;
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    return `String should match pattern '${pattern}'`;
  }
  return undefined;
}

function characters(count: number): string {
  return `${count} character${count === 1 ? "" : "s"}`;
}

/** An integer parameter of the query. @throws Refusal with status 422. */
export function queryNumber(
  query: unknown,
  key: string,
  { otherwise, min, max }: { readonly otherwise: number; readonly min: number; readonly max?: number },
): number {
  const text = queryText(query, key);
  if (text === undefined) return otherwise;
  const path = `query.${key}`;
  if (!/^[+-]?\d+$/.test(text)) {
    throw invalid([path, `${notOfType("integer")}, unable to parse string as an integer`]);
  }
  const value = Number(text);
  if (value < min) throw invalid([path, `Input should be greater than or equal to ${min}`]);
  if (max !== undefined && value > max) {
    throw invalid([path, `Input should be less than or equal to ${max}`]);
  }
  return value;
}

export function queryText(query: unknown, key: string): string | undefined {
  const value = (query as JsonObject)[key];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" ? last : undefined;
}

/** The page of a list that `skip` and `limit` select. Source: docs/contracts/airweave.md, sections 2 and 3. */
export function page<Item>(items: readonly Item[], query: unknown): readonly Item[] {
  const skip = queryNumber(query, "skip", { otherwise: 0, min: 0 });
  const limit = queryNumber(query, "limit", { otherwise: 100, min: 1, max: 1000 });
  return items.slice(skip, skip + limit);
}

/** A UUID parameter of the path. @throws Refusal with status 422. */
export function uuidParameter(parameters: unknown, key: string): string {
  const text = (parameters as Readonly<Record<string, string>>)[key] ?? "";
  if (isUuid(text)) return text.toLowerCase();
  if (/^[0-9a-f]{32}$/i.test(text)) {
    return text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  throw invalid([`path.${key}`, `${notOfType("UUID")}, ${uuidProblem(text)}`]);
}

function uuidProblem(text: string): string {
  const wrong = /[^0-9a-f-]/i.exec(text);
  if (wrong !== null) {
    return `invalid character: expected an optional prefix of \`urn:uuid:\` followed by [0-9a-fA-F-], found \`${wrong[0]}\` at ${wrong.index + 1}`;
  }
  const groups = text.split("-");
  if (groups.length === 1)
    return `invalid length: expected length 32 for simple format, found ${text.length}`;
  if (groups.length !== 5) return `invalid group count: expected 5, found ${groups.length}`;
  const lengths = [8, 4, 4, 4, 12];
  const index = groups.findIndex((group, at) => group.length !== lengths[at]);
  return `invalid group length in group ${index}: expected ${lengths[index]}, found ${groups[index]?.length}`;
}
