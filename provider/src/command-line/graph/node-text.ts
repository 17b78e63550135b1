import { inOneLine, shortened } from "../../values/text";
import { isUnknown } from "../../values/unknowns";

/** No text of a node is longer. */
const longestText = 60;

/** A value as a short text in one line; empty for what has none, or is not known yet. */
export function nodeText(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || isUnknown(value)) return "";
  return shortened(inOneLine(value.replace(hidden, "")), longestText);
}

/** What changes the order of the characters around it without being seen, and halves of characters. */
const hidden = /[\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
