import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { integerSetting } from "../settings/setting";

/** Options of {@link described}. */
export interface DescriptionsOptions extends RuleOptions {
  /** Minimum length in characters, without surrounding whitespace. Default: 1. */
  minLength?: number;
}

export const descriptionsRule: ResourceRule<DescriptionsOptions> = {
  name: "connector-descriptions",
  description: "Connectors must have a description if the platform stores one.",
  settings: { minLength: integerSetting("Minimum length in characters.", 1) },
  *find({ definition, args, leaves }, { minLength = 1 }): Iterable<Finding> {
    if (!Object.hasOwn(definition.arguments, "description")) return;
    const path = "description";
    const unknown = leaves.find((leaf) => leaf.path === path)?.unknown;
    if (unknown !== undefined) {
      yield { path, undecided: unknown };
      return;
    }
    const description = typeof args.description === "string" ? args.description.trim() : "";
    if (description === "") yield { path, problem: "missing; describe what the connector is for" };
    else if (description.length < minLength)
      yield { path, problem: `too short; write at least ${minLength} characters` };
  },
};

/** Requires a description for AI Squared connectors and Airweave source connections. */
export function described(options: DescriptionsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(descriptionsRule, options);
}
