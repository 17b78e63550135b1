import { describe, expect, it } from "@jest/globals";
import { Attempts } from "../../../../provider/src/http/attempts";
import { ConnectionError } from "../../../../provider/src/http/errors";
import { FakeServer } from "./fake-server";

describe("retrying", () => {
  it("retries until a request succeeds", async () => {
    const ends: (number | ConnectionError)[] = [
      503,
      new ConnectionError("indeterminate", "ECONNRESET"),
      408,
      new ConnectionError("unsent", "ECONNREFUSED"),
    ];
    const server = new FakeServer(() => {
      const end = ends.shift() ?? 200;
      if (typeof end !== "number") throw end;
      return { status: end };
    });
    const attempts = new Attempts();
    expect(await server.send("PUT", { attempts })).toMatchObject({ status: 200 });
    expect(attempts.times).toBe(5);
  });

  it("retries until the deadline and no longer", async () => {
    const server = new FakeServer(() => ({ status: 503 }));
    const attempts = new Attempts();
    expect(await server.send("GET", { attempts })).toMatchObject({ status: 503 });
    expect(attempts.times).toBeGreaterThan(15);
    expect(attempts.milliseconds).toBeGreaterThan(299_000);
    expect(server.time()).toBeLessThanOrEqual(300);
  });

  it("throws the last error", async () => {
    const server = new FakeServer(() => {
      throw new ConnectionError("unsent", "ECONNREFUSED");
    }, 20);
    const attempts = new Attempts();
    await expect(server.send("POST", { attempts })).rejects.toMatchObject({ reason: "ECONNREFUSED" });
    expect(attempts.times).toBeGreaterThan(3);
  });

  describe("of a server that cannot be reached", () => {
    const failing = (reason: string, isPermanent = false): never => {
      throw new ConnectionError("unsent", reason, isPermanent);
    };
    const lasting = async (server: FakeServer): Promise<number> => {
      const began = server.time();
      await expect(server.send("PUT")).rejects.toMatchObject({ name: "ConnectionError" });
      return server.time() - began;
    };
    const afterSuccess = async (fail: () => never): Promise<FakeServer> => {
      let isDown = false;
      const server = new FakeServer(() => (isDown ? fail() : { status: 404 }));
      await server.send();
      isDown = true;
      return server;
    };

    it("gives up after 30 s if it always refused, or earlier if there is less time", async () => {
      const refusing = (): never => failing("ECONNREFUSED");
      expect(await lasting(new FakeServer(refusing))).toBeGreaterThan(29);
      expect(await lasting(new FakeServer(refusing))).toBeLessThanOrEqual(30);
      expect(await lasting(new FakeServer(refusing, 10))).toBeLessThanOrEqual(10);
    });

    it("shares these 30 s among all requests of the account", async () => {
      const server = new FakeServer(() => failing("ECONNREFUSED"));
      await Promise.allSettled(Array.from({ length: 100 }, () => server.send("PUT")));
      expect(server.time()).toBeLessThanOrEqual(30);
      const attempts = new Attempts();
      await expect(server.send("PUT", { attempts })).rejects.toMatchObject({ reason: "ECONNREFUSED" });
      expect(attempts.times).toBe(1);
    });

    it("begins anew after a while without requests", async () => {
      const server = new FakeServer(() => failing("ECONNREFUSED"));
      await lasting(server);
      await server.clock.sleep(60_000);
      const seconds = await lasting(server);
      expect(seconds).toBeGreaterThan(29);
      expect(seconds).toBeLessThanOrEqual(30);
    });

    it.each(["ECONNREFUSED", "ENOTFOUND"])(
      "uses the whole time for %s if it could be reached before",
      async (code) => {
        const server = await afterSuccess(() => failing(code, code === "ENOTFOUND"));
        expect(await lasting(server)).toBeGreaterThan(299);
      },
    );

    it("counts a response that was lost as reached", async () => {
      let isFirst = true;
      const server = new FakeServer(() => {
        if (!isFirst) return failing("ECONNREFUSED");
        isFirst = false;
        throw new ConnectionError("indeterminate", "ECONNRESET");
      });
      expect(await lasting(server)).toBeGreaterThan(299);
    });

    it("uses the whole time while the name cannot be resolved for the moment", async () => {
      expect(await lasting(new FakeServer(() => failing("EAI_AGAIN")))).toBeGreaterThan(299);
    });

    it("does not try an unknown host again that never was one", async () => {
      const server = new FakeServer(() => failing("ENOTFOUND", true));
      expect(await lasting(server)).toBe(0);
      expect(server.timeouts).toHaveLength(1);
    });
  });

  it("shares the deadline with the other requests of the operation", async () => {
    const server = new FakeServer((now) => ({ status: now < 250 ? 503 : 200 }), 300);
    const deadline = server.deadline();
    while ((await server.send("GET", { deadline })).status !== 200) expect(server.time()).toBeLessThan(300);
    await server.clock.sleep(300_000 - server.time() * 1000);
    const attempts = new Attempts();
    server.statuses.length = 0;
    await server.send("POST", { deadline, attempts });
    expect(attempts.times).toBe(1);
  });

  it("waits for a response as long as time is left, but at least a second", async () => {
    const server = new FakeServer(
      () => ({ status: 503 }),
      60,
      () => 5,
    );
    await server.send("GET");
    const left = server.arrivals.map((time) => 60 - (time - 5));
    server.timeouts.forEach((timeout, index) =>
      expect(timeout).toBeCloseTo(Math.max(1, left[index] ?? 0), 5),
    );
  });

  it("does not count time spent queueing behind other requests", async () => {
    const server = new FakeServer(
      (now) => ({
        status: 200,
        headers: { "ratelimit-limit": "1", "ratelimit-remaining": now < 0 ? "1" : "0" },
      }),
      30,
    );
    await server.send();
    expect(await server.sendAll(8)).toEqual(Array(8).fill(200));
    expect(server.time()).toBe(480);
  });

  it("does not count queueing between two requests of one operation", async () => {
    const headers = { "ratelimit-limit": "1", "ratelimit-remaining": "0" };
    const server = new FakeServer(() => ({ status: 200, headers }), 30);
    const deadline = server.deadline();
    await server.send("GET", { deadline });
    await Promise.all([server.sendAll(3), server.send("PUT", { deadline })]);
    expect(server.time()).toBe(240);
    expect(server.timeouts.at(-1)).toBe(30);
  });

  it("counts the time for which the platform throttled the request", async () => {
    const server = new FakeServer(() => ({ status: 429, headers: { "retry-after": "60" } }), 150);
    const attempts = new Attempts();
    expect(await server.send("POST", { attempts })).toMatchObject({ status: 429 });
    expect(server.arrivals).toEqual([0, 60, 120]);
    expect(attempts).toMatchObject({ times: 3, milliseconds: 120_000 });
    expect(attempts.notBefore).toBe(server.clock.now() + 60_000);
  });

  it("never retries before the time that the platform names", async () => {
    const server = new FakeServer((now) => ({
      status: now < 40 ? 503 : 200,
      headers: { "retry-after": "40" },
    }));
    await server.send("DELETE");
    expect(server.arrivals).toEqual([0, 40]);
  });

  it("gives up at once if the platform names a time after the deadline", async () => {
    const server = new FakeServer(() => ({ status: 503, headers: { "retry-after": "301" } }));
    const attempts = new Attempts();
    await server.send("GET", { attempts });
    expect(server.arrivals).toEqual([0]);
    expect(attempts.notBefore).toBe(server.clock.now() + 301_000);
  });

  it("sends a write at most three times if each attempt ends in a 500", async () => {
    const server = new FakeServer(() => ({ status: 500 }));
    expect(await server.send("PATCH")).toMatchObject({ status: 500 });
    expect(server.statuses).toEqual([500, 500, 500]);
  });

  it("does not retry a create that may have had an effect", async () => {
    for (const status of [408, 500, 502, 503, 504]) {
      const server = new FakeServer(() => ({ status }));
      expect(await server.send("POST")).toMatchObject({ status });
      expect(server.arrivals).toEqual([0]);
    }
  });
});
