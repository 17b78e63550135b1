import type { JsonObject } from "../../json-object";
import { fieldRequired, notAChoice, notOfType } from "../../pydantic/messages";
import { laxBoolean, laxInteger, laxNumber } from "../../pydantic/lax";
import { alternativeProblem } from "./alternatives";
import { textProblem } from "./requests";
import { isNullable, typeOf, type ObjectSchema, type Property } from "./catalog";

/** A coerced value, or the error message. */
type Result = { readonly value: unknown } | { readonly problem: string; readonly at?: string };

export interface CoercedObject {
  readonly values: Readonly<Record<string, unknown>>;
  /** `key: message` */
  readonly problems: readonly string[];
}

/**
 * Coerces an object to a schema, as pydantic does: adds defaults, drops unknown keys and coerces values.
 * Source: docs/contracts/airweave.md, section 3.3.
 */
export function coerceObject(schema: ObjectSchema, given: JsonObject): CoercedObject {
  // The server checks alternatives first, and then reports no other error.
  const missing = alternativeProblem(schema, given);
  if (missing !== undefined) return { values: {}, problems: [missing] };
  const values: Record<string, unknown> = schema.additionalProperties === true ? { ...given } : {};
  const problems: string[] = [];
  for (const [key, property] of Object.entries(schema.properties)) {
    if (!Object.hasOwn(given, key)) {
      if (schema.required?.includes(key) === true) problems.push(`${key}: ${fieldRequired}`);
      else values[key] = property.default ?? null;
      continue;
    }
    const result = coerced(property, given[key]);
    if ("value" in result) values[key] = result.value;
    else problems.push(`${key}${result.at ?? ""}: ${result.problem}`);
  }
  return { values, problems };
}

function coerced(property: Property, given: unknown): Result {
  if (given === null && isNullable(property)) return { value: null };
  switch (typeOf(property)) {
    case "integer":
      return inRange(property, integer(given));
    case "number":
      return inRange(property, float(given));
    case "boolean":
      return coerceBoolean(given);
    case "array":
      return list(property, given);
    default:
      return text(property, given);
  }
}

function integer(given: unknown): Result {
  const value = laxInteger(given);
  if (value !== undefined) return { value };
  const problem = notOfType("integer");
  if (typeof given === "string") return { problem: `${problem}, unable to parse string as an integer` };
  return { problem: typeof given === "number" ? `${problem}, got a number with a fractional part` : problem };
}

function float(given: unknown): Result {
  const value = laxNumber(given);
  if (value !== undefined) return { value };
  const problem = notOfType("number");
  return { problem: typeof given === "string" ? `${problem}, unable to parse string as a number` : problem };
}

function inRange({ minimum, maximum }: Property, result: Result): Result {
  if ("problem" in result) return result;
  const value = Number(result.value);
  if (minimum !== undefined && value < minimum) {
    return { problem: `Input should be greater than or equal to ${minimum}` };
  }
  if (maximum !== undefined && value > maximum) {
    return { problem: `Input should be less than or equal to ${maximum}` };
  }
  return result;
}

/** Coerces a boolean, or a string or number that represents one. */
export function coerceBoolean(given: unknown): Result {
  const value = laxBoolean(given);
  if (value !== undefined) return { value };
  const problem = notOfType("boolean");
  const isText = typeof given === "string" || typeof given === "number";
  return { problem: isText ? `${problem}, unable to interpret input` : problem };
}

/** Coerces a list, or a comma-separated string. */
function list(property: Property, given: unknown): Result {
  const items: unknown =
    typeof given === "string"
      ? given
          .split(",")
          .map((item) => item.trim())
          .filter((item) => item !== "")
      : given;
  if (!Array.isArray(items)) return { problem: notOfType("array") };
  const wrong = items.findIndex((item) => typeof item !== "string");
  if (wrong >= 0) return { problem: notOfType("string"), at: `.${wrong}` };
  const { minItems = 0 } = property;
  return items.length < minItems
    ? {
        problem: `List should have at least ${minItems} item${minItems === 1 ? "" : "s"} after validation, not ${items.length}`,
      }
    : { value: items };
}

function text(property: Property, given: unknown): Result {
  if (property.enum !== undefined) {
    return property.enum.includes(given) ? { value: given } : { problem: notAChoice(property.enum) };
  }
  if (typeof given !== "string") return { problem: notOfType("string") };
  const { minLength, maxLength, pattern } = property;
  const problem = textProblem(given, {
    ...(minLength === undefined ? {} : { min: minLength }),
    ...(maxLength === undefined ? {} : { max: maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  });
  return problem === undefined ? { value: given } : { problem };
}
