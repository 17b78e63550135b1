import type { ErrorCode } from "../errors/codes";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";

/** How a request that did not succeed ended. */
export type Outcome =
  /** The platform said no: nothing was changed. */
  | "refused"
  /** It never reached the platform. */
  | "unsent"
  /** It may or may not have been carried out. */
  | "indeterminate";

/** A request that did not succeed, with the sentence for the user. */
export class RequestFailure extends ConnectorsError {
  override readonly name = "RequestFailure";
  /** Absent if there was no response. */
  readonly status: number | undefined;
  /** Whether a later attempt may succeed, if it is known that this one did nothing. */
  readonly isRetryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    readonly outcome: Outcome,
    { status, isRetryable = false }: { readonly status?: number; readonly isRetryable?: boolean } = {},
  ) {
    super(code, message);
    this.status = status;
    this.isRetryable = isRetryable;
  }
}

export function isRequestFailure(error: unknown): error is RequestFailure {
  return isConnectorsError(error) && "outcome" in error;
}
