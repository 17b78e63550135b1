import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readEntries } from "../catalog.mjs";
import { compare } from "./compare.mjs";
import { readDocument } from "./document.mjs";
import { markKnown, withoutKnown } from "./known-differences.mjs";
import { listing } from "./listing.mjs";
import { root } from "../setup.mjs";

const usage = `Usage: npm run catalog:check -- [options] <file>...

Compares the catalog with what the vendors publish, and lists what is new (+), gone (-) or different (~) there.
A file is JSON or YAML: Unstructured's OpenAPI document, AI Squared's response to GET /api/v1/connector_definitions,
or Airweave's response to GET /sources. Exit codes: 0 no differences, 1 differences, 2 invalid options or files.

Options:
  --all               list known differences, too
  --json              print JSON
  --catalog <folder>  the catalog (default: provider/catalog)
  --known <file>      the known differences (default: scripts/catalog-check/known-differences.json)`;

/** Runs the command. Never throws. */
export async function catalogCheck(args) {
  try {
    return await run(args);
  } catch (error) {
    return { code: 2, problem: error.message };
  }
}

async function run(args) {
  const { values: options, positionals: files } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      catalog: { type: "string", default: join(root, "provider", "catalog") },
      known: { type: "string", default: join(root, "scripts", "catalog-check", "known-differences.json") },
    },
  });
  if (files.length === 0) throw new Error(usage);
  const documents = [];
  for (const file of files) documents.push(await readDocument(fromCallerFolder(file)));
  const comparisons = await compareFolders(documents, fromCallerFolder(options.catalog));
  const outdated = markKnown(
    comparisons,
    JSON.parse(await readFile(fromCallerFolder(options.known), "utf8")),
  );
  const shown = options.all ? comparisons : withoutKnown(comparisons);
  const report = {
    comparisons: shown,
    outdated: options.all ? [] : outdated,
    notPublished: notPublished(documents, comparisons),
    hidden: differences(comparisons) - differences(shown),
    compared: sum(comparisons.map(({ compared }) => compared)),
    new: changed(shown, "new"),
    gone: changed(shown, "gone"),
    different: changed(shown, undefined),
  };
  return {
    code: differences(shown) + report.outdated.length > 0 ? 1 : 0,
    output: options.json ? JSON.stringify(report, undefined, 2) : listing(report).join("\n"),
  };
}

/** Resolves a path from the folder where the user called npm, which runs scripts in the folder of package.json. */
function fromCallerFolder(path) {
  return resolve(process.env.INIT_CWD ?? "", path);
}

/** One comparison for each folder of the catalog that the documents cover, in alphabetical order. */
async function compareFolders(documents, catalog) {
  const folders = new Map();
  for (const { vendor, published } of documents) {
    for (const { folder, isWhole, types } of published) {
      const other = folders.get(folder) ?? { vendor, isWhole: false, types: new Map() };
      folders.set(folder, {
        vendor,
        isWhole: other.isWhole || isWhole,
        types: new Map([...other.types, ...types]),
      });
    }
  }
  return Promise.all(
    [...folders]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(async ([folder, { vendor, isWhole, types }]) => {
        const schemas = new Map(await readEntries(join(catalog, folder)));
        const ours = new Map([...schemas].map(([type, schema]) => [type, vendor.asPublished(schema)]));
        return { folder, ...compare(ours, types, isWhole) };
      }),
  );
}

/** What the comparison cannot find, because the vendors do not publish it. */
function notPublished(documents, comparisons) {
  const vendors = [...new Set(documents.map(({ vendor }) => vendor))];
  return vendors.map(({ platform, notPublished: what }) => {
    const typesWithoutFields = comparisons
      .filter(({ folder }) => folder.startsWith(`${platform}/`))
      .flatMap(({ folder, withoutFields }) => withoutFields.map((type) => `${folder}/${type}`));
    return {
      platform,
      what: [what, ...typesWithoutFields.map((path) => `the settings of ${path}`)].join("; "),
    };
  });
}

function changed(comparisons, change) {
  return sum(comparisons.map(({ types }) => types.filter((type) => type.change === change).length));
}

function differences(comparisons) {
  const of = ({ change, differences }) => (change === undefined ? differences.length : 1);
  return sum(comparisons.map(({ types }) => sum(types.map(of))));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
