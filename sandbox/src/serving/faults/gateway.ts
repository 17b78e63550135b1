import { answerOf, jsonAnswer, type Answer } from "./answer";
import type { Fault, FaultStatus } from "./fault";

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
 * An answer with a status as the platform gives it, or the proxy before it.
 *
 * @param now Milliseconds since 1970.
 */
export function statusAnswer(platform: string, fault: StatusFault, now: number): Answer {
  const answer = withBody(platform, fault.status);
  const { retryAfter, asDate = false } = fault;
  if (retryAfter === undefined) return answer;
  const value = asDate ? new Date(now + retryAfter * 1000).toUTCString() : String(retryAfter);
  return { ...answer, headers: { ...answer.headers, "retry-after": value } };
}

function withBody(platform: string, status: FaultStatus): Answer {
  const reason = reasons[status];
  if (status === 502 || status === 503 || status === 504) return htmlPage(status, reason);
  if (platform === "aisquared") return jsonAnswer(status, { status, error: reason });
  // Source: Unstructured contract, section 8; it is also the answer to some bad configurations.
  return platform === "unstructured" && status === 500
    ? answerOf(status, "text/plain; charset=utf-8", reason)
    : jsonAnswer(status, { detail: reason });
}

/** A page as nginx has it. */
export function htmlPage(status: number, reason: string): Answer {
  const title = `${status} ${reason}`;
  return answerOf(
    status,
    "text/html",
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  );
}
