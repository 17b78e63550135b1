import type { Graph, GraphEdge, GraphNode } from "pulumi-connectors/internal/command-line/graph/graph";
import { nodeText } from "pulumi-connectors/internal/command-line/graph/node-text";
import type { ObjectLink } from "./kind";
import { pathOf, type HeldKind } from "./holdings";

/** The objects of an account, and what flows between them. A node's key is the path of its page. */
export function pipelinesOf(held: readonly HeldKind[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const keys = new Map<string, string>();
  const objects = held.flatMap((kind) => kind.objects.map((object) => ({ ...kind, object })));
  for (const each of objects) {
    const { kind, object } = each;
    const key = pathOf(each);
    keys.set(linkKey({ kind: kind.kind, id: object.id }), key);
    nodes.set(key, {
      key,
      name: nodeText(object.name) || nodeText(object.id),
      kind: kind.kind,
      ...(object.type === undefined ? {} : { type: nodeText(object.type) }),
      ...(object.schedule === undefined ? {} : { schedule: nodeText(object.schedule) }),
      failures: isBad(object.status) ? [`status: ${nodeText(object.status)}`] : [],
      remarks: [],
    });
  }
  const edges: GraphEdge[] = [];
  for (const each of objects) {
    for (const link of each.object.references) {
      const other = keys.get(linkKey(link)) ?? linkKey(link);
      if (!nodes.has(other)) nodes.set(other, goneNode(other, link));
      const [from, to] = link.flow === "to" ? [pathOf(each), other] : [other, pathOf(each)];
      edges.push({ from, to });
    }
  }
  return { nodes: [...nodes.values()], edges };
}

/** An object that another one names, and that the platform does not hold. */
function goneNode(key: string, { kind, id }: ObjectLink): GraphNode {
  return { key, name: nodeText(id), kind, failures: ["not on the platform"], remarks: [] };
}

/** What a status says of an object that does not work, whatever the platform. */
function isBad(status: string | undefined): boolean {
  return ["failed", "error", "needs_reauth"].includes((status ?? "").toLowerCase());
}

function linkKey({ kind, id }: Pick<ObjectLink, "kind" | "id">): string {
  return JSON.stringify([kind, id]);
}
