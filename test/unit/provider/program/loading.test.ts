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
  const platforms = ["airweave", "aisquared", "unstructured"];

  it("loads no platform before one is used", () => {
    const loaded = loadedBy('Object.keys(require("pulumi-connectors")); report()');
    expect(loaded).toContain("provider/dist/lazy-index.js");
    expect(loaded.filter((path) => path.includes("/platforms/"))).toEqual([]);
  });

  it.each(platforms)("loads only the resource classes of %s and the table of secret keys", (platform) => {
    const loaded = [...new Set(loadedBy(`require("pulumi-connectors").${platform}; report()`))];
    expect(loaded).toContain(`provider/dist/platforms/${platform}/index.js`);
    expect(loaded).toContain("provider/dist/catalog/generated/secret-keys.js");
    expect(loaded.filter((path) => !path.startsWith("provider/dist/"))).toEqual([]);
    // Every file and every byte costs time. Only the table grows with the number of types.
    expect(loaded.length).toBeLessThanOrEqual(40);
    const bytes = loaded.reduce((sum, path) => sum + statSync(join(repository, path)).size, 0);
    expect(bytes).toBeLessThanOrEqual(105_000);
    const others = platforms.filter((each) => each !== platform).join("|");
    const heavy = /\.json$|\/http\/client|\/catalog\/problems|\/dist\/project\//;
    const unused = loaded.filter((path) => heavy.test(path) || path.match(`/platforms/(${others})/`));
    expect(unused).toEqual([]);
  });

  it("exports the same, loaded by require and by import", () => {
    const text = `import * as imported from "pulumi-connectors";
      import { createRequire } from "node:module";
      const required = createRequire(import.meta.url)("pulumi-connectors");
      const names = Object.keys(required);
      console.log(JSON.stringify([names, Object.keys(imported), names.filter((name) => imported[name] !== required[name])]));`;
    const project = makeProject();
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
      cwd: project.folder,
      encoding: "utf8",
    });
    project.remove();
    const [required, imported, different] = JSON.parse(stdout) as [string[], string[], string[]];
    expect(required).toEqual(expect.arrayContaining(platforms));
    const ofModules = ["__esModule", "default", "module.exports"];
    expect(imported.filter((name) => !ofModules.includes(name)).sort()).toEqual(required.sort());
    expect(different).toEqual([]);
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
