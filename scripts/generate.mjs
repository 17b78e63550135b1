// `npm run generate` generates files from the catalog: the types of configurations and credentials, the table of secret keys, and the
// reference pages; from the addresses in the root's package.json those of the packages and of the issue forms; from the results of
// the benchmark docs/performance.md; docs/dependencies.md from what is installed; the numbers of types in
// the READMEs; and the diffs in docs/contributing/connector-type.md. With `-- --check` it only reports whether they are
// up to date.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import * as prettier from "prettier";
import { readCatalog, readReference } from "./catalog.mjs";
import { connectorTypePage } from "./generate/connector-type.mjs";
import { withCounts } from "./generate/counts.mjs";
import { dependenciesPage } from "./generate/dependencies.mjs";
import { issueChoices, withAddresses } from "./generate/manifest.mjs";
import { measure } from "./generate/measure.mjs";
import { indexPage, page, pageName } from "./generate/pages.mjs";
import { performancePage } from "./generate/performance.mjs";
import { secretTable } from "./generate/secret-table.mjs";
import { configTypes } from "./generate/types.mjs";
import { root } from "./setup.mjs";

const sources = join(root, "provider", "src");
const performancePath = join(root, "docs", "performance.md");
const dependenciesPath = join(root, "docs", "dependencies.md");
const choicesPath = join(root, ".github", "ISSUE_TEMPLATE", "config.yml");
/** Where a file is not made from the catalog. */
const origins = new Map([
  [performancePath, "test/bench/results.json"],
  [dependenciesPath, "docs/dependencies.json and what is installed"],
  [choicesPath, "package.json"],
]);
const noticeOf = (path) =>
  `Generated from ${origins.get(path) ?? "the catalog"} by \`npm run generate\`. Do not edit.`;
const banners = {
  ".ts": (notice) => `// ${notice}\n\n`,
  ".md": (notice) => `<!-- ${notice} -->\n\n`,
  ".yml": (notice) => `# ${notice}\n\n`,
  ".json": () => "",
};

const readText = (...path) => readFile(join(root, ...path), "utf8");
const readJson = async (...path) => JSON.parse(await readText(...path));
const manifestOf = (folder) => readJson(folder, "package.json");

/** What follows from a catalog: the text of each file, by its path. */
async function catalogFiles(catalog) {
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
  return files;
}

/** A generated file as it is written. */
async function formatted(path, text) {
  const options = await prettier.resolveConfig(path);
  return prettier.format(banners[extname(path)](noticeOf(path)) + text, { ...options, filepath: path });
}

const catalog = await readCatalog(join(root, "provider", "catalog"));
const files = await catalogFiles(catalog);

const addresses = await manifestOf(".");
files.set(choicesPath, issueChoices(addresses));
for (const folder of ["provider", "sandbox"]) {
  const manifest = withAddresses(await manifestOf(folder), addresses, folder);
  files.set(join(root, folder, "package.json"), JSON.stringify(manifest, null, 2));
}

files.set(performancePath, performancePage(await readJson("test", "bench", "results.json")));

const reasons = await readJson("docs", "dependencies.json");
const folders = new Set([".", ...addresses.workspaces, ...Object.keys(reasons)]);
const manifests = await Promise.all([...folders].map(async (folder) => [folder, await manifestOf(folder)]));
const lock = await readJson("package-lock.json");
files.set(
  dependenciesPath,
  dependenciesPage({
    manifests: Object.fromEntries(manifests),
    lock,
    reasons,
    measured: Object.fromEntries(
      Object.keys(lock.packages)
        .filter((path) => path.includes("node_modules/") && existsSync(join(root, path)))
        .map((path) => [path, measure(join(root, path))]),
    ),
  }),
);

const texts = new Map();
for (const [path, text] of files) texts.set(path, await formatted(path, text));

// The rest of these pages is written by hand.
const readmes = ["README.md", "provider/README.md"];
const counted = withCounts(
  Object.fromEntries(await Promise.all(readmes.map(async (path) => [path, await readText(path)]))),
  catalog,
);
for (const [path, text] of Object.entries(counted)) texts.set(join(root, path), text);

const walkthroughPath = join(root, "docs", "contributing", "connector-type.md");
const walkthrough = await connectorTypePage({
  page: await readFile(walkthroughPath, "utf8"),
  catalog,
  read: readText,
  async generated(some) {
    const made = new Map();
    for (const [path, text] of await catalogFiles(some)) {
      // What the type does not change is formatted already.
      const known = files.get(path) === text ? texts.get(path) : undefined;
      made.set(relative(root, path).replaceAll("\\", "/"), known ?? (await formatted(path, text)));
    }
    return made;
  },
});
if (walkthrough !== undefined) texts.set(walkthroughPath, walkthrough);

const stale = [];
for (const [path, text] of texts) {
  const current = await readFile(path, "utf8").catch(() => "");
  if (current === text) continue;
  stale.push(path.slice(root.length + 1));
  if (process.argv.includes("--check")) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`Out of date: ${stale.join(", ")}. Run \`npm run generate\`.`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(", ")}` : "Generated files are up to date.");
}
