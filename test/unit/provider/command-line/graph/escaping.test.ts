import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { graphOf } from "../../../../../provider/src/command-line/graph/compare-graphs";
import { describe as linesOf } from "../../../../../provider/src/command-line/graph/graph";
import { drawMermaid } from "../../../../../provider/src/command-line/graph/mermaid";
import { drawPage } from "../../../../../provider/src/command-line/graph/page";
import { read, stateText } from "../../../../harness/handmade-stack";
import { startMermaidParser, type MermaidParser } from "../../../../harness/mermaid";

/** What Mermaid, Markdown, HTML or our own entities could take for something of theirs. */
const hostile = [
  "<script>alert(1)</script>",
  "</text></svg><img src=x onerror=alert(1)>",
  "<!--",
  "]]>",
  "&lt;b&gt;",
  '"] --> x["',
  "'",
  "end",
  "subgraph x",
  'click n1 href "javascript:alert(1)"',
  "n1:::create",
  "%%{init: {'securityLevel': 'loose'}}%%",
  "%% comment",
  "---",
  "#quot;",
  "#34;",
  "ﬂ°°34¶ß",
  "style: x#y;",
  "classDef a fill:#fff;",
  "`**bold**`",
  "```",
  "1. item",
  "- item",
  "# heading",
  "_a_ *b* ~c~",
  "www.example.com",
  "https://example.com/?a=b",
  "a@example.com",
  "fa:fa-ban",
  "$$x^2$$",
  "\\n",
  "a\nb\r\n\tc\u2028d",
  "\u0000\u001b[31mred",
  "\u202Egnp",
  "\uD800",
  "日本語 🦔 é e\u0301",
  "{}()[]<>|/\\;:,.!?=+*&^%$#@~",
  "toString",
  "__proto__",
];
const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...hostile, " ", "x"), { maxLength: 4 }).map((parts) => parts.join("")),
);

interface Texts {
  readonly names: readonly string[];
  readonly title: string;
  readonly type: string;
  readonly schedule: string;
}
const anyTexts: fc.Arbitrary<Texts> = fc.record({
  names: fc.uniqueArray(anyText, { minLength: 1, maxLength: 4 }),
  title: anyText,
  type: anyText,
  schedule: anyText,
});

function documentOf({ names, title, type, schedule }: Texts): string {
  return stateText(
    ...names.map((name) => ({
      ...{ kind: "shop.Workflow", name, id: name },
      inputs: { name: title, type, schedule, sourceId: title },
      outputs: { status: "failed" },
    })),
  );
}

describe("texts from outside in a picture", () => {
  let parser: MermaidParser;
  beforeAll(() => {
    parser = startMermaidParser();
  });
  afterAll(() => parser.stop());

  it("are what Mermaid shows, and nothing else to it", async () => {
    await fc.assert(
      fc.asyncProperty(anyTexts, async (texts) => {
        const graph = graphOf(read(documentOf(texts)));
        const { text } = drawMermaid({ graph, leftOut: 0 });
        const { vertices, edges, classes } = await parser.parse(text);
        const expected = graph.nodes.map((node) => linesOf(node).filter((line) => line !== ""));
        expect(vertices.map(({ lines }) => lines)).toEqual(expected);
        expect(edges).toHaveLength(graph.edges.length);
        expect(classes).toEqual(["failing"]);
        // Neither a link nor Markdown.
        expect(new Set(vertices.map(({ link, labelType }) => `${link} ${labelType}`))).toEqual(
          new Set(["null string"]),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("are text on a page: it has the same elements and attributes whatever they are", async () => {
    const element = /<(\/?[\w!]+)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*\/?>/g;
    const tags = (page: string): string[] =>
      [...page.replace(/<style>[^]*?<\/style>/, "").matchAll(element)].map(([, name = "", attributes = ""]) =>
        [name, ...attributes.replace(/"[^"]*"/g, "").split(/[\s=]+/)].join(" "),
      );
    await fc.assert(
      fc.asyncProperty(anyTexts, async (texts) => {
        const graph = graphOf(read(documentOf(texts)));
        const page = await drawPage({ graph, leftOut: 0 }, texts.title);
        const plain = {
          ...graph,
          nodes: graph.nodes.map((node) => ({
            ...node,
            name: "x",
            ...(node.platformName === undefined ? {} : { platformName: "x" }),
            ...(node.type === undefined ? {} : { type: "x" }),
            ...(node.schedule === undefined ? {} : { schedule: "x" }),
          })),
        };
        expect(tags(page)).toEqual(tags(await drawPage({ graph: plain, leftOut: 0 }, "x")));
        // Whatever is left when the elements are taken out has no bracket.
        const rest = page.replace(/<style>[^]*?<\/style>/, "").replace(/<[^<>]*>/g, "");
        expect(rest).not.toMatch(/[<>"]/);
      }),
      { numRuns: 60 },
    );
  });
});
