import { describe, expect, it } from "@jest/globals";
import { Attempts } from "../../../../provider/src/http/attempts";
import { Served, type Serve } from "./served";

/** A server that takes so many requests in any 60 s, and tells so. @param others When somebody else asks it, in seconds. */
function plan(limit: number, others: readonly number[] = []): Serve {
  let counted: number[] = [];
  let pending = [...others];
  return (now) => {
    counted.push(...pending.filter((time) => time <= now));
    pending = pending.filter((time) => time > now);
    counted = counted.filter((time) => time > now - 60);
    const told = (remaining: number): Record<string, string> => ({
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(remaining),
    });
    if (counted.length < limit) {
      counted.push(now);
      return { status: 200, headers: told(limit - counted.length) };
    }
    const wait = Math.ceil(Math.min(...counted) + 60 - now);
    return { status: 429, headers: { ...told(0), "retry-after": String(wait) } };
  };
}

const count = (served: Served, status: number): number =>
  served.statuses.filter((one) => one === status).length;

describe("the limiter", () => {
  it("keeps to a limit of which it knew nothing at first, and wastes nothing of it", async () => {
    const served = new Served(plan(10));
    expect(await served.sendAll(60)).toEqual(Array(60).fill(200));
    expect(count(served, 429)).toBe(0);
    expect(served.arrivals).toEqual(
      [0, 60, 120, 180, 240, 300].flatMap((time) => Array<number>(10).fill(time)),
    );
  });

  it("keeps to it whatever time requests and answers take on their way", async () => {
    for (const longest of [0.05, 0.5, 3]) {
      const served = new Served(plan(10), 300, () => Math.random() * longest);
      expect(await served.sendAll(60)).toEqual(Array(60).fill(200));
      if (longest < 1) expect(count(served, 429)).toBe(0);
      expect(served.time()).toBeLessThanOrEqual(1.05 * 300 + (longest < 1 ? 0 : 60));
    }
  });

  it("serves those first that came first, whatever had to be repeated", async () => {
    let failed = 0;
    const serve = plan(2);
    const served = new Served((now, request) => {
      const answer = serve(now, request);
      return request.path === "things/1" && failed++ < 1 ? { ...answer, status: 503 } : answer;
    });
    await served.sendAll(6, "GET");
    const paths = served.paths.map((path) => path.replace("things/", ""));
    // Of the first burst all but two are refused, and keep their places; so does what failed.
    expect(paths.slice(0, 6)).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(paths.slice(6)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("does not wait for the answer of the first request, but sends ten at once at most before one has come", async () => {
    const limited = new Served(
      () => ({ status: 200, headers: {} }),
      300,
      () => 1,
    );
    await limited.sendAll(25);
    expect(limited.arrivals).toEqual([...Array<number>(10).fill(1), ...Array<number>(15).fill(3)]);
  });

  it("believes the answers where others share the allowance: one request finds out when there is room", async () => {
    const others = [-50, -50, -50, -50, -30, -30, -30];
    const served = new Served(plan(10, others));
    expect(await served.sendAll(14)).toEqual(Array(14).fill(200));
    // Three of the first ten, then as the others' requests grow old; each time one is told when.
    const taken = served.arrivals.filter((_, index) => served.statuses[index] === 200);
    expect(taken).toEqual([0, 0, 0, 10, 10, 10, 10, 30, 30, 30, 60, 60, 60, 70]);
    // Seven of the first burst, and one for each time that the server says.
    expect(count(served, 429)).toBeLessThanOrEqual(7 + 4);
  });

  it("has no more under way than the answers leave room for, where others share the allowance", async () => {
    const served = new Served(plan(10, Array<number>(7).fill(-30)), 300, () => 0.1);
    await served.send();
    expect(await served.sendAll(9)).toEqual(Array(9).fill(200));
    // Two more find room; then one alone is told when there is more.
    expect(count(served, 429)).toBe(1);
    expect(served.time()).toBeLessThan(61.5);
  });

  it("has sixteen under way at most, of those that no limit holds back", async () => {
    const served = new Served(
      () => ({ status: 200 }),
      300,
      () => 1,
    );
    await served.send();
    await served.sendAll(40);
    expect(served.arrivals.slice(1)).toEqual(
      [3, 5, 7].flatMap((time) => Array<number>(time < 7 ? 16 : 8).fill(time)),
    );
  });

  it("lets nothing go out from a 429 until the server takes requests again, and then one before all others", async () => {
    const served = new Served(
      (now) => (now < 20 ? { status: 429, headers: { "retry-after": "20" } } : { status: 200 }),
      300,
      () => 0.1,
    );
    expect(await served.sendAll(17)).toEqual(Array(17).fill(200));
    const later = served.arrivals.slice(10);
    expect(served.arrivals.slice(0, 10)).toEqual(Array(10).fill(0.1));
    expect(later[0]).toBeCloseTo(20.3, 5);
    for (const time of later.slice(1)) expect(time).toBeCloseTo(20.5, 5);
  });

  it("waits ever longer after 429s that do not say how long, once for all that were refused together", async () => {
    const served = new Served((now) => ({ status: now < 100 ? 429 : 200 }));
    expect(await served.sendAll(3)).toEqual([200, 200, 200]);
    expect(served.arrivals).toEqual([0, 0, 0, 5, 15, 35, 65, 95, 125, 125, 125]);
  });

  it("starts from the shortest wait again when something has got through", async () => {
    const refused = new Set([0, 5, 15]);
    const served = new Served((now) => ({ status: refused.has(now) ? 429 : 200 }));
    await served.send();
    await served.clock.sleep(1_000);
    refused.add(36);
    await served.send();
    expect(served.arrivals).toEqual([0, 5, 15, 35, 36, 41]);
  });

  it("does not let anybody wait for longer than an operation may take: all are told when", async () => {
    const served = new Served(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const attempts = Array.from({ length: 30 }, () => new Attempts());
    const answers = await Promise.all(attempts.map((one) => served.send("POST", { attempts: one })));
    expect(served.time()).toBe(0);
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(429));
    expect(served.statuses).toHaveLength(10);
    for (const { notBefore } of attempts) expect(notBefore).toBe(served.clock.now() + 3_600_000);
  });

  it("stops where nothing is left until the allowance is renewed, if that is told", async () => {
    const served = new Served((now) => ({
      status: 200,
      headers: {
        "ratelimit-limit": "100",
        "ratelimit-remaining": now < 30 ? "0" : "99",
        "ratelimit-reset": "30",
      },
    }));
    await served.send();
    await served.send();
    expect(served.arrivals).toEqual([0, 30]);
  });

  it("takes a limit of 0 with thousands left for none", async () => {
    const headers = {
      "ratelimit-limit": "0",
      "ratelimit-remaining": "9999",
      "ratelimit-reset": "1795252269",
    };
    const served = new Served(() => ({ status: 200, headers }));
    await served.sendAll(500);
    expect(served.time()).toBe(0);
  });
});
