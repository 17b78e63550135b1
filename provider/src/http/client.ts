import { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { Answer, ApiRequest, Connection, Headers, Session } from "./connection";
import { Deadline } from "./deadline";
import { ConnectionError, isConnectionError } from "./errors";
import { Limiter } from "./limiter";
import { repeating } from "./repeating";
import { transport } from "./transport";

/** Sends requests to one account of a platform. */
export interface HttpClient {
  /** The deadline of an operation that begins now. */
  deadline(): Deadline;
  /**
   * Sends one request, when its turn has come, and again as often as that helps and does no harm; once more if its answer was a 401
   * that a new session may mend, in which case nothing was done. Any status is an answer. Redirects are not followed, for
   * the key must not travel.
   *
   * @param attempts Counts them; those of an earlier request that this one repeats count too.
   * @throws ConnectionError if no answer came, and SessionError if the platform gives no session.
   */
  send(request: ApiRequest, deadline: Deadline, attempts?: Attempts): Promise<Answer>;
}

/**
 * Makes the client of an account. Cheap: connections are opened when the first request goes out.
 *
 * @param timeout How long an operation may take, in milliseconds.
 */
export function httpClient({ baseUrl, headers }: Connection, clock: Clock, timeout: number): HttpClient {
  const send = repeating(transport(baseUrl), new Limiter(clock), clock);
  const deadline = (): Deadline => new Deadline(clock, timeout);
  if (!isSession(headers)) {
    return {
      deadline,
      send: (request, until, attempts = new Attempts()) => send(request, headers, until, attempts),
    };
  }
  const open = (): Promise<Headers> => {
    const until = deadline();
    return headers.open((request, opened = {}) => send(request, opened, until, new Attempts())).catch(unsent);
  };
  let opened: Promise<Headers> | undefined;
  let renewed: Promise<Headers> | undefined;
  return {
    deadline,
    async send(request, until, attempts = new Attempts()) {
      const current = renewed ?? (opened ??= open());
      const answer = await send(request, await current, until, attempts);
      if (answer.status !== 401 || !headers.isRenewable) return answer;
      // Another request may have renewed the session while this one was under way.
      if (current === renewed) return answer;
      renewed ??= open();
      return await send(request, await renewed, until, attempts);
    },
  };
}

/** Whatever became of the request for a session, the one that needed it was not sent. */
function unsent(error: unknown): never {
  throw isConnectionError(error) ? new ConnectionError("unsent", error.reason, error.isLasting) : error;
}

function isSession(headers: Headers | Session): headers is Session {
  return typeof headers.open === "function";
}
