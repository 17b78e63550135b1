import { Attempts } from "./attempts";
import type { Clock } from "./clock";
import type { ApiRequest, ApiResponse, Headers, Session } from "./connection";
import type { Deadline } from "./deadline";
import { ConnectionError, isConnectionError, isSessionError } from "./errors";
import { Renewals } from "./renewals";
import type { RetryingSend } from "./retrying";

/** A login in progress or done, with the attempts at its current request. */
interface Login {
  readonly headers: Promise<Headers>;
  readonly attempts: Attempts;
}

/** How requests are sent in an account. */
export interface InAccount {
  readonly send: (request: ApiRequest, deadline: Deadline, attempts: Attempts) => Promise<ApiResponse>;
  /** The headers with which the next request is sent. */
  readonly headersNow: (attempts: Attempts) => Promise<Headers>;
}

/**
 * Sends requests in a session, which the first of them opens and all share. After a 401 to the newest session it opens another one, if that
 * may help, and sends the request once more: a request refused with 401 had no effect. A login that the platform refused is final.
 *
 * @param createDeadline For the requests of one login.
 */
export function inSession(
  send: RetryingSend,
  session: Session,
  clock: Clock,
  createDeadline: () => Deadline,
): InAccount {
  const renewals = new Renewals(clock);
  const open = (wait = 0): Login => {
    let attempts = new Attempts();
    const start = async (): Promise<Headers> => {
      if (wait > 0) {
        attempts.paused(clock.now(), clock.now() + wait);
        await clock.sleep(wait);
      }
      const deadline = createDeadline();
      const headers = await session.open((request, extraHeaders = {}) => {
        attempts = new Attempts();
        return send(request, extraHeaders, deadline, attempts);
      });
      renewals.opened();
      return headers;
    };
    const headers = start().catch((error: unknown) => {
      if (isSessionError(error) && error.isRevoked) renewals.opened();
      rethrowAsUnsent(error);
    });
    // Each request that needs the session gets the error.
    headers.catch(() => undefined);
    return {
      headers,
      get attempts() {
        return attempts;
      },
    };
  };
  let newest: Login | undefined;
  /** Opens another session in place of one that was refused, unless that was done. @returns false if there is to be none. */
  const renew = (refused: Login): boolean => {
    // Requests that were in flight together share one renewal.
    if (newest !== refused) return true;
    const wait = session.isRenewable ? renewals.nextWait() : undefined;
    if (wait !== undefined) newest = open(wait);
    return wait !== undefined;
  };
  /** The newest session, once it is open. One that another process has revoked before it was, is opened again. */
  const ready = async (attempts: Attempts): Promise<{ readonly login: Login; readonly headers: Headers }> => {
    for (;;) {
      const login = (newest ??= open());
      attempts.login = login;
      try {
        const headers = await login.headers;
        attempts.login = undefined;
        return { login, headers };
      } catch (error) {
        const isRevoked = isSessionError(error) && error.isRevoked;
        if (!isRevoked || attempts.isSingle || !renew(login)) throw error;
      }
    }
  };
  const sendInSession: InAccount["send"] = async (request, deadline, attempts) => {
    for (;;) {
      const from = clock.now();
      const { login, headers } = await ready(attempts);
      // No request is to blame for the turn of another process.
      if (!attempts.isSingle) deadline.postpone(clock.now() - from);
      const response = await send(request, headers, deadline, attempts);
      if (response.status !== 401) {
        if (login === newest && response.status < 500 && response.status !== 429) renewals.worked();
        return response;
      }
      if (attempts.isSingle || deadline.left() <= 0 || !renew(login)) return response;
    }
  };
  return { send: sendInSession, headersNow: async (attempts) => (await ready(attempts)).headers };
}

/** However the request for a session ended, the request that needed the session was not sent. */
function rethrowAsUnsent(error: unknown): never {
  throw isConnectionError(error) ? new ConnectionError("unsent", error.reason, error.isPermanent) : error;
}
