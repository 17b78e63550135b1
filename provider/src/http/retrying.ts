import type { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { ApiRequest, ApiResponse, Headers } from "./connection";
import type { Deadline } from "./deadline";
import { ConnectionError, isConnectionError } from "./errors";
import type { Limiter } from "./limiter";
import { retryAfter } from "./rate-limit-headers";
import { Reachability } from "./reachability";
import { backoff, isIndeterminate, isInternalServerError, isRetryable, type Result } from "./retry";
import type { Transport } from "./transport";

/** Sends a request and retries it until the deadline. */
export type RetryingSend = (
  request: ApiRequest,
  headers: Headers,
  deadline: Deadline,
  attempts: Attempts,
) => Promise<ApiResponse>;

/** Even the last attempt may take this long, in milliseconds. */
const minResponseTime = 1_000;
/** With less time left, another attempt is pointless, in milliseconds. */
const minTimeForRetry = 500;

/**
 * Retries requests that are safe to retry, until one succeeds or the deadline has passed. The result is that of the last attempt.
 * A request that was never sent, because the account is paused beyond its deadline, gets the 429 response that paused it.
 *
 * @param isQuota Whether a 429 says that a quota is used up. If it does not say until when, the request is not retried.
 */
export function retrying(
  transport: Transport,
  limiter: Limiter,
  clock: Clock,
  isQuota: (response: ApiResponse) => boolean = () => false,
): RetryingSend {
  const reachability = new Reachability();
  return async (request, headers, deadline, attempts) => {
    const position = limiter.reserve();
    let serverErrors = 0;
    // A wait that the platform asked of this request counts against its deadline; queueing behind other requests does not.
    let ownWaitUntil = 0;
    for (;;) {
      const queuedAt = clock.now();
      attempts.queued(queuedAt);
      const slot = await limiter.acquire(position, deadline.left());
      if (!attempts.isSingle) deadline.postpone(clock.now() - Math.max(queuedAt, ownWaitUntil));
      if ("response" in slot) {
        attempts.notBefore = slot.until;
        return slot.response;
      }
      if (attempts.isSingle && deadline.left() <= 0) {
        limiter.release(slot, "unsent");
        throw new ConnectionError("unsent", "other requests came first");
      }
      deadline.start();
      attempts.started(clock.now());
      const timeout = Math.max(deadline.left(), minResponseTime);
      const end = await transport(request, headers, timeout).catch(connectionError);
      const now = clock.now();
      const isUsedUp =
        !isConnectionError(end) && end.status === 429 && retryAfter(end, now) === undefined && isQuota(end);
      // A quota is no rate: there is nothing to wait for, and nothing to hold other requests up for.
      limiter.release(slot, isConnectionError(end) ? end.delivery : isUsedUp ? "indeterminate" : end);
      const { result, left: leftToReach } = reachability.judge(end, now);
      attempts.finished(now);
      const requestedWait = isConnectionError(result) ? undefined : retryAfter(result, now);
      if (requestedWait !== undefined) attempts.notBefore = now + requestedWait;
      if (isInternalServerError(result)) serverErrors++;
      if (isIndeterminate(result)) attempts.isIndeterminate = true;

      const isThrottled = !isConnectionError(result) && result.status === 429;
      const left = Math.min(deadline.left(), leftToReach);
      const wait = isThrottled
        ? limiter.pausedUntil - now
        : Math.max(requestedWait ?? 0, Math.min(backoff(attempts.times), left / 2));
      const isLast = attempts.isSingle || isUsedUp || !isRetryable(request, result, serverErrors);
      if (isLast || left < minTimeForRetry || wait > left) {
        if (isConnectionError(result)) throw result;
        return result;
      }
      ownWaitUntil = now + wait;
      attempts.failed(isConnectionError(result) ? result.reason : `status ${result.status}`, now + left);
      // A throttled request waits in the queue, where it keeps its position.
      if (!isThrottled) await clock.sleep(wait);
    }
  };
}

function connectionError(error: unknown): Result {
  if (isConnectionError(error)) return error;
  throw error;
}
