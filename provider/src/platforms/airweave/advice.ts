import type { Advice } from "../../definition/platform";

/** What the program's credentials for a source get, with the status 400, 401 or 422. */
const refusedCredentials =
  /^(Validation failed for |Failed to create source |Invalid or revoked OAuth access token )|\btoken refresh|Token has already expired/i;

/**
 * What a failure means beyond its status: Airweave uses 400 and 403 for causes that have nothing to do with each other.
 * Source: docs/contracts/airweave.md, sections 1, 3.2, 3.5 and 5.
 */
export function advice(status: number, said: string): Advice | undefined {
  if (status === 403 && /\bfeature\b.*\b(to be|not) enabled/i.test(said)) {
    return { code: "PC_FEATURE_DISABLED" };
  }
  if (status === 403 && /^$|API key has expired|expired API key/i.test(said)) {
    return { code: "PC_UNAUTHORIZED" };
  }
  if (/access to organization \S+$|^Organization .* not found$/.test(said)) {
    return {
      code: "PC_INVALID_SETTING",
      text: "the key belongs to another organization: set airweave:organizationId to the organization of the key, or remove it",
    };
  }
  if (status === 422 && /^path\.source_connection_id: .*\bUUID\b/.test(said)) {
    return {
      code: "PC_NOT_FOUND",
      text: 'an id is a UUID such as "b6a1c5d2-8c43-4f0e-9d0a-3f1f5f0f7a11": correct it, or give the name instead, `{ name: "..." }`',
    };
  }
  if (/^Credentials can only be updated|^Direct auth can only be updated/.test(said)) {
    return {
      text: "the connection on the platform was not made with these credentials, and its login method cannot be changed: declare the method that it has, or replace it with `pulumi up --replace <its URN>`",
    };
  }
  if (/^The provider for '.*' returned an error/.test(said)) return { code: "PC_UPSTREAM_FAILED" };
  if (status < 500 && refusedCredentials.test(said)) return { code: "PC_CREDENTIALS_REFUSED" };
  // The limit of the service that a source reads from; Airweave's own names itself.
  if (status === 429 && /^Rate limited\b/.test(said)) {
    return { note: "the limit is that of the service that the source reads, not Airweave's" };
  }
  return undefined;
}
