import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource } from "../connector";
import { matchesAny, stringArray } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

/** Types are spelled as on the platform, with or without its name: `"s3"`, `"unstructured/s3"`. `*` matches any characters. */
export interface ConnectorTypesOptions extends RuleOptions {
  /** Types that sources may have, such as `["unstructured/s3", "airweave/*"]`. Default: all. */
  allowedSources?: readonly string[];
  /** Types that destinations may have. Default: all. */
  allowedDestinations?: readonly string[];
  /** Types that sources must not have. Takes precedence over `allowedSources`. Default: none. */
  forbiddenSources?: readonly string[];
  /** Types that destinations must not have. Takes precedence over `allowedDestinations`. Default: none. */
  forbiddenDestinations?: readonly string[];
}

export const connectorTypesRule: ResourceRule<ConnectorTypesOptions> = {
  name: "connector-types",
  description: "Sources and destinations must have allowed types.",
  properties: {
    allowedSources: stringArray("Types that sources may have. Default: all."),
    allowedDestinations: stringArray("Types that destinations may have. Default: all."),
    forbiddenSources: stringArray("Types that sources must not have."),
    forbiddenDestinations: stringArray("Types that destinations must not have."),
  },
  applies: ({ allowedSources, allowedDestinations, forbiddenSources, forbiddenDestinations }) =>
    [allowedSources, allowedDestinations, forbiddenSources, forbiddenDestinations].some(Boolean),
  *find(connector, options): Iterable<Finding> {
    const { config } = connector.definition;
    if (config === undefined) return;
    const unknown = connector.leaves.find(
      ({ path, unknown }) => unknown && [config.typeField, config.roleField].includes(path),
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
    matchesAny(type, names) || matchesAny(`${platform}/${type}`, names);
  if (forbidden && isOneOf(forbidden)) return `"${type}" is forbidden for ${role}s; use another type`;
  if (allowed === undefined || isOneOf(allowed)) return undefined;
  return `"${type}" is not allowed for ${role}s; use one of: ${allowed.join(", ")}`;
}

/** Restricts sources and destinations to allowed types, and rejects forbidden ones. */
export function connectorTypes(options: ConnectorTypesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(connectorTypesRule, options);
}
