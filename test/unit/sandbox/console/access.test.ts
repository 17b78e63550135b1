import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  send,
  startTestConsole,
  visit,
  type Got,
  type TestConsole,
  type Visitor,
} from "../../../harness/console";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

describe("the console lets in", () => {
  let console: TestConsole;
  let visitor: Visitor;
  const host = (): string => `127.0.0.1:${console.port}`;
  const paths = [
    "/",
    "/pipelines",
    "/requests",
    "/faults",
    "/events",
    "/objects/unstructured/sources/1",
    "/nope",
  ];
  beforeAll(async () => {
    console = await startTestConsole();
    visitor = await visit(console);
  });
  afterAll(() => console.stop());

  it("a browser with a link, once, and then shows an address without the token", async () => {
    const { pathname, search } = new URL(console.link());
    const entered = await send(console.port, "GET", pathname + search);
    expect(entered).toMatchObject({ status: 303, headers: { location: "/" } });
    const [cookie = ""] = entered.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(
      new RegExp(`^connectors-console-${console.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(cookie).not.toContain(search.slice("?token=".length));
    expect((await send(console.port, "GET", "/", { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
    const again = await send(console.port, "GET", pathname + search);
    expect(again.headers["set-cookie"]).toBeUndefined();
    expect((await send(console.port, "GET", String(again.headers.location))).status).toBe(401);
    expect((await send(console.port, "GET", "/?token=")).headers["set-cookie"]).toBeUndefined();
  });

  it.each(paths)("nobody else: %s", async (path) => {
    for (const cookie of [
      "",
      `connectors-console-${console.port}=guess`,
      "connectors-console-1=x",
      visitor.cookie.slice(0, -1),
    ]) {
      const got = await send(console.port, "GET", path, { cookie });
      expect(got.status).toBe(401);
      expect(got.text).toContain("npm start -- console");
    }
  });

  it("no request under another name, from another origin, or by another method", async () => {
    const { cookie } = visitor;
    const own = `http://${host()}`;
    const get = (headers: Record<string, string>): Promise<Got> =>
      send(console.port, "GET", "/", { cookie, ...headers });
    const post = (headers: Record<string, string>, method = "POST"): Promise<Got> =>
      send(console.port, method, "/faults/off", {
        cookie,
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      });
    const statuses = async (all: readonly Promise<Got>[]): Promise<number[]> =>
      (await Promise.all(all)).map(({ status }) => status);
    expect(
      await statuses([
        get({ host: "evil.example" }),
        get({ host: `evil.example:${console.port}` }),
        get({ host: `localhost:${console.port}` }),
        get({ host: "127.0.0.1" }),
        get({ origin: "http://evil.example" }),
        get({ origin: "null" }),
        get({ "sec-fetch-site": "cross-site" }),
        get({ "sec-fetch-site": "same-site" }),
        post({}),
        post({ origin: "http://evil.example" }),
        post({ origin: "null" }),
        post({ origin: "null", "sec-fetch-site": "cross-site" }),
        post({ origin: "null", "sec-fetch-site": "none" }),
        post({ origin: `http://127.0.0.1:${console.port + 1}` }),
        post({ origin: own, "sec-fetch-site": "none" }),
        post({ origin: own, "sec-fetch-site": "cross-site" }),
        post({ origin: own, host: "evil.example" }),
      ]),
    ).toEqual(Array.from({ length: 17 }, () => 403));
    expect(
      await statuses(["PUT", "DELETE", "PATCH", "OPTIONS"].map((method) => post({ origin: own }, method))),
    ).toEqual([405, 405, 405, 405]);
    expect(
      await statuses([get({ "sec-fetch-site": "none" }), get({ "sec-fetch-site": "same-origin" })]),
    ).toEqual([200, 200]);
    expect((await post({ origin: own, "sec-fetch-site": "same-origin" })).status).toBe(303);
    // As browsers send it where there is no referrer.
    expect((await post({ origin: "null", "sec-fetch-site": "same-origin" })).status).toBe(303);
  });

  it("no token from another site, which stays good", async () => {
    const { pathname, search } = new URL(console.link());
    const open = (headers: Record<string, string>): Promise<Got> =>
      send(console.port, "GET", pathname + search, headers);
    expect((await open({ host: "evil.example" })).status).toBe(403);
    expect((await open({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await open({})).headers["set-cookie"]).toHaveLength(1);
  });

  it("changes by POST of a form only", async () => {
    const headers = { cookie: visitor.cookie, origin: `http://${host()}` };
    for (const path of ["/faults/off", "/objects/unstructured/sources/1/delete"]) {
      expect((await visitor.get(path)).status).toBe(404);
      const json = { ...headers, "content-type": "application/json" };
      expect((await send(console.port, "POST", path, json, "{}")).status).toBe(415);
      const text = { ...headers, "content-type": "text/plain" };
      expect((await send(console.port, "POST", path, text, "a=b")).status).toBe(415);
    }
  });

  it("gives links to other processes with its key only", async () => {
    const { key } = console.access;
    const ask = (headers: Record<string, string>): Promise<Got> =>
      send(console.port, "POST", "/link", headers);
    const authorization = `Bearer ${key}`;
    const refused: readonly (readonly [status: number, headers: Record<string, string>])[] = [
      [403, {}],
      [403, { authorization: "Bearer guess" }],
      [401, { authorization, origin: `http://${host()}` }],
      [403, { authorization, host: "evil.example" }],
      [403, { authorization, "sec-fetch-site": "same-origin" }],
      [403, { cookie: visitor.cookie, origin: `http://${host()}` }],
    ];
    for (const [status, headers] of refused) expect((await ask(headers)).status).toBe(status);
    const given = await ask({ authorization });
    expect(given.status).toBe(200);
    const { token } = JSON.parse(given.text) as { readonly token: string };
    expect((await send(console.port, "GET", `/?token=${token}`)).headers["set-cookie"]).toHaveLength(1);
  });

  it("keeps no more than twenty links that nobody has opened", async () => {
    const first = new URL(console.link());
    for (let count = 0; count < 20; count++) console.link();
    const got = await send(console.port, "GET", first.pathname + first.search);
    expect(got.headers["set-cookie"]).toBeUndefined();
  });

  it("and every response keeps the browser from doing more than the console needs", async () => {
    const responses = await Promise.all([
      ...[
        "/",
        "/pipelines",
        "/requests",
        "/faults",
        "/nope",
        "/assets/console.js",
        "/assets/console.css",
      ].map((path) => visitor.get(path)),
      send(console.port, "GET", "/"),
      send(console.port, "GET", "/", { host: "evil.example" }),
      send(console.port, "GET", "/?token=x"),
      send(console.port, "PUT", "/", { origin: `http://${host()}` }),
      visitor.post("/faults/off"),
    ]);
    for (const { headers, text } of responses) {
      expect(headers).toMatchObject({
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      if (headers["content-type"]?.startsWith("text/html") !== true) continue;
      // No script or style in the page, and nothing from elsewhere.
      expect(text).not.toMatch(
        /<script(?! src="\/)|<style|\son\w+=|\sstyle=|javascript:|https?:\/\/(?!127\.0\.0\.1)/i,
      );
    }
  });
});
