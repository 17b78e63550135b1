import { describe, expect, it } from "@jest/globals";
import { ConnectionError } from "../../../../provider/src/http/errors";
import { backoff, isPassing, isRepeatable, type Result } from "../../../../provider/src/http/retry";

const answer = (status: number): Result => ({ status, body: undefined, date: undefined, headers: {} });
const unsent = new ConnectionError("unsent", "ECONNREFUSED");
const unclear = new ConnectionError("unclear", "ECONNRESET");
const untrusted = new ConnectionError("unsent", "CERT_HAS_EXPIRED", true);

describe("what may be sent again", () => {
  it.each(["GET", "PUT", "PATCH", "DELETE"] as const)("%s: after all that passes", (method) => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      expect(isRepeatable({ method }, answer(status), 1)).toBe(true);
    }
    expect(isRepeatable({ method }, unsent, 0)).toBe(true);
    expect(isRepeatable({ method }, unclear, 0)).toBe(true);
    for (const status of [200, 204, 301, 400, 401, 403, 404, 409, 412, 422, 501]) {
      expect(isRepeatable({ method }, answer(status), 0)).toBe(false);
    }
    expect(isRepeatable({ method }, untrusted, 0)).toBe(false);
  });

  it("POST: only after what was certainly not processed", () => {
    for (const result of [answer(425), answer(429), unsent]) {
      expect(isRepeatable({ method: "POST" }, result, 0)).toBe(true);
    }
    for (const result of [
      answer(408),
      answer(500),
      answer(502),
      answer(503),
      answer(504),
      unclear,
      untrusted,
    ]) {
      expect(isRepeatable({ method: "POST" }, result, 0)).toBe(false);
    }
  });

  it("a POST that makes nothing: as a write that may be sent again", () => {
    const login = { method: "POST", makesNothing: true } as const;
    for (const result of [answer(408), answer(429), answer(503), unsent, unclear]) {
      expect(isRepeatable(login, result, 0)).toBe(true);
    }
    expect([1, 2, 3].map((times) => isRepeatable(login, answer(500), times))).toEqual([true, true, false]);
    for (const status of [200, 401, 422]) expect(isRepeatable(login, answer(status), 0)).toBe(false);
  });

  it("a write that the server cannot handle: twice, while reads go on", () => {
    for (const method of ["PUT", "PATCH"] as const) {
      expect([1, 2, 3].map((times) => isRepeatable({ method }, answer(500), times))).toEqual([
        true,
        true,
        false,
      ]);
    }
    expect(isRepeatable({ method: "GET" }, answer(500), 20)).toBe(true);
  });

  it("a create whose end is unclear, when it is known to have done nothing: only after what passes", () => {
    for (const result of [answer(408), answer(502), answer(503), answer(504), unclear]) {
      expect(isPassing(result)).toBe(true);
    }
    for (const result of [answer(500), answer(200), new ConnectionError("unclear", "too large", true)]) {
      expect(isPassing(result)).toBe(false);
    }
  });
});

describe("the wait before a repetition", () => {
  it("is anything up to a half second that doubles, to 30 s at most", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((times) => backoff(times, () => 1));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(7, () => 0)).toBe(0);
    expect(backoff(7, () => 0.5)).toBe(15_000);
  });
});
