import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { changeBetween, compareGraphs } from "../../../../../provider/src/command-line/graph/compare-graphs";
import type { Graph } from "../../../../../provider/src/command-line/graph/graph";
import { drawMermaid } from "../../../../../provider/src/command-line/graph/mermaid";
import { concerned } from "../../../../../provider/src/command-line/graph/neighbourhood";
import { drawPage } from "../../../../../provider/src/command-line/graph/page";
import {
  previewText,
  read,
  secretMark,
  stateText,
  unknownValue,
  urnOf,
  type HandmadeResource,
} from "../../../../harness/handmade-stack";
import { startMermaidParser, type MermaidParser } from "../../../../harness/mermaid";

const source = (name: string, rest: object = {}): HandmadeResource => ({
  ...{ kind: "shop.Source", name, id: `${name}-id`, inputs: { type: "s3" } },
  ...rest,
});
const destination = (name: string): HandmadeResource => ({
  ...{ kind: "shop.Destination", name, id: `${name}-id`, inputs: {} },
});
const workflow = (name: string, inputs: object, rest: object = {}): HandmadeResource => ({
  ...{ kind: "shop.Workflow", name, id: `${name}-id`, inputs },
  ...rest,
});

const nightly = workflow("nightly", { sourceId: "old-id", destinationId: "index-id" });
const hourly = workflow("hourly", { sourceId: "moved-id", destinationId: "index-id" });
const before = [source("kept"), source("old"), source("moved"), destination("index"), nightly, hourly];
const withNew = workflow(
  "nightly",
  { sourceId: "kept-id", destinationId: "index-id" },
  { outputs: { status: "failed" } },
);
const created = source("new", { id: "new-id" });

/** What the change does, node by node and edge by edge. */
function changesOf(graph: Graph): Record<string, string> {
  const nameOf = (key: string): string => graph.nodes.find((node) => node.key === key)?.name ?? "?";
  return Object.fromEntries([
    ...graph.nodes.map(({ name, change }) => [name, change ?? "same"]),
    ...graph.edges.map(({ from, to, change }) => [`${nameOf(from)} -> ${nameOf(to)}`, change ?? "same"]),
  ]) as Record<string, string>;
}
const diff = (first: string, second?: string): Graph =>
  compareGraphs(changeBetween(read(first), second === undefined ? undefined : read(second)));

const expected = {
  new: "create",
  nightly: "update",
  moved: "replace",
  old: "delete",
  index: "same",
  "old -> nightly": "delete",
  "kept -> nightly": "create",
  "nightly -> index": "same",
};

const steps = [
  { op: "create", after: { ...created, id: "" } },
  { op: "create-replacement", before: source("moved"), after: source("moved", { id: "" }) },
  { op: "replace", before: source("moved"), after: source("moved", { id: "" }) },
  { op: "update", before: nightly, after: withNew },
  { op: "delete-replaced", before: source("moved") },
  { op: "delete", before: source("old") },
];

describe("the picture of a change", () => {
  let parser: MermaidParser;
  beforeAll(() => {
    parser = startMermaidParser();
  });
  afterAll(() => parser.stop());

  it("compares two states", () => {
    const after = [
      source("kept"),
      source("moved", { id: "moved-2" }),
      destination("index"),
      withNew,
      workflow("hourly", { sourceId: "moved-2", destinationId: "index-id" }),
      created,
    ];
    expect(changesOf(diff(stateText(...before), stateText(...after)))).toEqual({
      ...expected,
      kept: "same",
      hourly: "update",
      "moved -> hourly": "same",
      "hourly -> index": "same",
    });
  });

  it("shows a preview, with what stays the same if the state is given", () => {
    expect(changesOf(diff(previewText(...steps)))).toMatchObject({
      ...{ new: "create", nightly: "update", moved: "replace", old: "delete", "old -> nightly": "delete" },
    });
    expect(changesOf(diff(stateText(...before), previewText(...steps)))).toEqual({
      ...expected,
      kept: "same",
      hourly: "same",
      "moved -> hourly": "same",
      "hourly -> index": "same",
    });
  });

  it("keeps the edges of what is replaced, whose id is not known yet", () => {
    const dependent = workflow(
      "hourly",
      { sourceId: unknownValue, destinationId: "index-id" },
      { propertyDependencies: { sourceId: [urnOf(source("moved"))] } },
    );
    const preview = previewText(...steps, {
      op: "update",
      before: hourly,
      after: dependent,
    });
    expect(changesOf(diff(stateText(...before), preview))).toMatchObject({
      hourly: "update",
      "moved -> hourly": "same",
    });
  });

  it("takes a secret for changed only if both values are known", () => {
    const withSecret = (fields: object): string =>
      stateText(source("a", { inputs: { type: "s3", config: { key: { ...secretMark, ...fields } } } }));
    const change = (first: object, second: object): unknown =>
      changesOf(diff(withSecret(first), withSecret(second))).a;
    expect(change({ ciphertext: "v1:a" }, { ciphertext: "v1:b" })).toBe("same");
    expect(change({ plaintext: '"a"' }, { plaintext: '"b"' })).toBe("update");
    expect(change({ plaintext: '"a"' }, { plaintext: '"a"' })).toBe("same");
    expect(change({ plaintext: '"a"' }, { ciphertext: "v1:b" })).toBe("same");
  });

  it("is refused for what shows no change", () => {
    expect(() => diff(stateText())).toThrow(
      "test.json: a state alone shows no change; give a second state, or what `pulumi preview --json` prints",
    );
    expect(() => diff(previewText(...steps), stateText())).toThrow(
      "test.json: a preview has no place before another input; give the state first",
    );
  });

  it("says in Mermaid what happens by sign, class, kind of arrow and legend", async () => {
    const selection = concerned(diff(stateText(...before), previewText(...steps)));
    const { text } = drawMermaid(selection);
    const { vertices, edges, classes } = await parser.parse(text);
    const byName = Object.fromEntries(
      vertices.map(({ lines: [name = ""], classes: own }) => [name, own]),
    ) as Record<string, unknown>;
    expect(byName).toEqual({
      ...{
        "+ new": ["create"],
        "~ nightly": ["update", "failing"],
        "+- moved": ["replace"],
        "- old": ["delete"],
      },
      ...{ kept: [], index: [], hourly: [] },
      ...{
        "+ added": ["create"],
        "~ changed": ["update"],
        "+- replaced": ["replace"],
        "- removed": ["delete"],
      },
    });
    expect(edges.map(({ stroke }) => stroke).toSorted()).toEqual([
      "dotted",
      "normal",
      "normal",
      "normal",
      "thick",
    ]);
    expect([...classes].sort()).toEqual(["create", "delete", "failing", "replace", "update"]);
  });

  it("says the same on a page, with a legend", async () => {
    const page = await drawPage(concerned(diff(stateText(...before), previewText(...steps))), "dev");
    for (const entry of ["+ added", "~ changed", "+- replaced", "- removed"])
      expect(page).toContain(`${entry}</li>`);
    expect(page).toMatch(/<a class="node replace"[^>]* aria-label="replaced, moved, shop.Source: s3"/);
    expect(page.match(/<path class="edge delete"/g)).toHaveLength(1);
    expect(page.match(/<path class="edge create"/g)).toHaveLength(1);
  });

  it("has only what the change concerns if there are more than 200 nodes, and says what is missing", async () => {
    const pipelines = Array.from({ length: 100 }, (_, index) => [
      source(`s${index}`),
      destination(`d${index}`),
      workflow(`w${index}`, { sourceId: `s${index}-id`, destinationId: `d${index}-id` }),
    ]).flat();
    const changed = source("s7", { inputs: { type: "gcs" } });
    const preview = previewText({ op: "update", before: source("s7"), after: changed });
    const selection = concerned(diff(stateText(...pipelines), preview));
    expect(selection.graph.nodes.map(({ name }) => name)).toEqual(["s7", "w7", "d7"]);
    expect(selection.leftOut).toBe(297);
    const { vertices } = await parser.parse(drawMermaid(selection).text);
    expect(vertices.map(({ lines }) => lines[0])).toContain("297 resources not shown");
    expect(await drawPage(selection, "dev")).toContain("297 resources");
    const few = concerned(diff(stateText(...pipelines.slice(0, 200)), preview));
    expect([few.graph.nodes.length, few.leftOut]).toEqual([200, 0]);
  });

  it.each([
    ["characters", 3000, 1],
    ["edges", 40, 30],
  ])("stays within what GitHub draws: %s", async (_title, workflows, sources) => {
    const resources = [
      ...Array.from({ length: sources }, (_, index) => source(`source-${index}`)),
      ...Array.from({ length: workflows }, (_, index) =>
        workflow(`workflow-${index}`, { sourceId: `source-${index % sources}-id` }),
      ),
    ];
    const compared = diff(stateText(), stateText(...resources));
    const everything = {
      ...compared,
      edges: compared.nodes.flatMap(({ key: from }) =>
        compared.nodes.slice(0, sources).map(({ key: to }) => ({ from, to })),
      ),
    };
    const { text, leftOut } = drawMermaid({ graph: everything, leftOut: 0 });
    expect(text.length).toBeLessThanOrEqual(50_000);
    const { vertices, edges } = await parser.parse(text);
    expect(edges.length).toBeLessThanOrEqual(500);
    const shown = vertices.filter(({ lines }) => /^\+ (?:source|workflow)-/.test(lines[0] ?? ""));
    expect(leftOut).toBeGreaterThan(0);
    expect(shown).toHaveLength(resources.length - leftOut);
    expect(vertices.map(({ lines }) => lines[0])).toContain(`${leftOut} resources not shown`);
  });

  it("draws an empty stack", async () => {
    const { vertices } = await parser.parse(
      drawMermaid({ graph: { nodes: [], edges: [] }, leftOut: 0 }).text,
    );
    expect(vertices.map(({ lines }) => lines)).toEqual([["nothing of this package"]]);
    expect(await drawPage({ graph: { nodes: [], edges: [] }, leftOut: 0 }, undefined)).toContain(
      "0 nodes, 0 edges.",
    );
  });
});
