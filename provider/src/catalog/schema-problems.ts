import { z } from "zod";
import { isFields, own } from "../values/fields";
import { formatPath, valueAt } from "../values/tree";
import { isUnknown } from "../values/unknowns";
import type { CatalogEntry } from "./entry";
import { nearest } from "./nearest";

/** Validates a value with a zod schema. Each problem is one line that starts with the path and contains no value. Unknown values pass. */
export function schemaProblems(
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
): string[] {
  return describeIssues(schemaIssues(schema, value), schema, value, prefix);
}

/** The issues that zod reports, except those that are due to unknown values. */
export function schemaIssues(schema: z.ZodType, value: unknown): z.core.$ZodIssue[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).filter((issue) => !isDueToUnknown(value, issue.path));
}

/** Whether unknown keys are all that an issue reports. */
export function isUnknownKeyIssue(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== "invalid_union") return issue.code === "unrecognized_keys";
  return issue.errors.some((issues) => issues.length > 0 && issues.every(isUnknownKeyIssue));
}

/**
 * Turns zod issues into messages. Each is one line that starts with the path and contains no value.
 *
 * @param prefix Path of the value.
 * @param entry The catalog entry to take examples from.
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[],
  entry?: CatalogEntry,
): string[] {
  return issues.flatMap(flattenUnion).flatMap((issue) => describeIssue(issue, schema, value, prefix, entry));
}

/** Replaces the issue of a union with those of the option that the value was meant for, if that is evident. */
export function flattenUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const intended = issue.errors.find((issues) =>
    issues.every(
      ({ code, path }) => path.length > 0 || (code !== "invalid_type" && code !== "invalid_value"),
    ),
  );
  if (intended === undefined || intended.length === 0) return [issue];
  return intended.flatMap((each) => flattenUnion({ ...each, path: [...issue.path, ...each.path] }));
}

/** An example from the catalog; none for secrets, because it would look like one. */
function exampleAt(entry: CatalogEntry | undefined, path: readonly PropertyKey[]): unknown {
  const schemaPath = path.flatMap((step) => (typeof step === "number" ? ["items"] : ["properties", step]));
  const property = valueAt(entry, schemaPath);
  const { examples, writeOnly } = isFields(property) ? property : {};
  return Array.isArray(examples) && writeOnly !== true ? examples[0] : undefined;
}

/** Whether the value at a path, or any value that contains it, is unknown. */
function isDueToUnknown(value: unknown, path: readonly PropertyKey[]): boolean {
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
      const actual = valueAt(value, issue.path);
      if (actual === undefined) return [`${path}: missing, expected ${typeName(issue.expected)}`];
      return [`${path}: expected ${typeName(issue.expected)}, got ${typeOf(actual)}`];
    }
    case "invalid_value": {
      const missing = valueAt(value, issue.path) === undefined ? "missing, " : "";
      const oneOf = issue.values.length > 1 ? "one of " : "";
      return [`${path}: ${missing}expected ${oneOf}${issue.values.map(String).join(", ")}`];
    }
    case "invalid_union": {
      const actual = valueAt(value, issue.path);
      if (actual === undefined) return [`${path}: missing, expected ${expectedTypes(issue)}`];
      return [`${path}: expected ${expectedTypes(issue)}, got ${typeOf(actual)}`];
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

/** Says which format is expected, or shows the pattern with an example. */
function formatProblem(
  { format, pattern = "" }: z.core.$ZodIssueInvalidStringFormat,
  example: unknown,
): string {
  const name = own(formatNames, format);
  if (name !== undefined) return `expected ${name}`;
  const source = pattern.replace(/^\/|\/$/g, "").replaceAll("\\/", "/");
  const isValidExample = typeof example === "string" && new RegExp(source).test(example);
  return `must match ${source}${isValidExample ? `, such as ${example}` : ""}`;
}

const formatNames: Readonly<Record<string, string>> = {
  url: "a URL, such as https://example.com/path",
  email: "an email address",
  hostname: "a host name without scheme or port",
  uuid: "a UUID",
};

/** The unit that a size limit counts in. */
function unitOf({ origin }: { readonly origin: string }): string {
  return { string: " characters", array: " items" }[origin] ?? "";
}

function beOrHave(issue: { readonly origin: string }): string {
  return unitOf(issue) === "" ? "be" : "have";
}

/** The expected types of a union: `a string or null`. */
function expectedTypes({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const expected = errors
    .flat()
    .map((issue) => (issue.code === "invalid_type" ? typeName(issue.expected) : issue.message));
  return [...new Set(expected)].join(" or ");
}

/** The keys of the object schema at a path, to suggest a correct spelling. */
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

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: "a string",
    boolean: "a boolean",
    number: "a number",
    int: "an integer",
    array: "an array",
    object: "an object",
    record: "an object",
  };
  return names[expected] ?? expected;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (isFields(value)) return "an object";
  if (typeof value === "number" && !Number.isInteger(value)) return "a number with decimals";
  return typeName(typeof value);
}
