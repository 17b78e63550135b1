import { createRequire } from "node:module";
import { dirname, join } from "node:path";

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
