import type { z } from "zod";
import { nearest } from "../catalog/nearest";
import { describeIssues, flattenUnion } from "../catalog/schema-problems";
import { isFields } from "../values/fields";
import { formatPath, valueAt, visitLeaves } from "../values/tree";
import { removeCommand, setCommand } from "./commands";
import { holdsSecret, isOpen, lookUp, unwrap, type Schema } from "./schema-tree";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A problem with one value of the stack config. */
export interface Problem {
  /** Starts with the key. Leaves out any part that is secret itself. */
  readonly path: Path;
  /** Says what was expected. Never contains the value. */
  readonly reason: string;
  /** How to fix it; undefined for a problem with several keys together. */
  readonly fix: string | undefined;
}

/** Keys that the schema does not name, in objects that accept no others. */
export function unknownKeyProblems(schema: Schema, value: unknown, namespace: string): Problem[] {
  return unknownKeys(schema, value, []).map(({ path, known }) => {
    const suggestion = nearest(String(path.at(-1)), known);
    const hint = suggestion === undefined ? "" : ` (did you mean ${suggestion}?)`;
    return {
      path,
      reason: `unknown key${hint}`,
      fix: `remove it with \`${removeCommand(path, namespace)}\``,
    };
  });
}

/** The problems that zod reports, except those that `unknownKeyProblems` reports. */
export function issueProblems(
  issues: readonly Issue[],
  schema: Schema,
  value: unknown,
  namespace: string,
): Problem[] {
  return issues
    .flatMap(flattenUnion)
    .filter((issue) => !isReportedAsUnknown(issue, schema))
    .map((issue) => {
      const { isSecret, shownPath } = lookUp(schema, issue.path);
      const types = lookUp(schema, shownPath).schemas.map(({ inner }) => inner._zod.def.type);
      const isInSecret = lookUp(schema, issue.path.slice(0, 1)).schemas.some(({ inner }) =>
        holdsSecret(inner),
      );
      const options = {
        isSecret,
        isInSecret: isSecret || isInSecret,
        isMissing: valueAt(value, issue.path) === undefined,
        types,
      };
      return {
        path: shownPath,
        reason: reasonOf(issue, schema, value, isSecret),
        fix:
          shownPath.length === 0 ? undefined : `set it with \`${setCommand(shownPath, namespace, options)}\``,
      };
    });
}

function reasonOf(issue: Issue, schema: Schema, value: unknown, isSecret: boolean): string {
  if (issue.code === "unrecognized_keys" && isSecret) return "contains an unknown key";
  const [line = ""] = describeIssues([issue], schema as z.ZodType, value, []);
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
      return issue.pattern === undefined && reason.startsWith("must match")
        ? safeMessage(issue, value)
        : reason;
    case "invalid_union": {
      const missing = valueAt(value, issue.path) === undefined ? "missing, " : "";
      return `${missing}expected ${optionsOf(issue, schema, value, isSecret).join(" or ")}`;
    }
    default:
      return safeMessage(issue, value);
  }
}

/** What each option of a union expects. */
function optionsOf(
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

function safeMessage({ message, path }: Issue, value: unknown): string {
  return withoutValues(message.replace(/^Invalid \w+: /, ""), valueAt(value, path));
}

/** A message of the program's own schema, unless it contains the value. */
function withoutValues(message: string, value: unknown): string {
  const leaves: string[] = [];
  visitLeaves(value, (leaf) => {
    if (typeof leaf === "string" || typeof leaf === "number" || typeof leaf === "boolean")
      leaves.push(`${leaf}`);
  });
  const showsValue = leaves.some((leaf) => leaf !== "" && message.includes(leaf));
  return showsValue ? "fails a check in the program's schema" : message;
}

interface UnknownKey {
  readonly path: Path;
  /** Known keys that are not set: candidates for what was meant. */
  readonly known: readonly string[];
}

function unknownKeys(schema: Schema, value: unknown, path: Path): UnknownKey[] {
  const { inner, isSecret } = unwrap(schema);
  const { def } = inner._zod;
  // Keys inside a secret are part of the secret.
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

/** Whether `unknownKeys` reports the same issue: it does for all objects outside unions. */
function isReportedAsUnknown(issue: Issue, schema: Schema): boolean {
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
