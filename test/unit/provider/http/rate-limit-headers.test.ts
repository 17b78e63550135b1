import { describe, expect, it } from "@jest/globals";
import type { ApiResponse } from "../../../../provider/src/http/connection";
import { rateLimitOf, resetAfter, retryAfter } from "../../../../provider/src/http/rate-limit-headers";
import recorded from "../../../fixtures/airweave-recorded.json";

const now = Date.parse("2026-11-21T09:14:00Z");
const response = (headers: Record<string, string>, date?: number): ApiResponse => ({
  status: 200,
  body: undefined,
  date,
  headers,
});

/** A response of the real backend, by the label of its recording. */
const recordedResponse = (label: string): ApiResponse => {
  const pair = recorded.pairs.find((one) => one.label === label);
  return response(pair?.response.headers as unknown as Record<string, string>);
};

describe("rate limit headers", () => {
  it("give the wait in seconds, or until a date by the server's clock", () => {
    expect(retryAfter(response({ "retry-after": "60" }), now)).toBe(60_000);
    expect(retryAfter(response({ "retry-after": "0" }), now)).toBe(0);
    const date = "Sat, 21 Nov 2026 09:15:00 GMT";
    expect(retryAfter(response({ "retry-after": date }), now)).toBe(60_000);
    expect(retryAfter(response({ "retry-after": date }, now + 50_000), now)).toBe(10_000);
    expect(retryAfter(response({ "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }), now)).toBe(0);
    for (const odd of ["", "soon", "-1"]) {
      expect(retryAfter(response({ "retry-after": odd }), now) ?? 0).toBe(0);
    }
    expect(retryAfter(response({}), now)).toBeUndefined();
  });

  it("give the limit and what remains of it, or that there is none", () => {
    expect(rateLimitOf(recordedResponse("rate limit request 2 (developer plan)"))).toEqual({
      limit: 10,
      remaining: 8,
    });
    const open = recordedResponse("rate limit: organization without a billing period (fails open)");
    expect(open.headers).toMatchObject({ "ratelimit-limit": "0", "ratelimit-remaining": "9999" });
    expect(rateLimitOf(open)).toEqual({ limit: Infinity, remaining: Infinity });
    expect(rateLimitOf(response({}))).toBeUndefined();
    expect(rateLimitOf(response({ "ratelimit-limit": "many", "ratelimit-remaining": "9" }))).toBeUndefined();
  });

  it("give the reset as a timestamp or in seconds", () => {
    const refused = recordedResponse("rate limit request 11 (developer plan)");
    const reset = Number(refused.headers["ratelimit-reset"]) * 1000;
    expect(resetAfter(refused, reset - 59_000)).toBe(59_000);
    expect(resetAfter(refused, reset + 1)).toBe(0);
    expect(resetAfter(response({ "ratelimit-reset": "30" }), now)).toBe(30_000);
    expect(resetAfter(response({}), now)).toBeUndefined();
  });
});
