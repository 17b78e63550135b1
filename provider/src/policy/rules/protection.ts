import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface ProtectionOptions extends RuleOptions {
  /** The stacks whose resources are protected; `*` is any run of characters. Default: `prod`, `production`. */
  stacks?: readonly string[];
}

export const protectionRule: ResourceRule<ProtectionOptions> = {
  name: "connector-protection",
  description: "In the stacks named, resources have the option protect.",
  properties: { stacks: texts("The stacks whose resources are protected.") },
  applies: ({ stacks = [] }, { stack, isProtected }) => !isProtected && isNamed(stack, stacks),
  *find(_connector, _options, { stack }): Iterable<Finding> {
    yield {
      path: "protect",
      problem: `missing in the stack "${stack}"; give the resource the option { protect: true }`,
    };
  },
};

/** In the stacks named, connectors and collections have Pulumi's option `protect`. */
export function protectedIn({
  stacks = ["prod", "production"],
  ...options
}: ProtectionOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(protectionRule, { ...options, stacks });
}
