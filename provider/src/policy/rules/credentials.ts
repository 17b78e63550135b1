import type { ResourceValidationPolicy } from "@pulumi/policy";
import { credentialIn } from "../credential-forms";
import { namesObject } from "../facts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface ExposedCredentialsOptions extends RuleOptions {
  /** Paths that may hold what looks like a credential: `config.remote_url`; `*` is any run of characters. Default: none. */
  exceptPaths?: readonly string[];
}

export const exposedCredentialsRule: ResourceRule<ExposedCredentialsOptions> = {
  name: "connector-exposed-credentials",
  description: "No credential stands in a field that is no secret.",
  properties: { exceptPaths: texts("Paths that may hold what looks like a credential.") },
  *find({ leaves }, { exceptPaths = [] }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, value, unknown, isSecret } = leaf;
      if (isSecret || namesObject(leaf) || isNamed(path, exceptPaths)) continue;
      if (unknown) yield { path, undecided: unknown };
      if (typeof value !== "string") continue;
      const form = credentialIn(value);
      if (form === undefined) continue;
      yield {
        path,
        problem: `looks like ${form}, and is stored in the clear; move it to a field for secrets, and replace the credential`,
      };
    }
  },
};

/** No credential, told by its form, stands where neither the catalog nor the program says that a secret is. */
export function noExposedCredentials(options: ExposedCredentialsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(exposedCredentialsRule, options);
}
