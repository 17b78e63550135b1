import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type RuleOptions } from "../rule";
import { allowListRule } from "./allow-list";

export interface AllowedRegionsOptions extends RuleOptions {
  /** The regions that connectors may use; `*` is any run of characters. Default: all. */
  regions?: readonly string[];
}

const rule = allowListRule({
  name: "connector-regions",
  description: "Connectors are in regions that are allowed.",
  option: "regions",
  optionText: "The regions that connectors may use; left out, all.",
  meaning: "region",
  namesIn: (value) => [value.trim()],
  show: ([region = ""]) => `"${region}"`,
  hidden: "this region",
});

/** Connectors are in regions that are allowed. */
export function allowedRegions(options: AllowedRegionsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
