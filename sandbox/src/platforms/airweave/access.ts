import type { FastifyRequest } from "fastify";
import { isUuid } from "../../pydantic/request-checks";
import { sameSecret } from "../../serving/same-secret";
import { internalError, refused } from "./errors";

/** The conditions for access. */
export interface Access {
  /** Absent: the server runs without authentication. */
  readonly apiKey?: string | undefined;
  /** What to say besides where the key is refused. Default: nothing. */
  readonly keyHint?: string | undefined;
  readonly organizationId: string;
  readonly otherOrganizations: readonly string[];
}

/**
 * Checks that a request has the key, if one is required, and does not name an organization other than the key's.
 * Source: docs/contracts/airweave.md, section 1.
 *
 * @throws Refusal
 */
export function authenticate(request: FastifyRequest, access: Access): void {
  if (access.apiKey !== undefined) checkKey(request.headers["x-api-key"], access.apiKey, access.keyHint);
  const organization = request.headers["x-organization-id"];
  if (typeof organization !== "string" || organization === "") return;
  if (!isUuid(organization)) throw internalError("ValueError", "badly formed hexadecimal UUID string");
  if (organization.toLowerCase() === access.organizationId) return;
  if (access.otherOrganizations.includes(organization.toLowerCase())) {
    throw refused(403, `API key does not have access to organization ${organization}`);
  }
  throw refused(404, `Organization with ID ${organization} not found`);
}

function checkKey(given: string | string[] | undefined, apiKey: string, hint: string | undefined): void {
  if (typeof given !== "string" || given === "") throw refused(401, "No valid authentication provided");
  if (!sameSecret(given, apiKey)) {
    const detail = "Invalid or expired API key";
    throw refused(403, hint === undefined ? detail : `${detail}. ${hint}`);
  }
}
