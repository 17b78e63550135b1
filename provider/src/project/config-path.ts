import type { PathStep } from "../values/tree";
import { parsePropertyPath } from "./property-path";
import { UserError } from "./user-error";

/**
 * A path into a stack config, as in `config set --path`. Source: pulumi/pulumi, `sdk/go/common/resource/config/map.go` and `object.go`.
 */
export interface ConfigPath {
  /** The config key, with its namespace. */
  readonly key: string;
  /** The path into its value; empty for the whole value. */
  readonly steps: readonly PathStep[];
}

/** A value as stored in the file, with ciphertexts as `{secure: ...}`. */
export type StoredValue = string | number | bigint | boolean | null | undefined | StoredValue[] | StoredMap;

interface StoredMap {
  [key: string]: StoredValue;
}

/** @param fullKey Adds the namespace to a key that lacks it. @throws UserError if the text is not a path that begins with a name. */
export function parseConfigPath(text: string, fullKey: (key: string) => string): ConfigPath {
  const end = text.search(/[.[]/);
  const whole = end > 0 ? fullKey(text.slice(0, end)) + text.slice(end) : fullKey(text);
  const colon = whole.indexOf(":");
  const path = whole.slice(colon + 1);
  const [top, ...steps] = (path.startsWith(".") ? undefined : parsePropertyPath(path)) ?? [];
  if (typeof top !== "string" || top === "") throw new UserError(`invalid config key path: ${text}`);
  return { key: `${whole.slice(0, colon)}:${top}`, steps };
}

/** The value at the end of the steps; undefined if there is none. */
export function valueAt(root: StoredValue, steps: readonly PathStep[]): StoredValue {
  return steps.reduce<StoredValue>((value, step) => {
    if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
    return isStoredMap(value) && typeof step === "string" && Object.hasOwn(value, step)
      ? value[step]
      : undefined;
  }, root);
}

/** The CLI fills a new list with nulls up to any index, until its memory is full. */
const longestNew = 100_000;

/**
 * Finds where to write a new value: the steps that exist, and the value wrapped in new maps and lists for the others. As in the CLI, a
 * scalar at the top is replaced, one further down is an error.
 *
 * @throws UserError naming the step that does not match the existing value.
 */
export function placeFor(
  root: StoredValue,
  { key, steps }: ConfigPath,
  value: StoredValue,
): { readonly steps: readonly PathStep[]; readonly value: StoredValue } {
  const name = key.slice(key.indexOf(":") + 1);
  const fail = (depth: number, problem: string): never => {
    throw new UserError(`could not set config: ${pathText(name, steps.slice(0, depth))}: ${problem}`);
  };
  let around: StoredValue = isContainer(root) ? root : undefined;
  for (const [depth, step] of steps.entries()) {
    if (around === undefined || around === null) {
      const outside = steps.findIndex(
        (other, index) => index >= depth && typeof other === "number" && (other < 0 || other > longestNew),
      );
      if (outside >= 0) return fail(outside + 1, "array index out of range");
      return { steps: steps.slice(0, depth), value: wrapped(steps.slice(depth), value) };
    }
    if (Array.isArray(around)) {
      if (typeof step !== "number") return fail(depth + 1, "key for an array must be an int");
      if (step < 0 || step > around.length) return fail(depth + 1, "array index out of range");
    } else if (!isStoredMap(around)) {
      return fail(depth, `expected ${typeof step === "number" ? "an array" : "a map"}`);
    } else if (typeof step !== "string") {
      return fail(depth + 1, "key for a map must be a string");
    }
    around = valueAt(around, [step]);
  }
  return { steps, value };
}

function wrapped(steps: readonly PathStep[], value: StoredValue): StoredValue {
  return steps.reduceRight<StoredValue>((inner, step, depth) => {
    if (typeof step === "number") return [...Array<StoredValue>(step).fill(null), inner];
    const isLast = depth === steps.length - 1;
    if (isLast && step === "secure" && typeof inner === "string") throw secureIsReserved();
    return { [step]: inner };
  }, value);
}

/** In the file, a map of this form is a ciphertext. */
export function secureIsReserved(): UserError {
  return new UserError('could not set config: maps with the single key "secure" are reserved');
}

/** Within a value, "true" and "false" become booleans, and decimal integers of up to 64 bits numbers. */
export function coerce(text: string): StoredValue {
  if (text === "true" || text === "false") return text === "true";
  if (!/^[+-]?\d+$/.test(text) || /^0\d/.test(text)) return text;
  const number = BigInt(text.replace(/^\+/, ""));
  return number >= -(2n ** 63n) && number < (text.startsWith("+") ? 2n ** 63n : 2n ** 64n) ? number : text;
}

export function isSecure(value: unknown): value is { readonly secure: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { secure?: unknown }).secure === "string"
  );
}

/** Whether a value is a map or list. A ciphertext is neither. */
export function isContainer(value: StoredValue): value is StoredValue[] | StoredMap {
  return Array.isArray(value) || isStoredMap(value);
}

function isStoredMap(value: StoredValue): value is StoredMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecure(value);
}

function pathText(name: string, steps: readonly PathStep[]): string {
  return (
    name +
    steps
      .map((step) => {
        if (typeof step === "number") return `[${step}]`;
        return /^[\w$]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
      })
      .join("")
  );
}
