/** Credentials that are recognizable by their format alone. */
const formats: readonly (readonly [string, RegExp])[] = [
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
  ["a signed URL", /[?&](?:sig|X-Amz-Signature)=[^&\s]{10,}/i],
  ["a URL with a password", /:\/\/[^\s/:@]*:[^\s/@]+@/],
  ["a password", /(?:^|[\s;&?])(?:password|passwd|pwd|passcode|token|secret|api_?key|private_key)=[^\s;&]+/i],
];

/** Returns the kind of credential that a string contains, with an article; undefined if it contains none. */
export function credentialIn(value: string): string | undefined {
  return formats.find(([, pattern]) => pattern.test(value))?.[0];
}
