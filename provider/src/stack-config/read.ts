import { z } from "zod";
import { isFields, own } from "../values/fields";
import { alternatives, unwrap, type Schema } from "./schema-tree";

/**
 * The value that a text of the stack config stands for, by what the schema expects there: a text stays one if a text is
 * expected, whatever it looks like. What does not fit is left as it is, for zod to refuse.
 *
 * @param text Undefined if the stack config has none.
 */
export function readValue(schema: Schema, text: string | undefined): unknown {
  const parsed = text === undefined || !takesParts(schema) ? undefined : jsonOf(text);
  return adapt(schema, parsed ?? text, []);
}

function takesParts(schema: Schema): boolean {
  const types = ["object", "record", "array", "tuple"];
  return alternatives(schema).some(({ inner }) => types.includes(inner._zod.def.type));
}

/** The object or list that a JSON text is. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A value as the schema wants it. `pulumi config set --path` makes numbers and booleans of what looks like them, and texts
 * of all else, so inside of objects and lists both ways are taken too.
 *
 * @param filling The objects around that are not in the stack config, so that a schema which holds itself comes to an end.
 */
function adapt(schema: Schema, value: unknown, filling: readonly unknown[]): unknown {
  const { inner, isOptional, isNullable } = unwrap(schema);
  const { def } = inner._zod;
  if (value === undefined) {
    // An object that is missing is one without keys, so that each missing key is told by itself.
    const isFilled = def.type === "object" && !isOptional && !filling.includes(inner);
    return isFilled ? adaptObject(def, {}, [...filling, inner]) : undefined;
  }
  if (isNullable && value === "null" && def.type !== "string") return null;
  switch (def.type) {
    case "string":
    case "template_literal":
      return isScalar(value) ? String(value) : value;
    case "number":
      return typeof value === "string" ? (numberOf(value) ?? value) : value;
    case "boolean":
      return value === "true" ? true : value === "false" ? false : value;
    case "enum":
      return chosen(Object.values(def.entries), value);
    case "literal":
      return chosen(def.values, value);
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
      const misfits = def.options.map((option, index) => countIssues(option, candidates[index]));
      return candidates[misfits.indexOf(Math.min(...misfits))];
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

/** Whether a text can say the value again. A number that is too large for JavaScript has already lost its last digits. */
function isScalar(value: unknown): value is number | boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  return typeof value === "boolean";
}

function numberOf(text: string): number | undefined {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  const number = isNumber ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

function chosen(choices: readonly unknown[], value: unknown): unknown {
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
