// Which files of the repository are pages of the site, and where links between them lead.
import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";

/** Pages outside docs/, by their path in the repository. */
const otherPages = /^(?:(SECURITY|CONTRIBUTING|CHANGELOG)\.md|examples\/([\w-]+)\/README\.md)$/;

/**
 * The Markdown files that are pages.
 *
 * @param root The repository.
 * @returns by path in the repository, the path on the site, without a slash at the start; both with slashes only.
 */
export async function readPages(root) {
  const folders = ["docs", "examples", "."];
  const files = await Promise.all(
    folders.map(async (folder) => {
      const found = await readdir(join(root, folder), { recursive: folder !== "." });
      return found.map((path) => posix.join(folder, path.replaceAll("\\", "/")));
    }),
  );
  return new Map(
    files
      .flat()
      .filter((source) => source.endsWith(".md"))
      .flatMap((source) => {
        const page = pageOf(source);
        return page === undefined ? [] : [[source, page]];
      }),
  );
}

function pageOf(source) {
  if (source.startsWith("docs/"))
    return source.slice("docs/".length).replace(/(^|\/)README\.md$/, "$1index.md");
  const [, name, example] = otherPages.exec(source) ?? [];
  if (example !== undefined) return `examples/${example}.md`;
  return name === undefined ? undefined : `${name.toLowerCase()}.md`;
}

/** Whether a link leads out of the repository, or stays on its page. */
export const isAddress = (href) => /^([a-z][a-z+.-]*:|#|\/\/)/i.test(href);

/**
 * Where a relative link leads.
 *
 * @param source The file with the link, by its path in the repository.
 * @returns `path` in the repository, and the `anchor` with its `#`, or an empty text.
 */
export function targetOf(href, source) {
  const [path, ...anchor] = href.split("#");
  return {
    path: path === "" ? source : posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, ""),
    anchor: anchor.length === 0 ? "" : `#${anchor.join("#")}`,
  };
}

/** The anchor of a heading, as GitHub and GitLab make it, so that a link works there and on the site. */
export const slug = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
