import type { ResourceValidationPolicy } from "@pulumi/policy";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { stacksSetting } from "../settings/stacks";

/** Options of {@link protectedIn}. */
export interface ProtectionOptions extends RuleOptions {
  /** Stacks whose resources must be protected. `*` matches any characters. Default: `["prod", "production"]`. */
  stacks?: readonly string[];
}

export const protectionRule: ResourceRule<ProtectionOptions> = {
  name: "connector-protection",
  description: "Resources of production stacks must have the option protect.",
  settings: { stacks: stacksSetting("Stacks whose resources must be protected.") },
  applies: ({ stacks = [] }, { stack, isProtected }) => !isProtected && matchesAny(stack, stacks),
  *find(_connector, _options, { stack }): Iterable<Finding> {
    yield {
      path: "protect",
      problem: `required in stack "${stack}"; set the resource option { protect: true }`,
    };
  },
};

/** Requires the resource option `protect` for connectors and collections in production stacks. */
export function protectedIn({
  stacks = ["prod", "production"],
  ...options
}: ProtectionOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(protectionRule, { ...options, stacks });
}
