import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The bytes of an installed package's files, without the packages in its `node_modules`, and the licence that it declares. */
export function measure(folder) {
  const { license = "not declared" } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { bytes: bytesOf(folder), licence: license };
}

function bytesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .map((entry) => join(folder, entry.name))
    .reduce((sum, path) => {
      const stats = statSync(path);
      return sum + (stats.isDirectory() ? bytesOf(path) : stats.size);
    }, 0);
}
