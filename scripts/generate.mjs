// `npm run generate` generates files from the catalog: the types of configurations and credentials, the table of secret keys, and the
// reference pages; from the root's package.json the addresses in those of the packages; and from the results of
// the benchmark docs/performance.md. With `-- --check` it only reports whether they are up to date.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import * as prettier from "prettier";
import { readCatalog, readReference } from "./catalog.mjs";
import { withAddresses } from "./generate/manifest.mjs";
import { indexPage, page, pageName } from "./generate/pages.mjs";
import { performancePage } from "./generate/performance.mjs";
import { secretTable } from "./generate/secret-table.mjs";
import { configTypes } from "./generate/types.mjs";
import { root } from "./setup.mjs";

const sources = join(root, "provider", "src");
const performancePath = join(root, "docs", "performance.md");
const noticeOf = (path) =>
  `Generated from ${path === performancePath ? "test/bench/results.json" : "the catalog"} by \`npm run generate\`. Do not edit.`;
const banners = {
  ".ts": (notice) => `// ${notice}\n\n`,
  ".md": (notice) => `<!-- ${notice} -->\n\n`,
  ".json": () => "",
};

const catalog = await readCatalog(join(root, "provider", "catalog"));
const files = new Map([[join(sources, "catalog", "generated", "secret-keys.ts"), secretTable(catalog)]]);
const pages = await Promise.all(
  catalog.map(async (each) => ({ ...each, reference: await readReference(each.platform) })),
);
for (const { platform, role, entries, reference } of pages) {
  files.set(
    join(sources, "platforms", platform, "generated", `${role}-configs.ts`),
    await configTypes(role, entries),
  );
  files.set(
    join(root, "docs", "reference", pageName(platform, role)),
    page(platform, role, entries, reference),
  );
}
files.set(join(root, "docs", "reference", "README.md"), indexPage(pages));

const results = JSON.parse(await readFile(join(root, "test", "bench", "results.json"), "utf8"));
files.set(performancePath, performancePage(results));

const manifestOf = async (folder) => JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
const { repository } = await manifestOf(".");
for (const folder of ["provider", "sandbox"]) {
  const manifest = withAddresses(await manifestOf(folder), repository, folder);
  files.set(join(root, folder, "package.json"), JSON.stringify(manifest, null, 2));
}

const stale = [];
for (const [path, text] of files) {
  const options = await prettier.resolveConfig(path);
  const formatted = await prettier.format(banners[extname(path)](noticeOf(path)) + text, {
    ...options,
    filepath: path,
  });
  const current = await readFile(path, "utf8").catch(() => "");
  if (current === formatted) continue;
  stale.push(path.slice(root.length + 1));
  if (process.argv.includes("--check")) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, formatted);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`Out of date: ${stale.join(", ")}. Run \`npm run generate\`.`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(", ")}` : "Generated files are up to date.");
}
