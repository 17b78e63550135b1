import type { Dispatcher } from "undici";
import type { Answer, ApiRequest, Connection, Headers, Send, Session } from "./connection";
import { ConnectionError, isConnectionError } from "./errors";

const secondsToConnect = 10;
/** Longer than the 60 s after which platforms give up by themselves, so that what comes is their answer. */
const secondsToAnswer = 75;
const maxAnswerBytes = 32 * 1024 * 1024;
const maxConnections = 16;

/** Sends requests to one account of a platform. */
export interface HttpClient {
  /**
   * Sends one request, once; a second time only if its first answer was a 401 that a new session may mend, in which case
   * nothing was done. Any status is an answer. Redirects are not followed, for the key must not travel.
   *
   * @throws ConnectionError if no answer came, and SessionError if the platform gives no session.
   */
  send(request: ApiRequest): Promise<Answer>;
}

/** Makes the client of an account. Cheap: connections are opened when the first request goes out. */
export function httpClient({ baseUrl, headers }: Connection): HttpClient {
  const send = sender(baseUrl);
  if (!isSession(headers)) return { send: (request) => send(request, headers) };
  const open = (): Promise<Headers> => headers.open(send).catch(unsent);
  let opened: Promise<Headers> | undefined;
  let renewed: Promise<Headers> | undefined;
  return {
    async send(request) {
      const current = renewed ?? (opened ??= open());
      const answer = await send(request, await current);
      if (answer.status !== 401 || !headers.isRenewable) return answer;
      // Another request may have renewed the session while this one was under way.
      if (current === renewed) return answer;
      renewed ??= open();
      return await send(request, await renewed);
    },
  };
}

/** Whatever became of the request for a session, the one that needed it was not sent. */
function unsent(error: unknown): never {
  throw isConnectionError(error) ? new ConnectionError("unsent", error.reason) : error;
}

function isSession(headers: Headers | Session): headers is Session {
  return typeof headers.open === "function";
}

/** One pool of connections for all resources of an operation: the host process lives exactly that long. */
let agent: Dispatcher | undefined;

function sender(baseUrl: string): Send {
  return async (request, headers = {}) => {
    // Loaded with the first request: what changes nothing sends none, and starts the sooner.
    const undici = await import("undici");
    agent ??= new undici.Agent({
      connections: maxConnections,
      connect: { timeout: secondsToConnect * 1000 },
      headersTimeout: secondsToAnswer * 1000,
      bodyTimeout: secondsToAnswer * 1000,
      maxResponseSize: maxAnswerBytes,
    });
    try {
      const response = await undici.request(new URL(request.path, baseUrl), {
        dispatcher: agent,
        method: request.method,
        headers: {
          accept: "application/json",
          ...headers,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: request.body === undefined ? null : JSON.stringify(request.body),
      });
      return {
        status: response.statusCode,
        body: parse(await response.body.text()),
        date: timestamp(response.headers.date),
      };
    } catch (error) {
      throw toConnectionError(error);
    }
  };
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function timestamp(date: string | string[] | undefined): number | undefined {
  const milliseconds = Date.parse(String(date));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Failures that come before a connection exists, so that no byte of the request has left. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_INVALID_URL",
  "UND_ERR_INVALID_ARG",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
]);

function toConnectionError(error: unknown): ConnectionError {
  const { code, message } = error as { code?: string; message?: string };
  const reason = code ?? message ?? String(error);
  return new ConnectionError(code !== undefined && beforeSending.has(code) ? "unsent" : "unclear", reason);
}
