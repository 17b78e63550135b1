import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  parseManifest,
  type ManifestEntries,
} from "../../../../../provider/src/command-line/export/manifest";
import { projectName } from "../../../../../provider/src/command-line/export/project-name";
import {
  openTarget,
  writeProject,
  type Written,
} from "../../../../../provider/src/command-line/export/write-project";

describe("writing a generated project", () => {
  let root: string;
  let out: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "export-")));
    out = join(root, "infra");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const manifestPath = (): string => join(out, "export-manifest.json");
  const entries: ManifestEntries = {
    "x.Y 1": { resource: "y", configKeys: { "config.secret": "y.secret" } },
  };
  const write = (files: Readonly<Record<string, string>>, replaces = false): Written =>
    writeProject(openTarget(out, replaces), new Map(Object.entries(files)), entries);
  const read = (path: string): string => readFileSync(join(out, path), "utf8");
  const tree = (folder = root): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .sort();

  it("makes a new folder with a manifest, and an empty one is as good", () => {
    expect(write({ "index.ts": "1", "src/a.ts": "2" })).toEqual({
      written: ["index.ts", "src/a.ts"],
      unchanged: [],
      removed: [],
      left: [],
    });
    expect(parseManifest("m", read("export-manifest.json")).entries).toEqual(entries);
    const files = tree();
    rmSync(out, { recursive: true });
    mkdirSync(out);
    write({ "index.ts": "1", "src/a.ts": "2" }, true);
    expect(tree()).toEqual(files);
    expect(files).toEqual([
      "infra",
      "infra/export-manifest.json",
      "infra/index.ts",
      "infra/src",
      "infra/src/a.ts",
    ]);
  });

  it("replaces what it wrote, removes what is not needed any more, and leaves the rest", () => {
    write({ "index.ts": "1", "a/old.ts": "2", "b/old.ts": "2", "same.ts": "3", "Pulumi.yaml": "name: x" });
    for (const own of ["Pulumi.dev.yaml", "README.md", "b/own.ts"]) writeFileSync(join(out, own), "mine");
    rmSync(join(out, "index.ts"));
    const { ino } = lstatSync(join(out, "same.ts"));
    expect(write({ "index.ts": "1", "new.ts": "4", "same.ts": "3", "Pulumi.yaml": "name: y" }, true)).toEqual(
      {
        written: ["Pulumi.yaml", "index.ts", "new.ts"],
        unchanged: ["same.ts"],
        removed: ["a/old.ts", "b/old.ts"],
        left: [],
      },
    );
    expect(tree(out)).toEqual([
      "Pulumi.dev.yaml",
      "Pulumi.yaml",
      "README.md",
      "b",
      "b/own.ts",
      "export-manifest.json",
      "index.ts",
      "new.ts",
      "same.ts",
    ]);
    expect([read("Pulumi.dev.yaml"), read("README.md"), lstatSync(join(out, "same.ts")).ino]).toEqual([
      "mine",
      "mine",
      ino,
    ]);
    expect(Object.keys(parseManifest("m", read("export-manifest.json")).files)).toEqual([
      "Pulumi.yaml",
      "index.ts",
      "new.ts",
      "same.ts",
    ]);
  });

  it("refuses files that were edited, names them, and changes nothing then", () => {
    write({ "index.ts": "1", "old.ts": "2", "other.ts": "3" });
    writeFileSync(join(out, "index.ts"), "edited");
    writeFileSync(join(out, "old.ts"), "edited");
    const before = tree().map((path) => [path, lstatSync(join(root, path)).mtimeMs]);
    expect(() => write({ "index.ts": "1", "other.ts": "changed" }, true)).toThrow(
      `--replace: edited since the last export, and so not overwritten: index.ts, old.ts in ${out}; undo the edits (git checkout), and put what is yours into files of your own`,
    );
    expect(tree().map((path) => [path, lstatSync(join(root, path)).mtimeMs])).toEqual(before);
    writeFileSync(join(out, "index.ts"), "1");
    writeFileSync(join(out, "old.ts"), "2");
    writeFileSync(join(out, "mine.ts"), "mine");
    expect(() => write({ "mine.ts": "theirs" }, true)).toThrow("no export has written mine.ts");
    expect(read("mine.ts")).toBe("mine");
  });

  it("goes on after an export that was interrupted, and takes other line ends for its own", () => {
    write({ "a.ts": "1\n", "b.ts": "1\n" });
    writeFileSync(join(out, "a.ts"), "2\n");
    writeFileSync(join(out, "b.ts"), "1\r\n");
    expect(write({ "a.ts": "2\n", "b.ts": "1\n" }, true)).toMatchObject({ unchanged: ["a.ts", "b.ts"] });
    expect(write({ "a.ts": "3\n", "b.ts": "3\n" }, true)).toMatchObject({ written: ["a.ts", "b.ts"] });
  });

  it("leaves an edited package.json as it is, also in later exports, but no program", () => {
    write({ "package.json": "{}", "index.ts": "1" });
    writeFileSync(join(out, "package.json"), '{"dependencies":{}}');
    for (const generated of ["{}", "{ }"]) {
      expect(write({ "package.json": generated, "index.ts": "1" }, true)).toMatchObject({
        left: ["package.json"],
      });
      expect(read("package.json")).toBe('{"dependencies":{}}');
    }
  });

  it("refuses a folder that is not empty, is none, or that no export has written", () => {
    writeFileSync(join(root, "file"), "");
    symlinkSync(root, join(root, "link"));
    mkdirSync(out);
    writeFileSync(join(out, "x"), "");
    expect(() => openTarget(out, false)).toThrow("is not empty; name another folder, or give --replace");
    expect(() => openTarget(out, true)).toThrow("has no export-manifest.json, so no export has written it");
    expect(() => openTarget(join(root, "file"), true)).toThrow("is a file; name a folder");
    expect(() => openTarget(join(root, "link"), true)).toThrow(
      "is a symbolic link, which is not followed; name a folder",
    );
  });

  it.each([
    ["", "this is not what `export` has written"],
    ["<<<<<<< HEAD\n{}", "this is not what `export` has written"],
    ['{ "version": 1, "entries": {}, "files": { "a.ts": "x" } }', "this is not what `export` has written"],
    ['{ "version": 2, "entries": [] }', "its form is version 2, which this release does not know"],
    [
      `{ "version": 1, "entries": {}, "files": { "../a.ts": "${"0".repeat(64)}" } }`,
      '"../a.ts" is not the path of a file',
    ],
    [
      `{ "version": 1, "entries": {}, "files": { "Pulumi.dev.yaml": "${"0".repeat(64)}" } }`,
      "is not the path of a file",
    ],
  ])("refuses a manifest that is broken, foreign or newer: %j", (text, problem) => {
    write({ "index.ts": "1" });
    writeFileSync(manifestPath(), text);
    expect(() => openTarget(out, true)).toThrow(problem);
  });

  it.each([
    "../x.ts",
    "a/../../x.ts",
    "/etc/x.ts",
    "a//x.ts",
    "./x.ts",
    "a\\x.ts",
    "C:x.ts",
    "x.ts\0",
    "x\n.ts",
    "x.ts.",
    "x.ts ",
    "",
    ".git/hooks/pre-commit",
    ".GIT/config",
    "node_modules/x.js",
    "Pulumi.dev.yaml",
    "pulumi.dev.YML",
    "con.ts",
    "naïve.ts",
    "export-manifest.json",
    "INDEX.ts",
  ])("writes no file called %j, nor any other then", (path) => {
    expect(() => write({ "index.ts": "1", [path]: "2" })).toThrow("so nothing was written");
    expect(tree()).toEqual([]);
  });

  it("writes nothing outside the folder, whatever the paths", () => {
    const steps = fc.constantFrom("..", ".", "", "a", "b.ts", "\\", "/", "~", ".git", "..\\", "%2e%2e", "C:");
    fc.assert(
      fc.property(fc.array(fc.oneof(steps, fc.string()), { minLength: 1, maxLength: 4 }), (names) => {
        try {
          write({ [names.join("/")]: "x" });
        } catch {
          // Refused.
        }
        expect(readdirSync(root).filter((name) => name !== "infra")).toEqual([]);
        rmSync(out, { recursive: true, force: true });
      }),
    );
  });

  it("follows no link: neither for a file, nor for a folder, nor for the manifest", () => {
    const elsewhere = join(root, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "a.ts"), "theirs");
    write({ "src/a.ts": "1", "b.ts": "1" });
    rmSync(join(out, "src"), { recursive: true });
    symlinkSync(elsewhere, join(out, "src"));
    const files = { "src/a.ts": "2", "b.ts": "2" };
    expect(() => write(files, true)).toThrow("src: this is a symbolic link, which is not followed");
    rmSync(join(out, "src"));
    mkdirSync(join(out, "src"));
    symlinkSync(join(elsewhere, "a.ts"), join(out, "src", "a.ts"));
    expect(() => write(files, true)).toThrow("a.ts: this is a symbolic link, which is not followed");
    expect(() => write({ "b.ts": "2" }, true)).toThrow("a.ts: this is a symbolic link");
    rmSync(join(out, "src", "a.ts"));
    rmSync(join(out, "b.ts"));
    symlinkSync(join(root, "nowhere"), join(out, "b.ts"));
    expect(() => write(files, true)).toThrow("b.ts: this is a symbolic link");
    rmSync(join(out, "b.ts"));
    rmSync(manifestPath());
    symlinkSync(join(elsewhere, "manifest"), manifestPath());
    expect(() => openTarget(out, true)).toThrow("export-manifest.json: this is a symbolic link");
    expect(readFileSync(join(elsewhere, "a.ts"), "utf8")).toBe("theirs");
    expect(existsSync(join(root, "nowhere"))).toBe(false);
  });

  it("refuses a folder in place of a file, and a file in place of a folder", () => {
    write({ "a.ts": "1" });
    mkdirSync(join(out, "b.ts"));
    writeFileSync(join(out, "src"), "");
    expect(() => write({ "a.ts": "1", "b.ts": "1" }, true)).toThrow(
      "b.ts: this is a folder, where `export` needs a file",
    );
    expect(() => write({ "a.ts": "1", "src/c.ts": "1" }, true)).toThrow(
      "src: this is a file, where `export` needs a folder",
    );
  });

  it("leaves nothing behind where it cannot write", () => {
    writeFileSync(join(root, "file"), "");
    out = join(root, "file", "infra");
    expect(() => write({ "a.ts": "1" })).toThrow();
    expect(tree()).toEqual(["file"]);
  });

  it("names a project after its folder, and keeps the name wherever the folder goes", () => {
    expect(projectName({ folder: join(root, "my infra é!"), exists: false })).toBe("my-infra");
    expect(projectName({ folder: "/", exists: true })).toBe("workspace");
    write({ "Pulumi.yaml": "name: first\nruntime: nodejs\n" });
    expect(projectName(openTarget(out, true))).toBe("first");
  });
});
