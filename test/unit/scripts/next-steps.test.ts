import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../harness/project";

const script = pathToFileURL(join(repository, "scripts", "next-steps.mjs")).href;

/** What the script says after each of some commands. */
function nextSteps(...runs: readonly (readonly [args: readonly string[], code: number])[]): string[] {
  const code = `
    import { nextSteps } from ${JSON.stringify(script)};
    console.log(JSON.stringify(${JSON.stringify(runs)}.map(([args, code]) => nextSteps(args, code))));
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
  });
  return JSON.parse(stdout) as string[];
}

describe("npm start", () => {
  it("says in three lines what to try next, and names only files that exist", () => {
    const [text = ""] = nextSteps([["up", "--defaults", "examples/quickstart/defaults.yaml"], 0]);
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("npm start -- console");
    expect(text).toContain("docs/");
    for (const [path] of text.matchAll(/\b(?:docs|examples)\/[\w./-]*/g)) {
      expect([path, existsSync(join(repository, path))]).toEqual([path, true]);
    }
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  it("says so only after a successful up that prints for people", () => {
    expect(
      nextSteps(
        ...[["up"], ["update", "-s", "other"], ["up", "--diff"]].map((args) => [args, 0] as const),
      ).map((text) => text !== ""),
    ).toEqual([true, true, true]);
    expect(
      nextSteps(
        [["up"], 1],
        ...[
          ["up", "--json"],
          ["up", "-j"],
          ["up", "-yj"],
          ["up", "--help"],
          ["preview"],
          ["destroy"],
          ["--help"],
        ].map((args) => [args, 0] as const),
      ),
    ).toEqual(Array(8).fill(""));
  });
});
