import { describe, expect, it } from "@jest/globals";
import { FakeServer, type Handler } from "./fake-server";

const start = 1_800_000_000;

/**
 * Ten requests in any 60 s, as Airweave counts and reports them: the reset of every success is the present time, also of the last one.
 * Source: docs/contracts/airweave.md, sections 6 and 9.
 *
 * @param counted When it accepted earlier requests, in seconds.
 */
function airweaveLimit(counted: number[] = []): Handler {
  return (now) => {
    const inWindow = counted.filter((time) => time > now - 60);
    const isFull = inWindow.length >= 10;
    const wait = isFull ? Math.max(0.1, Math.min(...inWindow) + 60 - now) : 0;
    if (!isFull) counted.push(now);
    return {
      status: isFull ? 429 : 200,
      date: (start + Math.floor(now)) * 1000,
      headers: {
        "ratelimit-limit": "10",
        "ratelimit-remaining": String(isFull ? 0 : 9 - inWindow.length),
        "ratelimit-reset": String(Math.floor(start + now + wait)),
        ...(isFull ? { "retry-after": String(Math.floor(wait) + 1) } : {}),
      },
    };
  };
}

/** A client of Airweave. @param latency In seconds, one way. */
const client = (latency: () => number, counted: number[] = []): FakeServer =>
  new FakeServer(airweaveLimit(counted), 300, latency, true);

const refusals = ({ statuses }: FakeServer): number => statuses.filter((status) => status === 429).length;

/** The first two requests open connections, and take longer. */
const coldStart = (): (() => number) => {
  let times = 0;
  return () => (times++ < 2 ? 2.5 : 0.05);
};

describe("under Airweave's limit of ten requests a minute", () => {
  it.each<[string, () => number]>([
    ["fast", () => 0.01],
    ["slow", () => 1.5],
    ["slow at first", coldStart()],
  ])("eleven creates meet no 429 where requests are %s", async (_what, latency) => {
    const server = client(latency);
    // The collections, and then the connections in them.
    await server.sendAll(2);
    expect(await server.sendAll(9)).toEqual(Array(9).fill(200));
    expect(refusals(server)).toBe(0);
    expect(server.time()).toBeLessThan(68);
  });

  it("twelve deletes meet no 429", async () => {
    const server = client(() => 0.05);
    await server.sendAll(10, "DELETE");
    await server.sendAll(2, "DELETE");
    expect(refusals(server)).toBe(0);
    expect(server.time()).toBeLessThan(61);
  });

  it("twelve deletes after an operation of another process meet one 429, which says when there is room again", async () => {
    const server = client(() => 0.05, [-40, -40, -40, -40, -40]);
    await server.sendAll(10, "DELETE");
    await server.sendAll(2, "DELETE");
    expect(refusals(server)).toBe(1);
    // Five at once, five when the earlier requests leave the window, and two when our own do.
    expect(server.arrivals.filter((time) => time > 1 && time < 60)).toHaveLength(5);
    expect(server.time()).toBeLessThan(62);
  });

  it("a first request that takes long delays the others by a second only", async () => {
    const server = client(() => 8);
    await server.sendAll(3);
    expect(server.arrivals).toEqual([8, 9, 9]);
  });

  it("a first request that fails delays the others no longer than itself", async () => {
    let times = 0;
    const server = new FakeServer(
      () => ({ status: times++ === 0 ? 401 : 200 }),
      300,
      () => 0.1,
      true,
    );
    await server.sendAll(3);
    expect(server.time()).toBeLessThan(1);
  });
});
