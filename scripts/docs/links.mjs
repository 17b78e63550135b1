// Finds links in Markdown files that lead nowhere, pages that nobody would find, and sources that cite pages that do not exist.
import { isAddress, targetOf } from "../../site/pages.mjs";
import { anchorsOf, linksOf } from "./markdown.mjs";

/**
 * The links that lead to no file or no heading.
 *
 * @param files Markdown files: text by path.
 * @param exists Whether there is a file or folder of that path.
 * @returns a line for each.
 */
export function deadLinks(files, exists) {
  const anchors = new Map([...files].map(([path, text]) => [path, anchorsOf(text)]));
  return [...files].flatMap(([source, text]) =>
    linksOf(text).flatMap(({ href, line }) => {
      if (isAddress(href) && !href.startsWith("#")) return [];
      const { path, anchor } = targetOf(href, source);
      const at = `${source}:${line}: ${href}`;
      if (path.startsWith("..") || !exists(path)) return [`${at}: there is no ${path}`];
      if (anchor === "") return [];
      return anchors.get(path)?.has(anchor.slice(1)) ? [] : [`${at}: ${path} has no heading ${anchor}`];
    }),
  );
}

/**
 * The pages in docs/ that its README.md, from which the site has its navigation, does not list.
 *
 * @param files Markdown files: text by path.
 */
export function unlisted(files) {
  const index = "docs/README.md";
  const listed = new Set(linksOf(files.get(index) ?? "").map(({ href }) => targetOf(href, index).path));
  return [...files.keys()]
    .filter((path) => path.startsWith("docs/") && path !== index && !listed.has(path))
    .map((path) => `${index}: does not list ${path}`);
}

/**
 * What sources say of pages, in comments and messages, where there is no such page.
 *
 * @param sources Text by path.
 * @param pages Markdown files: text by path.
 */
export function deadCitations(sources, pages) {
  return [...sources].flatMap(([source, text]) => {
    const cited = new Set([...text.matchAll(/(?<![\w/.-])docs\/[\w/-]+\.md\b/g)].map(([page]) => page));
    return [...cited]
      .filter((page) => !pages.has(page))
      .map((page) => `${source}: cites ${page}, which does not exist`);
  });
}
