import { isFields } from "../../../values/fields";

/** A piece of the program's text in a tree of values: a reference, a secret of the stack config. */
export class Code {
  constructor(readonly text: string) {}
}

/**
 * A value as TypeScript, to be evaluated to exactly that value. Strangers have written it: it shows every character that is not to be seen,
 * or that turns the order of a line around, as an escape.
 *
 * @param value JSON, with `Code` anywhere in it.
 */
export function literal(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isFields(value)) return fields(value);
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

/** An object over several lines, which the formatter leaves so; one with a single plain value on one line. */
function fields(value: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const lines = entries.map(([key, item]) => `${keyText(key)}: ${literal(item)}`);
  if (entries.every(([, item]) => !isFields(item)) && entries.length <= 1) return `{${lines.join("")}}`;
  return `{\n${lines.join(",\n")}\n}`;
}

function keyText(key: string): string {
  if (key !== "__proto__" && /^[A-Za-z_$][\w$]*$/.test(key)) return key;
  // Written plainly, `__proto__` would set the prototype; and Prettier takes the quotes off letters that are none to the compiler, such as U+2E2F.
  return key === "__proto__" || /[^ -~]/.test(key) ? `[${text(key)}]` : text(key);
}

/** Line and paragraph separators, blanks other than the usual one, controls, and what steers how text is shown. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** `"quoted"`. JSON escapes quotes, line breaks and halves of characters. */
function text(value: string): string {
  return JSON.stringify(value).replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
