import type { Scrubber } from "../secrets/scrub";
import { inOneLine, shortened } from "../values/text";

/** The most characters of a page's title that a message repeats. */
const longestTitle = 100;

/** Where the title of a page may be, in characters from its start. */
const longestHead = 64 * 1024;

/**
 * Describes a response body that is not JSON, in one line without a secret: a page of a proxy by its title, never by its markup. Plain text
 * is quoted.
 */
export function describeText(body: string, scrub: Scrubber): string {
  if (isBinary(body)) return "unreadable data";
  if (!isMarkup(body)) return inOneLine(scrub(body));
  const head = body.slice(0, longestHead);
  if (!/<(!doctype\s+html|html|head|title|body|h1)\b/i.test(head)) return "an XML document";
  const title = contentOf(head, "title") ?? contentOf(head, "h1");
  if (title === undefined) return "an HTML page";
  return `an HTML page titled ${JSON.stringify(shortened(inOneLine(scrub(title)), longestTitle))}`;
}

/** Whether a text is HTML or XML. */
export function isMarkup(text: string): boolean {
  return /^\s*<[a-z!?]/i.test(text);
}

/** Control characters and bytes that are no text come from compressed or encrypted data. */
function isBinary(text: string): boolean {
  const start = text.slice(0, 1_000);
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return (start.match(/[\u0000-\u0008\u000e-\u001a\ufffd]/g)?.length ?? 0) * 10 > start.length;
}

/** The text of the first element of a name, up to the next tag; undefined if there is none. */
function contentOf(page: string, name: string): string | undefined {
  const start = page.search(new RegExp(`<${name}[\\s>]`, "i"));
  const opened = start < 0 ? -1 : page.indexOf(">", start);
  const end = opened < 0 ? -1 : page.indexOf("<", opened);
  const text = end < 0 ? "" : withoutEntities(page.slice(opened + 1, end));
  return text.trim() === "" ? undefined : text;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

function withoutEntities(text: string): string {
  return text
    .replace(/&#(\d{1,6});/g, (_whole, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
