import { counted } from "../../values/text";
import {
  changes,
  describe,
  subgraph,
  type Change,
  type Graph,
  type GraphEdge,
  type GraphNode,
} from "./graph";
import { mermaidText } from "./mermaid-text";
import type { Selection } from "./neighbourhood";

/**
 * What Mermaid draws at most, and so GitHub, which keeps the defaults. Source: mermaid-js/mermaid, `config.schema.yaml`, `maxTextSize` and
 * `maxEdges`.
 */
const longestText = 50_000;
const mostEdges = 500;

/** The colours hold on light and dark pages. */
const styles: Readonly<Record<string, string>> = {
  create: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  update: "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  replace: "fill:#fbefff,stroke:#8250df,color:#1f2328",
  delete: "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:5 3",
  failing: "stroke:#cf222e,stroke-width:3px",
};
const edgeStyles = { create: "stroke:#1a7f37", delete: "stroke:#cf222e" } as const;

/** A picture as a Mermaid flowchart, and how many of its nodes it had no room for. */
export interface MermaidPicture {
  readonly text: string;
  readonly leftOut: number;
}

/** Draws as many nodes as Mermaid takes, from the first on, and says in the picture how many are missing. */
export function drawMermaid({ graph, leftOut }: Selection): MermaidPicture {
  const draw = (count: number): MermaidPicture & { readonly edges: number } => {
    const keys = new Set(graph.nodes.slice(0, count).map(({ key }) => key));
    const drawn = subgraph(graph, keys);
    const missing = leftOut + graph.nodes.length - count;
    return { text: flowchart(drawn, missing), leftOut: missing, edges: drawn.edges.length };
  };
  const fits = (count: number): boolean => {
    const { text, edges } = draw(count);
    return text.length <= longestText && edges <= mostEdges;
  };
  let [least, most] = [0, graph.nodes.length];
  if (fits(most)) return draw(most);
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return draw(least);
}

function flowchart(graph: Graph, missing: number): string {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `n${index + 1}`]));
  const idOf = (key: string): string => ids.get(key) ?? "";
  const present = (Object.keys(changes) as Change[]).filter((change) =>
    [...graph.nodes, ...graph.edges].some((each) => each.change === change),
  );
  const used = [...present, ...(graph.nodes.some(({ failures }) => failures.length > 0) ? ["failing"] : [])];
  return `${[
    "flowchart LR",
    ...graph.nodes.map((node) => `  ${idOf(node.key)}["${labelOf(node)}"]${classesOf(node)}`),
    ...graph.edges.map((edge) => `  ${idOf(edge.from)} ${arrowOf(edge)} ${idOf(edge.to)}`),
    ...(graph.nodes.length === 0 && missing === 0 ? ['  none["nothing of this package"]'] : []),
    ...(missing === 0 ? [] : [`  more["${counted(missing, "resource")} not shown"]`]),
    ...legend(present),
    ...used.map((name) => `  classDef ${name} ${styles[name]}`),
    ...linkStyles(graph.edges),
  ].join("\n")}\n`;
}

function labelOf(node: GraphNode): string {
  const [name = "", ...others] = describe(node);
  const lines = [name, ...others].map(mermaidText).filter((line) => line !== "");
  return lines.length === 0 ? " " : lines.join("<br/>");
}

function classesOf({ change, failures }: GraphNode): string {
  const names = [...(change === undefined ? [] : [change]), ...(failures.length > 0 ? ["failing"] : [])];
  return names.map((name) => `:::${name}`).join("");
}

function arrowOf({ change }: GraphEdge): string {
  if (change === undefined) return "-->";
  return change === "create" ? "==>" : "-.->";
}

function legend(present: readonly Change[]): string[] {
  if (present.length === 0) return [];
  const entries = present.map((change) => {
    const { sign, word } = changes[change];
    return `    ${change}Sign["${mermaidText(`${sign} ${word}`)}"]:::${change}`;
  });
  return ['  subgraph legend["Legend"]', "    direction LR", ...entries, "  end"];
}

/** By their positions, for edges have no names. */
function linkStyles(edges: readonly GraphEdge[]): string[] {
  return (["create", "delete"] as const).flatMap((change) => {
    const positions = [...edges.keys()].filter((index) => edges[index]?.change === change);
    return positions.length === 0 ? [] : [`  linkStyle ${positions.join(",")} ${edgeStyles[change]}`];
  });
}
