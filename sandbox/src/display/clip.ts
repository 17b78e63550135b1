import { stripVTControlCharacters } from "node:util";
import sliceAnsi from "slice-ansi";
import stringWidth from "string-width";

/** The columns that a text, which may have colors, takes on a terminal. */
export function columnsOf(text: string): number {
  const shown = stripVTControlCharacters(text);
  // Most texts are ASCII with the lines of a tree, and measuring others takes long.
  return /^[\x20-\x7e─-╿…]*$/.test(shown) ? shown.length : stringWidth(shown);
}

/** Cuts a text, which may have colors, to a number of columns; an ellipsis shows where. */
export function clip(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  return columns < 1 ? "" : `${sliceAnsi(text, 0, columns - 1)}…`;
}

/** Cuts a text without colors, or fills it up, to a number of columns. */
export function fit(text: string, columns: number): string {
  const clipped = clip(text, columns);
  return clipped + " ".repeat(Math.max(0, columns - columnsOf(clipped)));
}
