import type { Answer } from "./connection";

/** What an account may send, as an answer tells. */
export interface Allowance {
  /** Requests in a window of time; infinite if there is no limit. */
  readonly limit: number;
  /** How many of them are left. */
  readonly remaining: number;
}

/** In milliseconds from now, as `Retry-After` says in seconds or as a date; undefined if it says nothing. Source: RFC 9110, 10.2.3. */
export function retryAfter(answer: Answer, now: number): number | undefined {
  const text = answer.headers["retry-after"]?.trim() ?? "";
  const seconds = number(text);
  if (seconds !== undefined) return seconds * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - (answer.date ?? now));
}

/**
 * What `RateLimit-Limit` and `RateLimit-Remaining` say; undefined if they say nothing. A limit of 0, or more left than the limit, is how
 * servers say that there is none.
 */
export function allowanceOf({ headers }: Answer): Allowance | undefined {
  const limit = number(headers["ratelimit-limit"]);
  const remaining = number(headers["ratelimit-remaining"]);
  if (limit === undefined || remaining === undefined) return undefined;
  return limit === 0 || remaining > limit ? { limit: Infinity, remaining: Infinity } : { limit, remaining };
}

/** In milliseconds from now, as `RateLimit-Reset` says: some servers give seconds from now, others a time in seconds since 1970. */
export function resetAfter(answer: Answer, now: number): number | undefined {
  const seconds = number(answer.headers["ratelimit-reset"]);
  if (seconds === undefined) return undefined;
  return seconds < earliestTime ? seconds * 1000 : Math.max(0, seconds * 1000 - (answer.date ?? now));
}

/** A number of seconds beyond that is a time: it lies in 2001, or 31 years ahead. */
const earliestTime = 1_000_000_000;

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
