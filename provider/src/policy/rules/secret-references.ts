import type { ResourceValidationPolicy } from "@pulumi/policy";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptPathsSetting } from "../settings/paths";

/** Options of {@link secretReferences}. */
export interface SecretReferencesOptions extends RuleOptions {
  /**
   * Paths of secrets that may be literal values, such as `"config.access_key_id"`. `*` matches any characters.
   * Default: none.
   */
  exceptPaths?: readonly string[];
}

export const secretReferencesRule: ResourceRule<SecretReferencesOptions> = {
  name: "connector-secret-references",
  description: "Secrets must be references to environment variables.",
  settings: { exceptPaths: exceptPathsSetting("Paths of secrets that may be literal values.") },
  *find({ leaves }, { exceptPaths = [] }): Iterable<Finding> {
    for (const { path, isSecret, reference, unknown } of leaves) {
      if (!isSecret || reference !== undefined || matchesAny(path, exceptPaths)) continue;
      yield unknown
        ? { path, undecided: unknown }
        : {
            path,
            problem: 'is stored in the state; use fromEnv("NAME") and set that variable where you run pulumi',
          };
    }
  },
};

/** Requires `fromEnv("NAME")` for every secret, so that no state contains it, not even encrypted. */
export function secretReferences(options: SecretReferencesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(secretReferencesRule, options);
}
