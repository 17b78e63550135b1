// What is wrong with the documentation.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.mjs";
import { deadCitations, deadLinks, unlisted } from "./links.mjs";
import { filesOf } from "./markdown.mjs";

/** The declarations of what programs import, by path, with the name by which they do. */
const entries = {
  "provider/dist/index.d.ts": "pulumi-connectors",
  "provider/dist/policy/index.d.ts": "pulumi-connectors/policy",
  "provider/dist/stack-config/index.d.ts": "pulumi-connectors/stack-config",
  "provider/dist/testing/index.d.ts": "pulumi-connectors/testing",
  "sandbox/dist/index.d.ts": "pulumi-connectors-sandbox",
};

/**
 * Finds dead links, pages that the index does not list, citations of pages that do not exist, examples that do not compile, and exports
 * without a doc comment.
 *
 * @param root The repository, whose packages are built.
 * @param more For tests: Markdown files and sources (text by path) and declarations (as above) besides those of the repository.
 * @returns a line each.
 */
export function docsProblems(root, more = { pages: {}, sources: {}, entries: {} }) {
  const pages = new Map([...filesOf(root, ".md"), ...Object.entries(more.pages)]);
  const all = new Map([...filesOf(root, ".ts"), ...filesOf(root, ".mjs"), ...Object.entries(more.sources)]);
  // Tests name pages that they make up.
  const sources = new Map([...all].filter(([path]) => !path.startsWith("test/")));
  const documented = [...sources].filter(([path]) => path.startsWith("provider/src/"));
  return [
    ...deadLinks(pages, (path) => pages.has(path) || existsSync(join(root, path))),
    ...unlisted(pages),
    ...deadCitations(sources, pages),
    ...compile(root, new Map([...pages, ...documented]), { ...entries, ...more.entries }),
  ];
}
