import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { itOnPosix } from "../../../../harness/on-posix";
import { repository } from "../../../../harness";
import { stateText } from "../../../../harness/handmade-stack";

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe("the command graph", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "graph-"));
    writeFileSync(join(folder, "state.json"), state);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const state = stateText({ kind: "airweave.Collection", name: "support", id: "c", inputs: {} });
  const run = (args: readonly string[], input = ""): Run => {
    const cli = join(repository, "provider", "dist", "command-line", "cli.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "graph", "-C", folder, ...args], {
      input,
      encoding: "utf8",
    });
    return { code: status, stdout, stderr };
  };

  it("reads a file or standard input", () => {
    const expected = {
      code: 0,
      stdout: 'flowchart LR\n  n1["support<br/>airweave.Collection"]\n',
      stderr: "",
    };
    expect(run(["state.json"])).toEqual(expected);
    expect(run([], state)).toEqual(expected);
    expect(run(["-"], state)).toEqual(expected);
  });

  itOnPosix("waits for what is piped in", () => {
    const cli = join(repository, "provider", "dist", "command-line", "cli.js");
    const line = `(sleep 1; cat state.json; sleep 0.2; echo) | '${process.execPath}' '${cli}' graph`;
    const { stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
    expect([stdout, stderr]).toEqual([expect.stringContaining("support<br/>"), ""]);
  });

  it("writes a page, and again over it, but over nothing else", () => {
    const written = { code: 0, stdout: "page.html: 1 node, 0 edges\n", stderr: "" };
    expect(run(["state.json", "--html", "page.html"])).toEqual(written);
    expect(run(["state.json", "--html", "page.html"])).toEqual(written);
    expect(readFileSync(join(folder, "page.html"), "utf8")).toContain(">support</text>");
    expect(run(["--html", "state.json"], state)).toEqual({
      ...{ code: 1, stdout: "" },
      stderr:
        "error: --html: state.json is there and is no page of this command; remove it, or name another file\n",
    });
    expect(readFileSync(join(folder, "state.json"), "utf8")).toBe(state);
    expect(run(["state.json", "--html", "no/page.html"]).stderr).toMatch(/^error: --html: .*no such file/i);
  });

  it.each([
    [["a", "b", "c"], "graph: there are more than two inputs; give one, or two to compare"],
    [["state.json", "state.json"], "graph: two inputs are to compare: give --diff, or one"],
    [["--diff", "-", "-"], "graph: only one input can be standard input"],
    [
      ["--diff", "state.json"],
      "state.json: a state alone shows no change; give a second state, or what `pulumi preview --json` prints",
    ],
    [[], "standard input: this is empty, expected JSON"],
  ])("refuses %j", (args, message) => {
    expect(run(args)).toEqual({ code: 1, stdout: "", stderr: `error: ${message}\n` });
  });
});
