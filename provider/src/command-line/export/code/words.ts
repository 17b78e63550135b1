/** Names for a program from the names that people gave to objects: letters and digits of ASCII, whatever the original is. */

/** Long enough to recognize an object. */
const maxLength = 50;

/** `Rechnungen (Köln)` → `["Rechnungen", "Koln"]`; none if nothing is left. */
function wordsOf(name: string): string[] {
  const plain = name.normalize("NFKD").replace(/\p{M}+/gu, "");
  const words = plain.replace(/([a-z\d])([A-Z])/g, "$1 $2").match(/[A-Za-z\d]+/g) ?? [];
  const kept: string[] = [];
  for (const word of words) {
    const left = maxLength - kept.join("-").length - 1;
    if (left <= 0) break;
    kept.push(word.slice(0, left));
  }
  return kept;
}

/** A name as people write it in programs is kept as it is. */
const tidyName = /^[a-z][a-z\d]*([._-][a-z\d]+)*$/;

/** `Invoices (EU)` → `invoices-eu`. @param fallback For a name of which nothing is left. */
export function kebabCase(name: string, fallback: string): string {
  if (name.length <= maxLength && tidyName.test(name)) return name;
  const words = wordsOf(name).map((word) => word.toLowerCase());
  return words.length === 0 ? fallback : words.join("-");
}

/** `secret_access_key` → `secretAccessKey`. Begins with a letter. @param fallback Words of ours, for a name of which nothing is left. */
export function camelCase(name: string, fallback: string): string {
  const joined = joinedWords(name);
  if (joined === "") return joinedWords(fallback);
  return /^\d/.test(joined) ? joinedWords(fallback) + joined : joined;
}

function joinedWords(name: string): string {
  const [first = "", ...rest] = wordsOf(name).map((word) => word.toLowerCase());
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The name, or with a number if it is taken. Takes it. */
export function unique(name: string, taken: Set<string>, separator = ""): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}${separator}${number}`;
  taken.add(free);
  return free;
}

/** What every object has: no key of the stack config is called so. */
export const inheritedKeys: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

/** What no variable is called: words of the language, and what a module of Node's or our own text has. */
export const reservedWords: readonly string[] = [
  ..."arguments as async await boolean break case catch class const continue debugger default".split(" "),
  ..."delete do else enum eval export exports extends false finally for from function get global".split(" "),
  ..."globalThis if implements import in instanceof interface let module new null number object of".split(
    " ",
  ),
  ..."package private process protected public require return set static string super switch symbol".split(
    " ",
  ),
  ..."this throw true try type typeof undefined unknown var void while with yield".split(" "),
  ..."config loadStackConfig otherType secret z".split(" "),
  ...inheritedKeys,
];
