import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** The folders of the catalog: each a platform and a role, with the name and the schema of each connector type. */
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

/** The name and the schema of each type in a folder of the catalog; none if there is no such folder. */
export async function readEntries(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => [
      basename(name, ".json"),
      JSON.parse(await readFile(join(folder, name), "utf8")),
    ]),
  );
}

/** What programs log in with directly; undefined if the type takes no credentials of theirs. */
export function directCredentials(schema) {
  return schema["x-source"]?.direct_credentials ? schema.$defs.credentials : undefined;
}
