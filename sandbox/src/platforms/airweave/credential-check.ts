import type { Authentication } from "./authentication";
import { internalError, refused } from "./errors";
import type { Source } from "./catalog";

const noNetwork = "[Errno -2] Name or service not known";

/**
 * Emulates the validation of credentials by their service: all well-formed credentials are valid, except those that contain the word
 * `invalid`. Only direct credentials and tokens are validated. Source: docs/contracts/airweave.md, section 3.2.
 *
 * @param network Whether the server can reach services.
 * @throws Refusal
 */
export function checkCredentials(source: Source, authentication: Authentication, network: boolean): void {
  const { method } = authentication;
  if (source.internal || (method !== "direct" && method !== "oauth_token")) return;
  if (!network) {
    throw method === "direct"
      ? refused(400, `Validation failed for ${source.short_name}: ${noNetwork}`)
      : internalError("ConnectError", noNetwork);
  }
  const values =
    method === "direct" ? Object.values(authentication.credentials) : [authentication.access_token];
  if (values.some((value) => typeof value === "string" && value.includes("invalid"))) {
    throw refused(400, `Validation failed for ${source.short_name}: the OAuth token is not valid`);
  }
}
