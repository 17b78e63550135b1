import { describe, expect, it } from "@jest/globals";
import type { Answer } from "../../../../provider/src/http/connection";
import { allowanceOf, resetAfter, retryAfter } from "../../../../provider/src/http/rate-limit-headers";
import recorded from "../../../fixtures/airweave-recorded.json";

const now = Date.parse("2026-11-21T09:14:00Z");
const answer = (headers: Record<string, string>, date?: number): Answer => ({
  status: 200,
  body: undefined,
  date,
  headers,
});

/** What the real backend answered, by the label of the recording. */
const recordedAnswer = (label: string): Answer => {
  const pair = recorded.pairs.find((one) => one.label === label);
  return answer(pair?.response.headers as unknown as Record<string, string>);
};

describe("headers that tell of a limit", () => {
  it("say how long to wait, in seconds or until a date by the server's own clock", () => {
    expect(retryAfter(answer({ "retry-after": "60" }), now)).toBe(60_000);
    expect(retryAfter(answer({ "retry-after": "0" }), now)).toBe(0);
    const date = "Sat, 21 Nov 2026 09:15:00 GMT";
    expect(retryAfter(answer({ "retry-after": date }), now)).toBe(60_000);
    expect(retryAfter(answer({ "retry-after": date }, now + 50_000), now)).toBe(10_000);
    expect(retryAfter(answer({ "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }), now)).toBe(0);
    for (const odd of ["", "soon", "-1"]) {
      expect(retryAfter(answer({ "retry-after": odd }), now) ?? 0).toBe(0);
    }
    expect(retryAfter(answer({}), now)).toBeUndefined();
  });

  it("say what is left of the allowance, or that there is no limit", () => {
    expect(allowanceOf(recordedAnswer("rate limit request 2 (developer plan)"))).toEqual({
      limit: 10,
      remaining: 8,
    });
    const open = recordedAnswer("rate limit: organization without a billing period (fails open)");
    expect(open.headers).toMatchObject({ "ratelimit-limit": "0", "ratelimit-remaining": "9999" });
    expect(allowanceOf(open)).toEqual({ limit: Infinity, remaining: Infinity });
    expect(allowanceOf(answer({}))).toBeUndefined();
    expect(allowanceOf(answer({ "ratelimit-limit": "many", "ratelimit-remaining": "9" }))).toBeUndefined();
  });

  it("say when it is renewed, as a time or in seconds", () => {
    const refused = recordedAnswer("rate limit request 11 (developer plan)");
    const reset = Number(refused.headers["ratelimit-reset"]) * 1000;
    expect(resetAfter(refused, reset - 59_000)).toBe(59_000);
    expect(resetAfter(refused, reset + 1)).toBe(0);
    expect(resetAfter(answer({ "ratelimit-reset": "30" }), now)).toBe(30_000);
    expect(resetAfter(answer({}), now)).toBeUndefined();
  });
});
