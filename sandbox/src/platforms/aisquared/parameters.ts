import type { FastifyRequest } from "fastify";
import { isJsonObject } from "../../json-object";
import { contractRefusal, type Problems } from "./errors";

/** Validates a value; returns undefined if it is valid. */
export type Check = (value: unknown) => Problems | undefined;

/** The known fields of an object. Others are allowed. */
export type ParameterSchema = Readonly<Record<string, { readonly required: boolean; readonly check: Check }>>;

/** A constraint on several fields. Checked only if each of them is valid. */
export interface Rule {
  readonly of: readonly string[];
  /** The key to report the error under. Default: the first of the fields. */
  readonly at?: string;
  readonly problem: (fields: Readonly<Record<string, unknown>>) => string | undefined;
}

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * Merges and validates the parameters of path, body and query.
 *
 * @throws Refusal with status 400 if they violate the schema. The server checks this before workspace and object.
 *   Source: docs/contracts/aisquared.md, section 3.
 */
export function parseParameters(
  request: FastifyRequest,
  schema: ParameterSchema,
  rules: readonly Rule[] = [],
): Parameters {
  const { query, body, params } = request;
  // page[number]=2 is an object `page`.
  const nested = Object.keys(query as object).filter((key) => /^[^[]+\[/.test(key));
  const all = {
    ...(query as Parameters),
    ...Object.fromEntries(nested.map((key) => [key.slice(0, key.indexOf("[")), { [key]: true }])),
    ...(isJsonObject(body) ? body : {}),
    ...(params as Parameters),
  };
  const problems = hash(schema, rules)(all);
  if (problems !== undefined) throw contractRefusal(problems);
  return all;
}

export function required(check: Check): ParameterSchema[string] {
  return { required: true, check };
}

export function optional(check: Check): ParameterSchema[string] {
  return { required: false, check };
}

/** Also accepts null. */
export function nullable(check: Check): Check {
  return (value) => (value === null || value === "" ? undefined : check(value));
}

export const text: Check = filled((value) => (typeof value === "string" ? undefined : ["must be a string"]));

/** Accepts an integer, or a string of one. */
export const integer: Check = filled((value) =>
  Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value))
    ? undefined
    : ["must be an integer"],
);

export const boolean: Check = (value) => (typeof value === "boolean" ? undefined : ["must be boolean"]);

export const filledHash: Check = filled((value) => (isJsonObject(value) ? undefined : ["must be a hash"]));

export const anything: Check = filled(() => undefined);

/** The string that a value is stored as. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Accepts words in any case; the case is checked later. */
export function wordOf(words: readonly string[]): Check {
  return (value) =>
    text(value) ??
    (words.includes(String(value).toLowerCase()) ? undefined : [`must be one of: ${words.join(", ")}`]);
}

/** Accepts an object that conforms to a schema; it may be empty. */
export function hash(schema: ParameterSchema, rules: readonly Rule[] = []): Check {
  return (value) => {
    if (!isJsonObject(value)) return ["must be a hash"];
    const problems = problemsOf(value, schema);
    const broken = rules.flatMap(({ of, at, problem }) => {
      const message = of.some((key) => key in problems) ? undefined : problem(value);
      return message === undefined ? [] : [[at ?? of[0] ?? "", [message]] as const];
    });
    const all = { ...problems, ...Object.fromEntries(broken) };
    return Object.keys(all).length > 0 ? all : undefined;
  };
}

function filled(check: Check): Check {
  return (value) => (isBlank(value) ? ["must be filled"] : check(value));
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function problemsOf(fields: Parameters, schema: ParameterSchema): Record<string, Problems> {
  const problems: Record<string, Problems> = {};
  for (const [key, field] of Object.entries(schema)) {
    const given = Object.hasOwn(fields, key);
    const found = given ? field.check(fields[key]) : field.required ? ["is missing"] : undefined;
    if (found !== undefined) problems[key] = found;
  }
  return problems;
}
