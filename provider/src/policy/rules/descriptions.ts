import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface DescriptionsOptions extends RuleOptions {
  /** Length at least, in characters without the blanks around it. Default: 1. */
  minLength?: number;
}

export const descriptionsRule: ResourceRule<DescriptionsOptions> = {
  name: "connector-descriptions",
  description: "Connectors have a description, where the platform keeps one.",
  properties: { minLength: { type: "integer", minimum: 1, description: "Length at least, in characters." } },
  *find({ definition, args, leaves }, { minLength = 1 }): Iterable<Finding> {
    if (!Object.hasOwn(definition.arguments, "description")) return;
    const path = "description";
    const unknown = leaves.find((leaf) => leaf.path === path)?.unknown;
    if (unknown !== undefined) {
      yield { path, undecided: unknown };
      return;
    }
    const text = typeof args.description === "string" ? args.description.trim() : "";
    if (text === "") yield { path, problem: "missing; say what the connector is for" };
    else if (text.length < minLength)
      yield { path, problem: `too short; write at least ${minLength} characters` };
  },
};

/** AI Squared's connectors and Airweave's source connections have a description. */
export function described(options: DescriptionsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(descriptionsRule, options);
}
