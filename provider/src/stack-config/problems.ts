import type { z } from "zod";
import { nearest } from "../catalog/nearest";
import { described, insideUnion } from "../catalog/schema-problems";
import { isFields } from "../values/fields";
import { formatPath, valueAt, visitLeaves } from "../values/tree";
import { removeCommand, setCommand } from "./commands";
import { holdsSecret, isOpen, placeOf, unwrap, type Schema } from "./schema-tree";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with one value of the stack config. */
export interface Problem {
  /** The way to it, the key first, without what is a secret. */
  readonly path: Path;
  /** What was expected, without the value. */
  readonly reason: string;
  /** What sets it right; undefined for what is wrong with several keys together. */
  readonly command: string | undefined;
}

/** The keys of objects that the schema does not name, wherever it is not open for others. */
export function unknownKeyProblems(schema: Schema, value: unknown, namespace: string): Problem[] {
  return unknownKeys(schema, value, []).map(({ path, known }) => {
    const suggestion = nearest(String(path.at(-1)), known);
    const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
    return { path, reason: `unknown key${hint}`, command: removeCommand(path, namespace) };
  });
}

/** What zod found wrong, in our words; unknown keys are told by `unknownKeyProblems`. */
export function issueProblems(
  issues: readonly Issue[],
  schema: Schema,
  value: unknown,
  namespace: string,
): Problem[] {
  return issues
    .flatMap(insideUnion)
    .filter((issue) => !isToldAsUnknown(issue, schema))
    .map((issue) => {
      const { isSecret, shownPath } = placeOf(schema, issue.path);
      const types = placeOf(schema, shownPath).schemas.map(({ inner }) => inner._zod.def.type);
      const isInSecret = placeOf(schema, issue.path.slice(0, 1)).schemas.some(({ inner }) =>
        holdsSecret(inner),
      );
      const form = {
        isSecret,
        isInSecret: isSecret || isInSecret,
        isMissing: valueAt(value, issue.path) === undefined,
        types,
      };
      return {
        path: shownPath,
        reason: reasonOf(issue, schema, value, isSecret),
        command: shownPath.length === 0 ? undefined : setCommand(shownPath, namespace, form),
      };
    });
}

function reasonOf(issue: Issue, schema: Schema, value: unknown, isSecret: boolean): string {
  if (issue.code === "unrecognized_keys" && isSecret) return "has a key that is not expected";
  const [line = ""] = described([issue], schema as z.ZodType, value, []);
  const reason = line.slice(formatPath(issue.path).length).replace(/^(: )?/, "");
  switch (issue.code) {
    case "invalid_type":
    case "invalid_value":
    case "too_small":
    case "too_big":
      return reason;
    case "unrecognized_keys":
      return `unknown key ${issue.keys.join(", ")}`;
    case "invalid_format":
      return issue.pattern === undefined && reason.startsWith("must match") ? harmless(issue, value) : reason;
    case "invalid_union": {
      const missing = valueAt(value, issue.path) === undefined ? "missing, " : "";
      return `${missing}expected ${choicesOf(issue, schema, value, isSecret).join(" or ")}`;
    }
    default:
      return harmless(issue, value);
  }
}

/** What each alternative of a choice expects. */
function choicesOf(
  issue: z.core.$ZodIssueInvalidUnion,
  schema: Schema,
  value: unknown,
  isSecret: boolean,
): string[] {
  if (issue.errors.length === 0) {
    const { options = [] } = issue as { readonly options?: readonly unknown[] };
    return [`one of ${options.map(String).join(", ")}`];
  }
  const reasons = issue.errors
    .flat()
    .map((each) => reasonOf({ ...each, path: [...issue.path, ...each.path] }, schema, value, isSecret));
  return [...new Set(reasons.map((each) => each.replace(/^(missing, )?expected |, got .*$/g, "")))];
}

function harmless({ message, path }: Issue, value: unknown): string {
  return withoutValues(message.replace(/^Invalid \w+: /, ""), valueAt(value, path));
}

/** A message that the program's schema has made, unless the value is in it. */
function withoutValues(message: string, value: unknown): string {
  const texts: string[] = [];
  visitLeaves(value, (leaf) => {
    if (typeof leaf === "string" || typeof leaf === "number" || typeof leaf === "boolean")
      texts.push(`${leaf}`);
  });
  const shows = texts.some((text) => text !== "" && message.includes(text));
  return shows ? "is not what the schema of the program expects" : message;
}

interface UnknownKey {
  readonly path: Path;
  /** The keys that might have been meant. */
  readonly known: readonly string[];
}

function unknownKeys(schema: Schema, value: unknown, path: Path): UnknownKey[] {
  const { inner, isSecret } = unwrap(schema);
  const { def } = inner._zod;
  // The keys inside of a secret are a part of it.
  if (isSecret) return [];
  if (def.type === "array" && Array.isArray(value)) {
    return value.flatMap((item, index) => unknownKeys(def.element, item, [...path, index]));
  }
  if (!isFields(value)) return [];
  if (def.type === "record") {
    return Object.entries(value).flatMap(([key, item]) => unknownKeys(def.valueType, item, [...path, key]));
  }
  if (def.type !== "object") return [];
  const known = Object.keys(def.shape).filter((key) => !Object.hasOwn(value, key));
  return Object.entries(value).flatMap(([key, item]) => {
    const part = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    if (part !== undefined) return unknownKeys(part, item, [...path, key]);
    return isOpen(def) ? [] : [{ path: [...path, key], known }];
  });
}

/** Whether zod says of an object what `unknownKeys` says too, which does not look into choices. */
function isToldAsUnknown(issue: Issue, schema: Schema): boolean {
  if (issue.code !== "unrecognized_keys") return false;
  let current = unwrap(schema);
  for (const step of issue.path) {
    const { def } = current.inner._zod;
    const next =
      def.type === "object"
        ? def.shape[String(step)]
        : def.type === "array"
          ? def.element
          : def.type === "record"
            ? def.valueType
            : undefined;
    if (next === undefined || current.isSecret) return false;
    current = unwrap(next);
  }
  return current.inner._zod.def.type === "object" && !current.isSecret;
}
