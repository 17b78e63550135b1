import type { StackValidationPolicy } from "@pulumi/policy";
import type { ObjectReference } from "../../definition/definition";
import { kinds } from "../../kinds";
import { withArticle } from "../../values/text";
import type { ConnectorResource } from "../connector";
import { matchesAny } from "../patterns";
import { stackPolicy, type RuleOptions, type StackFinding, type StackRule } from "../rule";
import { exceptionProblem, listSetting } from "../settings/setting";
import type { StackConnector } from "../stack";

/** Options of {@link usedConnectors}. */
export interface UsesOptions extends RuleOptions {
  /**
   * Names of resources that nothing in the stack need use, such as those that another stack uses. `*` matches any characters.
   * Default: none.
   */
  exceptNames?: readonly string[];
}

export const usesRule: StackRule<UsesOptions> = {
  name: "connector-uses",
  description: "Something in the stack must use each source and each destination.",
  settings: {
    exceptNames: listSetting(
      "Names of resources that nothing in the stack need use.",
      exceptionProblem(() => undefined),
    ),
  },
  *find(connectors, { exceptNames = [] }): Iterable<StackFinding> {
    const references = connectors.flatMap((each) => each.references);
    const used = new Set<StackConnector>(references.flatMap(({ to }) => to));
    for (const about of connectors) {
      const { connector, name } = about;
      const { noun } = connector.definition;
      const users = usersOf(connector);
      if (users.length === 0) continue;
      if (used.has(about) || about.isUsedByOthers || matchesAny(name, exceptNames)) continue;
      const open = references.filter(({ kind, to }) => kind === connector.kind && to.length === 0);
      const unknown = open.find((each) => each.unknown)?.unknown;
      if (unknown !== undefined) yield { about, path: "", undecided: unknown };
      // A pack does not see which of them an id in plain text belongs to.
      if (open.length > 0) continue;
      const problem = `nothing in this stack uses this ${noun}; use it as ${users.join(" or ")}, or remove it`;
      yield { about, path: "", problem };
    }
  },
};

/** Where a connector can be used, as: `sourceId of a workflow`. Nowhere if it is none. */
function usersOf({ kind, role, definition }: ConnectorResource): string[] {
  if (definition.config === undefined) return [];
  const isPossible = ({ flow }: ObjectReference): boolean =>
    (role !== "source" || flow !== "to") && (role !== "destination" || flow !== "from");
  return kinds.flatMap(({ noun, references = [] }) =>
    references
      .filter((each) => each.kind === kind && isPossible(each))
      .map(({ path }) => `${path} of ${withArticle(noun)}`),
  );
}

/** Finds sources, destinations and connectors that nothing in the stack uses. */
export function usedConnectors(options: UsesOptions = {}): StackValidationPolicy {
  return stackPolicy(usesRule, options);
}
