import type { Advice, Platform } from "../definition/platform";
import type { ErrorCode } from "../errors/codes";
import type { ApiResponse } from "../http/connection";
import { isMarkup } from "./foreign-body";

/** How platforms say that the plan of the account, its quota or its payment is in the way. */
const planLimit =
  /\b(usage limit exceeded|payment (is )?required|payment status|unpaid|plan limit|limit of (your|the) plan|upgrade your plan|(subscription|trial)( period)? (is over|(has )?(ended|expired))|quota (has been |was |is )?(exceeded|reached|exhausted|used up)|exceed(s|ed)? (your|the) [\w\s-]{0,40}quota)\b/i;

/** How they say instead that requests come too fast. */
const rate = /\brate\b|\b(per|a|every|each) (second|minute)\b/i;

/** How servers say that they reached no other server: their runtimes' words, which they pass on. */
const noConnection =
  /\[Errno -?\d+\]|\b(getaddrinfo|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ConnectError|ConnectTimeout|ConnectionRefused(Error)?|Name or service not known|Temporary failure in name resolution|nodename nor servname|Connection refused|Connection timed out|Connect(ion)? timeout|All connection attempts failed|Failed client connect|Failed to open TCP connection|Max retries exceeded|No route to host|Network is unreachable)\b/i;

/**
 * What a response means that is not a success, where its status alone would be misleading: what any platform may say, then what only this
 * one does.
 */
export async function adviceOn(
  platform: Platform,
  { status, body }: Pick<ApiResponse, "status" | "body">,
): Promise<Advice | undefined> {
  const said = wordsOf(platform, body);
  if (said === undefined) return undefined;
  const code = causeOf(status, said);
  return code === undefined ? await platform.advice?.(status, said) : { code };
}

/** Whether a response says that the plan, the quota or the payment is in the way. */
export function isPlanLimit(
  platform: Platform,
  { status, body }: Pick<ApiResponse, "status" | "body">,
): boolean {
  const said = wordsOf(platform, body);
  return said !== undefined && causeOf(status, said) === "PC_PLAN_LIMIT";
}

/** @returns undefined for a page, which is that of another server, whatever it says. */
function wordsOf(platform: Platform, body: unknown): string | undefined {
  if (typeof body !== "string") return platform.problem(body) ?? "";
  return isMarkup(body) ? undefined : body;
}

function causeOf(status: number, said: string): ErrorCode | undefined {
  const isRefusal = status >= 400 && status < 500;
  const isRate = status === 429 && rate.test(said);
  if (status === 402 || (isRefusal && !isRate && planLimit.test(said))) return "PC_PLAN_LIMIT";
  // With another status, the words may repeat a value of the program.
  const mayBePassedOn = status === 400 || status === 424 || status >= 500;
  return mayBePassedOn && noConnection.test(said) ? "PC_UPSTREAM_FAILED" : undefined;
}
