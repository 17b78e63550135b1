import { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { ApiRequest, ApiResponse, Connection, Headers, Session } from "./connection";
import { Deadline } from "./deadline";
import { ConnectionError, isConnectionError } from "./errors";
import { Limiter } from "./limiter";
import { retrying } from "./retrying";
import { transport } from "./transport";

/** Sends requests to one account of a platform. */
export interface HttpClient {
  /** Creates the deadline of a new operation. */
  deadline(): Deadline;
  /**
   * Sends a request within the account's rate limit and retries it where that is safe. After a 401 it renews the session, if
   * that is possible, and sends the request once more: a request refused with 401 had no effect.
   *
   * A response with any status resolves the promise. Redirects are not followed, because that would send the key elsewhere.
   *
   * @param attempts Counts the attempts. Pass the counter of an earlier request to continue it.
   * @throws ConnectionError if there was no response, and SessionError if the platform opened no session.
   */
  send(request: ApiRequest, deadline: Deadline, attempts?: Attempts): Promise<ApiResponse>;
}

/**
 * Creates the client of an account. Cheap: the first request opens the connection.
 *
 * @param timeout Time limit of an operation, in milliseconds.
 */
export function httpClient(
  { baseUrl, headers, hasRateLimit }: Connection,
  clock: Clock,
  timeout: number,
): HttpClient {
  const send = retrying(transport(baseUrl), new Limiter(clock, hasRateLimit === true), clock);
  const createDeadline = (): Deadline => new Deadline(clock, timeout);
  if (!isSession(headers)) {
    return {
      deadline: createDeadline,
      send: (request, deadline, attempts = new Attempts()) => send(request, headers, deadline, attempts),
    };
  }
  const open = (): Promise<Headers> => {
    const deadline = createDeadline();
    return headers
      .open((request, extraHeaders = {}) => send(request, extraHeaders, deadline, new Attempts()))
      .catch(rethrowAsUnsent);
  };
  let opened: Promise<Headers> | undefined;
  let renewed: Promise<Headers> | undefined;
  return {
    deadline: createDeadline,
    async send(request, deadline, attempts = new Attempts()) {
      const current = renewed ?? (opened ??= open());
      const response = await send(request, await current, deadline, attempts);
      if (response.status !== 401 || !headers.isRenewable) return response;
      // The renewed session was refused as well: renewing it again would not help.
      if (current === renewed) return response;
      // Requests that were in flight together share one renewal.
      renewed ??= open();
      return await send(request, await renewed, deadline, attempts);
    },
  };
}

/** However the request for a session ended, the request that needed the session was not sent. */
function rethrowAsUnsent(error: unknown): never {
  throw isConnectionError(error) ? new ConnectionError("unsent", error.reason, error.isPermanent) : error;
}

function isSession(headers: Headers | Session): headers is Session {
  return typeof headers.open === "function";
}
