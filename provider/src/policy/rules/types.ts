import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource } from "../connector";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

/** Types are named as the platform spells them, with or without the platform before it: `s3`, `unstructured/s3`; `*` is any run of characters. */
export interface ConnectorTypesOptions extends RuleOptions {
  /** The types that sources may have. Default: all. */
  allowedSources?: readonly string[];
  /** The types that destinations may have. Default: all. */
  allowedDestinations?: readonly string[];
  /** Types that no source may have, allowed or not. Default: none. */
  forbiddenSources?: readonly string[];
  /** Types that no destination may have, allowed or not. Default: none. */
  forbiddenDestinations?: readonly string[];
}

export const connectorTypesRule: ResourceRule<ConnectorTypesOptions> = {
  name: "connector-types",
  description: "Sources and destinations have types that are allowed.",
  properties: {
    allowedSources: texts("The types that sources may have; left out, all."),
    allowedDestinations: texts("The types that destinations may have; left out, all."),
    forbiddenSources: texts("Types that no source may have."),
    forbiddenDestinations: texts("Types that no destination may have."),
  },
  applies: ({ allowedSources, allowedDestinations, forbiddenSources, forbiddenDestinations }) =>
    [allowedSources, allowedDestinations, forbiddenSources, forbiddenDestinations].some(Boolean),
  *find(connector, options): Iterable<Finding> {
    const { config } = connector.definition;
    if (config === undefined) return;
    const unknown = connector.leaves.find(
      ({ path, unknown }) => unknown && [config.typeField, "connectorType"].includes(path),
    )?.unknown;
    if (unknown !== undefined) yield { path: config.typeField, undecided: unknown };
    const problem = problemOf(connector, options);
    if (problem !== undefined) yield { path: config.typeField, problem };
  },
};

function problemOf(
  { platform, role, type }: ConnectorResource,
  options: ConnectorTypesOptions,
): string | undefined {
  if (role === undefined || type === undefined) return undefined;
  const isSource = role === "source";
  const allowed = isSource ? options.allowedSources : options.allowedDestinations;
  const forbidden = isSource ? options.forbiddenSources : options.forbiddenDestinations;
  const isOneOf = (names: readonly string[]): boolean =>
    isNamed(type, names) || isNamed(`${platform}/${type}`, names);
  if (forbidden && isOneOf(forbidden)) return `"${type}" is forbidden for a ${role}; use another type`;
  if (allowed === undefined || isOneOf(allowed)) return undefined;
  return `"${type}" is not allowed for a ${role}; use one of: ${allowed.join(", ")}`;
}

/** Sources and destinations have types that are allowed, and none that is forbidden. */
export function connectorTypes(options: ConnectorTypesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(connectorTypesRule, options);
}
