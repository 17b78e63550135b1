import { diffLines as compareLines } from "diff";

/** A line of a text that changed. */
export interface LineChange {
  readonly kind: "add" | "delete" | "same";
  readonly text: string;
}

/** Stands for unchanged lines that are left out. */
export const elision: LineChange = { kind: "same", text: "..." };

/** How many unchanged lines are shown on either side of a change. */
const contextLines = 2;

/** Compares two texts line by line. Empty lines are left out. Source: pulumi/pulumi, `printLineDiff` in `pkg/backend/display/object_diff.go`. */
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

/** Leaves out the middle of unchanged lines; they have a change before them, after them or both. */
function elide(lines: LineChange[], changeBefore: boolean, changeAfter: boolean): LineChange[] {
  const head = changeBefore ? lines.slice(0, contextLines) : [];
  const tail = changeAfter ? lines.slice(-contextLines) : [];
  return lines.length > head.length + tail.length + 1 ? [...head, elision, ...tail] : lines;
}
