import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";

/**
 * Where a platform's part of the provider package's catalog is: one JSON Schema file a connector type, whose facts are the
 * vendor's. The platforms here validate with the same files as the provider.
 *
 * @param folder Below `catalog/`: `unstructured/source`.
 */
export function catalogFolder(folder: string): string {
  const provider = dirname(createRequire(__filename).resolve("pulumi-connectors/package.json"));
  return join(provider, "catalog", folder);
}

/** The types that a folder of a catalog describes, in order; none if there is no such folder. */
export function catalogTypes(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => parse(file).name)
    .sort();
}

/** What a folder of a catalog says of a type that it describes. */
export function catalogFile(folder: string, type: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${type}.json`), "utf8"));
}
