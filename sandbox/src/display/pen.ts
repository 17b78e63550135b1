import { stripVTControlCharacters, styleText } from "node:util";
import { escapeControls } from "./go-text";

/** A color or weight, by its name in `util.styleText`. */
export type Format =
  | "bold"
  | "underline"
  | "gray"
  | "red"
  | "green"
  | "yellow"
  | "magenta"
  | "redBright"
  | "greenBright"
  | "blueBright"
  | "magentaBright"
  | "cyanBright";

/** Writes a piece of a line: a text, in formats. */
export type Pen = (text: string, formats?: readonly Format[]) => string;

/** A text with its formats. */
export interface Piece {
  readonly text: string;
  readonly formats?: readonly Format[];
}

/** Formats of what is no operation. Source: pulumi/pulumi, `sdk/go/common/diag/colors/colors.go`. */
export const headline: readonly Format[] = ["magentaBright", "bold"];
export const columnTitle: readonly Format[] = ["underline", "blueBright"];
export const resourceTitle: readonly Format[] = ["blueBright"];
export const emphasis: Readonly<Record<"error" | "warning" | "info", readonly Format[]>> = {
  error: ["red"],
  warning: ["yellow"],
  info: ["magenta"],
};

/** Writes texts as they are. */
export const plainPen: Pen = (text) => text;

/**
 * Writes for a terminal: control characters, which names and messages from outside may contain, are shown as escapes, and escape sequences
 * are left out.
 *
 * @param color Whether to write the formats.
 */
export function terminalPen(color: boolean): Pen {
  return (text, formats = []) => {
    const shown = terminalText(text);
    return color && formats.length > 0 && shown !== "" ? styled(shown, formats) : shown;
  };
}

/** A text of several lines as it may be written to a stream: to a terminal without control characters. */
export function textFor({ isTTY }: Pick<NodeJS.WriteStream, "isTTY">, text: string): string {
  return isTTY ? text.split("\n").map(terminalText).join("\n") : text;
}

/** What a terminal can show of a text in one line. */
function terminalText(text: string): string {
  // Most texts have nothing to escape.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return escapeControls(stripVTControlCharacters(text).replaceAll("\t", "    "));
}

function styled(text: string, formats: readonly Format[]): string {
  return styleText([...formats], text, { validateStream: false });
}

export function writePieces(pen: Pen, pieces: readonly Piece[]): string {
  return pieces.map(({ text, formats }) => pen(text, formats)).join("");
}
