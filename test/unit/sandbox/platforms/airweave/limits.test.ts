import { afterEach, describe, expect, it } from "@jest/globals";
import { startAirweave, type AirweaveServer } from "../../../../contract/airweave-server";

describe("the limits of an Airweave plan", () => {
  let server: AirweaveServer;
  let now = Date.parse("2026-01-01T00:00:00Z");

  const start = async (options: Parameters<typeof startAirweave>[0]): Promise<void> => {
    server = await startAirweave({ ...options, now: () => now });
  };
  afterEach(() => server.stop());

  const count = async (): Promise<Record<string, unknown>> => {
    const { status, headers } = await server.call("GET", "/collections/count");
    const told = [...headers].filter(([name]) => /^ratelimit|^retry/.test(name));
    return { status, ...Object.fromEntries(told) };
  };

  it("restrict the requests per minute, with the time to wait", async () => {
    await start({ apiKey: "key", requestsPerMinute: 3 });
    const seconds = Math.floor(now / 1000);
    expect(await count()).toMatchObject({
      status: 200,
      "ratelimit-limit": "3",
      "ratelimit-remaining": "2",
      "ratelimit-reset": String(seconds),
    });
    now += 20_000;
    await count();
    await count();
    now += 250;
    expect(await count()).toEqual({
      status: 429,
      "ratelimit-limit": "3",
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(seconds + 60),
      "retry-after": "40",
    });
    expect(await server.call("GET", "/collections")).toMatchObject({
      body: {
        detail: "Rate limit exceeded. Please retry after 39.75 seconds. Limit: 3 requests per second.",
      },
    });
    now += 39_749;
    expect(await count()).toMatchObject({ status: 429, "retry-after": "1" });
    now += 1;
    expect(await count()).toMatchObject({ status: 200, "ratelimit-remaining": "0" });
    expect(await count()).toMatchObject({ status: 429, "retry-after": "21" });
  });

  it("count invalid requests, but not those with a wrong key", async () => {
    await start({ apiKey: "key", requestsPerMinute: 2 });
    for (let time = 0; time < 5; time++) {
      await server.call("GET", "/collections", undefined, { "x-api-key": "other" });
    }
    const refused = await server.call("POST", "/collections", {});
    expect(refused).toMatchObject({ status: 422 });
    expect(refused.headers.get("ratelimit-remaining")).toBe("1");
    expect(await count()).toMatchObject({ status: 200 });
    expect(await count()).toMatchObject({ status: 429 });
  });

  it("do not apply without a plan or without authentication", async () => {
    await start({ apiKey: "key" });
    expect(await count()).toMatchObject({ "ratelimit-limit": "0", "ratelimit-remaining": "9999" });
    await server.stop();
    await start({ requestsPerMinute: 1 });
    await count();
    expect(await count()).toMatchObject({ status: 200, "ratelimit-limit": "9999" });
  });

  it("restrict the number of connections", async () => {
    await start({ maxSourceConnections: 1 });
    await server.done("POST", "/collections", { name: "Some", readable_id: "some" });
    const body = {
      short_name: "stub",
      readable_collection_id: "some",
      authentication: { credentials: { stub_key: "x" } },
    };
    const { id } = await server.done("POST", "/source-connections", body);
    expect(await server.call("POST", "/source-connections", body)).toMatchObject({
      status: 400,
      body: { detail: "Usage limit exceeded for source_connections: 1/1" },
    });
    await server.done("DELETE", `/source-connections/${id}`);
    await server.done("POST", "/source-connections", body);
  });
});
