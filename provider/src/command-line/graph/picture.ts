import { changes, describe, type Graph, type GraphNode } from "./graph";
import { htmlText } from "./html-text";
import { placed, type PlacedGraph, type Point, type Size } from "./layout";

const lineHeight = 18;
const padding = 10;

/** Where a node leads to, and how it is led to. */
export interface NodeAddress {
  readonly id: string;
  readonly href: string;
}

/**
 * Draws a graph as an SVG element whose nodes are links, so that the keyboard reaches them. It needs `pictureStyle`, and the custom
 * properties `--text`, `--box` and `--line`.
 *
 * @param marker The id of the arrow, unlike that of other pictures in the page.
 * @throws UserError if the library that places the nodes is not installed.
 */
export async function drawPicture(
  graph: Graph,
  addressOf: (node: GraphNode) => NodeAddress,
  marker = "arrow",
): Promise<string> {
  const { width, height, nodes, edges } = await placed(graph, sizeOf);
  const indexes = new Map(graph.nodes.map(({ key }, index) => [key, index + 1]));
  const idOf = (key: string): number => indexes.get(key) ?? 0;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="group" aria-label="How data flows">`,
    `<defs><marker id="${marker}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>`,
    ...edges.map(
      ({ edge: { from, to, change }, points }) =>
        `<path class="edge ${change ?? ""}" data-from="${idOf(from)}" data-to="${idOf(to)}" d="${curve(points)}" marker-end="url(#${marker})"/>`,
    ),
    ...nodes.map((each) => box(each, addressOf(each.node))),
    "</svg>",
  ].join("\n");
}

function box({ node, x, y, width, height }: PlacedGraph["nodes"][number], { id, href }: NodeAddress): string {
  const lines = describe(node).map(
    (line, index) =>
      `<text x="${padding}" y="${padding + (index + 0.75) * lineHeight}"${index === 0 ? ' class="name"' : ""}>${htmlText(line)}</text>`,
  );
  return `<a class="node ${classesOf(node)}" id="${htmlText(id)}" href="${htmlText(href)}" aria-label="${htmlText(wordsOf(node))}" transform="translate(${round(x)} ${round(y)})"><rect width="${round(width)}" height="${round(height)}" rx="6"/>${lines.join("")}</a>`;
}

/** A node in words, for those who do not see its colors. */
function wordsOf({ change, ...node }: GraphNode): string {
  return [...(change === undefined ? [] : [changes[change].word]), ...describe(node)].join(", ");
}

/** The classes by which the style shows what is to be said of a node. */
export function classesOf({ change, failures }: GraphNode): string {
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

export const pictureStyle = `svg text { font-size: 13px; fill: var(--text); }
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
`;
