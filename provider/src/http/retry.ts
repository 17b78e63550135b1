import type { Answer, ApiRequest } from "./connection";
import { isConnectionError, type ConnectionError, type Delivery } from "./errors";

/** What came of a request that was sent once. */
export type Result = Answer | ConnectionError;

/** Ends of a request of which the platform has certainly done nothing. */
const undone: readonly (number | Delivery)[] = ["unsent", 425, 429];
/** Ends that say nothing about what was done, of failures that pass. */
const passing: readonly (number | Delivery)[] = ["unclear", 408, 502, 503, 504];
const serverError = 500;

/** After which ends a request may be sent again: one that makes an object only if it has made none. */
const repeatable: Readonly<Record<ApiRequest["method"], readonly (number | Delivery)[]>> = {
  GET: [...undone, ...passing, serverError],
  PUT: [...undone, ...passing, serverError],
  PATCH: [...undone, ...passing, serverError],
  DELETE: [...undone, ...passing, serverError],
  POST: undone,
};

/** How often a write is repeated after a plain 500, which may be the answer to what the server cannot handle. */
const mostAfterServerError = 2;

/** @param serverErrors How often this request has ended in a plain 500, this time included. */
export function isRepeatable(
  { method, makesNothing }: Pick<ApiRequest, "method" | "makesNothing">,
  result: Result,
  serverErrors: number,
): boolean {
  if (!endsIn(repeatable[makesNothing === true ? "PUT" : method], result)) return false;
  const isWrite = method !== "GET" && method !== "DELETE";
  return !isWrite || serverErrors <= mostAfterServerError;
}

/** Whether an unclear end is one that passes: a later attempt may succeed, if it is known that this one did nothing. */
export function isPassing(result: Result): boolean {
  return endsIn(passing, result);
}

/** Whether the request may have been carried out all the same: a server error says nothing of what was done before it, a refusal does. */
export function isUnclear(result: Result): boolean {
  return isConnectionError(result)
    ? result.delivery === "unclear"
    : result.status === 408 || result.status >= serverError;
}

/** Whether a later attempt may end otherwise, for all that is known. */
export function isTransient(result: Result): boolean {
  return endsIn(repeatable.GET, result);
}

export function isServerError(result: Result): boolean {
  return !isConnectionError(result) && result.status === serverError;
}

function endsIn(ends: readonly (number | Delivery)[], result: Result): boolean {
  return isConnectionError(result)
    ? !result.isLasting && ends.includes(result.delivery)
    : ends.includes(result.status);
}

const firstBackoff = 500;
const longestBackoff = 30_000;

/**
 * The milliseconds to wait before a repetition: anything up to 0.5 s, 1 s, 2 s ... 30 s, so that many who failed together do not come
 * back together.
 *
 * @param times How often it was tried.
 */
export function backoff(times: number, random: () => number = Math.random): number {
  return random() * Math.min(longestBackoff, firstBackoff * 2 ** (times - 1));
}
