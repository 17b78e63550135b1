const token =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)/y;

type Expected = "value" | "value or end" | "key" | "key or end" | ":" | ", or end";

/** Where a text stops being JSON: the position of the first token that does not belong there, or the end of the text. */
export function jsonErrorPosition(text: string): number {
  /** The brackets that are open. */
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  token.lastIndex = 0;
  for (;;) {
    const begin = token.lastIndex;
    const match = token.exec(text);
    const blanks = /[^ \t\n\r]/g;
    blanks.lastIndex = begin;
    const position = blanks.exec(text)?.index ?? text.length;
    if (match === null) return position;
    const [, sign, string] = match;
    const isInMap = open.at(-1) === "{";
    if (sign === "}" || sign === "]") {
      const fits = (sign === "}") === isInMap && open.length > 0 && expected.endsWith("end");
      if (!fits) return position;
      open.pop();
      expected = ", or end";
    } else if (sign === ":" || sign === ",") {
      if (sign === ":" ? expected !== ":" : expected !== ", or end" || open.length === 0) return position;
      expected = sign === "," && isInMap ? "key" : "value";
    } else if (expected.startsWith("key") && string !== undefined) {
      expected = ":";
    } else if (!expected.startsWith("value")) {
      return position;
    } else if (sign === "{" || sign === "[") {
      open.push(sign);
      expected = sign === "{" ? "key or end" : "value or end";
    } else {
      expected = ", or end";
    }
  }
}
