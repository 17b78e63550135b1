import { afterEach, describe, expect, it } from "@jest/globals";
import type { Fault, FaultRule } from "../../../sandbox/src";
import type { FaultOptions, PlatformName, PlatformOptions } from "../../harness/platform";
import { startFaulty, type FaultyClient } from "./faulty";

const platformNames = ["unstructured", "aisquared", "airweave"] as const;

let client: FaultyClient;
afterEach(() => client.platform.stop());

async function start<Name extends PlatformName>(
  name: Name,
  rules: readonly FaultRule[],
  { delay, ...options }: Pick<FaultOptions, "delay"> & Partial<PlatformOptions[Name]> = {},
): Promise<FaultyClient> {
  const ill = delay === undefined ? {} : { delay };
  client = await startFaulty(name, ill, options as Partial<PlatformOptions[Name]>);
  await client.login();
  client.platform.log.length = 0;
  client.platform.setFaults(rules);
  return client;
}

/** The log of all requests but those that look what is stored. */
const logged = (): unknown[] =>
  client.platform.log.map(({ method, status, fault }) => ({ method, status, ...(fault && { fault }) }));

describe.each(platformNames)("a fault of %s", (name) => {
  it("cuts the connection before the request is processed", async () => {
    const fault: Fault = { kind: "cut", when: "before" };
    const { create, stored, platform } = await start(name, [{ fault, method: "POST" }]);
    expect(await create("first")).toMatchObject({ broken: "cut" });
    expect(platform.takeWrites()).toEqual([]);
    expect(logged()).toEqual([{ method: "POST", status: null, fault: { ...fault, processed: false } }]);
    expect(await stored()).toEqual([]);
  });

  it("cuts it after the request is processed, before a byte of the answer", async () => {
    const fault: Fault = { kind: "cut", when: "after" };
    const { create, stored } = await start(name, [{ fault, method: "POST" }]);
    expect(await create("first")).toMatchObject({ broken: "cut", text: "" });
    expect(logged()).toEqual([{ method: "POST", status: null, fault: { ...fault, processed: true } }]);
    expect(await stored()).toEqual(["first"]);
  });

  it("cuts it in the middle of the answer", async () => {
    const fault: Fault = { kind: "cut", when: "within" };
    const { create, stored } = await start(name, [{ fault, method: "POST" }]);
    const { status, broken } = await create("first");
    expect([status, broken]).toEqual([name === "aisquared" ? 201 : 200, "cut"]);
    expect(logged()).toEqual([{ method: "POST", status, fault: { ...fault, processed: true } }]);
    expect(await stored()).toEqual(["first"]);
  });

  it("hides what was created for some requests, as if it were not there", async () => {
    const fault: Fault = { kind: "hidden", requests: 3 };
    const { call, create, itemOf, names, stored, platform } = await start(name, [{ fault, nth: 2 }]);
    const seen = await create("seen");
    const created = await create("hidden");
    expect([seen.status, created.status]).toEqual(Array(2).fill(name === "aisquared" ? 201 : 200));
    const item = itemOf(created);
    const absent = await call("GET", item);
    expect(absent.status).toBe(404);
    await call("DELETE", itemOf(seen));
    expect(await names()).toEqual([]);
    // What is there for others takes nothing from what is hidden.
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

  it("says of an object that is hidden what it says of one that is gone", async () => {
    const fault: Fault = { kind: "hidden", requests: 1 };
    const { call, create, itemOf } = await start(name, [{ fault }]);
    const item = itemOf(await create("hidden"));
    const hidden = await call("GET", item);
    await call("DELETE", item);
    const gone = await call("GET", item);
    expect([hidden.status, hidden.text]).toEqual([gone.status, gone.text]);
  });

  it("refuses the credentials as the platform does", async () => {
    const { call, login, platform } = await start(name, [{ fault: { kind: "expired" }, nth: 2 }]);
    const status = name === "airweave" ? 403 : 401;
    expect((await call("GET")).status).toBe(200);
    const refused = await call("GET");
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.text)).toEqual(refusals[name]);
    // A key is good again, a token only the next one.
    expect((await call("GET")).status).toBe(name === "aisquared" ? 401 : 200);
    await login();
    expect((await call("GET")).status).toBe(200);
    expect(platform.log.filter(({ fault }) => fault !== undefined)).toMatchObject(
      Array(name === "aisquared" ? 2 : 1).fill({ status, fault: { kind: "expired", processed: true } }),
    );
  });

  it("is over when faults are switched off", async () => {
    const fault: Fault = { kind: "hidden", requests: 100 };
    const { call, create, itemOf, names, platform } = await start(name, [
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
    platform.setFaults([{ fault: { kind: "status", status: 503 } }]);
    expect((await create("third")).status).toBe(503);
  });
});

const refusals: Readonly<Record<PlatformName, unknown>> = {
  unstructured: { detail: "API key is invalid, please provide a valid API key in the header." },
  aisquared: { errors: [{ status: 401, title: "Error", detail: "Unauthorized" }] },
  airweave: { detail: "Invalid or expired API key" },
};
