import type { ApiRequest, ApiResponse } from "./connection";
import { isConnectionError, type ConnectionError, type Delivery } from "./errors";

/** How one attempt at a request ended. */
export type Result = ApiResponse | ConnectionError;

/** The request certainly had no effect. */
const notProcessed: readonly (number | Delivery)[] = ["unsent", 425, 429];
/** The failure is transient, but the request may have had an effect. */
const transientIndeterminate: readonly (number | Delivery)[] = ["indeterminate", 408, 502, 503, 504];
const internalServerError = 500;

/** After which results a request may be retried. A POST creates an object, so only after those without any effect. */
const retryable: Readonly<Record<ApiRequest["method"], readonly (number | Delivery)[]>> = {
  GET: [...notProcessed, ...transientIndeterminate, internalServerError],
  PUT: [...notProcessed, ...transientIndeterminate, internalServerError],
  PATCH: [...notProcessed, ...transientIndeterminate, internalServerError],
  DELETE: [...notProcessed, ...transientIndeterminate, internalServerError],
  POST: notProcessed,
};

/** A write is retried only this often after a 500, which may be how the server reports a value it cannot handle. */
const maxRetriesAfterServerError = 2;

/** @param serverErrors How many attempts at this request ended in a 500, including the last one. */
export function isRetryable(
  { method, isIdempotent }: Pick<ApiRequest, "method" | "isIdempotent">,
  result: Result,
  serverErrors: number,
): boolean {
  if (!isOneOf(retryable[isIdempotent === true ? "PUT" : method], result)) return false;
  const isWrite = method !== "GET" && method !== "DELETE";
  return !isWrite || serverErrors <= maxRetriesAfterServerError;
}

/** Whether a retry may succeed, for callers that have verified that an indeterminate request had no effect. */
export function isRetryableIfUnapplied(result: Result): boolean {
  return isOneOf(transientIndeterminate, result);
}

/** Whether the request may have had an effect despite the failure. A 5xx leaves that open; a 4xx rules it out. */
export function isIndeterminate(result: Result): boolean {
  return isConnectionError(result)
    ? result.delivery === "indeterminate"
    : result.status === 408 || result.status >= internalServerError;
}

/** Whether a later attempt may end differently. */
export function isTransient(result: Result): boolean {
  return isOneOf(retryable.GET, result);
}

export function isInternalServerError(result: Result): boolean {
  return !isConnectionError(result) && result.status === internalServerError;
}

function isOneOf(ends: readonly (number | Delivery)[], result: Result): boolean {
  return isConnectionError(result)
    ? !result.isPermanent && ends.includes(result.delivery)
    : ends.includes(result.status);
}

const initialBackoff = 500;
const maxBackoff = 30_000;

/**
 * Exponential backoff with full jitter: a random wait of up to 0.5 s, 1 s, 2 s ... 30 s, in milliseconds. The jitter keeps requests
 * that failed together from coming back together.
 *
 * @param times How many attempts there were.
 */
export function backoff(times: number, random: () => number = Math.random): number {
  return random() * Math.min(maxBackoff, initialBackoff * 2 ** (times - 1));
}
