import { credentialsIn } from "./connection-string";

/** How values begin whose first part is public: an address, JSON, a PEM file. */
const publicBeginning =
  /^(?:[a-z][\w+.-]*(?::|%3A)(?:\/|%2F){2}|(?:\s|\\n|%0A)*(?:[{["]|%7B|%5B|%22)|-----)/i;

/** Shorter values occur in any text. */
const shortestCredential = 4;

/** A part of a text, without its end. */
type Part = readonly [from: number, to: number];

/** A value, and where its secret part begins and ends. */
interface Secret {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Replaces what is left of values that a server has truncated, at the end or at the beginning.
 *
 * @param values In all forms in which they may appear, with the credentials in connection strings.
 * @param shortest Fewer characters are not recognized.
 */
export function truncatedSecrets(
  values: Iterable<string>,
  shortest: number,
): (text: string, replacement: string) => string {
  const all = [...values];
  const partlyPublic = new Set(all.filter(isPartlyPublic));
  const wholly = all.filter((value) => !partlyPublic.has(value));
  const beginnings = new Map<string, Secret[]>();
  const ends = new Map<string, Secret[]>();
  for (const value of all.filter(({ length }) => length > shortest)) {
    const secret = partlyPublic.has(value) ? spanned(value, wholly) : { value, from: 0, to: value.length };
    add(beginnings, value.slice(0, shortest), secret);
    add(ends, value.slice(-shortest), secret);
  }
  if (beginnings.size === 0) return (text) => text;
  return (text, replacement) => {
    const parts: Part[] = [];
    for (let at = 0; at + shortest <= text.length; at++) {
      const window = text.slice(at, at + shortest);
      for (const { value, from } of beginnings.get(window) ?? []) {
        parts.push([at + from, at + shortest + sameAfter(value, text, at, shortest)]);
      }
      for (const { value, to } of ends.get(window) ?? []) {
        const end = at + shortest;
        parts.push([at - sameBefore(value, text, at, shortest), end - (value.length - to)]);
      }
    }
    return replaced(
      text,
      parts.filter(([from, to]) => from < to),
      replacement,
    );
  };
}

function isPartlyPublic(value: string): boolean {
  return (
    publicBeginning.test(value) ||
    [value, value.replaceAll("%3D", "=").replaceAll("%3B", ";")].some((text) =>
      credentialsIn(text).some(({ length }) => length >= shortestCredential),
    )
  );
}

/** From the first of the secrets in a value to the last one. */
function spanned(value: string, secrets: readonly string[]): Secret {
  let [from, to] = [value.length, 0];
  for (const secret of secrets) {
    if (secret.length < shortestCredential || !value.includes(secret)) continue;
    from = Math.min(from, value.indexOf(secret));
    to = Math.max(to, value.lastIndexOf(secret) + secret.length);
  }
  return { value, from, to };
}

function add(map: Map<string, Secret[]>, key: string, value: Secret): void {
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
