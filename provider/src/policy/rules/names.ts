import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface ConnectorNamesOptions extends RuleOptions {
  /** A regular expression that the whole name on the platform keeps to. Default: any name without blanks around it. */
  pattern?: string;
}

export const connectorNamesRule: ResourceRule<ConnectorNamesOptions> = {
  name: "connector-names",
  description: "Names on the platform keep to a pattern, and have no blanks around them.",
  properties: {
    pattern: { type: "string", description: "A regular expression that the whole name keeps to." },
  },
  *find({ leaves }, { pattern }): Iterable<Finding> {
    for (const { path, value, unknown } of leaves) {
      if (path !== "name") continue;
      if (unknown) yield { path, undecided: unknown };
      if (typeof value !== "string") continue;
      if (value !== value.trim()) yield { path, problem: "has blanks around it; take them off" };
      if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "u").test(value.trim())) {
        yield { path, problem: `does not match ${pattern}; rename it` };
      }
    }
  },
  mend: ({ leaves }) =>
    leaves.flatMap((leaf) =>
      leaf.path === "name" && typeof leaf.value === "string" && leaf.value !== leaf.value.trim()
        ? [{ leaf, value: leaf.value.trim() }]
        : [],
    ),
};

/** Names keep to a pattern. The remediation takes the blanks around a name off. */
export function connectorNames(options: ConnectorNamesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(connectorNamesRule, options);
}
