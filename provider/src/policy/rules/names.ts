import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { patternSetting } from "../settings/pattern";

/** Options of {@link connectorNames}. */
export interface ConnectorNamesOptions extends RuleOptions {
  /** Regular expression that the whole name on the platform must match. Default: any name. */
  pattern?: string;
}

export const connectorNamesRule: ResourceRule<ConnectorNamesOptions> = {
  name: "connector-names",
  description: "Names on the platform must match a pattern and have no surrounding whitespace.",
  settings: { pattern: patternSetting("Regular expression that the whole name must match.") },
  *find({ leaves }, { pattern }): Iterable<Finding> {
    for (const { path, value, unknown } of leaves) {
      if (path !== "name") continue;
      if (unknown) yield { path, undecided: unknown };
      if (typeof value !== "string") continue;
      if (value !== value.trim()) yield { path, problem: "has leading or trailing whitespace; remove it" };
      if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "u").test(value.trim())) {
        yield { path, problem: `must match ${pattern}; rename it` };
      }
    }
  },
  remediate: ({ leaves }) =>
    leaves.flatMap((leaf) =>
      leaf.path === "name" && typeof leaf.value === "string" && leaf.value !== leaf.value.trim()
        ? [{ leaf, value: leaf.value.trim() }]
        : [],
    ),
};

/** Requires names that match a pattern and have no surrounding whitespace. Remediation: removes that whitespace. */
export function connectorNames(options: ConnectorNamesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(connectorNamesRule, options);
}
