import type { ObjectReference } from "../../definition/definition";
import { typeToken } from "../../definition/kind";
import { testOutput } from "../../definition/verification";
import { isUnknown } from "../../values/unknowns";
import { compareTexts } from "../../values/text";
import { valueAt } from "../../values/tree";
import type { Graph, GraphEdge, GraphNode } from "./graph";
import { nodeText } from "./node-text";
import type { StackResource } from "./stack-resource";
import { secretText } from "./stored-secret";
import { parseUrn } from "./urn";

/** What an output `status` says of an object that does not work, whatever the platform. */
const badStatuses = ["failed", "error", "needs_reauth"];

/**
 * The resources, and what flows between them: by the references that their definitions declare. A value names the object whose id or output
 * it is; where it is unknown or a secret, the resources do that the argument was made of.
 *
 * @param others The same stack at another time: an object that is replaced has another id there.
 */
export function buildGraph(
  resources: readonly StackResource[],
  others: readonly StackResource[] = [],
): Graph {
  // A state has them in the order in which they came about, which changes from run to run.
  const sorted = resources.toSorted(
    (a, b) => compareTexts(a.definition.kind, b.definition.kind) || compareTexts(a.name, b.name),
  );
  const nodes = new Map(sorted.map((resource) => [resource.urn, nodeOf(resource)]));
  const byValue = indexOf([...resources, ...others.filter(({ urn }) => nodes.has(urn))]);
  const edges = new Map<string, GraphEdge>();
  for (const resource of sorted) {
    for (const reference of resource.definition.references ?? []) {
      if (reference.flow === "none") continue;
      for (const other of targetsOf(resource, reference, byValue)) {
        if (!nodes.has(other.key)) nodes.set(other.key, other);
        const [from, to] = reference.flow === "to" ? [resource.urn, other.key] : [other.key, resource.urn];
        edges.set(edgeKey({ from, to }), { from, to });
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Identifies an edge. */
export function edgeKey({ from, to }: GraphEdge): string {
  return JSON.stringify([from, to]);
}

/** The nodes that a reference names. */
function targetsOf(
  resource: StackResource,
  { path, kind, output = "id" }: ObjectReference,
  byValue: ReadonlyMap<string, string>,
): readonly Pick<GraphNode, "key" | "name" | "kind" | "failures" | "remarks">[] {
  const steps = path.split(".");
  const value = valueAt(resource.inputs, steps);
  const known = typeof value === "string" && !isUnknown(value) ? value : undefined;
  const urn = known === undefined ? undefined : byValue.get(valueKey(kind, output, known));
  const dependencies = resource
    .dependenciesOf(steps[0] ?? path)
    .filter((each) => parseUrn(each)?.type === typeToken(kind));
  const urns = urn === undefined ? dependencies : [urn];
  if (urns.length > 0) {
    const remarks = ["not in the input"];
    return urns.map((key) => ({
      key,
      name: nodeText(parseUrn(key)?.name ?? key),
      kind,
      failures: [],
      remarks,
    }));
  }
  if (known === undefined) return [];
  const shown = nodeText(resource.shown(steps)) || secretText;
  // By the value, so that two that name the same object lead to one node.
  const key = JSON.stringify([kind, output, known]);
  return [{ key, name: shown, kind, failures: [], remarks: ["not in the input"] }];
}

/** The URNs of the resources by their ids and outputs. */
function indexOf(resources: readonly StackResource[]): ReadonlyMap<string, string> {
  const byValue = new Map<string, string>();
  for (const { urn, id, definition, outputs, inputs } of resources) {
    for (const [output, value] of Object.entries({ ...inputs, ...outputs, id: id ?? outputs.id })) {
      if (typeof value !== "string" || isUnknown(value)) continue;
      const key = valueKey(definition.kind, output, value);
      if (!byValue.has(key)) byValue.set(key, urn);
    }
  }
  return byValue;
}

function valueKey(kind: string, output: string, value: string): string {
  return JSON.stringify([kind, output, value]);
}

function nodeOf(resource: StackResource): GraphNode {
  const { definition, urn, isProtected } = resource;
  const name = nodeText(resource.name);
  const platformName = definition.name && nodeText(resource.shown([definition.name.field]));
  const type = definition.config && nodeText(resource.shown([definition.config.typeField]));
  const schedule = scheduleOf(resource);
  return {
    key: urn,
    name,
    kind: definition.kind,
    ...(platformName && platformName !== name ? { platformName } : {}),
    ...(type ? { type } : {}),
    ...(schedule ? { schedule } : {}),
    ...(isProtected ? { isProtected } : {}),
    failures: failuresOf(resource),
    remarks: resource.isExternal ? ["only read"] : [],
  };
}

/** When the platform runs the object, in the words of the program: `daily`, `interval 1 hours`. */
function scheduleOf(resource: StackResource): string {
  const paths = resource.definition.schedule?.paths ?? [];
  const said = paths.map((path) => nodeText(resource.shown(path.split(".")))).filter((text) => text !== "");
  // A secret object is one at each of its paths.
  return nodeText([...new Set(said)].join(" "));
}

function failuresOf(resource: StackResource): string[] {
  const status = nodeText(resource.shown(["status"]));
  const test = resource.shown([testOutput, "status"]);
  return [
    ...(test === "failed" ? ["connection test failed"] : []),
    ...(badStatuses.includes(status.toLowerCase()) ? [`status: ${status}`] : []),
    ...(resource.isIncomplete ? ["incomplete: the last update failed half-way"] : []),
  ];
}
