import type { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { Answer, ApiRequest, Headers } from "./connection";
import type { Deadline } from "./deadline";
import { isConnectionError } from "./errors";
import type { Limiter } from "./limiter";
import { retryAfter } from "./rate-limit-headers";
import { backoff, isRepeatable, isServerError, isUnclear, type Result } from "./retry";
import type { Transport } from "./transport";

/** Sends a request as often as it takes and may be sent. */
export type PatientSend = (
  request: ApiRequest,
  headers: Headers,
  deadline: Deadline,
  attempts: Attempts,
) => Promise<Answer>;

/** Even the last attempt gets so long, in milliseconds. */
const leastToAnswer = 1_000;
/** With less left, no other attempt is worth it, in milliseconds. */
const leastToTryAgain = 500;

/**
 * Repeats what may be sent again until it gets through or the deadline is over. The last answer is then the answer; of a request that was
 * not even sent because the account is stopped for longer, the refusal that stopped it.
 */
export function repeating(transport: Transport, limiter: Limiter, clock: Clock): PatientSend {
  return async (request, headers, deadline, attempts) => {
    const place = limiter.place();
    let serverErrors = 0;
    // What the platform asked this request to wait for counts; the turn of others does not.
    let ownWaitUntil = 0;
    for (;;) {
      const asked = clock.now();
      const turn = await limiter.turn(place, deadline.left());
      deadline.postpone(clock.now() - Math.max(asked, ownWaitUntil));
      if ("answer" in turn) {
        attempts.notBefore = turn.until;
        return turn.answer;
      }
      deadline.start();
      attempts.began(clock.now());
      const patience = Math.max(deadline.left(), leastToAnswer);
      const result = await transport(request, headers, patience).catch(connectionError);
      limiter.over(turn, isConnectionError(result) ? result.delivery : result);
      const now = clock.now();
      attempts.ended(now);
      const told = isConnectionError(result) ? undefined : retryAfter(result, now);
      if (told !== undefined) attempts.notBefore = now + told;
      if (isServerError(result)) serverErrors++;
      if (isUnclear(result)) attempts.isUnclear = true;

      const isStopped = !isConnectionError(result) && result.status === 429;
      const left = deadline.left();
      const wait = isStopped
        ? limiter.stoppedUntil - now
        : Math.max(told ?? 0, Math.min(backoff(attempts.times), left / 2));
      if (!isRepeatable(request, result, serverErrors) || left < leastToTryAgain || wait > left) {
        if (isConnectionError(result)) throw result;
        return result;
      }
      ownWaitUntil = now + wait;
      // A stopped request keeps its place, and waits there.
      if (!isStopped) await clock.sleep(wait);
    }
  };
}

function connectionError(error: unknown): Result {
  if (isConnectionError(error)) return error;
  throw error;
}
