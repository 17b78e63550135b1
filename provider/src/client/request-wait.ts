import type { Attempts } from "../http/attempts";
import type { Account } from "./account";
import { effort } from "./error-messages";
import type { Wait } from "./progress";

/** Until then a request is slow, but not worth a line, in milliseconds. */
const expectedResponseTime = 15_000;

/**
 * What a request waits for; undefined while that is nothing worth a line.
 *
 * @param verb What the request is for.
 * @param title The platform's name in messages.
 */
export function waitOfRequest(
  verb: string,
  attempts: Attempts,
  account: Account,
  title: string,
): Wait | undefined {
  const { login, wait } = attempts;
  if (login?.attempts.wait?.for === "login") {
    const reason = `waiting to log in to ${title} again, because another client has logged in as the same user`;
    const { since, until } = login.attempts.wait;
    return { reason, text: reason, since, until };
  }
  if (login !== undefined) return waitOfRequest(`the login to ${title}`, login.attempts, account, title);
  switch (wait?.for) {
    case "turn":
      return waitForTurn(wait.since, account, title);
    case "response": {
      const seconds = Math.floor((account.clock.now() - wait.since) / 1000);
      const reason = `waiting for the response to ${verb}`;
      return { reason, text: `${reason} for ${seconds} s`, since: wait.since + expectedResponseTime };
    }
    case "retry": {
      const { failure, since, until } = wait;
      const text = `retrying ${verb} (${failure}; ${effort(attempts) ?? "tried once"})`;
      return { reason: `retrying ${verb}: ${failure}`, text, since, until };
    }
    case "login":
    case undefined:
      return undefined;
  }
}

/** Waiting behind the account's own requests in flight is not worth a line: they have theirs. */
function waitForTurn(since: number, { http, clock }: Account, title: string): Wait | undefined {
  const { pausedUntil, perMinute } = http.rateLimit();
  const reason = `waiting for the rate limit of ${title}`;
  const text = perMinute === undefined ? reason : `${reason}, ${perMinute} requests a minute`;
  if (pausedUntil > clock.now()) return { reason, text: `${text},`, since, until: pausedUntil };
  return perMinute === undefined ? undefined : { reason, text, since };
}
