import { join } from "node:path";
import { defineConfig } from "vitepress";
import { apiPages } from "../api-pages.mjs";
import { description, repository, siteBase } from "../addresses.mjs";
import { repositoryLinks } from "../links.mjs";
import { readNavigation } from "../navigation.mjs";
import { readPages, slug } from "../pages.mjs";

const root = join(import.meta.dirname, "..", "..");
const pages = await readPages(root);
const sidebar = await readNavigation(root, pages);

/** Two ends and what connects them. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#5672cd"><circle cx="3.5" cy="12.5" r="3"/><circle cx="12.5" cy="3.5" r="3"/><path d="M3 11 11 3l2 2-8 8z"/></svg>`;

export default defineConfig({
  title: "pulumi-connectors",
  description,
  base: siteBase,
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: "pages",
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  // Mermaid is large, and loaded only where it is needed.
  vite: { build: { chunkSizeWarningLimit: 1000 } },
  // What is generated has links in its own form; the check of the built site covers all of them.
  ignoreDeadLinks: true,
  markdown: {
    anchor: { slugify: slug },
    config(markdown) {
      markdown.use(repositoryLinks, { pages, repository });
      mermaidDiagrams(markdown);
    },
  },
  themeConfig: {
    nav: [
      { text: "Getting started", link: "/getting-started.html" },
      { text: "Connector types", link: "/reference/index.html", activeMatch: "^/reference/" },
      { text: "API", link: "/api/index.html", activeMatch: "^/api/" },
    ],
    sidebar: [
      ...sidebar,
      { text: "API", items: apiPages.map(({ name, page }) => ({ text: name, link: `/${page}` })) },
    ],
    outline: [2, 3],
    socialLinks: repository === "" ? [] : [{ icon: "github", link: repository, ariaLabel: "Source code" }],
    search: {
      provider: "local",
      options: {
        _render: searchedText,
        // Each word of a query must be there: an error code or the name of a type is several words.
        miniSearch: { searchOptions: { combineWith: "AND" } },
      },
    },
  },
});

/** A block of Mermaid becomes a component, which draws it in the browser with the library that is part of the site. */
function mermaidDiagrams(markdown) {
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index];
    if (info.trim() !== "mermaid") return fence(tokens, index, ...rest);
    return `<MermaidDiagram code="${encodeURIComponent(content)}" />\n`;
  };
}

/** What the search reads of a page. In the API, a section is a whole declaration, without headings such as "Parameters" inside. */
function searchedText(source, env, markdown) {
  const html = markdown.render(source, env);
  if (env.frontmatter?.search === false) return "";
  return env.relativePath.startsWith("api/") ? html.replace(/<h([4-6])\b.*?<\/h\1>/gs, "") : html;
}
