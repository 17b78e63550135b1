// Builds the site; `npm run docs` runs this, when the tools are installed.
import { copyFile, cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "vitepress";
import { siteBase } from "./addresses.mjs";
import { writeApi } from "./api.mjs";
import { checkSite } from "./check.mjs";
import { readPages } from "./pages.mjs";

const site = import.meta.dirname;
const root = dirname(site);

/**
 * Builds the site into `dist`, and checks it.
 *
 * @returns the number of pages, the size in bytes, and what is wrong, a line each.
 */
export async function buildSite() {
  const staged = join(site, "pages");
  await rm(staged, { recursive: true, force: true });
  for (const [source, page] of await readPages(root)) {
    await mkdir(dirname(join(staged, page)), { recursive: true });
    await copyFile(join(root, source), join(staged, page));
  }
  await cp(join(root, "docs", "images"), join(staged, "images"), { recursive: true });
  await writeApi(root, join(staged, "api"));
  await build(site);
  return checkSite(join(site, "dist"), siteBase);
}
