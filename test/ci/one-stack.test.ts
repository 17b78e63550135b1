import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { startMermaidParser, type MermaidParser } from "../harness/mermaid";
import { UserRepository } from "./user-repository";

/** One stack, precompiled. pipelines.test.ts has all stacks, and more of the pipelines. */
describe("the pipelines of examples/ci, on a change", () => {
  let user: UserRepository;
  beforeAll(() => {
    user = new UserRepository({ compiled: true });
  });
  afterEach(() => user.reset());
  afterAll(() => user.remove());
  let parser: MermaidParser;
  beforeAll(() => {
    parser = startMermaidParser();
  });
  afterAll(() => parser.stop());

  it("show on GitHub what differs from the base branch, without secrets and accounts", async () => {
    user.replace("Pulumi.dev.yaml", "    - invoices\n", "    - invoices\n    - contracts\n");
    user.replace("index.js", 'role: "READER"', 'role: "WRITER"');
    user.commit();
    const { code, output } = user.runWorkflow("preview.yml", "plan", { stacks: "dev" });
    expect(output).toContain("== dev\nPreviewing update (dev):\n");
    expect(code).toBe(0);
    const comment = user.read("plan/comment.md");
    expect(comment).toContain(
      [
        "| Stack | Preview | create | update | replace | delete | unchanged | Policies |",
        "| :-- | :-- | --: | --: | --: | --: | --: | :-- |",
        "| dev | ✅ | 1 | 1 |  |  | 5 | 4 advisory |",
        "",
      ].join("\n"),
    );
    expect(comment).toContain('          ~ role       : "READER" => "WRITER"\n');
    const [, picture = ""] = /picture of the change<\/summary>\n\n```mermaid\n([^]*?)```/.exec(comment) ?? [];
    const { vertices, edges } = await parser.parse(picture);
    const classes = Object.fromEntries(vertices.map(({ lines: [name = ""], classes: own }) => [name, own]));
    expect(classes).toMatchObject({ "+ contracts": ["create"], "~ warehouse": ["update"], invoices: [] });
    expect(edges.length).toBeGreaterThan(0);
    expect(user.read("plan/dev.mmd")).toBe(picture);
    expect(comment).not.toMatch(/PLANTED|placeholder-/);
    expect(user.read("summary.md")).toBe(comment);
  });

  it("fail on GitLab if it violates a mandatory policy, and say which, also for a new project", () => {
    const address = "endpoint_url: 'http://minio.example.com', remote_url: `s3://${config.buckets.output}/`";
    user.replace("index.js", "remote_url: `s3://${config.buckets.output}/`", address);
    user.commit();
    const { code } = user.runGitLabJob("plan", {
      STACKS: "dev",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: user.firstCommit,
    });
    expect(code).toBe(1);
    const comment = user.read("plan/comment.md");
    expect(comment).toMatch(
      /^\| dev \| ❌ failed \| 6 \| {2}\| {2}\| {2}\| {2}\| 1 mandatory, 3 advisory \|$/m,
    );
    expect(comment).toContain(
      [
        "<details open><summary>dev: policy violations</summary>",
        "",
        "```text",
        "[mandatory] connector-https: documents",
        "Connectors must use https instead of http.",
        'unstructured.Destination "documents": config.endpoint_url: must use https; replace http:// with https://',
        "",
      ].join("\n"),
    );
  });
});
