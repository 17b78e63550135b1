import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** Reads the catalog: for each platform and role, the name and schema of each connector type. */
export async function readCatalog(path) {
  const catalog = [];
  for (const platform of await folders(path)) {
    for (const role of await folders(join(path, platform))) {
      catalog.push({ platform, role, entries: await readEntries(join(path, platform, role)) });
    }
  }
  return catalog;
}

async function folders(path) {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Reads the name and schema of each type in a folder of the catalog; an empty array if the folder does not exist. */
export async function readEntries(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => [
      basename(name, ".json"),
      JSON.parse(await readFile(join(folder, name), "utf8")),
    ]),
  );
}

/** The schema of the credentials that programs pass; undefined if the type does not accept credentials. */
export function directCredentials(schema) {
  return schema["x-source"]?.direct_credentials ? schema.$defs.credentials : undefined;
}

/** What a platform's reference pages need besides its catalog: titles, classes, and the arguments of the examples. */
export async function readReference(platform) {
  const path = new URL(`../provider/src/platforms/${platform}/reference.json`, import.meta.url);
  return JSON.parse(await readFile(path, "utf8"));
}
