/** What a change does with a node or an edge. */
export type Change = "create" | "update" | "replace" | "delete";

/** How a change is called in legends, and its sign, which is Pulumi's. */
export const changes: Readonly<Record<Change, { readonly word: string; readonly sign: string }>> = {
  create: { word: "added", sign: "+" },
  update: { word: "changed", sign: "~" },
  replace: { word: "replaced", sign: "+-" },
  delete: { word: "removed", sign: "-" },
};

/** A resource, or an object that one refers to. Its texts are as the program or the platform has them: escape them. */
export interface GraphNode {
  /** The URN of a resource; something of its own for other objects. */
  readonly key: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** `platform.Kind` */
  readonly kind: string;
  /** Its name on the platform, if that is another. */
  readonly platformName?: string;
  /** The connector type. */
  readonly type?: string;
  /** When the platform runs it. */
  readonly schedule?: string;
  readonly isProtected?: boolean;
  /** What is wrong with it, one clause each. */
  readonly failures: readonly string[];
  /** What else there is to know, such as that the program only reads it. */
  readonly remarks: readonly string[];
  readonly change?: Change;
}

/** Data flows from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly change?: "create" | "delete";
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A graph with some of the nodes, and the edges between them. */
export function subgraph({ nodes, edges }: Graph, keys: ReadonlySet<string>): Graph {
  return {
    nodes: nodes.filter(({ key }) => keys.has(key)),
    edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
  };
}

/** The lines that describe a node: its name first. */
export function describe(node: GraphNode): readonly string[] {
  const { name, kind, platformName, type, schedule, isProtected, failures, remarks, change } = node;
  return [
    change === undefined ? name : `${changes[change].sign} ${name}`,
    ...(platformName === undefined ? [] : [`"${platformName}"`]),
    type === undefined ? kind : `${kind}: ${type}`,
    ...(schedule === undefined ? [] : [`schedule: ${schedule}`]),
    ...(isProtected === true ? ["protected"] : []),
    ...failures,
    ...remarks,
  ];
}
