import { describe, expect, it } from "@jest/globals";
import { Attempts } from "../../../../provider/src/http/attempts";
import { FakeServer, type Handler } from "./fake-server";

/** Accepts so many requests in any 60 s, and reports the limit. @param others When other clients send requests, in seconds. */
function rateLimit(limit: number, others: readonly number[] = []): Handler {
  let counted: number[] = [];
  let pending = [...others];
  return (now) => {
    counted.push(...pending.filter((time) => time <= now));
    pending = pending.filter((time) => time > now);
    counted = counted.filter((time) => time > now - 60);
    const report = (remaining: number): Record<string, string> => ({
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(remaining),
    });
    if (counted.length < limit) {
      counted.push(now);
      return { status: 200, headers: report(limit - counted.length) };
    }
    const wait = Math.ceil(Math.min(...counted) + 60 - now);
    return { status: 429, headers: { ...report(0), "retry-after": String(wait) } };
  };
}

const count = (server: FakeServer, status: number): number =>
  server.statuses.filter((one) => one === status).length;

describe("the limiter", () => {
  it("obeys and exhausts a limit that it did not know at first", async () => {
    const server = new FakeServer(rateLimit(10));
    expect(await server.sendAll(60)).toEqual(Array(60).fill(200));
    expect(count(server, 429)).toBe(0);
    expect(server.arrivals).toEqual(
      [0, 60, 120, 180, 240, 300].flatMap((time) => Array<number>(10).fill(time)),
    );
  });

  it("obeys the limit whatever the latency", async () => {
    for (const longest of [0.05, 0.5, 3]) {
      const server = new FakeServer(rateLimit(10), 300, () => Math.random() * longest);
      expect(await server.sendAll(60)).toEqual(Array(60).fill(200));
      expect(count(server, 429)).toBe(0);
      expect(server.time()).toBeLessThanOrEqual(1.05 * 300 + (longest < 1 ? 0 : 60));
    }
  });

  it("sends requests in order, retries included", async () => {
    let failed = 0;
    const handler = rateLimit(2);
    const server = new FakeServer((now, request) => {
      const response = handler(now, request);
      return request.path === "things/1" && failed++ < 1 ? { ...response, status: 503 } : response;
    });
    await server.sendAll(6, "GET");
    const paths = server.paths.map((path) => path.replace("things/", ""));
    // All but two of the first burst are throttled, and keep their positions; so does the request that failed.
    expect(paths.slice(0, 6)).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(paths.slice(6)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("sends up to ten requests at once before the first response", async () => {
    const server = new FakeServer(
      () => ({ status: 200, headers: {} }),
      300,
      () => 1,
    );
    await server.sendAll(25);
    expect(server.arrivals).toEqual([...Array<number>(10).fill(1), ...Array<number>(15).fill(3)]);
  });

  it("learns from the responses that other clients share the limit, and probes with one request", async () => {
    const others = [-50, -50, -50, -50, -30, -30, -30];
    const server = new FakeServer(rateLimit(10, others));
    expect(await server.sendAll(14)).toEqual(Array(14).fill(200));
    // Three of the first ten, then as the other requests leave the window; each time one probe learns when.
    const accepted = server.arrivals.filter((_, index) => server.statuses[index] === 200);
    expect(accepted).toEqual([0, 0, 0, 10, 10, 10, 10, 30, 30, 30, 60, 60, 60, 70]);
    // Seven of the first burst, and one probe for each time that the server names.
    expect(count(server, 429)).toBeLessThanOrEqual(7 + 4);
  });

  it("keeps no more requests in flight than the shared limit leaves room for", async () => {
    const server = new FakeServer(rateLimit(10, Array<number>(7).fill(-30)), 300, () => 0.1);
    await server.send();
    expect(await server.sendAll(9)).toEqual(Array(9).fill(200));
    // Two more find room; then a single probe learns when there is more.
    expect(count(server, 429)).toBe(1);
    expect(server.time()).toBeLessThan(61.5);
  });

  it("keeps at most sixteen requests in flight without a limit", async () => {
    const server = new FakeServer(
      () => ({ status: 200 }),
      300,
      () => 1,
    );
    await server.send();
    await server.sendAll(40);
    expect(server.arrivals.slice(1)).toEqual(
      [3, 5, 7].flatMap((time) => Array<number>(time < 7 ? 16 : 8).fill(time)),
    );
  });

  it("sends nothing after a 429 until the server accepts requests again, and then a single probe first", async () => {
    const server = new FakeServer(
      (now) => (now < 20 ? { status: 429, headers: { "retry-after": "20" } } : { status: 200 }),
      300,
      () => 0.1,
    );
    expect(await server.sendAll(17)).toEqual(Array(17).fill(200));
    const later = server.arrivals.slice(10);
    expect(server.arrivals.slice(0, 10)).toEqual(Array(10).fill(0.1));
    expect(later[0]).toBeCloseTo(20.3, 5);
    for (const time of later.slice(1)) expect(time).toBeCloseTo(20.5, 5);
  });

  it("doubles the pause after each 429 without Retry-After, once for all requests throttled together", async () => {
    const server = new FakeServer((now) => ({ status: now < 100 ? 429 : 200 }));
    expect(await server.sendAll(3)).toEqual([200, 200, 200]);
    expect(server.arrivals).toEqual([0, 0, 0, 5, 15, 35, 65, 95, 125, 125, 125]);
  });

  it("resets the pause when a request has got through", async () => {
    const throttled = new Set([0, 5, 15]);
    const server = new FakeServer((now) => ({ status: throttled.has(now) ? 429 : 200 }));
    await server.send();
    await server.clock.sleep(1_000);
    throttled.add(36);
    await server.send();
    expect(server.arrivals).toEqual([0, 5, 15, 35, 36, 41]);
  });

  it("lets no request wait beyond its deadline, and reports when to try again", async () => {
    const server = new FakeServer(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const attempts = Array.from({ length: 30 }, () => new Attempts());
    const responses = await Promise.all(attempts.map((one) => server.send("POST", { attempts: one })));
    expect(server.time()).toBe(0);
    expect(responses.map(({ status }) => status)).toEqual(Array(30).fill(429));
    expect(server.statuses).toHaveLength(10);
    for (const { notBefore } of attempts) expect(notBefore).toBe(server.clock.now() + 3_600_000);
  });

  it("pauses until the reset when no requests remain", async () => {
    const server = new FakeServer((now) => ({
      status: 200,
      headers: {
        "ratelimit-limit": "100",
        "ratelimit-remaining": now < 30 ? "0" : "99",
        "ratelimit-reset": "30",
      },
    }));
    await server.send();
    await server.send();
    expect(server.arrivals).toEqual([0, 30]);
  });

  it("takes a limit of 0 with thousands remaining as no limit", async () => {
    const headers = {
      "ratelimit-limit": "0",
      "ratelimit-remaining": "9999",
      "ratelimit-reset": "1795252269",
    };
    const server = new FakeServer(() => ({ status: 200, headers }));
    await server.sendAll(500);
    expect(server.time()).toBe(0);
  });
});
