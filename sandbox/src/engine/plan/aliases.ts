import type { Alias } from "../runtime/registration";
import type { ResourceState } from "../state/resource-state";
import { makeUrn, urnName, urnType, type Urn } from "../values/urn";

/** A resource that the program registers. */
interface Registering {
  readonly urn: Urn;
  readonly type: string;
  readonly name: string;
  readonly parent: Urn;
  readonly aliases: readonly Alias[];
}

/** The state of a resource before this operation. */
export interface Former {
  readonly old: ResourceState | undefined;
  /** Its former URN, if different. */
  readonly alias: Urn | undefined;
  /** Error messages about other resources with the same former state. */
  readonly conflicts: readonly string[];
}

/**
 * Finds the former states of resources whose name, type or parent has changed.
 * Source: pulumi/pulumi, `getOldResource` and `generateAliases` in `pkg/resource/deploy/step_generator.go`.
 */
export class AliasResolver {
  readonly #newUrns = new Map<Urn, Urn>();
  readonly #oldUrns = new Map<Urn, Urn>();

  constructor(
    private readonly stack: string,
    private readonly project: string,
    private readonly olds: ReadonlyMap<Urn, ResourceState>,
  ) {}

  /** The current URN of a resource, by its former one. */
  newUrn(urn: Urn): Urn {
    return this.#newUrns.get(urn) ?? urn;
  }

  /**
   * Finds the former state of a resource: by its URN, else by the first alias that matches.
   *
   * @param seen The URNs registered so far.
   */
  resolve(resource: Registering, seen: ReadonlySet<Urn>): Former {
    const { urn } = resource;
    const conflicts: string[] = [];
    const claimedBy = this.#newUrns.get(urn);
    if (claimedBy !== undefined) {
      conflicts.push(
        `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${claimedBy}'`,
      );
    }
    const found = [urn, ...this.#aliasesOf(resource)].find((candidate) => this.olds.has(candidate));
    if (found === undefined) return { old: undefined, alias: undefined, conflicts };
    const old = this.olds.get(found);
    if (found === urn) return { old, alias: undefined, conflicts };
    const rival = seen.has(found) ? urn : this.#newUrns.get(found);
    if (rival !== undefined) {
      conflicts.push(
        `Duplicate resource alias '${found}' applied to resource with URN '${urn}' conflicting with resource with URN '${rival}'`,
      );
    }
    this.#newUrns.set(found, urn);
    this.#oldUrns.set(urn, found);
    return { old, alias: found, conflicts };
  }

  /** The aliases of a resource: those it declares, and those inherited from its parent's alias. */
  #aliasesOf({ type, name, parent, aliases }: Registering): ReadonlySet<Urn> {
    const declared = aliases.map((alias) => this.#toUrn(alias, type, name, parent));
    const parentAlias = this.#oldUrns.get(parent);
    if (parentAlias === undefined) return new Set(declared);
    const inherited = (childType: string, childName: string): Urn =>
      this.#inheritedAlias(parent, parentAlias, childType, childName);
    return new Set([
      ...declared,
      inherited(type, name),
      ...declared.map((alias) => inherited(urnType(alias), urnName(alias))),
    ]);
  }

  #toUrn(alias: Alias, type: string, name: string, parent: Urn): Urn {
    if (typeof alias === "string") return alias;
    const formerParent = alias.noParent
      ? ""
      : alias.parent === ""
        ? parent
        : (this.#oldUrns.get(alias.parent) ?? alias.parent);
    return makeUrn(
      alias.stack || this.stack,
      alias.project || this.project,
      formerParent,
      alias.type || type,
      alias.name || name,
    );
  }

  /** If a child's name begins with its parent's, as in `{parent}-details`, that prefix is assumed to have changed with the parent's name. */
  #inheritedAlias(parent: Urn, parentAlias: Urn, type: string, name: string): Urn {
    const parentName = urnName(parent);
    const formerName = name.startsWith(parentName)
      ? urnName(parentAlias) + name.slice(parentName.length)
      : name;
    return makeUrn(this.stack, this.project, parentAlias, type, formerName);
  }
}
