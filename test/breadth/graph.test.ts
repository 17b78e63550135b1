import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnEngines, repository } from "../harness";
import { startMermaidParser, type MermaidParser } from "../harness/mermaid";

const program = (nightly: string, name: string, extra = ""): string => `
  const source = new unstructured.Source("orders", {
    type: "s3",
    name: pulumi.secret("${name}"),
    config: { remote_url: "s3://bucket/in/", anonymous: true },
  }, { protect: true });
  const destination = new unstructured.Destination("index", {
    type: "s3",
    config: { remote_url: "s3://bucket/out/", anonymous: true },
  });
  new unstructured.Workflow("nightly", {
    workflowType: "basic",
    sourceId: source.id,
    destinationId: destination.id,
    schedule: "${nightly}",
  });
  const support = new airweave.Collection("support");
  new airweave.SourceConnection("issues", {
    name: "Issues <b>&",
    readableCollectionId: support.readableId,
    shortName: "github",
    config: { repo_name: "acme/shop" },
    authentication: { credentials: { personal_access_token: "token" } },
    schedule: { cron: "0 6 * * *" },
  });
  ${extra}
`;
const login = "hunter2";

/** Runs the command as users do, on what the engine has written. */
function graph(args: readonly string[], input: string): string {
  const cli = join(repository, "provider", "dist", "command-line", "cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "graph", ...args], {
    input,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

describeOnEngines(
  "the picture of a stack",
  (world) => {
    let parser: MermaidParser;
    beforeAll(() => {
      parser = startMermaidParser();
    });
    afterAll(() => parser.stop());

    const drawn = async (
      text: string,
    ): Promise<{ nodes: Record<string, readonly string[]>; edges: string[] }> => {
      const { vertices, edges } = await parser.parse(text);
      const nameOf = (id: string): string => vertices.find((vertex) => vertex.id === id)?.lines[0] ?? "?";
      return {
        nodes: Object.fromEntries(vertices.map(({ lines: [name = "", ...others] }) => [name, others])),
        edges: edges.map(({ start, end, stroke }) => `${nameOf(start)} ${stroke} ${nameOf(end)}`).toSorted(),
      };
    };

    it("has what was deployed, and hides a name that is a secret even in a state with secrets", async () => {
      const { project, stack } = world();
      project.program(program("daily", "hunter2-orders"));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      for (const state of [await stack.exportState(), await stack.exportState({ showSecrets: true })]) {
        const text = graph([], state);
        expect(await drawn(text)).toEqual({
          nodes: {
            orders: ['"[secret]"', "unstructured.Source: s3", "protected"],
            index: ["unstructured.Destination: s3"],
            nightly: ["unstructured.Workflow", "schedule: daily"],
            support: ["airweave.Collection"],
            issues: ['"Issues <b>&"', "airweave.SourceConnection: github", "schedule: 0 6 * * *"],
          },
          edges: ["issues normal support", "nightly normal index", "orders normal nightly"],
        });
        expect(text).not.toContain(login);
      }
      expect(await stack.exportState({ showSecrets: true })).toContain(login);
    });

    it("has what a preview changes, also where ids are not known yet", async () => {
      const { project, stack } = world();
      project.program(
        program(
          "weekly",
          "hunter2-more",
          `const archive = new unstructured.Destination("archive", {
             type: "s3",
             config: { remote_url: "s3://bucket/archive/", anonymous: true },
           });
           new unstructured.Workflow("copy", {
             workflowType: "basic",
             sourceId: source.id,
             destinationId: archive.id,
           });`,
        ),
      );
      for (const showSecrets of [false, true]) {
        const preview = await stack.previewJson({ showSecrets });
        const text = graph(["--diff"], preview);
        expect((await drawn(text)).edges).toEqual(
          [
            "+ copy thick + archive",
            "~ orders thick + copy",
            "~ orders normal ~ nightly",
            "~ nightly normal index",
          ].toSorted(),
        );
        expect(text).not.toContain(login);
      }
    });
  },
  { beside: ["airweave"] },
);
