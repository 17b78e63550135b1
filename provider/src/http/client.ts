import { Agent, type Dispatcher, request as send } from "undici";
import type { Connection } from "../platform";
import { ConnectionError } from "./errors";

const secondsToConnect = 10;
const secondsToAnswer = 60;
const maxAnswerBytes = 32 * 1024 * 1024;
const maxConnections = 16;

/** A request as a resource declares it. The platform adds address, authentication and headers. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the platform's base address, without a leading slash: `sources/`. */
  readonly path: string;
  /** Sent as JSON; absent for requests without a body. */
  readonly body?: unknown;
}

/** An answer of any status. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON; the text if it is none; undefined if it is empty. */
  readonly body: unknown;
  /** The server's clock when it answered, in milliseconds since 1970; undefined if it did not say. */
  readonly date: number | undefined;
}

/** Sends requests to one account of a platform. */
export interface HttpClient {
  /**
   * Sends one request, once. Any status is an answer. Redirects are not followed, for the key must not travel.
   *
   * @throws ConnectionError if no answer came.
   */
  send(request: ApiRequest): Promise<Answer>;
}

/** One pool of connections for all resources of an operation: the host process lives exactly that long. */
let agent: Dispatcher | undefined;

/** Makes the client of an account. Cheap: connections are opened when the first request goes out. */
export function httpClient(connection: Connection): HttpClient {
  return {
    async send(request) {
      agent ??= new Agent({
        connections: maxConnections,
        connect: { timeout: secondsToConnect * 1000 },
        headersTimeout: secondsToAnswer * 1000,
        bodyTimeout: secondsToAnswer * 1000,
        maxResponseSize: maxAnswerBytes,
      });
      try {
        const response = await send(new URL(request.path, connection.baseUrl), {
          dispatcher: agent,
          method: request.method,
          headers: {
            accept: "application/json",
            ...connection.headers,
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
    },
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
