// Parses Mermaid with Mermaid itself: a line of JSON in, the flowchart or the error out, each a line of JSON. A process of its own, because
// Mermaid is an ES module, which jest does not load.
import { createInterface } from "node:readline";
import purify from "dompurify";

// It cleans the labels for a page, and works in browsers only. test/breadth/graph-page.test.ts has Mermaid in a browser.
purify.sanitize = (text) => text;
purify.addHook = () => {};
const { default: mermaid } = await import("mermaid");
// Only this registers the kinds of diagrams.
await mermaid.parse("flowchart LR");

/** The texts have Mermaid's own form of entities until they are drawn. */
const decoded = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_entity, code) => String.fromCodePoint(Number(code)));

async function parse(text) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    return {
      vertices: [...db.getVertices().values()].map((vertex) => ({
        id: vertex.id,
        lines: (vertex.text ?? "").split("<br/>").map(decoded),
        classes: vertex.classes,
        labelType: vertex.labelType,
        link: vertex.link ?? null,
      })),
      edges: db.getEdges().map(({ start, end, stroke }) => ({ start, end, stroke })),
      classes: [...db.getClasses().keys()],
    };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await parse(JSON.parse(line)))}\n`);
}
