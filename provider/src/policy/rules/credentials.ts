import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface ExposedCredentialsOptions extends RuleOptions {
  /** Paths that may hold what looks like a credential: `config.remote_url`; `*` is any run of characters. Default: none. */
  exceptPaths?: readonly string[];
}

/** How credentials look that can be told by their looks alone. */
const forms: readonly (readonly [string, RegExp])[] = [
  ["an AWS access key id", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/],
  ["a GitLab token", /\bglpat-[\w-]{20,}/],
  ["a Slack token", /\bxox[abeoprs]-[\w-]{10,}/],
  ["a Google API key", /\bAIza[\w-]{35}/],
  ["a Stripe key", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/],
  ["a Databricks token", /\bdapi[0-9a-f]{32}\b/],
  ["a HubSpot token", /\bpat-(?:na|eu)\d-[0-9a-f-]{30,}/],
  ["an Airtable token", /\bpat\w{14}\.[0-9a-f]{40,}/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{30,}/],
  ["an API key", /\bsk-[\w-]{20,}/],
  ["a JSON Web Token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/],
  ["an Authorization header", /^\s*(?:Basic|Bearer)\s+\S{8,}/i],
  ["an Azure key", /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/=]{12,}/i],
  ["a signed address", /[?&](?:sig|X-Amz-Signature)=[^&\s]{10,}/i],
  ["an address with a password", /:\/\/[^\s/:@]*:[^\s/@]+@/],
  ["a password", /(?:^|[\s;&?])(?:password|passwd|pwd|passcode|token|secret|api_?key|private_key)=[^\s;&]+/i],
];

export const exposedCredentialsRule: ResourceRule<ExposedCredentialsOptions> = {
  name: "connector-exposed-credentials",
  description: "No credential stands in a field that is no secret.",
  properties: { exceptPaths: texts("Paths that may hold what looks like a credential.") },
  *find({ leaves }, { exceptPaths = [] }): Iterable<Finding> {
    for (const { path, value, unknown, isSecret } of leaves) {
      if (isSecret || isNamed(path, exceptPaths)) continue;
      if (unknown) yield { path, undecided: unknown };
      if (typeof value !== "string") continue;
      const form = forms.find(([, pattern]) => pattern.test(value));
      if (form === undefined) continue;
      yield {
        path,
        problem: `looks like ${form[0]}, and is stored in the clear; move it to a field for secrets, and replace the credential`,
      };
    }
  },
};

/** No credential, told by its form, stands where neither the catalog nor the program says that a secret is. */
export function noExposedCredentials(options: ExposedCredentialsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(exposedCredentialsRule, options);
}
