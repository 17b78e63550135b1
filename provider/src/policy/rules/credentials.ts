import type { ResourceValidationPolicy } from "@pulumi/policy";
import { credentialIn } from "../../secrets/credential-forms";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptPathsSetting } from "../settings/paths";

/** Options of {@link noExposedCredentials}. */
export interface ExposedCredentialsOptions extends RuleOptions {
  /**
   * Paths of values that may look like a credential, such as `"config.remote_url"`. `*` matches any characters.
   * Default: none.
   */
  exceptPaths?: readonly string[];
}

export const exposedCredentialsRule: ResourceRule<ExposedCredentialsOptions> = {
  name: "connector-exposed-credentials",
  description: "Credentials must not be in fields that are not secret.",
  settings: { exceptPaths: exceptPathsSetting("Paths of values that may look like a credential.") },
  *find({ leaves }, { exceptPaths = [] }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, value, unknown, isSecret } = leaf;
      if (isSecret || leaf.refersTo !== undefined || matchesAny(path, exceptPaths)) continue;
      if (unknown) yield { path, undecided: unknown };
      if (typeof value !== "string") continue;
      const kind = credentialIn(value);
      if (kind === undefined) continue;
      yield {
        path,
        problem: `looks like ${kind}, but would be stored in plain text; move it to a secret field and rotate the credential`,
      };
    }
  },
};

/** Rejects values that look like credentials in fields that neither the catalog nor the program marks as secret. */
export function noExposedCredentials(options: ExposedCredentialsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(exposedCredentialsRule, options);
}
