import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** The schemas of a folder of the catalog, such as `airweave/source`, by type. */
export async function readCatalog(catalog, folder) {
  const path = join(catalog, folder);
  const names = (await readdir(path).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const schemas = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(path, name), "utf8"))),
  );
  return new Map(names.map((name, index) => [basename(name, ".json"), schemas[index]]));
}
