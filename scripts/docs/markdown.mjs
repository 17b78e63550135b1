// The repository's Markdown files, and what is in them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { slug } from "../../site/pages.mjs";

const leftOut = /^(node_modules|dist|\..*|fixtures|lowest-sdk)$/;
/** What `npm run docs` and `npm pack` copy is here already. */
const copies = ["site/pages", "provider/CHANGELOG.md", "sandbox/CHANGELOG.md"];

/**
 * The files of a folder that readers or programmers see, with their text.
 *
 * @param extension Such as `.md`.
 * @returns by path from the folder, with slashes.
 */
export function filesOf(folder, extension, path = "") {
  const entries = readdirSync(join(folder, path), { withFileTypes: true });
  return new Map(
    entries.flatMap((entry) => {
      const found = path === "" ? entry.name : `${path}/${entry.name}`;
      if (copies.includes(found)) return [];
      if (entry.isDirectory() && !leftOut.test(entry.name)) {
        return [...filesOf(folder, extension, found)];
      }
      return entry.isFile() && entry.name.endsWith(extension)
        ? [[found, readFileSync(join(folder, found), "utf8")]]
        : [];
    }),
  );
}

/** The text without blocks of code, code in a line, and comments; lines keep their numbers. */
export function withoutCode(text) {
  const blank = (part) => part.replace(/[^\n]/g, "");
  return text
    .replace(/^( *)(```+)[^\n]*\n.*?^\1\2 *$/gms, blank)
    .replace(/<!--.*?-->/gs, blank)
    .replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, (code) => code.replace(/[[\]()<>#]/g, ""));
}

/** The links of a file, with the number of their line. */
export function linksOf(text) {
  const link = /\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)(?: "[^"]*")?\)/g;
  return withoutCode(text)
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(link)].map(([, href]) => ({ href, line: index + 1 })));
}

/** The anchors of a file's headings. A heading that occurs again has a number. */
export function anchorsOf(text) {
  const anchors = new Set();
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6} (.+?)(?: #+)?$/gm)) {
    const plain = heading.replace(/\[(.+?)\]\(.*?\)/g, "$1").replace(/[`*]/g, "");
    const anchor = slug(plain);
    const numbered = Array.from({ length: anchors.size + 1 }, (_, n) =>
      n === 0 ? anchor : `${anchor}-${n}`,
    );
    anchors.add(numbered.find((name) => !anchors.has(name)));
  }
  return anchors;
}
