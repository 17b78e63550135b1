import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole } from "../connector";
import { credentialIn } from "../credential-forms";
import { means } from "../facts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface AllowedRegionsOptions extends RuleOptions {
  /** The regions that connectors may use; `*` is any run of characters. Default: all. */
  regions?: readonly string[];
}

export const allowedRegionsRule: ResourceRule<AllowedRegionsOptions> = {
  name: "connector-regions",
  description: "Connectors are in regions that are allowed.",
  properties: { regions: texts("The regions that connectors may use; left out, all.") },
  *find({ leaves, type }, { regions }): Iterable<Finding> {
    if (regions === undefined) return;
    for (const leaf of leaves) {
      const { path, value, unknown, isSecret } = leaf;
      const isAbout = means("region", leaf, type);
      if (unknown && (isAbout || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      if (!isAbout || typeof value !== "string") continue;
      const region = value.trim();
      if (isNamed(region, regions)) continue;
      const what = isSecret || credentialIn(value) !== undefined ? "this region" : `"${region}"`;
      yield { path, problem: `${what} is not allowed; use one of: ${regions.join(", ")}` };
    }
  },
};

/** Connectors are in regions that are allowed. */
export function allowedRegions(options: AllowedRegionsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(allowedRegionsRule, options);
}
