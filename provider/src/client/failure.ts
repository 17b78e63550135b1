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
  readonly isPassing: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    readonly outcome: Outcome,
    { status, isPassing = false }: { readonly status?: number; readonly isPassing?: boolean } = {},
  ) {
    super(code, message);
    this.status = status;
    this.isPassing = isPassing;
  }
}

export function isRequestFailure(error: unknown): error is RequestFailure {
  return isConnectorsError(error) && "outcome" in error;
}
