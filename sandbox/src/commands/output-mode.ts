import { plainPen, terminalPen, type Pen } from "../display/pen";
import type { CommonFlags } from "./options";

export interface OutputMode {
  /** Whether an operation is drawn on the terminal, instead of printed line by line. */
  readonly live: boolean;
  readonly pen: Pen;
}

/**
 * How an operation is shown. It is drawn in colors on a terminal, unless `--color never`, `NO_COLOR`, `--non-interactive` or `CI` asks for plain
 * lines, or the terminal cannot do it. `--color always` colors lines, too.
 *
 * @param env `NO_COLOR` counts unless it is empty (no-color.org), `CI` unless it is empty, `false` or `0`, `TERM` if it is `dumb`.
 */
export function outputMode(
  { color = "auto", nonInteractive = false }: Pick<CommonFlags, "color" | "nonInteractive">,
  { NO_COLOR: noColor = "", CI: ci = "", TERM: term }: Readonly<Record<string, string | undefined>>,
  { isTTY }: Pick<NodeJS.WriteStream, "isTTY">,
): OutputMode {
  const isInteractive = isTTY && term !== "dumb" && !nonInteractive && /^(false|0|)$/i.test(ci);
  const hasColor = color === "always" || (color === "auto" && isInteractive && noColor === "");
  return {
    live: isInteractive && hasColor,
    pen: hasColor || isTTY ? terminalPen(hasColor) : plainPen,
  };
}
