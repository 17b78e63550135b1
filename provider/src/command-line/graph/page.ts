import { counted } from "../../values/text";
import { changes, describe, type Change, type Graph, type GraphNode } from "./graph";
import { htmlText } from "./html-text";
import { placed, type PlacedGraph, type Point, type Size } from "./layout";
import type { Selection } from "./neighbourhood";

/** The first line of every page, by which a later call knows that it may replace the file. */
export const pageMark = '<!doctype html><meta name="generator" content="pulumi-connectors graph">';

const lineHeight = 18;
const padding = 10;

/**
 * Draws a page that needs nothing but itself: an SVG picture whose nodes are links, so that the keyboard reaches them, and a table that
 * says the same in words.
 *
 * @param title Of the stack, as the input has it.
 * @throws UserError if the library that places the nodes is not installed.
 */
export async function drawPage({ graph, leftOut }: Selection, title: string | undefined): Promise<string> {
  const placedGraph = await placed(graph, sizeOf);
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, index + 1]));
  const idOf = (key: string): number => ids.get(key) ?? 0;
  const heading = title === undefined ? "An empty stack" : `Stack ${title}`;
  return `${[
    pageMark,
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    // Nothing is loaded, not even by what somebody could smuggle into a name.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width">',
    '<link rel="icon" href="data:,">',
    `<title>${htmlText(heading)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<h1>${htmlText(heading)}</h1>`,
    `<p>${summaryOf(graph, leftOut)}</p>`,
    ...legend(graph),
    ...svg(placedGraph, idOf),
    ...table(graph, idOf),
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}

function summaryOf({ nodes, edges }: Graph, leftOut: number): string {
  const missing = leftOut === 0 ? "" : ` ${counted(leftOut, "resource")} that no change concerns not shown.`;
  return `${counted(nodes.length, "node")}, ${counted(edges.length, "edge")}.${missing}`;
}

function legend({ nodes, edges }: Graph): string[] {
  const present = (Object.keys(changes) as Change[]).filter((change) =>
    [...nodes, ...edges].some((each) => each.change === change),
  );
  if (present.length === 0) return [];
  const entries = present.map((change) => {
    const { sign, word } = changes[change];
    return `<li class="${change}">${sign} ${word}</li>`;
  });
  return ['<ul class="legend" aria-label="Legend">', ...entries, "</ul>"];
}

function svg({ width, height, nodes, edges }: PlacedGraph, idOf: (key: string) => number): string[] {
  return [
    '<div class="picture">',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="group" aria-label="How data flows">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>',
    ...edges.map(
      ({ edge: { from, to, change }, points }) =>
        `<path class="edge ${change ?? ""}" data-from="${idOf(from)}" data-to="${idOf(to)}" d="${curve(points)}" marker-end="url(#arrow)"/>`,
    ),
    ...nodes.map((each) => box(each, idOf(each.node.key))),
    "</svg>",
    "</div>",
  ];
}

function box({ node, x, y, width, height }: PlacedGraph["nodes"][number], id: number): string {
  const lines = describe(node).map(
    (line, index) =>
      `<text x="${padding}" y="${padding + (index + 0.75) * lineHeight}"${index === 0 ? ' class="name"' : ""}>${htmlText(line)}</text>`,
  );
  return `<a class="node ${classesOf(node)}" id="n${id}" href="#r${id}" aria-label="${htmlText(wordsOf(node))}" transform="translate(${round(x)} ${round(y)})"><rect width="${round(width)}" height="${round(height)}" rx="6"/>${lines.join("")}</a>`;
}

/** A node in words, for those who do not see its colors. */
function wordsOf({ change, ...node }: GraphNode): string {
  return [...(change === undefined ? [] : [changes[change].word]), ...describe(node)].join(", ");
}

function table({ nodes, edges }: Graph, idOf: (key: string) => number): string[] {
  const nameOf = new Map(nodes.map(({ key, name }) => [key, name]));
  const links = (keys: readonly string[]): string =>
    keys.map((key) => `<a href="#n${idOf(key)}">${htmlText(nameOf.get(key) ?? "")}</a>`).join(", ");
  const columns = ["Name", "Kind", "Type", "Schedule", "Data from", "Data to", "Remarks"];
  const rows = nodes.map((node) => {
    const { key, name, kind, platformName, type, schedule, isProtected, failures, remarks, change } = node;
    const cells = [
      htmlText(kind),
      htmlText(type ?? ""),
      htmlText(schedule ?? ""),
      links(edges.filter(({ to }) => to === key).map(({ from }) => from)),
      links(edges.filter(({ from }) => from === key).map(({ to }) => to)),
      htmlText(
        [
          ...(change === undefined ? [] : [changes[change].word]),
          ...(isProtected === true ? ["protected"] : []),
          ...failures,
          ...remarks,
        ].join(", "),
      ),
    ];
    const names = platformName === undefined ? name : `${name} ("${platformName}")`;
    return `<tr id="r${idOf(key)}" class="${classesOf(node)}"><th scope="row"><a href="#n${idOf(key)}">${htmlText(names)}</a></th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return [
    "<table>",
    `<thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows,
    "</tbody>",
    "</table>",
  ];
}

function classesOf({ change, failures }: GraphNode): string {
  return [change ?? "", failures.length > 0 ? "failing" : ""].join(" ").trim();
}

/** So large that the text fits in every usual font. */
function sizeOf(node: GraphNode): Size {
  const lines = describe(node);
  return {
    width: 2 * padding + Math.max(...lines.map(widthOf)),
    height: 2 * padding + lines.length * lineHeight,
  };
}

/** Characters of East Asian scripts and pictures take twice the width. */
function widthOf(line: string): number {
  const wide = line.match(/[\u1100-\u{10FFFF}]/gu)?.length ?? 0;
  return 8 * (line.length + wide);
}

/** Through the middles between the points, so that there are no corners. */
function curve([first = { x: 0, y: 0 }, ...points]: readonly Point[]): string {
  const last = points.at(-1) ?? first;
  const bends = points.slice(0, -1).map((point, index) => {
    const next = points[index + 1] ?? last;
    return `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return [`M${at(first)}`, ...bends, `L${at(last)}`].join(" ");
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const style = `
:root { color-scheme: light dark; --text: #1f2328; --page: #fff; --box: #f6f8fa; --line: #57606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --box: #161b22; --line: #8b949e; } }
body { margin: 1rem; font: 14px system-ui, sans-serif; color: var(--text); background: var(--page); }
.picture { overflow: auto; }
svg text { font-size: 13px; fill: var(--text); }
svg .name { font-weight: bold; }
marker path { fill: var(--line); }
.edge { fill: none; stroke: var(--line); stroke-width: 1.5; }
.edge.create { stroke: #1a7f37; stroke-width: 3; }
.edge.delete { stroke: #cf222e; stroke-dasharray: 5 3; }
.node rect { fill: var(--box); stroke: var(--line); stroke-width: 1.5; }
.node.create rect { stroke: #1a7f37; fill: #1a7f3733; }
.node.update rect { stroke: #9a6700; fill: #d4a72c33; }
.node.replace rect { stroke: #8250df; fill: #8250df33; }
.node.delete rect { stroke: #cf222e; fill: #cf222e22; stroke-dasharray: 5 3; }
.node.failing rect { stroke: #cf222e; stroke-width: 3; }
.node:focus-visible { outline: none; }
.node:focus-visible rect, .node:target rect { stroke: #0969da; stroke-width: 4; }
.legend { display: flex; gap: 1rem; padding: 0; list-style: none; }
.legend li { padding: 0.1rem 0.5rem; border: 2px solid; border-radius: 6px; }
.legend .create { border-color: #1a7f37; }
.legend .update { border-color: #9a6700; }
.legend .replace { border-color: #8250df; }
.legend .delete { border-color: #cf222e; border-style: dashed; }
table { margin-top: 1rem; border-collapse: collapse; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:target { background: #0969da22; }
a { color: inherit; }
`;
