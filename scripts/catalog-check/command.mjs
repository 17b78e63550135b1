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
A file is JSON or YAML: Unstructured's OpenAPI document, what AI Squared answers to GET /api/v1/connector_definitions,
or what Airweave answers to GET /sources. Exit code: 0 nothing differs, 1 something does, 2 a file cannot be used.

Options:
  --all               list the known differences too
  --json              print JSON
  --catalog <folder>  the catalog (provider/catalog)
  --known <file>      the known differences (scripts/catalog-check/known-differences.json)`;

/** Runs the command with these arguments. */
export async function catalogCheck(args) {
  try {
    return await checked(args);
  } catch (error) {
    return { code: 2, problem: error.message };
  }
}

async function checked(args) {
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
  for (const file of files) documents.push(await readDocument(given(file)));
  const places = await comparedPlaces(documents, given(options.catalog));
  const outdated = markKnown(places, JSON.parse(await readFile(given(options.known), "utf8")));
  const left = options.all ? places : withoutKnown(places);
  const report = {
    places: left,
    outdated: options.all ? [] : outdated,
    untold: untold(documents, places),
    leftOut: differences(places) - differences(left),
    compared: sum(places.map(({ compared }) => compared)),
    new: changed(left, "new"),
    gone: changed(left, "gone"),
    different: changed(left, undefined),
  };
  return {
    code: differences(left) + report.outdated.length > 0 ? 1 : 0,
    output: options.json ? JSON.stringify(report, undefined, 2) : listing(report).join("\n"),
  };
}

/** npm runs scripts in the folder of package.json, wherever it was called. */
function given(path) {
  return resolve(process.env.INIT_CWD ?? "", path);
}

/** One comparison for each folder of the catalog that the documents speak of, in the order of their names. */
async function comparedPlaces(documents, catalog) {
  const places = new Map();
  for (const { vendor, published } of documents) {
    for (const { folder, isWhole, types } of published) {
      const place = places.get(folder) ?? { vendor, isWhole: false, types: new Map() };
      places.set(folder, {
        vendor,
        isWhole: place.isWhole || isWhole,
        types: new Map([...place.types, ...types]),
      });
    }
  }
  return Promise.all(
    [...places]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(async ([folder, place]) => {
        const schemas = new Map(await readEntries(join(catalog, folder)));
        const ours = new Map([...schemas].map(([type, schema]) => [type, place.vendor.asPublished(schema)]));
        return { folder, ...compare(ours, place.types, place.isWhole) };
      }),
  );
}

/** What the comparison cannot find, by platform. */
function untold(documents, places) {
  const vendors = [...new Set(documents.map(({ vendor }) => vendor))];
  return vendors.map(({ platform, untold }) => {
    const bare = places
      .filter(({ folder }) => folder.startsWith(`${platform}/`))
      .flatMap(({ folder, withoutFields }) => withoutFields.map((type) => `${folder}/${type}`));
    return { platform, what: [untold, ...bare.map((path) => `the settings of ${path}`)].join("; ") };
  });
}

function changed(places, change) {
  return sum(places.map(({ types }) => types.filter((type) => type.change === change).length));
}

function differences(places) {
  const of = ({ change, differences }) => (change === undefined ? differences.length : 1);
  return sum(places.map(({ types }) => sum(types.map(of))));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
