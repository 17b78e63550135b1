import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../../harness/project";
import { callEach, type Call } from "../../../harness/script";

const row = (loadedBy: string) => ({ loadedBy: [loadedBy], reason: `needed by the ${loadedBy}` });
/** A workspace of two packages: a needs b and c, c needs another b; native is for one system only. */
const workspace = {
  manifests: {
    ".": { name: "workspace", private: true, devDependencies: { tool: "1" } },
    first: { name: "first", dependencies: { a: "1" }, peerDependencies: { "@pulumi/pulumi": "1" } },
    second: { name: "second", dependencies: { first: "1" }, peerDependencies: { "@pulumi/pulumi": "1" } },
  },
  lock: {
    packages: {
      first: { dependencies: { a: "1" } },
      second: { dependencies: { first: "1" } },
      "node_modules/first": { resolved: "first", link: true },
      "node_modules/@pulumi/pulumi": { dependencies: { d: "1" } },
      "node_modules/a": { dependencies: { b: "1", c: "1", d: "1" }, optionalDependencies: { native: "1" } },
      "node_modules/b": {},
      "node_modules/c": { dependencies: { b: "2" } },
      "node_modules/c/node_modules/b": {},
      "node_modules/d": {},
      "node_modules/native": { os: ["win32"] },
      "node_modules/tool": {},
    },
  },
  reasons: {
    first: { a: row("host"), "@pulumi/pulumi": row("program") },
    second: { "@pulumi/pulumi": row("sandbox") },
    ".": { tool: row("tests") },
  },
  measured: {
    "node_modules/@pulumi/pulumi": { bytes: 1_000_000, licence: "Apache-2.0" },
    "node_modules/a": { bytes: 10_000, licence: "MIT" },
    "node_modules/b": { bytes: 200_000, licence: "MIT" },
    "node_modules/c": { bytes: 3_000_000, licence: "ISC" },
    "node_modules/c/node_modules/b": { bytes: 20_000, licence: "MIT" },
    "node_modules/d": { bytes: 500_000, licence: "MIT" },
    "node_modules/tool": { bytes: 999_999, licence: "0BSD" },
  },
};
type Workspace = Omit<typeof workspace, "reasons"> & { readonly reasons: object };

/** The page of each workspace, or the message of the error. */
const pages = (...workspaces: readonly Workspace[]): string[] =>
  callEach("generate/dependencies.mjs", ...workspaces.map((each): Call => ["dependenciesPage", each])).map(
    (outcome) => String("value" in outcome ? outcome.value : outcome.error),
  );
const withReasons = (reasons: object): Workspace => ({ ...workspace, reasons });

describe("the page on dependencies", () => {
  it("says of each what it is for, who loads it, how large it is and its licence", () => {
    const [page = ""] = pages(workspace);
    expect(page).toContain("| `a` | host | needed by the host | 10 kB | 3.7 MB in 5 packages | MIT |");
    expect(page).toContain(
      "| `@pulumi/pulumi` (peer) | program | needed by the program | 1 MB | 1.5 MB in 2 packages | Apache-2.0 |",
    );
    expect(page).toContain("| `tool` | tests | needed by the tests | 1 MB |  | 0BSD |");
    expect(page).toContain(
      "## `first`\n\nBeside `@pulumi/pulumi` and its dependencies, it installs 4 packages of others: 3.2 MB",
    );
    // What a package of ours needs, but not the package itself.
    expect(page).toContain(
      "## `second`\n\nBeside `@pulumi/pulumi` and its dependencies, it installs 4 packages of others: 3.2 MB",
    );
    expect(page).not.toMatch(/Beside[^\n]+\n\n[^\n]+\n[^\n]+\n\| `first`/);
  });

  it("takes what a row says of a package that is installed elsewhere", () => {
    const site = { name: "site", private: true, devDependencies: { generator: "1" } };
    const [page] = pages({
      ...workspace,
      manifests: { ...workspace.manifests, ...{ site } },
      reasons: {
        ...workspace.reasons,
        site: { generator: { loadedBy: ["site"], reason: "builds it", size: "60 MB", licence: "MIT" } },
      },
    });
    expect(page).toContain("## `site`");
    expect(page).toContain("| `generator` | site | builds it | 60 MB |  | MIT |");
  });

  it("is refused if a dependency has no row, a row no dependency, or a row is incomplete", () => {
    const { reasons } = workspace;
    const { "@pulumi/pulumi": sdk } = reasons.first;
    expect(
      pages(
        withReasons({ ...reasons, first: { "@pulumi/pulumi": sdk } }),
        withReasons({ ...reasons, ".": { ...reasons["."], left: row("tests") } }),
        withReasons({ ...reasons, ".": { tool: row("nobody") } }),
        withReasons({ ...reasons, ".": { tool: { loadedBy: ["tests"], reason: "" } } }),
        withReasons({ first: reasons.first, second: reasons.second }),
      ),
    ).toEqual([
      "docs/dependencies.json: no row for a of first",
      "docs/dependencies.json: . does not depend on left",
      "docs/dependencies.json: tool: loadedBy has no nobody",
      "docs/dependencies.json: tool: no reason",
      "docs/dependencies.json: no section .",
    ]);
  });
});

describe("the dependencies", () => {
  const read = (path: string): string => readFileSync(join(repository, path), "utf8");
  const namesOf = (folder: string, ...groups: readonly string[]): string[] => {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Readonly<
      Record<string, object | undefined>
    >;
    return groups.flatMap((group) => Object.keys(manifest[group] ?? {}));
  };
  const textOf = (...paths: readonly string[]): string =>
    execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...paths], {
      cwd: repository,
      encoding: "utf8",
    })
      .trim()
      .split("\n")
      .filter((path) => /\.[cm]?[jt]s$/.test(path))
      .map(read)
      .join("\n");
  const isImported = (name: string, text: string): boolean =>
    new RegExp(`["'](?:node_modules/)?${name}["'/]`).test(text);

  it("of both packages are imported by them", () => {
    const all = ["dependencies", "optionalDependencies", "peerDependencies"];
    for (const folder of ["provider", "sandbox"]) {
      const text = textOf(`${folder}/src`, `${folder}/policy-pack`);
      expect(namesOf(folder, ...all).filter((name) => !isImported(name, text))).toEqual([]);
    }
  });

  it("for development are used by a test, a script or a configuration", () => {
    const text = textOf("test", "scripts", "*.mjs", "provider/src", "sandbox/src");
    const isType = (name: string): boolean => name.startsWith("@types/");
    expect(
      namesOf(".", "devDependencies").filter((name) => !isType(name) && !isImported(name, text)),
    ).toEqual([]);
  });
});
