import type { ErrorCode } from "../errors/codes";

/** What is known about a request without a usable response. */
export type Delivery =
  /** It did not reach the platform: no connection, unknown host. */
  | "unsent"
  /** It may or may not have been carried out: the connection broke, or the response did not come in time. */
  | "indeterminate";

/**
 * A request without a response. Recognized by its `code`, not its class: two copies of this package may be loaded.
 */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code = "PULUMI_CONNECTORS_CONNECTION";

  constructor(
    readonly delivery: Delivery,
    /** In a few words, such as `ECONNREFUSED`. */
    readonly reason: string,
    /** Whether retrying is pointless: an untrusted certificate, for example. */
    readonly isPermanent = false,
  ) {
    super(reason);
  }
}

/** Whether a thrown value is a ConnectionError, of this or another copy of this package. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return (error as { code?: unknown } | null)?.code === "PULUMI_CONNECTORS_CONNECTION";
}

/** A session could not be opened, so the request that needed it was not sent. Recognized by its `code`, as above. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code = "PULUMI_CONNECTORS_SESSION";

  constructor(
    message: string,
    /** The code that the request's error gets. */
    readonly reason: ErrorCode = "PC_UNAUTHORIZED",
    /** Whether the session was opened, and ended by another login before it could be used. */
    readonly isRevoked = false,
  ) {
    super(message);
  }
}

/** Whether a thrown value is a SessionError, of this or another copy of this package. */
export function isSessionError(error: unknown): error is SessionError {
  return (error as { code?: unknown } | null)?.code === "PULUMI_CONNECTORS_SESSION";
}
