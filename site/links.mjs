// A rule of markdown-it: links between files of the repository become links of the site.
import { isAddress, targetOf } from "./pages.mjs";

/**
 * A link to a page leads to the page. Any other file is in the repository: the link leads there, or, as long as the repository has no
 * address, becomes its text and the file's path.
 *
 * @param pages By path in the repository, the path on the site.
 * @param repository The address of the repository, or an empty text.
 */
export function repositoryLinks(markdown, { pages, repository }) {
  const sources = new Map([...pages].map(([source, page]) => [page, source]));

  /** The address on the site, or undefined. */
  const addressOf = ({ path, anchor }) => {
    const page = pages.get(path) ?? pages.get(`${path}/README.md`);
    if (page !== undefined) return `/${page}${anchor}`;
    return repository === "" ? undefined : `${repository}/blob/HEAD/${path}${anchor}`;
  };

  const rewrite = (tokens, source, Token) => {
    const written = [];
    const open = [];
    for (const token of tokens) {
      if (token.type === "link_close") {
        const path = open.pop();
        if (path === undefined) written.push(token);
        else if (!textOf(written).replace(/\/$/, "").endsWith(path)) written.push(...named(path, Token));
        continue;
      }
      const href = token.type === "link_open" ? token.attrGet("href") : undefined;
      if (href === undefined) {
        written.push(token);
        continue;
      }
      const target = isAddress(href) ? undefined : targetOf(href, source);
      const address = target === undefined ? href : addressOf(target);
      open.push(address === undefined ? target.path : undefined);
      if (address === undefined) continue;
      token.attrSet("href", address);
      written.push(token);
    }
    return written;
  };

  markdown.core.ruler.after("inline", "repository-links", ({ tokens, env, Token }) => {
    const source = sources.get(env.relativePath);
    if (source === undefined) return; // generated for the site, with links of the site
    for (const token of tokens) {
      if (token.children) token.children = rewrite(token.children, source, Token);
    }
  });
}

const textOf = (tokens) => tokens.map(({ content }) => content).join("");

/** The path in parentheses. */
function named(path, Token) {
  const part = (type, content) =>
    Object.assign(new Token(type, type === "text" ? "" : "code", 0), { content });
  return [part("text", " ("), part("code_inline", path), part("text", ")")];
}
