import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource } from "../connector";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { isTypeIn, otherTypesSetting, typesSetting } from "../settings/types";

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
  /** Types newer than the catalog, which the lists may name. Default: none. */
  otherTypes?: readonly string[];
}

export const connectorTypesRule: ResourceRule<ConnectorTypesOptions> = {
  name: "connector-types",
  description: "Sources and destinations must have allowed types.",
  settings: {
    allowedSources: typesSetting("Types that sources may have. Default: all.", "source"),
    allowedDestinations: typesSetting("Types that destinations may have. Default: all.", "destination"),
    forbiddenSources: typesSetting("Types that sources must not have.", "source"),
    forbiddenDestinations: typesSetting("Types that destinations must not have.", "destination"),
    otherTypes: otherTypesSetting,
  },
  *conflicts({ allowedSources, allowedDestinations, forbiddenSources, forbiddenDestinations }) {
    yield* inBoth("Sources", allowedSources, forbiddenSources);
    yield* inBoth("Destinations", allowedDestinations, forbiddenDestinations);
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

function* inBoth(
  noun: string,
  allowed: readonly string[] = [],
  forbidden: readonly string[] = [],
): Iterable<string> {
  for (const name of allowed.filter((each) => forbidden.includes(each))) {
    yield `"${name}" is both in allowed${noun} and in forbidden${noun}; remove it from one of them`;
  }
}

function problemOf(
  { platform, role, type }: ConnectorResource,
  options: ConnectorTypesOptions,
): string | undefined {
  if (role === undefined || type === undefined) return undefined;
  const isSource = role === "source";
  const allowed = isSource ? options.allowedSources : options.allowedDestinations;
  const forbidden = isSource ? options.forbiddenSources : options.forbiddenDestinations;
  const isOneOf = (names: readonly string[]): boolean => isTypeIn(names, platform, type);
  if (forbidden && isOneOf(forbidden)) return `"${type}" is forbidden for ${role}s; use another type`;
  if (allowed === undefined || isOneOf(allowed)) return undefined;
  return `"${type}" is not allowed for ${role}s; use one of: ${allowed.join(", ")}`;
}

/** Restricts sources and destinations to allowed types, and rejects forbidden ones. */
export function connectorTypes(options: ConnectorTypesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(connectorTypesRule, options);
}
