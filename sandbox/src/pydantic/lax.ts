// Pydantic's lax mode, in which the servers of several vendors validate.
// Source: https://docs.pydantic.dev/latest/concepts/conversion_table/.

const words: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

/** A boolean, or a string or number that stands for one; undefined for anything else. Blanks count. */
export function laxBoolean(given: unknown): boolean | undefined {
  if (typeof given === "boolean") return given;
  return typeof given === "string" || typeof given === "number"
    ? words.get(String(given).toLowerCase())
    : undefined;
}

/** An integer, a number without a fraction, a boolean, or a string of digits; undefined for anything else. */
export function laxInteger(given: unknown): number | undefined {
  if (typeof given === "number") return Number.isInteger(given) ? given : undefined;
  return fromText(given, /^[+-]?\d+(_\d+)*(\.0*)?$/);
}

/** A number, a boolean, or a decimal or scientific number in a string; undefined for anything else. */
export function laxNumber(given: unknown): number | undefined {
  return typeof given === "number" ? given : fromText(given, /^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
}

function fromText(given: unknown, form: RegExp): number | undefined {
  if (typeof given === "boolean") return Number(given);
  return typeof given === "string" && form.test(given.trim())
    ? Number(given.trim().replaceAll("_", ""))
    : undefined;
}
