import { subgraph, type Graph } from "./graph";

/** A picture of a change that has more nodes shows only what the change concerns. */
export const mostNodes = 200;

/** What is drawn of a graph, most important nodes first. */
export interface Selection {
  readonly graph: Graph;
  /** How many nodes are not drawn. */
  readonly leftOut: number;
}

/**
 * The nodes that change, with everything from which data reaches them and that their data reaches; all nodes if there are not too many.
 * They are in the order of their distance from a change.
 */
export function concerned(graph: Graph): Selection {
  const distances = distancesFromChanges(graph);
  const near = graph.nodes.length > mostNodes ? subgraph(graph, new Set(distances.keys())) : graph;
  const distanceOf = (key: string): number => distances.get(key) ?? Infinity;
  const nodes = near.nodes.toSorted(({ key: a }, { key: b }) => distanceOf(a) - distanceOf(b) || 0);
  return { graph: { ...near, nodes }, leftOut: graph.nodes.length - nodes.length };
}

/** How many edges lie between each node and the next one that changes, upstream or downstream. */
function distancesFromChanges({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const changedEdges = edges.filter(({ change }) => change !== undefined);
  const changed = new Set([
    ...nodes.filter(({ change }) => change !== undefined).map(({ key }) => key),
    ...changedEdges.flatMap(({ from, to }) => [from, to]),
  ]);
  const downstream = stepsFrom(changed, grouped(edges.map(({ from, to }) => [from, to] as const)));
  const upstream = stepsFrom(changed, grouped(edges.map(({ from, to }) => [to, from] as const)));
  const keys = new Set([...downstream.keys(), ...upstream.keys()]);
  return new Map(
    [...keys].map((key) => [key, Math.min(downstream.get(key) ?? Infinity, upstream.get(key) ?? Infinity)]),
  );
}

function stepsFrom(
  starts: ReadonlySet<string>,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const distances = new Map([...starts].map((key) => [key, 0]));
  let [front, distance] = [[...starts], 0];
  while (front.length > 0) {
    distance += 1;
    const reached = front.flatMap((key) => next.get(key) ?? []).filter((key) => !distances.has(key));
    for (const key of reached) distances.set(key, distance);
    front = [...new Set(reached)];
  }
  return distances;
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [from, to] of pairs) {
    const group = groups.get(from);
    if (group === undefined) groups.set(from, [to]);
    else group.push(to);
  }
  return groups;
}
