import { visitLeaves } from "../values/tree";
import { literalPattern } from "../values/text";
import { credentialsIn } from "./connection-string";
import { truncatedSecrets } from "./truncated-secrets";

const replacement = "[secret]";

/** Shorter values are parts of ordinary words, so they are replaced only as whole words. */
const shortest = 4;

/** From this length on, a part of a secret counts as a secret, too: a line of a key, a value inside JSON. */
const shortestPart = 12;

/** Smaller numbers are sizes, ports and status codes, not secrets. */
const smallestNumber = 100_000;

/** Replaces secrets in a text. */
export type Scrubber = (text: string) => string;

/**
 * Makes a scrubber for the given secret values, at any depth. It knows the forms in which servers and libraries repeat them: as they are,
 * inside JSON, in a URL, in base64, also within longer base64. The credentials in a connection string are secrets by themselves. Longer
 * values are replaced first, so that a secret that contains another leaves no remainder. What is left of a truncated secret is replaced,
 * too.
 *
 * @param isExempt Which values, and parts of values, are not replaced. Default: none.
 */
export function scrubberFor(
  secrets: readonly unknown[],
  isExempt: (value: string) => boolean = () => false,
): Scrubber {
  const values = new Set<string>();
  visitLeaves(secrets, (leaf) => {
    if (typeof leaf === "string") {
      const parts = [leaf, ...partsOf(leaf)].filter((part) => !isExempt(part));
      for (const part of parts) for (const form of formsOf(part)) values.add(form);
    }
    if (typeof leaf === "number" && Math.abs(leaf) >= smallestNumber) values.add(String(leaf));
  });
  values.delete("");
  if (values.size === 0) return (text) => text;
  const alternatives = [...values].sort((a, b) => b.length - a.length).map(toPattern);
  const pattern = new RegExp(alternatives.join("|"), "g");
  const replaceTruncated = truncatedSecrets(values, shortestPart);
  return (text) => replaceTruncated(text.replace(pattern, replacement), replacement);
}

/** What a server may repeat of a secret: a line of a PEM file, a value in a service account's JSON, the password in a connection string. */
function partsOf(value: string): string[] {
  const texts = [value];
  if (/^\s*[{[]/.test(value)) {
    try {
      visitLeaves(JSON.parse(value), (leaf) => typeof leaf === "string" && texts.push(leaf));
    } catch {
      // Not JSON after all.
    }
  }
  const lines = texts.flatMap((text) => [text, ...text.split(/[\r\n]+/)]);
  return [...lines.filter((line) => line.trim().length >= shortestPart), ...texts.flatMap(credentialsIn)];
}

/** As it is or quoted, and each of these again in a URL or in base64: a server may quote a value before it encodes it. */
function formsOf(value: string): string[] {
  const trimmed = value.trim();
  const quoted = insideJson(value);
  const quotedTwice = insideJson(quoted);
  const quotedElsewhere = [insideJsonOfRuby, insideJsonOfPython].map((quote) => quote(value));
  const texts = [value, quoted, quotedTwice, insideJson(quotedTwice), ...quotedElsewhere];
  return [...texts, trimmed, trimmed.replace(/\s+/g, " "), ...[...new Set(texts)].flatMap(encodedForms)];
}

function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Rails escapes the characters that have a meaning in HTML. */
function insideJsonOfRuby(value: string): string {
  return insideJson(value).replace(/[<>&\u2028\u2029]/g, asNumber);
}

function insideJsonOfPython(value: string): string {
  return insideJson(value).replace(/[\u007f-\uffff]/g, asNumber);
}

function asNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function encodedForms(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  return [
    ...urlForms(bytes.toString("utf8")),
    ...(text.length < shortest ? [] : [bytes.toString("base64"), bytes.toString("base64url")]),
    ...(text.length < shortestPart ? [] : amidBase64(bytes)),
  ];
}

/** URL-encoded as in a form, as JavaScript does it, as the RFC says, and as Python does it. */
function urlForms(text: string): string[] {
  const url = encodeURIComponent(text);
  const strict = url.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return [new URLSearchParams([["", text]]).toString().slice(1), url, strict, strict.replaceAll("%2F", "/")];
}

/**
 * What base64 makes of some bytes within others, as in `user:password`. Three bytes are four characters, so there are three possible
 * offsets; the characters that share bits with the neighbours are left out.
 */
function amidBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const shared = before === 0 ? 0 : before + 1;
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    return [
      padded.toString("base64").slice(shared, whole),
      padded.toString("base64url").slice(shared, whole),
    ];
  });
}

function toPattern(value: string): string {
  const escaped = literalPattern(value);
  return value.length < shortest ? `(?<!\\w)${escaped}(?!\\w)` : escaped;
}
