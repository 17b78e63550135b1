// Checks the built site as a browser would read it.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Finds links of a site that lead nowhere, and whatever its pages would load from elsewhere.
 *
 * @param folder The built site.
 * @param base The path below which it is published.
 * @returns the number of pages, the size in bytes, and the problems, a line each.
 */
export async function checkSite(folder, base) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const contents = new Map(
    await Promise.all(files.map(async (path) => [pathOf(path, folder), await readFile(path)])),
  );
  const texts = [...contents].map(([path, content]) => [path, content.toString("utf8")]);
  const pages = new Map(
    texts.filter(([path]) => path.endsWith(".html")).map(([path, html]) => [path, read(html)]),
  );
  const problems = [
    ...[...pages].flatMap(([path, page]) =>
      page.links.flatMap((href) => {
        const problem = deadLink(new URL(href, `site:${base}${path}`), base, pages, contents);
        return problem === undefined ? [] : [`${path}: the link ${href} leads to ${problem}`];
      }),
    ),
    ...[...pages].flatMap(([path, { loaded }]) =>
      loaded
        .filter((address) => /^(https?:)?\/\//.test(address))
        .map((address) => `${path}: loads ${address}`),
    ),
    ...texts
      .filter(([path]) => path.endsWith(".css"))
      .flatMap(([path, css]) =>
        [...css.matchAll(/(?:url\(|@import)\s*["']?((?:https?:)?\/\/[^"')]+)/g)].map(
          ([, address]) => `${path}: loads ${address}`,
        ),
      ),
  ];
  return {
    pages: pages.size,
    bytes: [...contents.values()].reduce((sum, { length }) => sum + length, 0),
    problems,
  };
}

const pathOf = (path, folder) => path.slice(folder.length + 1).replaceAll("\\", "/");

/** What a page has: the ids of its elements, where its links lead, and what it loads. */
function read(html) {
  const tags = [...html.matchAll(/<([a-z][\w-]*)((?:\s[^<>]*?)?)\/?>/g)].map(([, name, attributes]) => ({
    name,
    attribute: (key) => decode(new RegExp(`\\s${key}="([^"]*)"`).exec(attributes)?.[1]),
  }));
  const all = (names, key) =>
    tags.filter(({ name }) => names.includes(name)).flatMap(({ attribute }) => attribute(key) ?? []);
  const loading = tags.filter(
    ({ name, attribute }) => name === "link" && !/^(canonical|alternate)$/.test(attribute("rel") ?? ""),
  );
  return {
    ids: new Set(tags.flatMap(({ attribute }) => attribute("id") ?? [])),
    links: all(["a"], "href").filter((href) => !/^(https?|mailto):/.test(href)),
    loaded: [
      ...all(["script", "img", "iframe", "source", "video", "audio", "embed"], "src"),
      ...loading.flatMap(({ attribute }) => attribute("href") ?? []),
    ],
  };
}

const decode = (text) =>
  text?.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");

function deadLink({ pathname, hash }, base, pages, contents) {
  if (!pathname.startsWith(base)) return `${pathname}, outside of ${base}`;
  const path = decodeURI(pathname.slice(base.length)).replace(/(^|\/)$/, "$1index.html");
  if (!contents.has(path)) return `${path}, which does not exist`;
  const id = decodeURIComponent(hash.slice(1));
  const page = pages.get(path);
  return id === "" || page === undefined || page.ids.has(id)
    ? undefined
    : `#${id}, which ${path} does not have`;
}
