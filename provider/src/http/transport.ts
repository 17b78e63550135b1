import { agentFor, maxResponseBytes } from "./agents";
import type { ApiRequest, ApiResponse, Headers } from "./connection";
import { ConnectionError, type Delivery } from "./errors";
import { once } from "../values/once";

/** Loads it with the first request: operations without changes send none and start faster. */
const loadUndici = once(() => import("undici"));

/**
 * Sends one request, once. A response with any status resolves the promise. The key must not leave the server it is for, so
 * redirects are not followed and other servers are refused.
 *
 * @param timeout In milliseconds.
 * @throws ConnectionError if there is no response within the timeout.
 */
export type Transport = (request: ApiRequest, headers: Headers, timeout: number) => Promise<ApiResponse>;

/** Creates the transport to a server. Cheap: the first request opens the connection. */
export function transport(baseUrl: string): Transport {
  return async (request, headers, timeout) => {
    const url = new URL(request.path, baseUrl);
    if (url.origin !== new URL(baseUrl).origin) {
      throw new ConnectionError("unsent", `${request.path} resolves to another server`, true);
    }
    const undici = await loadUndici();
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
        signal: AbortSignal.timeout(Math.ceil(timeout)),
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

function parse(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function timestamp(date: string | string[] | undefined): number | undefined {
  const milliseconds = Date.parse(String(date));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Transient failures before the connection exists, so that no byte of the request was sent. */
const transientConnectCodes: readonly string[] = [
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Permanent failures before the connection exists. */
const permanentConnectCodes: readonly string[] = [
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
  const failed = (delivery: Delivery, reason: string, isPermanent = false): ConnectionError =>
    new ConnectionError(delivery, reason, isPermanent);
  if (name === "TimeoutError") return failed("indeterminate", "timed out waiting for the response");
  const [, proxyStatus] = /^Proxy response \((\d+)\)/.exec(message ?? "") ?? [];
  if (proxyStatus !== undefined) {
    return failed("unsent", `the proxy responded with status ${proxyStatus}`, Number(proxyStatus) < 500);
  }
  if (typeof code !== "string") return failed("indeterminate", message ?? String(error));
  if (transientConnectCodes.includes(code)) return failed("unsent", code);
  if (permanentConnectCodes.includes(code)) return failed("unsent", code, true);
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return failed("indeterminate", `larger than ${maxResponseBytes / 1024 / 1024} MB`, true);
  }
  // A response that is not HTTP will not be HTTP the next time either.
  return failed("indeterminate", code, code.startsWith("HPE_"));
}
