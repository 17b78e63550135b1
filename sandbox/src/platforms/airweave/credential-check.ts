import type { Authentication } from "./authentication";
import { internalError, refused } from "./errors";
import type { Source } from "./catalog";
import { SourceThrottled } from "./rate-limit";
import type { Refusal } from "../../serving/refusal";

const noNetwork = "[Errno -2] Name or service not known";

/** What the service of a source does if a credential contains the word. Source: docs/contracts/airweave.md, section 3.2. */
const outcomes: Readonly<Record<string, (source: Source, method: "direct" | "oauth_token") => Refusal>> = {
  invalid: ({ short_name }) =>
    refused(400, `Validation failed for source '${short_name}': credential validation failed`),
  revoked: ({ short_name }) =>
    refused(
      400,
      `Invalid or revoked OAuth access token for source '${short_name}'. Verify the token with the provider and try again.`,
    ),
  unreachable: ({ short_name }, method) =>
    method === "direct"
      ? refused(400, `Validation failed for ${short_name}: ${noNetwork}`)
      : internalError("ConnectError", noNetwork),
  unavailable: ({ short_name }) =>
    refused(
      502,
      `The provider for '${short_name}' returned an error while validating credentials. Please try again later.`,
    ),
  throttled: () => new SourceThrottled(5),
};

/**
 * Emulates the validation of credentials by their service: all well-formed credentials are valid, except those that contain one of the words
 * above. Only direct credentials and tokens are validated. Source: docs/contracts/airweave.md, section 3.2.
 *
 * @param network Whether the server can reach services.
 * @throws Refusal
 */
export function checkCredentials(source: Source, authentication: Authentication, network: boolean): void {
  const { method } = authentication;
  if (source.internal || (method !== "direct" && method !== "oauth_token")) return;
  const values =
    method === "direct" ? Object.values(authentication.credentials) : [authentication.access_token];
  const word = network
    ? Object.keys(outcomes).find((one) =>
        values.some((value) => typeof value === "string" && value.includes(one)),
      )
    : "unreachable";
  const refusal = outcomes[word ?? ""]?.(source, method);
  if (refusal !== undefined) throw refusal;
}
