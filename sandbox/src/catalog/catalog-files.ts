import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";

/**
 * A folder of the provider package's catalog, which has a JSON Schema file per connector type. The emulated platforms validate with the
 * same files as the provider.
 *
 * @param folder Below `catalog/`: `<platform>/source`.
 */
export function catalogFolder(folder: string): string {
  const provider = dirname(createRequire(__filename).resolve("pulumi-connectors/package.json"));
  return join(provider, "catalog", folder);
}

/** The types that a folder of the catalog describes, sorted; none if there is no such folder. */
export function catalogTypes(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => parse(file).name)
    .sort();
}

/** The parsed file of a type. */
export function catalogFile(folder: string, type: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${type}.json`), "utf8"));
}
