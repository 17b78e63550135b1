/** What is known about a request that got no usable answer. */
export type Delivery =
  /** It certainly did not reach the platform: no connection, no such host. */
  | "unsent"
  /** It may or may not have been carried out: the connection broke or the answer did not come in time. */
  | "unclear";

/**
 * A request that got no answer. Known by its `code`, never by its class: two copies of this package may be loaded.
 */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code = "PULUMI_CONNECTORS_CONNECTION";

  constructor(
    readonly delivery: Delivery,
    /** The reason in a few words, such as `ECONNREFUSED`. */
    readonly reason: string,
    /** Whether it would be so again: a certificate that nobody trusts, say. */
    readonly isLasting = false,
  ) {
    super(reason);
  }
}

/** Whether something thrown is a ConnectionError, of this or another copy of this package. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return (error as { code?: unknown } | null)?.code === "PULUMI_CONNECTORS_CONNECTION";
}

/** A session that could not be opened: no request of an object was sent. Known by its `code`, as above. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code = "PULUMI_CONNECTORS_SESSION";
}

/** Whether something thrown is a SessionError, of this or another copy of this package. */
export function isSessionError(error: unknown): error is SessionError {
  return (error as { code?: unknown } | null)?.code === "PULUMI_CONNECTORS_SESSION";
}
