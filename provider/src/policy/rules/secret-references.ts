import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface SecretReferencesOptions extends RuleOptions {
  /** Paths whose secrets may be values: `config.access_key_id`; `*` is any run of characters. Default: none. */
  exceptPaths?: readonly string[];
}

export const secretReferencesRule: ResourceRule<SecretReferencesOptions> = {
  name: "connector-secret-references",
  description: "Secrets stay in the environment, of which a program has references.",
  properties: { exceptPaths: texts("Paths whose secrets may be values.") },
  *find({ leaves }, { exceptPaths = [] }): Iterable<Finding> {
    for (const { path, isSecret, reference, unknown } of leaves) {
      if (!isSecret || reference !== undefined || isNamed(path, exceptPaths)) continue;
      yield unknown
        ? { path, undecided: unknown }
        : {
            path,
            problem:
              'is a value, which the state keeps; write fromEnv("NAME") and set the variable where you run pulumi',
          };
    }
  },
};

/** Each secret is `fromEnv("NAME")`, so that no state has it, not even encrypted. */
export function secretReferences(options: SecretReferencesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(secretReferencesRule, options);
}
