import { credentialIn } from "../../provider/src/secrets/credential-forms";
import { formatPath, visitLeaves } from "../../provider/src/values/tree";
import type { Leak } from "./search";

/** Finds anything that looks like a credential, planted or not. */
export function scannedText(name: string, text: string): Leak[] {
  return text.split("\n").flatMap((line, index) => leakOf(line, `${name}: line ${index + 1}`));
}

/** The same in a JSON document, except for ciphertext, which may look like anything. */
export function scannedJson(name: string, text: string): Leak[] {
  const leaks: Leak[] = [];
  visitLeaves(JSON.parse(text), (leaf, path) => {
    if (typeof leaf !== "string" || path.at(-1) === "ciphertext") return;
    leaks.push(...leakOf(leaf, `${name}: ${formatPath(path)}`));
  });
  return leaks;
}

/** A truncated secret may keep fewer characters than the search looks for. */
const truncated = /=[^\s;&]{1,11}\.\.\./g;

/** `token=https://host/in?sig=[secret]` and `token=Server=host;Password=[secret]` are redacted. */
const withoutItsSecret = /(?:\w+:\/\/[^\s[]*|(?:(?:Server|User|AccountName)=[^\s;[]*;)+\w+=)\[secret\]/g;

/** So is `token={\n[secret]`, which was JSON. */
const beginningOfJson = /=(?:[{["]|\\+n)+(?=\s|$)/g;

function leakOf(text: string, where: string): Leak[] {
  const left = text
    .replace(withoutItsSecret, " ")
    .replaceAll("[secret]", " ")
    .replace(beginningOfJson, "= ")
    .replace(truncated, "= ");
  const what = credentialIn(left);
  return what === undefined ? [] : [{ where, what: `looks like ${what}` }];
}
