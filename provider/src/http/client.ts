import { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { ApiRequest, ApiResponse, Connection, Headers, Session } from "./connection";
import { Deadline } from "./deadline";
import { ConnectionError } from "./errors";
import { Limiter } from "./limiter";
import { retrying, type RetryingSend } from "./retrying";
import { inSession, type InAccount } from "./session";
import { transport } from "./transport";

/** Sends requests to one account of a platform. */
export interface HttpClient {
  /**
   * Creates a deadline.
   *
   * @param milliseconds Default: the time limit of an operation.
   */
  deadline(milliseconds?: number): Deadline;
  /**
   * Sends a request within the account's rate limit and retries it where that is safe. After a 401 it renews the session, if
   * that may help, and sends the request again: a request refused with 401 had no effect.
   *
   * A response with any status resolves the promise. Redirects are not followed, because that would send the key elsewhere.
   *
   * @param attempts Counts the attempts. Pass the counter of an earlier request to continue it.
   * @throws ConnectionError if there was no response, and SessionError if the platform opened no session.
   */
  send(request: ApiRequest, deadline: Deadline, attempts?: Attempts): Promise<ApiResponse>;
  /**
   * Sends a request without effects once, if its turn comes in time.
   *
   * @param milliseconds For how long to wait, a login included.
   * @throws ConnectionError if there was no response by then, and SessionError if the platform opened no session.
   */
  sendOnce(request: ApiRequest, milliseconds: number): Promise<ApiResponse>;
  /**
   * The headers with which the next request is sent. Opens the session if none is open.
   *
   * @throws ConnectionError if there was no response, and SessionError if the platform opened no session.
   */
  headers(attempts?: Attempts): Promise<Headers>;
  /** What holds the account's requests up. */
  rateLimit(): RateLimit;
}

/** The rate limit of an account, as far as it is known. */
export interface RateLimit {
  /** When the account's pause ends or has ended, in milliseconds since 1970. */
  readonly pausedUntil: number;
  /** Requests a minute; undefined while it is not known, or if there is no limit. */
  readonly perMinute: number | undefined;
}

/**
 * Creates the client of an account. Cheap: the first request opens the connection.
 *
 * @param timeout Time limit of an operation, in milliseconds.
 * @param isQuota Whether a 429 says that a quota is used up, which no retry changes. Default: a 429 is always about the rate.
 */
export function httpClient(
  { baseUrl, headers, hasRateLimit }: Connection,
  clock: Clock,
  timeout: number,
  isQuota?: (response: ApiResponse) => boolean,
): HttpClient {
  const limiter = new Limiter(clock, hasRateLimit === true);
  const sendWith = retrying(transport(baseUrl), limiter, clock, isQuota);
  const { send, headersNow } = isSession(headers)
    ? inSession(sendWith, headers, clock, () => new Deadline(clock, timeout))
    : withHeaders(sendWith, headers);
  return {
    deadline: (milliseconds = timeout) => new Deadline(clock, milliseconds),
    send: (request, deadline, attempts = new Attempts()) => send(request, deadline, attempts),
    async sendOnce(request, milliseconds) {
      const deadline = new Deadline(clock, milliseconds);
      deadline.start();
      const response = send(request, deadline, new Attempts(true));
      const isLate = clock.sleepInBackground(milliseconds).then(() => {
        throw new ConnectionError("unsent", `no response within ${milliseconds / 1000} s`);
      });
      return await Promise.race([response, isLate]);
    },
    headers: (attempts = new Attempts()) => headersNow(attempts),
    rateLimit: () => ({ pausedUntil: limiter.pausedUntil, perMinute: limiter.perMinute }),
  };
}

function withHeaders(send: RetryingSend, headers: Headers): InAccount {
  return {
    send: (request, deadline, attempts) => send(request, headers, deadline, attempts),
    headersNow: () => Promise.resolve(headers),
  };
}

function isSession(headers: Headers | Session): headers is Session {
  return typeof headers.open === "function";
}
