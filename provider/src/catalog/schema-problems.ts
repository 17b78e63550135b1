import { z } from "zod";
import { isFields, own } from "../values/fields";
import { formatPath, valueAt } from "../values/tree";
import { isUnknown } from "../values/unknowns";
import type { CatalogEntry } from "./entry";
import { nearest } from "./nearest";

/** What is wrong with a value by a zod schema, in our words. Unknown values pass, wherever they are. */
export function schemaProblems(
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
): string[] {
  return described(schemaIssues(schema, value), schema, value, prefix);
}

/** What zod finds wrong with a value, but for what is unknown, wherever it is. */
export function schemaIssues(schema: z.ZodType, value: unknown): z.core.$ZodIssue[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).filter((issue) => !standsOnUnknown(value, issue.path));
}

/** Whether there is nothing wrong but keys that the schema does not have. */
export function isOfUnknownKeys(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== "invalid_union") return issue.code === "unrecognized_keys";
  return issue.errors.some((issues) => issues.length > 0 && issues.every(isOfUnknownKeys));
}

/**
 * What zod found, in our words: a line a problem with its path, without any value.
 *
 * @param prefix The way to the value.
 * @param entry Where examples of a value are, if the catalog has some.
 */
export function described(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[],
  entry?: CatalogEntry,
): string[] {
  return issues.flatMap(insideUnion).flatMap((issue) => describeIssue(issue, schema, value, prefix, entry));
}

/** Of a choice between schemas, what is wrong inside the one that is meant; else the issue itself. */
export function insideUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.find((issues) =>
    issues.every(
      ({ code, path }) => path.length > 0 || (code !== "invalid_type" && code !== "invalid_value"),
    ),
  );
  if (meant === undefined || meant.length === 0) return [issue];
  return meant.flatMap((each) => insideUnion({ ...each, path: [...issue.path, ...each.path] }));
}

/** An example of a value, from the catalog. That of a secret would look like one. */
function exampleAt(entry: CatalogEntry | undefined, path: readonly PropertyKey[]): unknown {
  const way = path.flatMap((step) => (typeof step === "number" ? ["items"] : ["properties", step]));
  const property = valueAt(entry, way);
  const { examples, writeOnly } = isFields(property) ? property : {};
  return Array.isArray(examples) && writeOnly !== true ? examples[0] : undefined;
}

/** Whether the value at the end of a way, or one on the way, is unknown. */
function standsOnUnknown(value: unknown, path: readonly PropertyKey[]): boolean {
  return [...path.keys(), path.length].some((length) => isUnknown(valueAt(value, path.slice(0, length))));
}

function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[],
  entry: CatalogEntry | undefined,
): string[] {
  const path = formatPath([...prefix, ...issue.path]);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const suggestion = nearest(key, knownKeys(schema, issue.path));
        const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
        return `${formatPath([...prefix, ...issue.path, key])}: unknown key${hint}`;
      });
    case "invalid_type": {
      const given = valueAt(value, issue.path);
      if (given === undefined) return [`${path}: missing, expected ${nameOfType(issue.expected)}`];
      return [`${path}: expected ${nameOfType(issue.expected)}, got ${typeOf(given)}`];
    }
    case "invalid_value":
      return [
        `${path}: ${valueAt(value, issue.path) === undefined ? "missing, " : ""}expected one of ${issue.values.map(String).join(", ")}`,
      ];
    case "invalid_union": {
      const given = valueAt(value, issue.path);
      if (given === undefined) return [`${path}: missing, expected ${typesOf(issue)}`];
      return [`${path}: expected ${typesOf(issue)}, got ${typeOf(given)}`];
    }
    case "too_small":
      return [
        `${path}: ${issue.minimum === 1 && unitOf(issue) !== "" ? "must not be empty" : `must ${beOrHave(issue)} at least ${issue.minimum}${unitOf(issue)}`}`,
      ];
    case "too_big":
      return [`${path}: must ${beOrHave(issue)} at most ${issue.maximum}${unitOf(issue)}`];
    case "invalid_format":
      return [`${path}: ${formatProblem(issue, exampleAt(entry, issue.path))}`];
    default:
      return [`${path}: ${issue.message}`];
  }
}

/** What a text of a format is, or how one of a pattern looks. */
function formatProblem(
  { format, pattern = "" }: z.core.$ZodIssueInvalidStringFormat,
  example: unknown,
): string {
  const name = own(formatNames, format);
  if (name !== undefined) return `expected ${name}`;
  const source = pattern.replace(/^\/|\/$/g, "").replaceAll("\\/", "/");
  const isOne = typeof example === "string" && new RegExp(source).test(example);
  return `must match ${source}${isOne ? `, such as ${example}` : ""}`;
}

const formatNames: Readonly<Record<string, string>> = {
  url: "a URL, such as https://example.com/path",
  email: "an e-mail address",
  hostname: "the name of a host, without a scheme or a port",
  uuid: "a UUID",
};

/** What counts of a value that is too small or too big. */
function unitOf({ origin }: { readonly origin: string }): string {
  return { string: " characters", array: " items" }[origin] ?? "";
}

function beOrHave(issue: { readonly origin: string }): string {
  return unitOf(issue) === "" ? "be" : "have";
}

/** The types of which a value should have one: `a string or null`. */
function typesOf({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const expected = errors
    .flat()
    .map((issue) => (issue.code === "invalid_type" ? nameOfType(issue.expected) : issue.message));
  return [...new Set(expected)].join(" or ");
}

/** The keys that an object of a schema may have, for the suggestion of another spelling. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const step of path) {
    const unwrapped = unwrap(current);
    current =
      unwrapped instanceof z.ZodObject
        ? unwrapped.shape[String(step)]
        : unwrapped instanceof z.ZodArray
          ? unwrapped.element
          : undefined;
  }
  const object = unwrap(current);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (
    current instanceof z.ZodOptional ||
    current instanceof z.ZodDefault ||
    current instanceof z.ZodNullable
  ) {
    current = current.unwrap();
  }
  return current;
}

function nameOfType(expected: string): string {
  const names: Record<string, string> = {
    string: "a string",
    boolean: "a boolean",
    number: "a number",
    int: "a whole number",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[expected] ?? expected;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isFields(value)) return "an object";
  if (typeof value === "number" && !Number.isInteger(value)) return "a number with a fraction";
  return nameOfType(typeof value);
}
