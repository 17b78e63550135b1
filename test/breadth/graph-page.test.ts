import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { launch, type Browser, type Page } from "puppeteer-core";
import { changeBetween, compareGraphs } from "../../provider/src/command-line/graph/compare-graphs";
import { describe as linesOf, type Graph } from "../../provider/src/command-line/graph/graph";
import { drawMermaid } from "../../provider/src/command-line/graph/mermaid";
import { concerned } from "../../provider/src/command-line/graph/neighbourhood";
import { drawPage } from "../../provider/src/command-line/graph/page";
import { read, stateText, type HandmadeResource } from "../harness/handmade-stack";
import { repository } from "../harness";

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

const hostile =
  '<script>document.title="hit"</script><img src="http://example.com/x.png" onerror="alert(1)">';

/** Pipelines of three nodes each, of which some share a destination, and one with hostile names. */
const pipelines = (count: number, type: string): HandmadeResource[] => [
  ...Array.from({ length: count }, (_, index): HandmadeResource[] => [
    { kind: "shop.Source", name: `s${index}`, id: `s${index}`, inputs: { type }, protect: index === 0 },
    { kind: "shop.Destination", name: `d${index}`, id: `d${index}`, inputs: {} },
    {
      ...{ kind: "shop.Workflow", name: `w${index}`, id: `w${index}`, outputs: { status: "failed" } },
      inputs: { sourceId: `s${index}`, destinationId: `d${Math.floor(index / 2)}`, schedule: "daily" },
    },
  ]).flat(),
  { kind: "shop.Source", name: hostile, id: "h", inputs: { name: `${hostile}"'&`, type: "日本語" } },
];
const changed = (): Graph =>
  compareGraphs(
    changeBetween(read(stateText(...pipelines(12, "s3"))), read(stateText(...pipelines(14, "gcs")))),
  );

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The page and Mermaid's text in a real browser. */
(chromium === undefined ? describe.skip : describe)("a picture in Debian's chromium", () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  let requests: string[];
  let errors: string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "graph-page-"));
    // As root, as in a container, chromium has no sandbox.
    browser = await launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    requests = [];
    errors = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => errors.push(message.text()));
  });
  afterEach(() => page.close());

  /** Opens a page, and reports what it has requested besides itself. */
  async function open(html: string): Promise<string[]> {
    const path = join(folder, "page.html");
    writeFileSync(path, html);
    const address = pathToFileURL(path).href;
    await page.goto(address, { waitUntil: "networkidle0" });
    await page.evaluate(readFileSync(join(__dirname, "..", "harness", "page-inspector.js"), "utf8"));
    return requests.filter((url) => url !== address && url !== "data:,");
  }

  /** Calls the inspector in the page. */
  const inspect = async <Result>(call: string): Promise<Result> =>
    (await page.evaluate(`inspector.${call}`)) as Result;

  it("has every node and edge of a change, loads nothing, and runs nothing", async () => {
    const graph = changed();
    const selection = concerned(graph);
    const loaded = await open(await drawPage(selection, `dev ${hostile}`));
    expect({ loaded, errors }).toEqual({ loaded: [], errors: [] });
    expect(await page.title()).toBe(`Stack dev ${hostile}`);
    const shown = await inspect("nodes()");
    // A page shows runs of spaces as one; there are none in these names.
    expect(shown).toEqual(selection.graph.nodes.map((node) => [...linesOf(node)]));
    const ids = new Map(selection.graph.nodes.map(({ key }, index) => [key, String(index + 1)]));
    const edges = await inspect<unknown[]>("edges()");
    expect(edges).toEqual(selection.graph.edges.map(({ from, to }) => [ids.get(from), ids.get(to)]));
    expect(edges.length).toBe(14 * 2);
    expect(await inspect("rows()")).toBe(selection.graph.nodes.length);
  });

  it("draws each node with its text inside it, beside the others, and each edge from node to node", async () => {
    await open(await drawPage(concerned(changed()), "dev"));
    const boxes = await inspect<{ box: Rectangle; texts: Rectangle[] }[]>("boxes()");
    for (const { box, texts } of boxes) {
      for (const text of texts) {
        expect(text.right).toBeGreaterThan(text.left);
        expect([text.left >= box.left, text.right <= box.right, text.bottom <= box.bottom]).toEqual([
          true,
          true,
          true,
        ]);
      }
    }
    for (const [index, { box: a }] of boxes.entries()) {
      for (const { box: b } of boxes.slice(index + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart).toBe(true);
      }
    }
    // Data flows to the right.
    const lengths = await inspect<number[]>("lengths()");
    expect(Math.min(...lengths)).toBeGreaterThan(20);
  });

  it("is reached by the keyboard, node by node, and leads from a node to its row and back", async () => {
    const { graph } = concerned(changed());
    await open(await drawPage({ graph, leftOut: 0 }, "dev"));
    const reached: unknown[] = [];
    for (const _node of graph.nodes) {
      await page.keyboard.press("Tab");
      reached.push(await inspect("focused()"));
    }
    expect(new Set(reached).size).toBe(graph.nodes.length);
    for (const [index, node] of graph.nodes.entries())
      expect(reached[index]).toContain(linesOf(node).slice(1).join(", "));
    expect(await inspect("focusWidth()")).toBe("4px");
    await page.keyboard.press("Enter");
    const row = `#r${graph.nodes.length}`;
    expect(new URL(page.url()).hash).toBe(row);
    await inspect(`focus("${row} th a")`);
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe(`#n${graph.nodes.length}`);
  });

  it("is drawn by Mermaid with the same nodes and edges, and nothing of a name is run", async () => {
    const script = readFileSync(
      join(repository, "node_modules", "mermaid", "dist", "mermaid.min.js"),
      "utf8",
    );
    const selection = concerned(changed());
    const { text, leftOut } = drawMermaid(selection);
    expect(leftOut).toBe(0);
    await open("<!doctype html><title>mermaid</title><body>");
    await page.evaluate(script);
    const drawn = await inspect<{ labels: string[][]; edges: number; scripts: number }>(
      `mermaid(${JSON.stringify(text)})`,
    );
    const legend = 4;
    expect(drawn.labels.length).toBeGreaterThanOrEqual(selection.graph.nodes.length);
    expect(drawn.labels.length).toBeLessThanOrEqual(selection.graph.nodes.length + legend);
    for (const node of selection.graph.nodes) expect(drawn.labels).toContainEqual([...linesOf(node)]);
    expect(drawn.edges).toBe(selection.graph.edges.length);
    expect(drawn.scripts).toBe(0);
    expect(await page.title()).toBe("mermaid");
    expect(requests.filter((url) => url.includes("example.com"))).toEqual([]);
  });
});
