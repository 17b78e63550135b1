// The navigation is the list of pages in docs/README.md: a group for each heading, an item for each line.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { targetOf } from "./pages.mjs";

const index = "docs/README.md";

/**
 * Reads the groups of pages.
 *
 * @param root The repository.
 * @param pages By path in the repository, the path on the site.
 * @returns VitePress's sidebar.
 * @throws if a line leads to no page.
 */
export async function readNavigation(root, pages) {
  const [, ...sections] = (await readFile(join(root, index), "utf8")).split(/^## /m);
  return sections.map((section) => ({
    text: section.split("\n", 1)[0],
    items: [...section.matchAll(/^ *- \[(.+?)\]\((.+?)\)/gm)].map(([, text, href]) => {
      const { path, anchor } = targetOf(href, index);
      const page = pages.get(path) ?? pages.get(`${path}/README.md`);
      if (page === undefined) throw new Error(`${index}: ${href} is no page of the site`);
      return { text: text.replaceAll("`", ""), link: `/${page.replace(/\.md$/, ".html")}${anchor}` };
    }),
  }));
}
