import { z } from "zod";
import { isFields, own } from "../values/fields";
import { alternatives, unwrap, type Schema } from "./schema-tree";

/**
 * Converts a string of the stack config to the type that the schema expects. Where it expects a string, the value stays one, even
 * if it looks like a number. A value that does not match is returned as it is, for zod to reject.
 *
 * @param text Undefined if the key is missing.
 */
export function readValue(schema: Schema, text: string | undefined): unknown {
  const parsed = text === undefined || !acceptsParts(schema) ? undefined : parseJson(text);
  return adapt(schema, parsed ?? text, []);
}

function acceptsParts(schema: Schema): boolean {
  const types = ["object", "record", "array", "tuple"];
  return alternatives(schema).some(({ inner }) => types.includes(inner._zod.def.type));
}

/** Parses a JSON object or array; undefined for any other string. */
function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Converts a value to the type that the schema expects. `pulumi config set --path` stores whatever looks like a number or boolean as
 * one, and anything else as a string, so values inside objects and arrays are converted in both directions.
 *
 * @param filling The enclosing missing objects, so that a recursive schema terminates.
 */
function adapt(schema: Schema, value: unknown, filling: readonly unknown[]): unknown {
  const { inner, isOptional, isNullable } = unwrap(schema);
  const { def } = inner._zod;
  if (value === undefined) {
    // A missing object counts as an empty one, so that each of its missing keys is reported.
    const isFilled = def.type === "object" && !isOptional && !filling.includes(inner);
    return isFilled ? adaptObject(def, {}, [...filling, inner]) : undefined;
  }
  if (isNullable && value === "null" && def.type !== "string") return null;
  switch (def.type) {
    case "string":
    case "template_literal":
      return isScalar(value) ? String(value) : value;
    case "number":
      return typeof value === "string" ? (parseNumber(value) ?? value) : value;
    case "boolean":
      return value === "true" ? true : value === "false" ? false : value;
    case "enum":
      return choose(Object.values(def.entries), value);
    case "literal":
      return choose(def.values, value);
    case "object":
      return isFields(value) ? adaptObject(def, value, []) : value;
    case "record":
      return isFields(value) ? mapFields(value, (item) => adapt(def.valueType, item, [])) : value;
    case "array":
      return Array.isArray(value) ? value.map((item) => adapt(def.element, item, [])) : value;
    case "tuple":
      return Array.isArray(value)
        ? value.map((item: unknown, index) => {
            const element = def.items[index] ?? def.rest;
            return element ? adapt(element, item, []) : item;
          })
        : value;
    case "union": {
      const candidates = def.options.map((option) => adapt(option, value, []));
      const issueCounts = def.options.map((option, index) => countIssues(option, candidates[index]));
      return candidates[issueCounts.indexOf(Math.min(...issueCounts))];
    }
    case "intersection":
      return adapt(def.right, adapt(def.left, value, []), []);
    default:
      return value;
  }
}

function adaptObject(
  { shape, catchall }: z.core.$ZodObjectDef,
  given: Readonly<Record<string, unknown>>,
  filling: readonly unknown[],
): Record<string, unknown> {
  const known = Object.entries(shape)
    .map(([key, schema]): [string, unknown] => [key, adapt(schema, own(given, key), filling)])
    .filter(([, value]) => value !== undefined);
  const others = Object.entries(given)
    .filter(([key]) => !Object.hasOwn(shape, key))
    .map(([key, value]): [string, unknown] => [key, catchall ? adapt(catchall, value, []) : value]);
  return Object.fromEntries([...known, ...others]);
}

function mapFields(
  fields: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value)]));
}

/** Whether the value can be turned back into the string that was set. A number beyond 2^53 has already lost digits. */
function isScalar(value: unknown): value is number | boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  return typeof value === "boolean";
}

function parseNumber(text: string): number | undefined {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  const number = isNumber ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

function choose(choices: readonly unknown[], value: unknown): unknown {
  if (choices.includes(value) || (typeof value !== "string" && !isScalar(value))) return value;
  return choices.find((choice) => String(choice) === String(value)) ?? value;
}

function countIssues(schema: Schema, value: unknown): number {
  try {
    return z.safeParse(schema, value).error?.issues.length ?? 0;
  } catch {
    return Infinity;
  }
}
