import { diffLines as compareLines } from "diff";

export interface LineChange {
  readonly kind: "add" | "delete" | "same";
  readonly text: string;
}

/** Represents omitted unchanged lines. */
export const elision: LineChange = { kind: "same", text: "..." };

/** The number of unchanged lines shown before and after a change. */
const contextLines = 2;

/** Diffs two texts by line, without empty lines. Source: pulumi/pulumi, `printLineDiff` in `pkg/backend/display/object_diff.go`. */
export function diffLines(old: string, next: string): LineChange[] {
  const chunks = compareLines(old, next);
  return chunks.flatMap(({ value, added, removed }, index) => {
    const lines = value.split("\n").filter((line) => line.trim() !== "");
    if (added || removed) {
      return lines.map((line): LineChange => ({ kind: added ? "add" : "delete", text: line }));
    }
    const same = lines.map((line): LineChange => ({ kind: "same", text: line }));
    return elide(same, index > 0, index < chunks.length - 1);
  });
}

/** Omits unchanged lines, except for the context of a change before or after them. */
function elide(lines: LineChange[], changeBefore: boolean, changeAfter: boolean): LineChange[] {
  const head = changeBefore ? lines.slice(0, contextLines) : [];
  const tail = changeAfter ? lines.slice(-contextLines) : [];
  return lines.length > head.length + tail.length + 1 ? [...head, elision, ...tail] : lines;
}
