import { z } from "zod";
import { definedKeys, formatPath, isFields, own, valueAt, type Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import { alternativeProblems, holds } from "./alternatives";
import { canonicalKey, type CatalogEntry } from "./entry";
import { nearest } from "./nearest";

const schemas = new WeakMap<object, z.ZodType>();

/**
 * What is wrong with a connector's configuration, one line a problem with its path, without any value.
 * Unknown values pass, wherever they are.
 *
 * @param path Where the configuration stands: `config`.
 * @param unknownKeys What happens to a key that the catalog does not know. Where there is one that is allowed it may take the place
 *   of others, so alternatives are not insisted on.
 */
export function configProblems(
  entry: CatalogEntry,
  config: unknown,
  path: string,
  unknownKeys: "allow" | "refuse" = "refuse",
): string[] {
  const issues = schemaIssues(zodSchema(entry), config);
  const known = issues.filter(({ code }) => code !== "unrecognized_keys");
  const isAllowing = unknownKeys === "allow" && known.length < issues.length;
  return unique([
    ...described(isAllowing ? known : issues, zodSchema(entry), config, [path], entry),
    ...problemsOfCase(entry, config, path),
    ...(isFields(config) && !isAllowing ? alternativeProblems(entry, config, path) : []),
    ...spellingProblems(entry, config, path),
  ]);
}

function zodSchema(part: object): z.ZodType {
  let schema = schemas.get(part);
  if (schema === undefined) {
    schema = z.fromJSONSchema(ownKeywords(part) as CatalogEntry);
    schemas.set(part, schema);
  }
  return schema;
}

/** What `then` and `else` add, if it is known which of them counts. */
function problemsOfCase(entry: CatalogEntry, config: unknown, path: string): string[] {
  const { if: condition, then, else: otherwise } = entry;
  if (!isFields(condition) || !isFields(config)) return [];
  const verdict = holds(condition, config);
  const part = verdict === undefined ? undefined : verdict ? then : otherwise;
  if (!isFields(part)) return [];
  const schema = zodSchema(part);
  return described(schemaIssues(schema, config), schema, config, [path], entry);
}

/**
 * A schema without what zod reads in another way than the platforms: it takes a required key with a default for optional, of
 * alternatives it says only that none fits, and some of their keywords it does not know.
 */
function ownKeywords(schema: unknown): unknown {
  if (!isFields(schema)) return schema;
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !otherwise.has(keyword)));
  const { properties } = rest;
  if (!isFields(properties)) return rest;
  const own = Object.entries(properties).map(([key, property]) => [key, ownKeywords(property)]);
  return { ...rest, properties: Object.fromEntries(own) as Fields };
}

const otherwise = new Set([
  "default",
  "$defs",
  "oneOf",
  "anyOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
]);

/** What is wrong with a value by a zod schema, in our words. Unknown values pass, wherever they are. */
export function schemaProblems(
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
): string[] {
  return described(schemaIssues(schema, value), schema, value, prefix);
}

function schemaIssues(schema: z.ZodType, value: unknown): z.core.$ZodIssue[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).filter((issue) => !standsOnUnknown(value, issue.path));
}

function described(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[],
  entry?: CatalogEntry,
): string[] {
  return issues.flatMap((issue) => describeIssue(issue, schema, value, prefix, entry));
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
      // Of the right type, so it is told what is wrong inside.
      const inside = issue.errors.find((issues) =>
        issues.every((each) => each.code !== "invalid_type" || each.path.length > 0),
      );
      if (inside !== undefined && inside.length > 0) {
        const nested = inside.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
        return nested.flatMap((each) => describeIssue(each, schema, value, prefix, entry));
      }
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

function unique(problems: readonly string[]): string[] {
  return [...new Set(problems)];
}

function spellingProblems(entry: CatalogEntry, config: unknown, path: string): string[] {
  if (!isFields(config)) return [];
  const spellings = new Map<string, string[]>();
  for (const key of definedKeys(config)) {
    const canonical = canonicalKey(entry, key);
    spellings.set(canonical, [...(spellings.get(canonical) ?? []), key]);
  }
  return [...spellings.values()]
    .filter((keys) => keys.length > 1)
    .map((keys) => `${path}: ${keys.join(" and ")} are spellings of one setting; give one of them`);
}
