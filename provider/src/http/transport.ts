import { agentFor, maxAnswerBytes } from "./agents";
import type { Answer, ApiRequest, Headers } from "./connection";
import { ConnectionError, type Delivery } from "./errors";

/**
 * Sends one request, once. Any status is an answer. Redirects are not followed, and no other server is asked: the key must not travel.
 *
 * @throws ConnectionError if no answer came within so many milliseconds.
 */
export type Transport = (request: ApiRequest, headers: Headers, milliseconds: number) => Promise<Answer>;

/** The way to the server at an address. Cheap: connections are opened when the first request goes out. */
export function transport(baseUrl: string): Transport {
  return async (request, headers, milliseconds) => {
    const url = new URL(request.path, baseUrl);
    if (url.origin !== new URL(baseUrl).origin) {
      throw new ConnectionError("unsent", `${request.path} leads to another server`, true);
    }
    // Loaded with the first request: what changes nothing sends none, and starts the sooner.
    const undici = await import("undici");
    try {
      const response = await undici.request(url, {
        dispatcher: agentFor(undici, url.hostname),
        method: request.method,
        headers: {
          accept: "application/json",
          ...headers,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: AbortSignal.timeout(Math.ceil(milliseconds)),
      });
      return {
        status: response.statusCode,
        body: parse(await response.body.text()),
        date: timestamp(response.headers.date),
        headers: Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        ),
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

/** Failures that come before a connection exists, so that no byte of the request has left. They pass. */
const passingBeforeSending: readonly string[] = [
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Those that would come again. */
const lastingBeforeSending: readonly string[] = [
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ENOTFOUND",
  "ERR_INVALID_URL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UND_ERR_INVALID_ARG",
  "UND_ERR_PRX_TLS",
];

function toConnectionError(error: unknown): ConnectionError {
  const { code, message, name } = error as { code?: unknown; message?: string; name?: string };
  const failed = (delivery: Delivery, reason: string, isLasting = false): ConnectionError =>
    new ConnectionError(delivery, reason, isLasting);
  if (name === "TimeoutError") return failed("unclear", "none came in time");
  const [, refusal] = /^Proxy response \((\d+)\)/.exec(message ?? "") ?? [];
  if (refusal !== undefined) return failed("unsent", `the proxy answered ${refusal}`, Number(refusal) < 500);
  if (typeof code !== "string") return failed("unclear", message ?? String(error));
  if (passingBeforeSending.includes(code)) return failed("unsent", code);
  if (lastingBeforeSending.includes(code)) return failed("unsent", code, true);
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return failed("unclear", `it is larger than ${maxAnswerBytes / 1024 / 1024} MB`, true);
  }
  // What is no HTTP is no passing failure.
  return failed("unclear", code, code.startsWith("HPE_"));
}
