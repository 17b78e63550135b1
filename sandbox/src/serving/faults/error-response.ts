import type { PlatformHttp } from "../sandbox-platform";
import type { Fault, FaultStatus } from "./fault";
import { jsonResponse, textResponse, type PlatformResponse } from "./response";

type StatusFault = Extract<Fault, { kind: "status" }>;

const reasons: Readonly<Record<FaultStatus, string>> = {
  408: "Request Timeout",
  425: "Too Early",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/**
 * The response of a platform, or of the proxy before it, with an error status.
 *
 * @param now Milliseconds since 1970.
 */
export function errorResponse(http: PlatformHttp, fault: StatusFault, now: number): PlatformResponse {
  const { status, retryAfter, asDate = false } = fault;
  const reason = reasons[status];
  const isProxys = status === 502 || status === 503 || status === 504;
  const response = isProxys ? nginxPage(status, reason) : http.errorResponse(status, reason);
  if (retryAfter === undefined) return response;
  const value = asDate ? new Date(now + retryAfter * 1000).toUTCString() : String(retryAfter);
  return { ...response, headers: { ...response.headers, "retry-after": value } };
}

/** The response of a rule that refuses a request. */
export function refusalResponse({ status, body }: Extract<Fault, { kind: "refusal" }>): PlatformResponse {
  if (body !== undefined && typeof body !== "string") return jsonResponse(status, body);
  return textResponse(status, body?.startsWith("<") ? "text/html" : "text/plain", body ?? "");
}

/** A page in the form of nginx's error pages. */
export function nginxPage(status: number, reason: string): PlatformResponse {
  const title = `${status} ${reason}`;
  return textResponse(
    status,
    "text/html",
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  );
}
