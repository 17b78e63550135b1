import { join } from "node:path";
import { defineConfig } from "vitepress";
import { description, repository, siteBase } from "../addresses.mjs";
import { repositoryLinks } from "../links.mjs";
import { readNavigation } from "../navigation.mjs";
import { readPages, slug } from "../pages.mjs";

const root = join(import.meta.dirname, "..", "..");
const pages = await readPages(root);
const sidebar = await readNavigation(root, pages);

export default defineConfig({
  title: "pulumi-connectors",
  description,
  base: siteBase,
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
    sidebar,
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
