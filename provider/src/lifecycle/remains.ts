/**
 * How texts begin that say something else first than what is secret in them: an address, `name=value`, JSON, a PEM file. What is
 * secret in them is known by itself.
 */
const publicBeginning =
  /^(?:[a-z][\w+.-]*(?::|%3A)(?:\/|%2F){2}|[\w .%+-]+(?:=|%3D)|(?:\s|\\n|%0A)*(?:[{["]|%7B|%5B|%22)|-----)/i;

/** A part of a text: from a place to before another. */
type Part = readonly [from: number, to: number];

/**
 * Replaces what is left of values where a server cuts them short, at their ends or at their beginnings.
 *
 * @param values In all forms in which they may stand.
 * @param shortest Fewer characters are no part of a value.
 */
export function remainsOf(
  values: Iterable<string>,
  shortest: number,
): (text: string, replacement: string) => string {
  const beginnings = new Map<string, string[]>();
  const ends = new Map<string, string[]>();
  for (const value of values) {
    if (value.length <= shortest || publicBeginning.test(value)) continue;
    add(beginnings, value.slice(0, shortest), value);
    add(ends, value.slice(-shortest), value);
  }
  if (beginnings.size === 0) return (text) => text;
  return (text, replacement) => {
    const parts: Part[] = [];
    for (let at = 0; at + shortest <= text.length; at++) {
      const window = text.slice(at, at + shortest);
      for (const value of beginnings.get(window) ?? []) {
        parts.push([at, at + shortest + sameAfter(value, text, at, shortest)]);
      }
      for (const value of ends.get(window) ?? []) {
        parts.push([at - sameBefore(value, text, at, shortest), at + shortest]);
      }
    }
    return replaced(text, parts, replacement);
  };
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** How many characters of a text after a beginning are those of a value. */
function sameAfter(value: string, text: string, at: number, shortest: number): number {
  let length = shortest;
  while (length < value.length && value[length] === text[at + length]) length++;
  return length - shortest;
}

/** How many characters of a text before an end are those of a value. */
function sameBefore(value: string, text: string, at: number, shortest: number): number {
  const end = value.length - shortest;
  let length = 0;
  while (length < end && length < at && value[end - 1 - length] === text[at - 1 - length]) length++;
  return length;
}

/** Parts that overlap are one. */
function replaced(text: string, parts: readonly Part[], replacement: string): string {
  const kept: string[] = [];
  let end = 0;
  for (const [from, to] of [...parts].sort(([a], [b]) => a - b)) {
    if (from > end || kept.length === 0) kept.push(text.slice(end, from), replacement);
    end = Math.max(end, to);
  }
  return kept.join("") + text.slice(end);
}
