import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../harness/project";

/** What serves every platform alike. */
const core = [
  "provider/src/catalog",
  "provider/src/client",
  "provider/src/definition",
  "provider/src/http",
  "provider/src/lifecycle",
  "provider/src/secrets",
  "provider/src/settings",
  "provider/src/stack-config",
  "provider/src/values",
  "sandbox/src/engine",
  "sandbox/src/display",
];

/** The folders of the platforms; a new one is one more. */
const platforms = readdirSync(join(repository, "provider", "catalog"));

/** Where a platform comes in by its name: the package's door, and what is made from the catalog. */
const doors = ["provider/src/index.ts", "provider/src/catalog/generated/secret-keys.ts"];

function filesBelow(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path}`);
}

const topFiles = readdirSync(join(repository, "provider", "src"))
  .filter((path) => path.endsWith(".ts"))
  .map((path) => `provider/src/${path}`);

describe("the core", () => {
  it("names no platform, so that one more is a folder and no change to it", () => {
    const names = new RegExp([...platforms, "ai squared", "multiwoven"].join("|"), "i");
    const files = [...core.flatMap(filesBelow), ...topFiles].filter((path) => !doors.includes(path));
    expect(files.length).toBeGreaterThan(60);
    const naming = files.flatMap((path) =>
      readFileSync(join(repository, path), "utf8")
        .split("\n")
        .map((line, index) => `${path}:${index + 1}: ${line.trim()}`)
        .filter((line) => names.test(line.slice(line.indexOf(": ")))),
    );
    expect(naming).toEqual([]);
  });

  it("would be found out: the platforms' own folders name them", () => {
    expect(platforms).toEqual(["airweave", "aisquared", "unstructured"]);
    for (const platform of platforms) {
      const texts = filesBelow(`provider/src/platforms/${platform}`).map((path) =>
        readFileSync(join(repository, path), "utf8"),
      );
      expect(texts.some((text) => text.includes(platform))).toBe(true);
    }
  });
});
