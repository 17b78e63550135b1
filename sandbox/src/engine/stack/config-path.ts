import { UserError } from "../../user-error";
import { parsePropertyPath, type PathStep } from "../values/property-path";

/**
 * Paths into the values of a stack config, as `config set --path` takes them. Source: pulumi/pulumi,
 * `sdk/go/common/resource/config/map.go` and `object.go`.
 */
export interface ConfigPath {
  /** The key at the top, with its namespace. */
  readonly key: string;
  /** From there on; none if the key is meant as a whole. */
  readonly steps: readonly PathStep[];
}

/** A value as it stands in the file, ciphertexts as `{secure: ...}`. */
export type StoredValue = string | number | bigint | boolean | null | undefined | StoredValue[] | StoredMap;

interface StoredMap {
  [key: string]: StoredValue;
}

/** @param fullKey Makes a key whole that may lack its namespace. @throws UserError if the text is no path that begins with a name. */
export function parseConfigPath(text: string, fullKey: (key: string) => string): ConfigPath {
  const end = text.search(/[.[]/);
  const whole = end > 0 ? fullKey(text.slice(0, end)) + text.slice(end) : fullKey(text);
  const colon = whole.indexOf(":");
  const path = whole.slice(colon + 1);
  const [top, ...steps] = (path.startsWith(".") ? undefined : parsePropertyPath(path)) ?? [];
  if (typeof top !== "string" || top === "") throw new UserError(`invalid config key path: ${text}`);
  return { key: `${whole.slice(0, colon)}:${top}`, steps };
}

/** What stands at the end of the steps; undefined if they lead nowhere. */
export function valueAt(root: StoredValue, steps: readonly PathStep[]): StoredValue {
  return steps.reduce<StoredValue>((value, step) => {
    if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
    return isStoredMap(value) && typeof step === "string" && Object.hasOwn(value, step)
      ? value[step]
      : undefined;
  }, root);
}

/**
 * Where a new value is to be written, and with what around it: as far as there are maps and lists it goes into them. As in the
 * CLI a simple value at the top gives way, one further down does not.
 *
 * @throws UserError naming the step that does not fit what is there.
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
      return { steps: steps.slice(0, depth), value: wrapped(steps.slice(depth), value) };
    }
    if (Array.isArray(around)) {
      if (typeof step !== "number") return fail(depth + 1, "key for an array must be an int");
      if (step > around.length) return fail(depth + 1, "array index out of range");
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

/** A map of this form is a ciphertext in the file. */
export function secureIsReserved(): UserError {
  return new UserError('could not set config: maps with the single key "secure" are reserved');
}

/** Inside a value, "true" and "false" stand for booleans, and decimal integers of up to 64 bits for numbers. */
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

/** Whether a value has parts. A ciphertext has none. */
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
