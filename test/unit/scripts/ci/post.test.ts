import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import { repository } from "../../../harness/project";

const script = join(repository, "examples", "ci", "ci", "post.mjs");
const marker = "<!-- pulumi-connectors: plan -->";
const body = `${marker}\nnew`;

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user?: { readonly login: string };
  readonly author?: { readonly id: number };
}

describe("post.mjs of examples/ci", () => {
  let folder: string;
  let server: AnsweringServer;
  let comments: readonly Comment[];
  let refused: boolean;

  beforeEach(async () => {
    comments = [];
    refused = false;
    folder = mkdtempSync(join(tmpdir(), "post-"));
    writeFileSync(join(folder, "comment.md"), body);
    server = await startAnsweringServer(({ method, path }) => {
      if (path.endsWith("/user")) return { status: 200, body: { id: 7 } };
      if (method !== "GET") return refused ? { status: 403, body: "no" } : { status: 200, body: { id: 1 } };
      const page = Number(new URL(path, "http://localhost").searchParams.get("page"));
      return { status: 200, body: comments.slice((page - 1) * 100, page * 100) };
    });
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const post = async (env: Readonly<Record<string, string>>): Promise<{ code: unknown; output: string }> => {
    const child = spawn(process.execPath, [script, "comment.md"], { cwd: folder, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => (output += data.toString()));
    const [code] = (await once(child, "close")) as unknown[];
    return { code, output };
  };
  const onGitHub = (token = "planted-token"): ReturnType<typeof post> =>
    post({
      GITHUB_API_URL: server.url,
      GITHUB_REPOSITORY: "acme/data",
      GITHUB_TOKEN: token,
      PULL_REQUEST: "12",
    });
  const onGitLab = (token = "planted-token"): ReturnType<typeof post> =>
    post({
      GITLAB_CI: "true",
      ...{ CI_API_V4_URL: `${server.url}/v4`, CI_PROJECT_ID: "3", CI_MERGE_REQUEST_IID: "12" },
      PLAN_TOKEN: token,
    });
  const writes = (): readonly unknown[] => server.asked.filter(({ method }) => method !== "GET");

  it("creates a comment", async () => {
    comments = [{ id: 5, body: "another", user: { login: "github-actions[bot]" } }];
    expect(await onGitHub()).toEqual({ code: 0, output: "" });
    expect(writes()).toEqual([
      { method: "POST", path: "/repos/acme/data/issues/12/comments", body: { body } },
    ]);

    server.asked.length = 0;
    comments = [{ id: 5, body: "another", author: { id: 7 } }];
    expect(await onGitLab()).toEqual({ code: 0, output: "" });
    expect(writes()).toEqual([
      { method: "POST", path: "/v4/projects/3/merge_requests/12/notes", body: { body } },
    ]);
  });

  it("replaces its own previous comment, on any page, and no other", async () => {
    const before = `${marker}\nold`;
    const others = Array.from({ length: 150 }, (_, id) => ({ id, body: "x", user: { login: "ann" } }));
    comments = [
      { id: 900, body: before, user: { login: "ann" } },
      ...others,
      { id: 901, body: before, user: { login: "github-actions[bot]" } },
    ];
    expect(await onGitHub()).toEqual({ code: 0, output: "" });
    expect(writes()).toEqual([
      { method: "PATCH", path: "/repos/acme/data/issues/comments/901", body: { body } },
    ]);

    server.asked.length = 0;
    comments = [
      { id: 900, body: before, author: { id: 8 } },
      { id: 901, body: before, author: { id: 7 } },
    ];
    expect(await onGitLab()).toEqual({ code: 0, output: "" });
    expect(writes()).toEqual([
      { method: "PUT", path: "/v4/projects/3/merge_requests/12/notes/901", body: { body } },
    ]);
  });

  it("does nothing without a token, and says where the plan is", async () => {
    for (const run of [onGitHub, onGitLab]) {
      expect(await run("")).toEqual({
        code: 0,
        output: "post.mjs: no token, so there is no comment; the plan is in the artifact `plan`\n",
      });
    }
    expect(server.asked).toEqual([]);
  });

  it("reports a failed request without the token", async () => {
    refused = true;
    const { code, output } = await onGitHub();
    expect(code).toBe(1);
    expect(output).toMatch(/^post\.mjs: POST http.*\/repos\/acme\/data\/issues\/12\/comments: 403 no\n$/);
    expect(output).not.toContain("planted-token");
  });
});
