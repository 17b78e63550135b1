import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { makeProject, repository } from "../../../harness/project";

/** The modules of this package and its dependencies that a program has loaded when a statement calls `report`. */
function loadedBy(statement: string): string[] {
  const project = makeProject();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "-e",
      `const fs = require("node:fs");
       const read = fs.readFileSync;
       const files = [];
       fs.readFileSync = (path, ...rest) => (files.push(String(path)), read(path, ...rest));
       require("@pulumi/pulumi");
       const before = new Set(Object.keys(require.cache));
       const report = () => {
         const modules = Object.keys(require.cache).filter((path) => !before.has(path));
         console.log(JSON.stringify([...modules, ...files.filter((path) => /provider[\\\\/]catalog/.test(path))]));
       };
       ${statement};`,
    ],
    { cwd: project.folder, encoding: "utf8" },
  );
  project.remove();
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as string[]).map((path) => relative(repository, path).replaceAll("\\", "/"));
}

describe("loading the package in a program", () => {
  it("loads only the resource classes and the table of secret keys", () => {
    const loaded = [...new Set(loadedBy('require("pulumi-connectors"); report()'))];
    expect(loaded).toContain("provider/dist/catalog/generated/secret-keys.js");
    expect(loaded.filter((path) => !path.startsWith("provider/dist/"))).toEqual([]);
    // Every file and every byte costs time. Only the table grows with the number of types.
    expect(loaded.length).toBeLessThanOrEqual(55);
    const bytes = loaded.reduce((sum, path) => sum + statSync(join(repository, path)).size, 0);
    expect(bytes).toBeLessThanOrEqual(152_000);
    expect(
      loaded.filter((path) => /\.json$|\/http\/client|\/catalog\/problems|\/dist\/project\//.test(path)),
    ).toEqual([]);
  });

  it("loads zod, the catalog and undici with the first lookup that is called", () => {
    const loaded = loadedBy(
      `process.env.UNSTRUCTURED_API_KEY = "key";
       process.env.UNSTRUCTURED_API_URL = "http://127.0.0.1:1";
       process.env.UNSTRUCTURED_TIMEOUT = "0.1";
       require("@pulumi/pulumi").runtime.getEngine = () => ({});
       require("pulumi-connectors").unstructured.listSources({ type: "s3" }).catch(report)`,
    );
    for (const part of ["dist/lookups/look-up.js", "node_modules/zod/", "node_modules/undici/"]) {
      expect(loaded).toContainEqual(expect.stringContaining(part));
    }
    expect(loaded).not.toContainEqual(expect.stringContaining("dist/lifecycle/provider.js"));
  });

  it("loads no zod in a provider host that checks nothing, as in a destroy", () => {
    const loaded = loadedBy(
      `for (const name of ["API_URL", "API_KEY"]) delete process.env["UNSTRUCTURED_" + name];
       const { source } = require("pulumi-connectors/unstructured/host");
       source.delete("id", { name: "n", type: "s3", config: {} }).catch(report)`,
    );
    expect(loaded).toContain("provider/dist/lifecycle/delete.js");
    expect(loaded).not.toContainEqual(expect.stringContaining("node_modules/zod/"));
  });

  it("loads zod and the catalog in the provider host, and undici with the first request", () => {
    const loaded = loadedBy(
      `const { source } = require("pulumi-connectors/unstructured/host");
       source.check({}, { name: "n", type: "s3", config: {} }).then(report)`,
    );
    for (const part of ["node_modules/zod/", "provider/catalog/unstructured/source/s3.json"]) {
      expect(loaded).toContainEqual(expect.stringContaining(part));
    }
    for (const part of ["node_modules/undici/", "provider/dist/project/"]) {
      expect(loaded).not.toContainEqual(expect.stringContaining(part));
    }
  });
});
