import type { ApiResponse } from "./connection";

/** An account's rate limit, as a response reports it. */
export interface RateLimit {
  /** Requests per window; infinite if there is no limit. */
  readonly limit: number;
  /** Requests left in the current window. */
  readonly remaining: number;
}

/**
 * The wait that `Retry-After` asks for, in milliseconds; undefined without that header. It holds seconds or a date.
 * Source: RFC 9110, section 10.2.3.
 */
export function retryAfter(response: ApiResponse, now: number): number | undefined {
  const value = response.headers["retry-after"]?.trim() ?? "";
  const seconds = parseNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - (response.date ?? now));
}

/**
 * Reads `RateLimit-Limit` and `RateLimit-Remaining`; undefined without them. Servers report "no limit" as a limit of 0, or as
 * more requests remaining than the limit allows.
 */
export function rateLimitOf({ headers }: ApiResponse): RateLimit | undefined {
  const limit = parseNumber(headers["ratelimit-limit"]);
  const remaining = parseNumber(headers["ratelimit-remaining"]);
  if (limit === undefined || remaining === undefined) return undefined;
  return limit === 0 || remaining > limit ? { limit: Infinity, remaining: Infinity } : { limit, remaining };
}

/** The wait that `RateLimit-Reset` asks for, in milliseconds. Servers send seconds from now, or seconds since 1970. */
export function resetAfter(response: ApiResponse, now: number): number | undefined {
  const seconds = parseNumber(response.headers["ratelimit-reset"]);
  if (seconds === undefined) return undefined;
  return seconds < minTimestamp ? seconds * 1000 : Math.max(0, seconds * 1000 - (response.date ?? now));
}

/** A larger number of seconds is a timestamp (2001 or later), not a wait (31 years). */
const minTimestamp = 1_000_000_000;

function parseNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}
