import { describe, expect, it } from "@jest/globals";
import { Attempts } from "../../../../provider/src/http/attempts";
import { ConnectionError } from "../../../../provider/src/http/errors";
import { Served } from "./served";

describe("what is sent again", () => {
  it("is sent until it gets through", async () => {
    const ends: (number | ConnectionError)[] = [
      503,
      new ConnectionError("unclear", "ECONNRESET"),
      408,
      new ConnectionError("unsent", "ECONNREFUSED"),
    ];
    const served = new Served(() => {
      const end = ends.shift() ?? 200;
      if (typeof end !== "number") throw end;
      return { status: end };
    });
    const attempts = new Attempts();
    expect(await served.send("PUT", { attempts })).toMatchObject({ status: 200 });
    expect(attempts.times).toBe(5);
  });

  it("is tried within the deadline, to its very end, and no longer", async () => {
    const served = new Served(() => ({ status: 503 }));
    const attempts = new Attempts();
    expect(await served.send("GET", { attempts })).toMatchObject({ status: 503 });
    expect(attempts.times).toBeGreaterThan(15);
    expect(attempts.milliseconds).toBeGreaterThan(299_000);
    expect(served.time()).toBeLessThanOrEqual(300);
  });

  it("ends in what was last in the way", async () => {
    const served = new Served(() => {
      throw new ConnectionError("unsent", "ECONNREFUSED");
    }, 20);
    const attempts = new Attempts();
    await expect(served.send("POST", { attempts })).rejects.toMatchObject({ reason: "ECONNREFUSED" });
    expect(attempts.times).toBeGreaterThan(3);
  });

  it("has the deadline in common with the operation's other requests", async () => {
    const served = new Served((now) => ({ status: now < 250 ? 503 : 200 }), 300);
    const deadline = served.deadline();
    while ((await served.send("GET", { deadline })).status !== 200) expect(served.time()).toBeLessThan(300);
    await served.clock.sleep(300_000 - served.time() * 1000);
    const attempts = new Attempts();
    served.statuses.length = 0;
    await served.send("POST", { deadline, attempts });
    expect(attempts.times).toBe(1);
  });

  it("is waited for as long as is left, and a second at least", async () => {
    const served = new Served(
      () => ({ status: 503 }),
      60,
      () => 5,
    );
    await served.send("GET");
    const left = served.arrivals.map((time) => 60 - (time - 5));
    served.patience.forEach((patience, index) =>
      expect(patience).toBeCloseTo(Math.max(1, left[index] ?? 0), 5),
    );
  });

  it("does not lose the time in which others have their turn", async () => {
    const served = new Served(
      (now) => ({
        status: 200,
        headers: { "ratelimit-limit": "1", "ratelimit-remaining": now < 0 ? "1" : "0" },
      }),
      30,
    );
    await served.send();
    expect(await served.sendAll(8)).toEqual(Array(8).fill(200));
    expect(served.time()).toBe(480);
  });

  it("does not lose it between two requests of an operation either", async () => {
    const headers = { "ratelimit-limit": "1", "ratelimit-remaining": "0" };
    const served = new Served(() => ({ status: 200, headers }), 30);
    const deadline = served.deadline();
    await served.send("GET", { deadline });
    await Promise.all([served.sendAll(3), served.send("PUT", { deadline })]);
    expect(served.time()).toBe(240);
    expect(served.patience.at(-1)).toBe(30);
  });

  it("does lose the time for which the platform refused it", async () => {
    const served = new Served(() => ({ status: 429, headers: { "retry-after": "60" } }), 150);
    const attempts = new Attempts();
    expect(await served.send("POST", { attempts })).toMatchObject({ status: 429 });
    expect(served.arrivals).toEqual([0, 60, 120]);
    expect(attempts).toMatchObject({ times: 3, milliseconds: 120_000 });
    expect(attempts.notBefore).toBe(served.clock.now() + 60_000);
  });

  it("is never sent before the time that the platform names", async () => {
    const served = new Served((now) => ({ status: now < 40 ? 503 : 200, headers: { "retry-after": "40" } }));
    await served.send("DELETE");
    expect(served.arrivals).toEqual([0, 40]);
  });

  it("is given up at once where the platform names a time after the deadline", async () => {
    const served = new Served(() => ({ status: 503, headers: { "retry-after": "301" } }));
    const attempts = new Attempts();
    await served.send("GET", { attempts });
    expect(served.arrivals).toEqual([0]);
    expect(attempts.notBefore).toBe(served.clock.now() + 301_000);
  });

  it("is a write three times at most, where the server cannot handle it", async () => {
    const served = new Served(() => ({ status: 500 }));
    expect(await served.send("PATCH")).toMatchObject({ status: 500 });
    expect(served.statuses).toEqual([500, 500, 500]);
  });

  it("is no create that may have been carried out", async () => {
    for (const status of [408, 500, 502, 503, 504]) {
      const served = new Served(() => ({ status }));
      expect(await served.send("POST")).toMatchObject({ status });
      expect(served.arrivals).toEqual([0]);
    }
  });
});
