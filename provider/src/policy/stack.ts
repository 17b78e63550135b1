import type { PolicyResource } from "@pulumi/policy";
import type { ObjectReference } from "../definition/definition";
import type { Fields } from "../values/fields";
import { compareTexts } from "../values/text";
import { connectorOf, type ConnectorResource } from "./connector";

/** A resource of this package in a stack. */
export interface StackConnector {
  readonly urn: string;
  readonly name: string;
  readonly connector: ConnectorResource;
  /** Those that its arguments have, whether a pack can see what they refer to or not. */
  readonly references: readonly StackReference[];
  /** Whether a resource of another package gets one of its outputs. */
  readonly isUsedByOthers: boolean;
}

/** A reference to other resources of the stack. */
export interface StackReference extends ObjectReference {
  /**
   * What it refers to: several resources if the value is computed from several. None if a pack cannot see it, as for an id in plain text:
   * engines do not show packs the ids of resources.
   */
  readonly to: readonly StackConnector[];
  /** The error that reading it threw, if the value is unknown during preview, and with it what it refers to. */
  readonly unknown: Error | undefined;
}

/** Reads the resources of this package in a stack, sorted by URN: engines pass them in any order. */
export function stackConnectors(resources: readonly PolicyResource[]): StackConnector[] {
  const stack: ResourceInStack[] = [];
  const byUrn = new Map<string, ResourceInStack>();
  const usedByOthers = new Set<string>();
  for (const resource of resources) {
    const connector = connectorOf({ type: resource.type, props: resource.props as Fields });
    if (connector !== undefined) {
      const each = new ResourceInStack(resource, connector, byUrn, usedByOthers);
      stack.push(each);
      byUrn.set(each.urn, each);
    } else {
      for (const { urn } of Object.values(resource.propertyDependencies).flat()) usedByOthers.add(urn);
    }
  }
  return stack.sort((one, other) => compareTexts(one.urn, other.urn));
}

class ResourceInStack implements StackConnector {
  readonly urn: string;
  readonly name: string;
  #references: readonly StackReference[] | undefined;

  constructor(
    private readonly resource: PolicyResource,
    readonly connector: ConnectorResource,
    private readonly stack: ReadonlyMap<string, ResourceInStack>,
    private readonly usedByOthers: ReadonlySet<string>,
  ) {
    this.urn = resource.urn;
    this.name = resource.name;
  }

  get isUsedByOthers(): boolean {
    return this.usedByOthers.has(this.urn);
  }

  // Read when a rule asks: most do not.
  get references(): readonly StackReference[] {
    const all = this.connector.definition.references ?? [];
    return (this.#references ??= all.flatMap((reference) => this.#read(reference)));
  }

  /** A reference if the program gives one. */
  #read(reference: ObjectReference): StackReference[] {
    const leaf = this.connector.leaves.find(
      ({ path, unknown }) => path === reference.path || (unknown && reference.path.startsWith(`${path}.`)),
    );
    if (leaf === undefined) return [];
    const { value, unknown } = leaf;
    if (unknown === undefined && leaf.reference === undefined && (value ?? undefined) === undefined)
      return [];
    const named = this.#withOutput(reference, value);
    const to = named.length > 0 ? named : this.#dependencies(reference);
    return [{ ...reference, to, unknown: to.length > 0 ? undefined : unknown }];
  }

  /** The resources whose output the value is, as far as a pack sees it. */
  #withOutput({ kind, output = "id" }: ObjectReference, value: unknown): ResourceInStack[] {
    if (typeof value !== "string") return [];
    return [...this.stack.values()].filter(
      (each) => each.connector.kind === kind && each.#output(output) === value,
    );
  }

  #output(name: string): unknown {
    try {
      return this.resource.props[name];
    } catch {
      // It is unknown during preview.
      return undefined;
    }
  }

  /** The resources from whose outputs the value is computed; from an argument of another resource, what that refers to. */
  #dependencies({ path, kind }: ObjectReference): readonly StackConnector[] {
    const [argument = ""] = path.split(/[.[]/);
    const all = (this.resource.propertyDependencies[argument] ?? []).flatMap(
      ({ urn }) => this.stack.get(urn) ?? [],
    );
    const direct = all.filter((each) => each.connector.kind === kind);
    if (direct.length > 0) return direct;
    const indirect = all.flatMap(({ references }) => references.filter((each) => each.kind === kind));
    return [...new Set(indirect.flatMap(({ to }) => to))];
  }
}
