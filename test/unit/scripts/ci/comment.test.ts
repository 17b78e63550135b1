import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { repository } from "../../../harness/project";

const script = join(repository, "examples", "ci", "ci", "comment.mjs");

describe("the comment of examples/ci", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "comment-"));
    mkdirSync(join(folder, "plan"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, "plan", name), text);
  const preview = (stack: string, exit: number, output: string): void => {
    write(`${stack}.txt`, output);
    write(`${stack}.exit`, `${exit}\n`);
  };
  const run = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: "utf8" });
  const comment = (limit: number, ...stacks: readonly string[]): string =>
    run(String(limit), ...stacks).stdout;
  const rows = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("| "));

  it("has a row for each stack, in the given order, and says which were not run", () => {
    preview(
      "dev",
      0,
      "Previewing\nResources:\n    + 1 to create\n    ~ 2 to update\n    +-3 to replace\n    - 4 to delete\n    10 changes. 5 unchanged\n",
    );
    preview("prod", 0, "Previewing\nResources:\n    6 unchanged\n");
    preview("broken", 1, "error: the config of stack broken is invalid:\n");
    const text = comment(65536, "prod", "dev", "broken", "later");
    expect(text).toMatch(/^<!-- pulumi-connectors: plan -->\n## Plan\n/);
    expect(rows(text).slice(2)).toEqual([
      "| prod | ✅ |  |  |  |  | 6 | ✅ |",
      "| dev | ✅ | 1 | 2 | 3 | 4 | 5 | ✅ |",
      "| broken | ❌ failed |  |  |  |  |  |  |",
      "| later | ❌ not run |  |  |  |  |  |  |",
    ]);
    expect(text).toContain("<details><summary>dev: all changes</summary>");
    // Failures are visible without a click.
    expect(text).toContain("<details open><summary>broken: all changes</summary>");
  });

  it("counts violations by level, and shows their complete messages", () => {
    preview(
      "prod",
      1,
      `    rules@v1.2.3 [mandatory] [severity: high]  team  (a:b:C: x)Names say whose they are.
x is nobody's
    ~ a:b:C: (update)
    rules@v1.2.3 [advisory]  few  (pulumi:pulumi:Stack: s-prod)There are few.
    rules@v1.2.3 [advisory]  later  (a:b:C: y)can't run policy 'later' from policy pack 'rules@v1.2.3' during preview
error: preview failed
Resources:
    ~ 1 to update
`,
    );
    const text = comment(65536, "prod");
    expect(rows(text)[2]).toBe("| prod | ❌ failed |  | 1 |  |  |  | 1 mandatory, 1 advisory |");
    expect(text).toContain(
      "```text\n[mandatory] team: x\nNames say whose they are.\nx is nobody's\n\n[advisory] few: s-prod\nThere are few.\n```",
    );
    expect(text).toContain("<details><summary>prod: all changes</summary>");
  });

  it("uses the last summary, strips colors, and keeps all output inside its code block", () => {
    preview(
      "dev",
      0,
      "Resources:\n    + 9 to create\n\u001b[31mred\u001b[0m\n```\n</details> @everyone\nResources:\n    1 unchanged\n",
    );
    const text = comment(65536, "dev");
    expect(rows(text)[2]).toBe("| dev | ✅ |  |  |  |  | 1 | ✅ |");
    expect(text).toContain("\nred\n");
    expect(text).toMatch(/\n````text\n[^]*\n```\n<\/details> @everyone\n[^]*\n````\n/);
  });

  it("says if the base branch could not be deployed", () => {
    preview("dev", 0, "Resources:\n    1 unchanged\n");
    write("dev.base.txt", "error: of the base\n");
    expect(comment(65536, "dev")).toMatch(
      /<summary>dev: the base branch could not be deployed, .*<\/summary>\n\n```text\nerror: of the base\n```/,
    );
  });

  it("draws what changes, and nothing if nothing does", () => {
    const picture = 'flowchart LR\n  n1["#43; a"]:::create\n';
    for (const stack of ["dev", "prod"]) write(`${stack}.mmd`, picture);
    preview("dev", 0, "Resources:\n    + 1 to create\n    1 unchanged\n");
    preview("prod", 0, "Resources:\n    1 unchanged\n");
    const text = comment(65536, "dev", "prod");
    expect(text).toContain(
      `<details open><summary>dev: picture of the change</summary>\n\n\`\`\`mermaid\n${picture}\`\`\`\n`,
    );
    expect(text.match(/```mermaid/g)).toHaveLength(1);
  });

  it("leaves out a picture that it would have to cut, and says so", () => {
    write("dev.mmd", `flowchart LR\n${"  n1 --> n2\n".repeat(3000)}`);
    preview("dev", 0, `${"line\n".repeat(9000)}Resources:\n    + 1 to create\n`);
    const text = comment(40_000, "dev");
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).not.toContain("n1 --> n2");
    expect(text).toContain("```text\ntoo large for a comment; it is in the artifact `plan`\n```");
  });

  it("never exceeds the limit, cuts at line ends, and keeps short outputs complete", () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `line ${index} of many`).join("\n");
    preview("dev", 0, `${lines}\nResources:\n    1 unchanged\n`);
    preview("prod", 0, `${lines}${lines}\nResources:\n    2 unchanged\n`);
    preview("staging", 0, "short\nResources:\n    3 unchanged\n");
    const text = comment(65536, "dev", "staging", "prod");
    expect(text.length).toBeLessThanOrEqual(65536);
    expect(text.length).toBeGreaterThan(65000);
    expect(text).toContain("short\nResources:\n    3 unchanged\n```");
    expect(
      text.match(/line \d+ of many\n\.\.\. cut; the whole text is in the artifact `plan`\n```/g),
    ).toHaveLength(2);
    expect(rows(text).map((row) => row.split(" ")[1])).toEqual(["Stack", ":--", "dev", "staging", "prod"]);
  });

  it.each([[[]], [["65536"]], [["dev"]]])("prints its usage: %j", (args) => {
    expect(run(...args)).toMatchObject({ status: 2, stderr: "usage: comment.mjs <limit> <stack>...\n" });
  });
});
