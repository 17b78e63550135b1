import { describe, expect, it } from "@jest/globals";
import { graphOf } from "../../../../../provider/src/command-line/graph/compare-graphs";
import { describe as linesOf, type Graph } from "../../../../../provider/src/command-line/graph/graph";
import { kinds } from "../../../../../provider/src/kinds";
import { entryDefinition } from "../../../../tally-platform/provider/entry";
import { ledgerDefinition } from "../../../../tally-platform/provider/ledger";
import {
  previewText,
  read,
  secretMark,
  stateText,
  unknownValue,
  urnOf,
  type HandmadeResource,
} from "../../../../harness/handmade-stack";

/** The edges by the names of their nodes: `source -> workflow`. */
function edgesOf({ nodes, edges }: Graph): string[] {
  const nameOf = (key: string): string => nodes.find((node) => node.key === key)?.name ?? "?";
  return edges.map(({ from, to }) => `${nameOf(from)} -> ${nameOf(to)}`);
}
const linesByName = ({ nodes }: Graph): Record<string, readonly string[]> =>
  Object.fromEntries(nodes.map((node) => [node.name, linesOf(node).slice(1)]));
const secret = (value: unknown): object => ({ ...secretMark, plaintext: JSON.stringify(value) });

const source: HandmadeResource = { kind: "shop.Source", name: "orders", id: "s-1", inputs: { type: "s3" } };
const destination: HandmadeResource = { kind: "shop.Destination", name: "index", id: "d-1", inputs: {} };
const workflow = (inputs: object, rest: object = {}): HandmadeResource => ({
  ...{ kind: "shop.Workflow", name: "nightly", id: "w-1", inputs },
  ...rest,
});

describe("the graph of a stack", () => {
  it("has an edge for each reference, in the direction in which data flows", () => {
    const text = stateText(
      workflow({ sourceId: "s-1", destinationId: "d-1", login: "l-1" }),
      source,
      destination,
    );
    const graph = graphOf(read(text));
    expect(edgesOf(graph)).toEqual(["orders -> nightly", "nightly -> index"]);
    // What lends only a login is no part of the flow.
    expect(graph.nodes).toHaveLength(3);
  });

  it("reads the references of the definitions of the package, and of a platform that was added", () => {
    const airweave = stateText(
      { kind: "airweave.Collection", name: "support", id: "c-1", outputs: { readableId: "support-x1" } },
      {
        ...{ kind: "airweave.SourceConnection", name: "issues", id: "i-1" },
        inputs: {
          ...{ readableCollectionId: "support-x1", shortName: "github", schedule: { cron: "0 6 * * *" } },
          authentication: { providerReadableId: "composio-x" },
        },
      },
    );
    const graph = graphOf(read(airweave, kinds));
    expect(edgesOf(graph)).toEqual(["issues -> support"]);
    expect(linesByName(graph)).toEqual({
      support: ["airweave.Collection"],
      issues: ["airweave.SourceConnection: github", "schedule: 0 6 * * *"],
    });
    const tally = stateText(
      { kind: "tally.Ledger", name: "books", id: "7", inputs: {} },
      { kind: "tally.Entry", name: "rent", id: "8", inputs: { ledgerId: "7" } },
    );
    expect(edgesOf(graphOf(read(tally, [ledgerDefinition, entryDefinition])))).toEqual(["rent -> books"]);
  });

  it.each([
    ["unknown", unknownValue],
    ["a secret", secret("s-1")],
    ["an encrypted secret", { ...secretMark, ciphertext: "v1:x" }],
  ])("follows the property dependencies where an id is %s", (_title, sourceId) => {
    const propertyDependencies = {
      sourceId: [urnOf({ kind: "aws:s3/bucket:Bucket", name: "b" }), urnOf(source)],
      destinationId: [urnOf(destination)],
    };
    const text = stateText(source, workflow({ sourceId }, { propertyDependencies }));
    expect(edgesOf(graphOf(read(text)))).toEqual(["orders -> nightly", "nightly -> index"]);
  });

  it("shows what a reference names and the input lacks", () => {
    const propertyDependencies = { sourceId: [urnOf(source)] };
    const after = workflow({ sourceId: "s-1", destinationId: "d-elsewhere" }, { propertyDependencies });
    const graph = graphOf(read(previewText({ op: "update", before: after, after })));
    expect(edgesOf(graph)).toEqual(["orders -> nightly", "nightly -> d-elsewhere"]);
    expect(linesByName(graph)).toMatchObject({
      orders: ["shop.Source", "not in the input"],
      "d-elsewhere": ["shop.Destination", "not in the input"],
    });
  });

  it("marks what is protected, only read, incomplete, or does not work", () => {
    const states: readonly HandmadeResource[] = [
      { ...source, name: "a", protect: true },
      { ...source, name: "b", external: true },
      { ...source, name: "c", initErrors: ["no"] },
      { ...source, name: "d", outputs: { status: "FAILED" } },
      { ...source, name: "e", outputs: { connectionTest: { status: "failed", message: "hunter2" } } },
      { ...source, name: "f", outputs: { status: "active", connectionTest: { status: "succeeded" } } },
    ];
    const graph = graphOf(read(stateText(...states)));
    expect(linesByName(graph)).toEqual({
      a: ["shop.Source: s3", "protected"],
      b: ["shop.Source: s3", "only read"],
      c: ["shop.Source: s3", "incomplete: the last update failed half-way"],
      d: ["shop.Source: s3", "status: FAILED"],
      e: ["shop.Source: s3", "connection test failed"],
      f: ["shop.Source: s3"],
    });
    expect(graph.nodes.map(({ failures }) => failures.length)).toEqual([0, 0, 1, 1, 1, 0]);
  });

  it("has the object's name where it is another, and every value of a schedule", () => {
    const inputs = { name: "Nightly run", schedule: { cron: "0 1 * * *", zone: "UTC" } };
    expect(linesByName(graphOf(read(stateText(workflow(inputs))))).nightly).toEqual([
      '"Nightly run"',
      "shop.Workflow",
      "schedule: 0 1 * * * UTC",
    ]);
    const phrase = workflow({ name: "nightly", schedule: "every day" });
    expect(linesByName(graphOf(read(stateText(phrase)))).nightly).toEqual([
      "shop.Workflow",
      "schedule: every day",
    ]);
    const unknown = workflow({ name: `x-${unknownValue}`, schedule: unknownValue });
    expect(linesByName(graphOf(read(stateText(unknown)))).nightly).toEqual(["shop.Workflow"]);
  });

  it.each([
    ["its mark, with the value in the clear", { name: secret("hunter2") }, {}],
    ["its mark, encrypted", { name: { ...secretMark, ciphertext: "v1:x" } }, {}],
    ["its mark in the outputs", { name: "hunter2" }, { outputs: { name: secret("hunter2") } }],
    ["the program's list of secrets", { name: "hunter2", __options: { secrets: ["name"] } }, {}],
    ["additionalSecretOutputs", { name: "hunter2" }, { additionalSecretOutputs: ["name"] }],
    ["a display that has hidden it", { name: "[secret]" }, {}],
  ])("never shows a name that is a secret by %s", (_title, inputs, rest) => {
    const resource = workflow({ ...inputs, schedule: { cron: "0 1 * * *" } }, rest);
    for (const text of [stateText(resource), previewText({ op: "create", after: resource })]) {
      const graph = graphOf(read(text));
      expect(linesByName(graph).nightly).toEqual(['"[secret]"', "shop.Workflow", "schedule: 0 1 * * *"]);
      expect(JSON.stringify(graph)).not.toContain("hunter2");
    }
  });

  it("never shows a secret type, schedule or foreign id", () => {
    const secrets = ["type", "schedule", "destinationId"];
    const inputs = { type: "hunter2", schedule: { cron: "hunter2" }, destinationId: "hunter2" };
    const graph = graphOf(read(stateText(workflow({ ...inputs, __options: { secrets } }))));
    expect(linesByName(graph)).toEqual({
      nightly: ["shop.Workflow: [secret]", "schedule: [secret]"],
      "[secret]": ["shop.Destination", "not in the input"],
    });
  });

  it("leaves out other packages and what a replacement has left behind", () => {
    const text = stateText(
      { ...source, id: "s-0", delete: true },
      source,
      { kind: "aws:s3/bucket:Bucket", name: "b", inputs: { name: 5 } },
      { ...destination, delete: true },
    );
    const { nodes } = graphOf(read(text));
    expect(nodes.map(({ name }) => name)).toEqual(["index", "orders"]);
  });
});

describe("a document that is neither a state nor a preview", () => {
  it.each([
    ["", "test.json: this is empty, expected JSON"],
    ["{", "test.json: this is not valid JSON: line 1, column 2"],
    ["[]", /^test\.json: this is neither a state nor a preview; expected what `pulumi stack export` or /],
    ['{ "steps": [{}] }', "test.json: steps.0.op: expected a text"],
    [
      '{ "deployment": { "resources": [{ "urn": 1 }] } }',
      "test.json: deployment.resources.0.urn: expected a text",
    ],
  ])("is refused: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("is refused if it is too deep to be read", () => {
    const deep = `{ "deployment": { "resources": [${JSON.stringify({ urn: "u", type: "pulumi-nodejs:dynamic/shop:Source" }).slice(0, -1)}, "inputs": ${"[".repeat(1e5)}${"]".repeat(1e5)} }] } }`;
    expect(() => read(deep)).toThrow("test.json");
  });
});
