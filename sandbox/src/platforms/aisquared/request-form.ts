import type { FastifyRequest } from "fastify";
import { isJsonObject } from "../../json-object";
import { contractRefusal, type Problems } from "./errors";

/** What is wrong with a value; undefined if nothing is. */
export type Check = (value: unknown) => Problems | undefined;

/** The fields of an object: those of the API's form, not all that may be there. */
export type Form = Readonly<Record<string, { readonly needed: boolean; readonly check: Check }>>;

/** What must hold between fields. It is looked at if these fields by themselves are in order. */
export interface Rule {
  readonly of: readonly string[];
  /** The key that the problem stands under. Default: the first of the fields. */
  readonly at?: string;
  readonly problem: (fields: Readonly<Record<string, unknown>>) => string | undefined;
}

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * The parameters of a request: path, body and query are one to the server.
 *
 * @throws Refusal with status 400 if they are not of the form, whatever workspace and object are meant.
 *   Source: docs/contracts/aisquared.md, section 3.
 */
export function parameters(request: FastifyRequest, form: Form, rules: readonly Rule[] = []): Parameters {
  const { query, body, params } = request;
  // page[number]=2 is a `page` with something in it.
  const nested = Object.keys(query as object).filter((key) => /^[^[]+\[/.test(key));
  const all = {
    ...(query as Parameters),
    ...Object.fromEntries(nested.map((key) => [key.slice(0, key.indexOf("[")), { [key]: true }])),
    ...(isJsonObject(body) ? body : {}),
    ...(params as Parameters),
  };
  const problems = hash(form, rules)(all);
  if (problems !== undefined) throw contractRefusal(problems);
  return all;
}

export function needed(check: Check): Form[string] {
  return { needed: true, check };
}

export function optional(check: Check): Form[string] {
  return { needed: false, check };
}

/** A value or null. */
export function nullable(check: Check): Check {
  return (value) => (value === null || value === "" ? undefined : check(value));
}

export const text: Check = filled((value) => (typeof value === "string" ? undefined : ["must be a string"]));

/** An integer, or the text of one. */
export const integer: Check = filled((value) =>
  Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value))
    ? undefined
    : ["must be an integer"],
);

export const boolean: Check = (value) => (typeof value === "boolean" ? undefined : ["must be boolean"]);

export const filledHash: Check = filled((value) => (isJsonObject(value) ? undefined : ["must be a hash"]));

export const anything: Check = filled(() => undefined);

/** The text that a value is stored as. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** One of some words in whatever case; whether the case is right is seen later. */
export function wordOf(words: readonly string[]): Check {
  return (value) =>
    text(value) ??
    (words.includes(String(value).toLowerCase()) ? undefined : [`must be one of: ${words.join(", ")}`]);
}

/** An object, empty or not. */
export function hash(form: Form, rules: readonly Rule[] = []): Check {
  return (value) => {
    if (!isJsonObject(value)) return ["must be a hash"];
    const problems = problemsOf(value, form);
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

function problemsOf(fields: Parameters, form: Form): Record<string, Problems> {
  const problems: Record<string, Problems> = {};
  for (const [key, field] of Object.entries(form)) {
    const given = Object.hasOwn(fields, key);
    const found = given ? field.check(fields[key]) : field.needed ? ["is missing"] : undefined;
    if (found !== undefined) problems[key] = found;
  }
  return problems;
}
