import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../../harness/project";
import { call, callEach, type Call } from "../../../harness/script";

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A thing.

## [1.1.0] - 2026-11-01

### Fixed

- Another thing.
`;
const ready = {
  tag: "v1.2.0",
  provider: { name: "pulumi-connectors", version: "1.2.0" },
  sandbox: { version: "1.2.0", dependencies: { "pulumi-connectors": "1.2.0" } },
  lock: { packages: { provider: { version: "1.2.0" }, sandbox: { version: "1.2.0" } } },
  changelog,
  recordings: ["1.1.0", "1.2.0"],
};

/** The problems of releases that differ from one that is ready. */
const problems = (...changes: readonly Partial<typeof ready>[]): unknown[] =>
  callEach(
    "release-check/problems.mjs",
    ...changes.map((change): Call => ["releaseProblems", { ...ready, ...change }]),
  ).map((outcome) => ("value" in outcome ? outcome.value : outcome));

describe("a release", () => {
  it("is ready if tag, versions, change log and recording agree", () => {
    expect(problems({})).toEqual([[]]);
  });

  it("is refused under a tag that is no version", () => {
    expect(problems({ tag: "1.2.0" }, { tag: "v1.2" }, { tag: "v1.2.0-rc.1" }, { tag: "main" })).toEqual(
      Array(4).fill([expect.stringContaining("expected v and a version without a suffix")]),
    );
  });

  it("is refused if a version is another one", () => {
    expect(
      problems(
        { provider: { name: "pulumi-connectors", version: "1.1.0" } },
        { sandbox: { ...ready.sandbox, version: "1.1.0" } },
        { sandbox: { version: "1.2.0", dependencies: { "pulumi-connectors": "^1.2.0" } } },
        { lock: { packages: { provider: { version: "1.1.0" }, sandbox: { version: "1.2.0" } } } },
        { lock: { packages: { provider: { version: "1.2.0" }, sandbox: { version: "1.1.0" } } } },
      ),
    ).toEqual([
      ["version in provider/package.json: expected 1.2.0 as in the tag, got 1.1.0"],
      ["version in sandbox/package.json: expected 1.2.0 as in the tag, got 1.1.0"],
      ["dependencies.pulumi-connectors in sandbox/package.json: expected 1.2.0 as in the tag, got ^1.2.0"],
      ["packages.provider.version in package-lock.json: expected 1.2.0 as in the tag, got 1.1.0"],
      ["packages.sandbox.version in package-lock.json: expected 1.2.0 as in the tag, got 1.1.0"],
    ]);
  });

  it("is refused without its section of the change log, or with entries that are in none", () => {
    const replaced = (from: string, to: string): Partial<typeof ready> => ({
      changelog: changelog.replace(from, to),
    });
    expect(
      problems(
        replaced("## [1.2.0] - 2026-12-01\n", ""),
        replaced(" - 2026-12-01", ""),
        replaced("- A thing.\n", ""),
        replaced("## [1.2.0]", "## [1.3.0] - 2027-01-01\n\n## [1.2.0]"),
        replaced("## [Unreleased]\n", "## [Unreleased]\n\n### Added\n\n- Forgotten.\n"),
      ),
    ).toEqual([
      [expect.stringContaining("no section 1.2.0")],
      [expect.stringContaining('expected "## [1.2.0] - YYYY-MM-DD"')],
      [expect.stringContaining("section 1.2.0: no entries")],
      [expect.stringContaining("section 1.2.0: not the newest, which is 1.3.0")],
      [expect.stringContaining('"Unreleased" has entries')],
    ]);
  });

  it("is refused if it breaks what the version before promises to keep", () => {
    const breaking = ["### Removed\n\n- `thing`.", "### Changed\n\n- **Breaking:** A thing."];
    const of = (version: string, previous: string, notes: string): Partial<typeof ready> => {
      const entry = { version };
      return {
        tag: `v${version}`,
        provider: { ...ready.provider, version },
        sandbox: { version, dependencies: { "pulumi-connectors": version } },
        lock: { packages: { provider: entry, sandbox: entry } },
        recordings: [version],
        changelog: changelog
          .replace("1.1.0", previous)
          .replace("1.2.0", version)
          .replace("### Added\n\n- A thing.", notes),
      };
    };
    const refused = [expect.stringContaining("removes or breaks something that")];
    for (const notes of breaking) {
      expect(
        problems(
          of("1.2.0", "1.1.0", notes),
          of("2.0.0", "1.1.0", notes),
          of("0.1.1", "0.1.0", notes),
          of("0.2.0", "0.1.0", notes),
        ),
      ).toEqual([refused, [], refused, []]);
    }
  });

  it("is refused without a recording of the states that it writes", () => {
    expect(problems({ recordings: ["1.1.0"] })).toEqual([
      [expect.stringContaining("test/fixtures/releases/1.2.0.json: missing")],
    ]);
  });

  it("has the entries of its section as notes, and nothing of its neighbours", () => {
    const sectionOf = (version: string): unknown =>
      call("release-check/changelog.mjs", "section", changelog, version);
    expect(sectionOf("1.2.0")).toEqual({ date: "2026-12-01", notes: "### Added\n\n- A thing." });
    expect(sectionOf("1.1.0")).toEqual({ date: "2026-11-01", notes: "### Fixed\n\n- Another thing." });
    expect(sectionOf("Unreleased")).toEqual({ notes: "" });
  });
});

describe("the change log", () => {
  const text = readFileSync(join(repository, "CHANGELOG.md"), "utf8");
  const lines = text.split("\n");

  it("has the headings of Keep a Changelog, from the newest version to the oldest, and one line an entry", () => {
    const [unreleased, ...versions] = call("release-check/changelog.mjs", "versions", text) as string[];
    const numbers = versions.map((version) => version.split(".").map(Number));
    expect(unreleased).toBe("Unreleased");
    expect(numbers).toEqual([...numbers].sort(newestFirst));
    const groups = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    const unknown = lines.filter(
      (line) => line.startsWith("### ") && !groups.map((group) => `### ${group}`).includes(line),
    );
    expect(unknown).toEqual([]);
    const [, ...entries] = lines.slice(lines.indexOf("## [Unreleased]"));
    expect(entries.filter((line) => line !== "" && !/^(#{2,3} |- .+[.:]$)/.test(line))).toEqual([]);
  });

  it("has a section for the version that the packages have", () => {
    const { version } = JSON.parse(
      readFileSync(join(repository, "provider", "package.json"), "utf8"),
    ) as Readonly<Record<"version", string>>;
    expect(call("release-check/changelog.mjs", "versions", text)).toContain(version);
  });
});

function newestFirst(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((number, at) => number !== right[at]);
  return (right[index] ?? 0) - (left[index] ?? 0);
}
