import { definedKeys, isFields, omit } from "../../values/fields";
import { providerKey } from "../../definition/state-keys";
import { UserError } from "../../project/user-error";
import { buildGraph, edgeKey } from "./build-graph";
import type { Change, Graph, GraphEdge, GraphNode } from "./graph";
import type { StackDocument } from "./stack-document";
import type { StackResource } from "./stack-resource";
import { StoredSecret } from "./stored-secret";

/** The resources before and after a change, and what it does with each that does not stay as it is. */
export interface StackChange {
  readonly before: readonly StackResource[];
  readonly after: readonly StackResource[];
  readonly changes: ReadonlyMap<string, Change>;
}

/**
 * The change that one preview shows, or that is between a state and what follows it: a preview, which leaves out what stays the same, or
 * another state.
 *
 * @throws UserError if the documents show no change.
 */
export function changeBetween(first: StackDocument, second: StackDocument | undefined): StackChange {
  if (second === undefined) {
    if (first.kind === "preview") return previewed([], first.steps);
    throw new UserError(
      `${first.source}: a state alone shows no change; give a second state, or what \`pulumi preview --json\` prints`,
    );
  }
  if (first.kind === "preview") {
    throw new UserError(`${first.source}: a preview has no place before another input; give the state first`);
  }
  if (second.kind === "preview") return previewed(first.resources, second.steps);
  return { before: first.resources, after: second.resources, changes: differences(first, second) };
}

function previewed(
  state: readonly StackResource[],
  steps: Extract<StackDocument, { kind: "preview" }>["steps"],
): StackChange {
  const before = new Map(state.map((resource) => [resource.urn, resource]));
  for (const { urn, before: old } of steps) if (old !== undefined) before.set(urn, old);
  const after = new Map(before);
  const changes = new Map<string, Change>();
  for (const { urn, change, after: resource } of steps) {
    if (resource === undefined) after.delete(urn);
    else after.set(urn, resource);
    if (change !== undefined) changes.set(urn, change);
  }
  return { before: [...before.values()], after: [...after.values()], changes };
}

function differences(
  first: Extract<StackDocument, { kind: "state" }>,
  second: Extract<StackDocument, { kind: "state" }>,
): ReadonlyMap<string, Change> {
  const before = new Map(first.resources.map((resource) => [resource.urn, resource]));
  const after = new Map(second.resources.map((resource) => [resource.urn, resource]));
  const changes = new Map<string, Change>();
  for (const urn of new Set([...before.keys(), ...after.keys()])) {
    const change = differenceOf(before.get(urn), after.get(urn));
    if (change !== undefined) changes.set(urn, change);
  }
  return changes;
}

function differenceOf(
  before: StackResource | undefined,
  after: StackResource | undefined,
): Change | undefined {
  if (before === undefined) return "create";
  if (after === undefined) return "delete";
  if (before.id !== after.id) return "replace";
  const [old, current] = [before, after].map(({ inputs }) => omit(inputs, [providerKey]));
  return isSame(old, current) ? undefined : "update";
}

/** Deep equality. Secrets count as equal unless both are known. */
function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof StoredSecret && right instanceof StoredSecret) return !left.differsFrom(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (isFields(left) && isFields(right)) {
    return definedKeys({ ...left, ...right }).every((key) => isSame(left[key], right[key]));
  }
  return Object.is(left, right);
}

/** Both graphs in one: what is after the change, with what it removes. */
export function compareGraphs({ before, after, changes }: StackChange): Graph {
  const [old, current] = [buildGraph(before), buildGraph(after)];
  const nodes = new Map(old.nodes.map((node) => [node.key, node]));
  for (const node of current.nodes) nodes.set(node.key, node);
  const [oldEdges, currentEdges] = [byKey(old.edges), byKey(current.edges)];
  const edges = [...new Map([...oldEdges, ...currentEdges])].map(([key, edge]): GraphEdge => {
    if (!oldEdges.has(key)) return { ...edge, change: "create" };
    return currentEdges.has(key) ? edge : { ...edge, change: "delete" };
  });
  return { nodes: [...nodes.values()].map((node) => withChange(node, changes)), edges };
}

function byKey(edges: readonly GraphEdge[]): Map<string, GraphEdge> {
  return new Map(edges.map((edge) => [edgeKey(edge), edge]));
}

function withChange(node: GraphNode, changes: ReadonlyMap<string, Change>): GraphNode {
  const change = changes.get(node.key);
  return change === undefined ? node : { ...node, change };
}

/** The graph after a change, or of a state. */
export function graphOf(document: StackDocument): Graph {
  if (document.kind === "state") return buildGraph(document.resources);
  return buildGraph(previewed([], document.steps).after);
}
