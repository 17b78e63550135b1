import type { StackValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource } from "../connector";
import { means } from "../facts";
import { Flows } from "../flows";
import { hostsOf } from "../hosts";
import { matchesAny } from "../patterns";
import { stackPolicy, type RuleOptions, type StackFinding, type StackRule } from "../rule";
import { flowsSetting, type FlowEnd, type FlowPattern } from "../settings/flows";
import { endTypeOf, isTypeIn, otherTypesSetting } from "../settings/types";
import type { StackConnector } from "../stack";

/** Options of {@link forbiddenFlows}. */
export interface FlowsOptions extends RuleOptions {
  /**
   * From where to where data must not flow, such as
   * `[{ from: { types: ["Salesforce*"], hosts: ["crm.example.com"] }, to: { types: ["pinecone"] } }]`. An end is everything that has one of
   * the types or one of the hosts. Default: none.
   */
  forbidden?: readonly FlowPattern[];
  /** Types newer than the catalog, which `forbidden` may name. Default: none. */
  otherTypes?: readonly string[];
}

export const flowsRule: StackRule<FlowsOptions> = {
  name: "connector-flows",
  description: "Data must not flow from forbidden sources to forbidden destinations.",
  settings: {
    forbidden: flowsSetting("From where to where data must not flow."),
    otherTypes: otherTypesSetting,
  },
  applies: ({ forbidden = [] }) => forbidden.length > 0,
  *find(connectors, { forbidden = [] }): Iterable<StackFinding> {
    for (const about of connectors) {
      for (const { flow, path, to, unknown } of about.references) {
        if (flow !== "none" && to.length === 0 && unknown !== undefined)
          yield { about, path, undecided: unknown };
      }
    }
    const flows = new Flows(connectors);
    for (const start of connectors) {
      for (const { path, last } of flows.from(start)) {
        const verdicts = forbidden.map(({ from, to }) =>
          both(matches(start, from), () => matches(path.at(-1) ?? start, to)),
        );
        const place = { about: last.of, path: last.path };
        const index = verdicts.indexOf(true);
        if (index >= 0) {
          const names = path.map(({ connector, name }) => `${connector.kind} "${name}"`).join(" → ");
          const problem = `data must not flow here: ${names} (see forbidden[${index}]); read from another source or write to another destination`;
          yield { ...place, problem };
          continue;
        }
        const undecided = verdicts.find((verdict) => verdict instanceof Error);
        if (undecided instanceof Error) yield { ...place, undecided };
      }
    }
  },
};

/** Whether something is so; the error of an unknown value if that cannot be decided during preview. */
type Verdict = boolean | Error;

function both(one: Verdict, other: () => Verdict): Verdict {
  if (one === false) return false;
  const verdict = other();
  return verdict === true ? one : verdict;
}

function matches({ connector }: StackConnector, { types = [], hosts = [] }: FlowEnd): Verdict {
  const byType = types.length > 0 && isOfType(connector, types);
  if (byType === true) return true;
  const byHost = hosts.length > 0 && isOnHost(connector, hosts);
  return byHost === true || byType === false ? byHost : byType;
}

function isOfType(connector: ConnectorResource, types: readonly string[]): Verdict {
  const type = endTypeOf(connector);
  if (type !== undefined) return isTypeIn(types, connector.platform, type);
  const { config } = connector.definition;
  return (
    connector.leaves.find(({ path, unknown }) => unknown && path === config?.typeField)?.unknown ?? false
  );
}

function isOnHost({ leaves, type }: ConnectorResource, hosts: readonly string[]): Verdict {
  let undecided: Error | undefined;
  for (const leaf of leaves) {
    const isAddress = means("address", leaf, type);
    if (leaf.unknown && (isAddress || leaf.isUnknownObject)) undecided ??= leaf.unknown;
    if (!isAddress || typeof leaf.value !== "string") continue;
    if (hostsOf(leaf.value).some((host) => matchesAny(host, hosts, { ignoreCase: true }))) return true;
  }
  return undecided ?? false;
}

/** Rejects pipelines that bring data from forbidden sources to forbidden destinations, through whatever is between them. */
export function forbiddenFlows(options: FlowsOptions = {}): StackValidationPolicy {
  return stackPolicy(flowsRule, options);
}
