import { UserError } from "../../project/user-error";
import type { Graph, GraphEdge, GraphNode } from "./graph";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where everything is, in pixels from the top left corner. */
export interface PlacedGraph extends Size {
  /** The position is the top left corner. */
  readonly nodes: readonly (Point & Size & { readonly node: GraphNode })[];
  readonly edges: readonly { readonly edge: GraphEdge; readonly points: readonly Point[] }[];
}

const margin = 16;

/** Places the nodes from left to right as data flows. @throws UserError if dagre, an optional dependency, is not installed. */
export async function placed(graph: Graph, sizeOf: (node: GraphNode) => Size): Promise<PlacedGraph> {
  const { Graph: Dagre, layout } = await dagre();
  const drawn = new Dagre();
  drawn.setGraph({ rankdir: "LR", nodesep: 20, ranksep: 70, marginx: margin, marginy: margin });
  // By position: a key may be any text.
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, String(index)]));
  const idOf = (key: string): string => ids.get(key) ?? "";
  for (const node of graph.nodes) drawn.setNode(idOf(node.key), { ...sizeOf(node) });
  for (const { from, to } of graph.edges) drawn.setEdge(idOf(from), idOf(to), {});
  layout(drawn);
  const { width = 0, height = 0 } = drawn.graph();
  return {
    width: Math.max(width, 2 * margin),
    height: Math.max(height, 2 * margin),
    nodes: graph.nodes.map((node) => {
      // dagre gives the center.
      const { x = 0, y = 0, ...size } = drawn.node(idOf(node.key));
      return { node, ...size, x: x - size.width / 2, y: y - size.height / 2 };
    }),
    edges: graph.edges.map((edge) => ({
      edge,
      points: drawn.edge(idOf(edge.from), idOf(edge.to)).points ?? [],
    })),
  };
}

/** What is used of dagre. The package's own types do not resolve for Node. */
interface Dagre {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(settings: object): void;
  setNode(id: string, size: Size): void;
  setEdge(from: string, to: string, label: object): void;
  /** These have their results after a layout. */
  graph(): Partial<Size>;
  node(id: string): Size & Partial<Point>;
  edge(from: string, to: string): { readonly points?: readonly Point[] };
}

async function dagre(): Promise<Dagre> {
  try {
    return (await import("@dagrejs/dagre"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UserError(
      "the package @dagrejs/dagre, which places what a page shows, is not installed; install without --omit=optional, or run `npm install @dagrejs/dagre`",
    );
  }
}
