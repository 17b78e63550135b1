import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type RuleOptions } from "../rule";
import { regionsSetting } from "../settings/regions";
import { allowListRule } from "./allow-list";

/** Options of {@link allowedRegions}. */
export interface AllowedRegionsOptions extends RuleOptions {
  /** Regions that connectors may use. `*` matches any characters: `"eu-*"`. Default: all. */
  regions?: readonly string[];
}

const rule = allowListRule({
  name: "connector-regions",
  description: "Connectors must use allowed regions.",
  option: "regions",
  setting: regionsSetting("Regions that connectors may use. Default: all."),
  meaning: "region",
  namesIn: (value) => [value.trim()],
  noun: "region",
});

/** Restricts connectors to a list of regions. */
export function allowedRegions(options: AllowedRegionsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
