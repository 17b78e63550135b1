import { describe, expect, it } from "@jest/globals";
import { ConnectionError } from "../../../../provider/src/http/errors";
import {
  backoff,
  isRetryable,
  isRetryableIfUnapplied,
  type Result,
} from "../../../../provider/src/http/retry";

const response = (status: number): Result => ({ status, body: undefined, date: undefined, headers: {} });
const unsent = new ConnectionError("unsent", "ECONNREFUSED");
const indeterminate = new ConnectionError("indeterminate", "ECONNRESET");
const untrusted = new ConnectionError("unsent", "CERT_HAS_EXPIRED", true);

describe("isRetryable", () => {
  it.each(["GET", "PUT", "PATCH", "DELETE"] as const)(
    "retries %s after every transient failure",
    (method) => {
      for (const status of [408, 425, 429, 500, 502, 503, 504]) {
        expect(isRetryable({ method }, response(status), 1)).toBe(true);
      }
      expect(isRetryable({ method }, unsent, 0)).toBe(true);
      expect(isRetryable({ method }, indeterminate, 0)).toBe(true);
      for (const status of [200, 204, 301, 400, 401, 403, 404, 409, 412, 422, 501]) {
        expect(isRetryable({ method }, response(status), 0)).toBe(false);
      }
      expect(isRetryable({ method }, untrusted, 0)).toBe(false);
    },
  );

  it("retries POST only after failures without any effect", () => {
    for (const result of [response(425), response(429), unsent]) {
      expect(isRetryable({ method: "POST" }, result, 0)).toBe(true);
    }
    for (const result of [
      response(408),
      response(500),
      response(502),
      response(503),
      response(504),
      indeterminate,
      untrusted,
    ]) {
      expect(isRetryable({ method: "POST" }, result, 0)).toBe(false);
    }
  });

  it("retries an idempotent POST like other writes", () => {
    const login = { method: "POST", isIdempotent: true } as const;
    for (const result of [response(408), response(429), response(503), unsent, indeterminate]) {
      expect(isRetryable(login, result, 0)).toBe(true);
    }
    expect([1, 2, 3].map((times) => isRetryable(login, response(500), times))).toEqual([true, true, false]);
    for (const status of [200, 401, 422]) expect(isRetryable(login, response(status), 0)).toBe(false);
  });

  it("retries a write twice after a 500, and a read until the deadline", () => {
    for (const method of ["PUT", "PATCH"] as const) {
      expect([1, 2, 3].map((times) => isRetryable({ method }, response(500), times))).toEqual([
        true,
        true,
        false,
      ]);
    }
    expect(isRetryable({ method: "GET" }, response(500), 20)).toBe(true);
  });

  it("retries an indeterminate create that had no effect only after a transient failure", () => {
    for (const result of [response(408), response(502), response(503), response(504), indeterminate]) {
      expect(isRetryableIfUnapplied(result)).toBe(true);
    }
    for (const result of [
      response(500),
      response(200),
      new ConnectionError("indeterminate", "too large", true),
    ]) {
      expect(isRetryableIfUnapplied(result)).toBe(false);
    }
  });
});

describe("backoff", () => {
  it("is a random wait of up to 0.5 s, doubling to at most 30 s", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((times) => backoff(times, () => 1));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(7, () => 0)).toBe(0);
    expect(backoff(7, () => 0.5)).toBe(15_000);
  });
});
