import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { LogFeed } from "../../../../sandbox/src/console/log-feed";
import { startTestConsole, visit, type TestConsole, type Visitor } from "../../../harness/console";

describe("the console", () => {
  let console: TestConsole;
  let visitor: Visitor;
  const streams: { destroy(): void }[] = [];
  const client = async (path: string, method = "GET", body?: object): Promise<Response | undefined> =>
    fetch(`${console.env.AIRWEAVE_API_URL}${path}`, {
      method,
      headers: { "x-api-key": String(console.env.AIRWEAVE_API_KEY), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
  const all = { percent: "100", seed: "any", platform: "airweave" };
  beforeAll(async () => {
    // Fewer than the console's own requests.
    console = await startTestConsole({ options: { requestsPerMinute: 12 } });
    visitor = await visit(console);
  });
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.destroy();
    await visitor.post("/faults/off");
  });
  afterAll(() => console.stop());

  /** The events from now on. */
  async function events(headers: Record<string, string> = {}, query = ""): Promise<() => string> {
    const { cookie } = visitor;
    const sent = request({
      host: "127.0.0.1",
      port: console.port,
      path: `/events${query}`,
      headers: { cookie, ...headers },
    });
    sent.end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    expect(response.headers["content-type"]).toBe("text/event-stream");
    let text = "";
    response.on("data", (data: Buffer) => (text += data.toString()));
    streams.push(sent);
    return () => text;
  }

  it("uses up nothing of the rate limit that clients have", async () => {
    for (let count = 0; count < 15; count++) expect((await visitor.get("/")).text).not.toContain("429");
    expect((await client("/collections"))?.status).toBe(200);
  });

  it("switches faults on for the chosen platforms, and off", async () => {
    const { text } = await visitor.post("/faults", { ...all, kind: "status" });
    expect(text.replace(/\s+/g, " ")).toContain("100 % of the requests to airweave get one of status.");
    expect((await client("/collections"))?.status).toBeGreaterThanOrEqual(408);
    const other = await fetch(`${console.env.UNSTRUCTURED_API_URL}/api/v1/sources/`, {
      headers: { "unstructured-api-key": String(console.env.UNSTRUCTURED_API_KEY) },
    });
    expect(other.status).toBe(200);
    expect((await visitor.get("/")).status).toBe(200);
    expect((await visitor.get("/requests")).text).toContain("fault: status, ");
    expect((await visitor.post("/faults/off")).text).toContain("no request fails.");
    expect((await client("/collections"))?.status).toBe(200);
  });

  it("itself works while a platform is down", async () => {
    await visitor.post("/faults", { ...all, kind: "down" });
    expect(await client("/collections")).toBeUndefined();
    const made = await console.ask("airweave", "POST", "/collections", { name: "while it is down" });
    expect((await visitor.get("/")).text).toContain("while it is down");
    expect(made).toMatchObject({ name: "while it is down" });
    await visitor.post("/faults/off");
    while ((await client("/collections")) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it.each([
    [{ ...all }, "Choose at least one of the faults."],
    [{ ...all, kind: "nope" }, "Choose at least one of the faults."],
    [{ ...all, kind: "cut", platform: "nope" }, "Choose at least one platform."],
    [{ ...all, kind: "cut", percent: "0" }, "The percentage must be above 0, and at most 100."],
    [{ ...all, kind: "cut", percent: "x" }, "The percentage must be above 0, and at most 100."],
    [{ ...all, kind: "cut", seed: "" }, "The seed must not be empty."],
  ])("refuses %j", async (form, problem) => {
    const { text } = await visitor.post("/faults", form);
    expect(text).toContain(problem);
    expect(text).toContain("no request fails.");
  });

  it("sends requests as they happen, and of those that a browser has missed", async () => {
    const first = await events();
    await client("/collections", "POST", { name: "<made> by a client" });
    await visitor.get("/");
    await client("/collections");
    while (!first().includes("<strong>GET</strong>")) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(first().match(/^event: .*$/gm)).toEqual(["event: request", "event: changed", "event: request"]);
    expect(first()).toContain("event: changed\ndata: client\n\n");
    expect(first()).toContain("&#60;made&#62; by a client");
    expect(first()).not.toContain("<made>");
    const [last] = [...first().matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    const second = await events({ "last-event-id": String(last) });
    while (!second().includes("<strong>GET</strong>"))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(second().match(/^id: \d+$/gm)).toEqual([`id: ${Number(last) + 1}`]);
    const third = await events({}, `?after=${Number(last)}`);
    while (!third().includes("<strong>GET</strong>")) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(third().match(/^id: \d+$/gm)).toEqual([`id: ${Number(last) + 1}`]);
  });

  it("keeps the last requests only, and none of its own that only read", () => {
    const feed = new LogFeed(3);
    const entry = { platform: "p", path: "/", status: 200, body: null };
    for (let count = 0; count < 5; count++) feed.add({ ...entry, method: "GET" }, false);
    feed.add({ ...entry, method: "GET" }, true);
    feed.add({ ...entry, method: "POST" }, true);
    expect(feed.after(0).map(({ number, isOwn }) => [number, isOwn])).toEqual([
      [4, false],
      [5, false],
      [6, true],
    ]);
    expect(feed.after(5)).toHaveLength(1);
  });
});
