import { diff_match_patch, DIFF_EQUAL, DIFF_INSERT } from "diff-match-patch";

/** A line of a text that changed. */
export interface LineChange {
  readonly kind: "add" | "delete" | "same";
  readonly text: string;
}

/** Stands for unchanged lines that are left out. */
export const elision: LineChange = { kind: "same", text: "..." };

/** How many unchanged lines are shown on either side of a change. */
const contextLines = 2;

/**
 * Compares two texts line by line, with the library of which the CLI uses the Go edition: so that where more than one answer
 * is right, it is the CLI's. Empty lines are left out. Source: pulumi/pulumi, `printLineDiff` in `pkg/backend/display/object_diff.go`.
 */
export function diffLines(old: string, next: string): LineChange[] {
  const differ = new diff_match_patch();
  differ.Diff_Timeout = 0;
  const { chars1, chars2, lineArray } = differ.diff_linesToChars_(old, next);
  const chunks = differ.diff_main(chars1, chars2, false);
  differ.diff_charsToLines_(chunks, lineArray);
  return chunks.flatMap(([operation, text], index) => {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (operation !== DIFF_EQUAL) {
      const kind = operation === DIFF_INSERT ? "add" : "delete";
      return lines.map((line): LineChange => ({ kind, text: line }));
    }
    const same = lines.map((line): LineChange => ({ kind: "same", text: line }));
    return elide(same, index > 0, index < chunks.length - 1);
  });
}

/** Leaves out the middle of unchanged lines; they have a change before them, after them or both. */
function elide(lines: LineChange[], changeBefore: boolean, changeAfter: boolean): LineChange[] {
  const head = changeBefore ? lines.slice(0, contextLines) : [];
  const tail = changeAfter ? lines.slice(-contextLines) : [];
  return lines.length > head.length + tail.length + 1 ? [...head, elision, ...tail] : lines;
}
