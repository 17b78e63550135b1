import { Timestamp } from "pulumi-connectors/internal/project/go-scalar";
import type { Manifest } from "../engine/state/deployment-schema";
import type { ResourceState } from "../engine/state/resource-state";
import { stackType, urnName } from "../engine/values/urn";
import { age } from "./age";
import { formatTable } from "./table";

export interface ViewOptions {
  readonly showUrns: boolean;
  readonly showIds: boolean;
}

interface Row {
  readonly columns: readonly string[];
  /** Further lines below the row. */
  readonly lines: readonly string[];
}

/** What `stack` prints before the outputs. Source: pulumi/pulumi, `pkg/cmd/pulumi/stack/stack.go`. */
export function formatStack(
  name: string,
  resources: readonly ResourceState[],
  { time, version }: Partial<Manifest>,
  options: ViewOptions,
): string {
  const milliseconds = Date.parse(time ?? "");
  return [
    `Current stack is ${name}:\n    Managed by the sandbox\n`,
    Number.isNaN(milliseconds) ? "" : `    Last updated: ${sinceText(milliseconds)}\n`,
    version ? `    Pulumi version used: ${version}\n` : "",
    `Current stack resources (${resources.length}):\n`,
    resources.length === 0 ? "    No resources currently in this stack\n" : resourceTable(resources, options),
  ].join("");
}

function sinceText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const time = new Timestamp(seconds, (milliseconds - seconds * 1000) * 1e6, 0);
  return `${age((Date.now() - milliseconds) / 1000)} (${String(time)})`;
}

function resourceTable(resources: readonly ResourceState[], options: ViewOptions): string {
  const root = resources.find(({ type, parent }) => type === stackType && parent === "");
  const rows =
    root === undefined
      ? resources.map((resource) => rowOf(resource, "", "    ", options))
      : treeRows(resources, root, options);
  const [header, ...lines] = formatTable(
    ["TYPE", "NAME"],
    rows.map(({ columns }) => columns),
    "    ",
  )
    .trimEnd()
    .split("\n");
  return [header, ...lines.flatMap((line, index) => [line, ...(rows[index]?.lines ?? [])])]
    .map((line) => `${line}\n`)
    .join("");
}

/** The rows of a tree, in the order of the state. What has no parent, such as a provider, comes last below the root. */
function treeRows(resources: readonly ResourceState[], root: ResourceState, options: ViewOptions): Row[] {
  const childrenOf = (resource: ResourceState): ResourceState[] => [
    ...resources.filter(({ parent }) => parent === resource.urn),
    ...(resource === root ? resources.filter((each) => each.parent === "" && each !== root) : []),
  ];
  const below = (resource: ResourceState, padding: string, branch: string): Row[] => {
    const inner = padding + (branch === "├─ " ? "│  " : branch === "" ? "" : "   ");
    const children = childrenOf(resource);
    return [
      rowOf(resource, padding + branch, inner + (children.length > 0 ? "│  " : "   "), options),
      ...children.flatMap((child, index) =>
        below(child, inner, index === children.length - 1 ? "└─ " : "├─ "),
      ),
    ];
  };
  return below(root, "", "");
}

function rowOf(
  { type, urn, id }: ResourceState,
  prefix: string,
  margin: string,
  { showUrns, showIds }: ViewOptions,
): Row {
  return {
    columns: [prefix + type, urnName(urn)],
    lines: [
      ...(showUrns ? [`    ${margin}URN: ${urn}`] : []),
      ...(showIds && id !== "" ? [`    ${margin}ID: ${id}`] : []),
    ],
  };
}
