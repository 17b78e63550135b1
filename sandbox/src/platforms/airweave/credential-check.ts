import type { Authentication } from "./authentication";
import { internalError, refused } from "./errors";
import type { Source } from "./sources";

const noNetwork = "[Errno -2] Name or service not known";

/**
 * The check of credentials with the service that they are for. There is none here: all are good that have the right form, but those with
 * the word `invalid` in them. Only direct credentials and tokens are checked. Source: docs/contracts/airweave.md, section 3.2.
 *
 * @param network Whether services can be reached.
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
