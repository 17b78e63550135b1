import { describe, expect, it } from "@jest/globals";
import type { Fault } from "../../../../../sandbox/src";
import type { PlatformName } from "../../../../harness/platform";
import { platformNames, rawResponse, startFaulty } from "./faulty";

describe.each(platformNames)("a fault of %s", (name) => {
  it("cuts the connection before the request is processed", async () => {
    const fault: Fault = { kind: "cut", when: "before" };
    const { create, stored, platform, logged } = await startFaulty(name, [{ fault, method: "POST" }]);
    expect(await create("first")).toMatchObject({ broken: "cut" });
    expect(platform.takeWrites()).toEqual([]);
    expect(logged()).toEqual([{ method: "POST", status: null, fault: { ...fault, processed: false } }]);
    expect(await stored()).toEqual([]);
  });

  it("cuts it after the request is processed, before the response", async () => {
    const fault: Fault = { kind: "cut", when: "after" };
    const { create, stored, logged } = await startFaulty(name, [{ fault, method: "POST" }]);
    expect(await create("first")).toMatchObject({ broken: "cut", text: "" });
    expect(logged()).toEqual([{ method: "POST", status: null, fault: { ...fault, processed: true } }]);
    expect(await stored()).toEqual(["first"]);
  });

  it("cuts it in the middle of the response", async () => {
    const fault: Fault = { kind: "cut", when: "within" };
    const { create, stored, logged } = await startFaulty(name, [{ fault, method: "POST" }]);
    const { status, broken } = await create("first");
    expect([status, broken]).toEqual([name === "aisquared" ? 201 : 200, "cut"]);
    expect(logged()).toEqual([{ method: "POST", status, fault: { ...fault, processed: true } }]);
    expect(await stored()).toEqual(["first"]);
  });

  it("hides a new object from some requests", async () => {
    const fault: Fault = { kind: "hidden", requests: 3 };
    const { call, create, itemOf, names, stored, platform } = await startFaulty(name, [{ fault, nth: 2 }]);
    const seen = await create("seen");
    const created = await create("hidden");
    expect([seen.status, created.status]).toEqual(Array(2).fill(name === "aisquared" ? 201 : 200));
    const item = itemOf(created);
    const absent = await call("GET", item);
    expect(absent.status).toBe(404);
    await call("DELETE", itemOf(seen));
    expect(await names()).toEqual([]);
    // Requests for other objects do not count.
    expect(await stored()).toEqual(["hidden"]);
    await call("GET", itemOf(seen));
    expect((await call("GET", item)).text).toBe(absent.text);
    expect((await call("GET", item)).status).toBe(200);
    expect(await names()).toEqual(["hidden"]);
    const done = platform.log.flatMap((entry) => (entry.fault === undefined ? [] : [entry]));
    expect(done).toMatchObject([
      { method: "POST", fault: { kind: "hidden", requests: 3, processed: true } },
      { method: "GET", path: item, status: 404, fault: { kind: "hidden", requests: 2 } },
      { method: "GET", status: 200, fault: { kind: "hidden", requests: 1 } },
      { method: "GET", path: item, status: 404, fault: { kind: "hidden", requests: 0 } },
    ]);
    expect(platform.requests.map(({ path }) => path)).toContain(item);
  });

  it("responds about a hidden object as about a missing one", async () => {
    const fault: Fault = { kind: "hidden", requests: 1 };
    const { call, create, itemOf } = await startFaulty(name, [{ fault }]);
    const item = itemOf(await create("hidden"));
    const hidden = await call("GET", item);
    await call("DELETE", item);
    const gone = await call("GET", item);
    expect([hidden.status, hidden.text]).toEqual([gone.status, gone.text]);
  });

  it("refuses the credentials as the platform does", async () => {
    const { call, login, platform } = await startFaulty(name, [{ fault: { kind: "expired" }, nth: 2 }]);
    const status = name === "airweave" ? 403 : 401;
    expect((await call("GET")).status).toBe(200);
    const refused = await call("GET");
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.text)).toEqual(refusals[name]);
    // The same key is valid again; a token is replaced by the next one.
    expect((await call("GET")).status).toBe(name === "aisquared" ? 401 : 200);
    await login();
    expect((await call("GET")).status).toBe(200);
    expect(platform.log.filter(({ fault }) => fault !== undefined)).toMatchObject(
      Array(name === "aisquared" ? 2 : 1).fill({ status, fault: { kind: "expired", processed: true } }),
    );
  });

  it("ends when faults are switched off", async () => {
    const fault: Fault = { kind: "hidden", requests: 100 };
    const { call, create, itemOf, names, platform } = await startFaulty(name, [
      { fault },
      { fault: { kind: "expired" }, method: "GET", nth: 2 },
    ]);
    const item = itemOf(await create("hidden"));
    expect((await call("GET", item)).status).toBe(404);
    expect((await call("GET", item)).status).not.toBe(200);
    platform.setFaults();
    expect(await names()).toEqual(["hidden"]);
    expect((await call("GET", item)).status).toBe(200);
    expect((await create("next")).status).toBeLessThan(300);
    platform.setFaults([{ fault: { kind: "status", status: 503 }, method: "POST" }]);
    expect(await names()).toContain("hidden");
    expect((await create("third")).status).toBe(503);
  });
});

const refusals: Readonly<Record<PlatformName, unknown>> = {
  unstructured: { detail: "API key is invalid, please provide a valid API key in the header." },
  aisquared: { errors: [{ status: 401, title: "Error", detail: "Unauthorized" }] },
  airweave: { detail: "Invalid or expired API key" },
};

/** Records the requested delays, which last until the test ends them. */
function heldDelay(): {
  readonly delay: (milliseconds: number) => Promise<void>;
  /** Resolves when this many delays have begun. */
  readonly begun: (count: number) => Promise<readonly number[]>;
  readonly end: () => void;
} {
  const asked: number[] = [];
  const held: (() => void)[] = [];
  let look = (): void => undefined;
  return {
    delay: (milliseconds) =>
      new Promise((resolve) => {
        asked.push(milliseconds);
        held.push(resolve);
        look();
      }),
    begun: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (asked.length >= count) resolve(asked);
        };
        look();
      }),
    end: () => {
      for (const resolve of held.splice(0)) resolve();
    },
  };
}

it("cuts a response without a body", async () => {
  const fault: Fault = { kind: "cut", when: "within" };
  const { call, create, itemOf, stored } = await startFaulty("aisquared", [{ fault, method: "DELETE" }]);
  const item = itemOf(await create("first"));
  expect(await call("DELETE", item)).toEqual({ headers: {}, text: "", broken: "cut" });
  expect(await stored()).toEqual([]);
});

describe("a fault with a delay", () => {
  it("processes the request late for latency", async () => {
    const { delay, begun, end } = heldDelay();
    const fault: Fault = { kind: "latency", milliseconds: 1500 };
    const { create, stored, logged } = await startFaulty("airweave", [{ fault }], { delay });
    const response = create("late");
    expect(await begun(1)).toEqual([1500]);
    expect(await stored()).toEqual([]);
    end();
    expect((await response).status).toBe(200);
    expect(logged().at(-1)).toEqual({ method: "POST", status: 200, fault: { ...fault, processed: true } });
  });

  it.each([504, "none"] as const)("processes a create only after the response: %s", async (sent) => {
    const { delay, begun, end } = heldDelay();
    const fault: Fault = { kind: "late", milliseconds: 30_000, response: sent };
    const { create, stored, logged } = await startFaulty("unstructured", [{ fault }], { delay });
    const response = await create("late");
    expect(response).toMatchObject(sent === 504 ? { status: 504 } : { broken: "cut" });
    expect(await begun(1)).toEqual([30_000]);
    expect(await stored()).toEqual([]);
    end();
    while ((await stored()).length === 0);
    expect(await stored()).toEqual(["late"]);
    const status = sent === 504 ? 504 : null;
    expect(logged().filter((line) => "fault" in line)).toEqual([
      { method: "POST", status, fault: { ...fault, processed: false } },
      { method: "POST", status: null, fault: { ...fault, processed: true } },
    ]);
  });

  it("cuts the request of a restart, refuses others, and listens again at the same address", async () => {
    const { delay, begun, end } = heldDelay();
    const fault: Fault = { kind: "down", milliseconds: 700 };
    const { create, call, stored, platform, logged } = await startFaulty("airweave", [{ fault, nth: 2 }], {
      delay,
    });
    expect((await create("first")).status).toBe(200);
    expect(await create("second")).toMatchObject({ broken: "cut" });
    expect(await begun(1)).toEqual([700]);
    expect(await call("GET")).toMatchObject({ broken: "ECONNREFUSED" });
    expect(await create("third")).toMatchObject({ broken: "ECONNREFUSED" });
    end();
    await platform.up();
    expect((await create("fourth")).status).toBe(200);
    expect(await stored()).toEqual(["fourth", "first"]);
    expect(logged().slice(0, 3)).toEqual([
      { method: "POST", status: 200 },
      { method: "POST", status: null, fault: { ...fault, processed: false } },
      { method: "POST", status: 200 },
    ]);
  });

  it("finishes requests in progress when a test takes the platform down", async () => {
    const { delay, begun, end } = heldDelay();
    const fault: Fault = { kind: "latency", milliseconds: 1 };
    const { create, call, names, platform } = await startFaulty("airweave", [{ fault }], { delay });
    const response = create("begun");
    await begun(1);
    platform.down();
    expect(await call("GET")).toMatchObject({ broken: "ECONNREFUSED" });
    end();
    expect((await response).status).toBe(200);
    await platform.up();
    expect(await names()).toEqual(["begun"]);
  });

  it("trickles a response", async () => {
    const { delay, begun, end } = heldDelay();
    const fault: Fault = { kind: "trickle", pieces: 3, milliseconds: 250 };
    const { platform, logged } = await startFaulty("airweave", [{ fault }], { delay });
    const request = `GET /collections HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${platform.apiKey}\r\nconnection: close\r\n\r\n`;
    const bytes = rawResponse(platform.url, request);
    // The empty list has two characters, which are sent in two pieces.
    for (const count of [1, 2]) {
      expect(await begun(count)).toEqual(Array(count).fill(250));
      end();
    }
    expect(await bytes).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*content-length: 2\r\n[^]*\r\n\r\n\[\]$/i);
    expect(logged()).toEqual([{ method: "GET", status: 200, fault: { ...fault, processed: true } }]);
  });
});

describe("the request log with faults", () => {
  it("redacts a body that the platform has not seen, and the known secrets of one that it has", async () => {
    const { call, platform } = await startFaulty("unstructured", [
      { fault: { kind: "cut", when: "before" } },
      { fault: { kind: "cut", when: "after" }, nth: 2 },
      { fault: { kind: "down", milliseconds: 1 }, nth: 3 },
    ]);
    const config = { remote_url: "s3://bucket/", key: "PLANTEDkey7", secret: "PLANTEDsecret7" };
    for (let time = 0; time < 3; time++) {
      await call("POST", "/api/v1/sources/?at=PLANTEDquery7", { name: "first", type: "s3", config });
    }
    const scrubbed = { remote_url: "s3://bucket/", key: "[secret]", secret: "[secret]" };
    expect(platform.log.map(({ path, body }) => [path, body])).toEqual([
      ["/api/v1/sources/", "[secret]"],
      ["/api/v1/sources/", { name: "first", type: "s3", config: scrubbed }],
      ["/api/v1/sources/", "[secret]"],
    ]);
    expect(JSON.stringify(platform.log)).not.toContain("PLANTED");
  });

  it("has no code of a login", async () => {
    const { call, platform } = await startFaulty("airweave", [{ fault: { kind: "status", status: 503 } }]);
    await call("GET", "/source-connections/authorize/PLANTED7");
    expect(platform.log).toMatchObject([{ path: "/source-connections/authorize/[secret]", body: null }]);
  });
});

describe("an Airweave with a rate limit and a clock set by tests", () => {
  it("uses that clock only, with and without faults", async () => {
    let now = Date.parse("2026-08-01T12:00:00Z");
    const { call, platform } = await startFaulty("airweave", [], { now: () => now, requestsPerMinute: 2 });
    for (const faults of [[], undefined]) {
      platform.setFaults(faults);
      expect((await call("GET")).status).toBe(200);
      expect((await call("GET")).status).toBe(200);
      expect(await call("GET")).toMatchObject({
        status: 429,
        headers: { "retry-after": "61", date: new Date(now).toUTCString() },
      });
      now += 60_000;
    }
    expect((await call("GET")).headers).toMatchObject({
      date: "Sat, 01 Aug 2026 12:02:00 GMT",
      "ratelimit-remaining": "1",
    });
  });
});
