// Text and numbers in the format of Go's `fmt` and `strconv`, which the CLI uses.

const escapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A string literal, as printed by `%q`. */
export function quote(text: string): string {
  return `"${escapeControls(text.replace(/[\\"]/g, "\\$&"), isPrintable)}"`;
}

/** Escapes characters that cannot be displayed. */
export function escapeControls(text: string, isShown: (character: string) => boolean = isGraphic): string {
  return Array.from(text, (character) => (isShown(character) ? character : escapeOf(character))).join("");
}

function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);
}

function isGraphic(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u.test(character);
}

function escapeOf(character: string): string {
  const known = escapes[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number): string => code.toString(16).padStart(digits, "0");
  if (code < 0x80) return `\\x${hex(2)}`;
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/** An integer with all digits, any other number as printed by `%g`. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
