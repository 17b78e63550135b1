import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Fault, FaultRule } from "../../../../../sandbox/src";
import type { PlatformName } from "../../../../harness/platform";
import { rejection, settingsFor, sourceVerbs } from "../../../../harness/verbs";
import { platformNames, startFaulty, type FaultyClient } from "./faulty";

describe("a response in place of the platform's", () => {
  const at = Date.parse("2026-08-01T12:00:00Z");
  const json = "application/json; charset=utf-8";
  const page = (title: string): string => `<h1>${title}</h1>`;

  it.each<[PlatformName, Fault & { kind: "status" }, Record<string, string>, string]>([
    [
      "unstructured",
      { kind: "status", status: 408 },
      { "content-type": json },
      '{"detail":"Request Timeout"}',
    ],
    ["airweave", { kind: "status", status: 425 }, { "content-type": json }, '{"detail":"Too Early"}'],
    [
      "aisquared",
      { kind: "status", status: 429, retryAfter: 3 },
      { "content-type": json, "retry-after": "3" },
      '{"status":429,"error":"Too Many Requests"}',
    ],
    [
      "airweave",
      { kind: "status", status: 429, retryAfter: 90, asDate: true },
      { "retry-after": "Sat, 01 Aug 2026 12:01:30 GMT" },
      '{"detail":"Too Many Requests"}',
    ],
    [
      "aisquared",
      { kind: "status", status: 500 },
      { "content-type": json },
      '{"status":500,"error":"Internal Server Error"}',
    ],
    [
      "airweave",
      { kind: "status", status: 500 },
      { "content-type": json },
      '{"detail":"Internal Server Error"}',
    ],
    [
      "unstructured",
      { kind: "status", status: 502 },
      { "content-type": "text/html" },
      page("502 Bad Gateway"),
    ],
    [
      "aisquared",
      { kind: "status", status: 503, retryAfter: 1 },
      { "content-type": "text/html", "retry-after": "1" },
      page("503 Service Temporarily Unavailable"),
    ],
    [
      "airweave",
      { kind: "status", status: 504, processed: true },
      { "content-type": "text/html" },
      page("504 Gateway Time-out"),
    ],
  ])("is that of %s with %j", async (name, fault, headers, text) => {
    const { create, stored, logged } = await startFaulty(name, [{ fault, method: "POST" }], {
      now: () => at,
    });
    const response = await create("first");
    expect(response.status).toBe(fault.status);
    expect(response.headers).toMatchObject({ ...headers, date: "Sat, 01 Aug 2026 12:00:00 GMT" });
    expect("retry-after" in response.headers).toBe(fault.retryAfter !== undefined);
    expect(response.text).toContain(text);
    const processed = fault.processed === true;
    expect(logged()).toEqual([{ method: "POST", status: fault.status, fault: { ...fault, processed } }]);
    expect(await stored()).toEqual(processed ? ["first"] : []);
  });

  it.each([
    [402, { detail: "Payment required" }, "application/json; charset=utf-8", '{"detail":"Payment required"}'],
    [403, "<html>blocked</html>", "text/html", "<html>blocked</html>"],
    [409, "no", "text/plain", "no"],
    [401, undefined, "text/plain", ""],
  ])("is a refusal with status %i and any body", async (status, body, type, text) => {
    const fault: Fault = { kind: "refusal", status, body };
    const { create, stored } = await startFaulty("airweave", [{ fault, method: "POST" }]);
    const response = await create("first");
    expect([response.status, response.headers["content-type"], response.text]).toEqual([status, type, text]);
    expect(await stored()).toEqual([]);
  });

  it("is Unstructured's plain 500 for a config that its server cannot handle, every time and only for that object", async () => {
    const fault: Fault = { kind: "status", status: 500 };
    const rule: FaultRule = { fault, method: "POST", body: /"name":"bad"/, times: Infinity };
    const { create, stored } = await startFaulty("unstructured", [rule]);
    for (let time = 0; time < 3; time++) {
      const { status, headers, text } = await create("bad");
      expect([status, headers["content-type"], text]).toEqual([
        500,
        "text/plain; charset=utf-8",
        "Internal Server Error",
      ]);
    }
    expect((await create("good")).status).toBe(200);
    expect(await stored()).toEqual(["good"]);
  });

  it.each<[Extract<Fault, { kind: "body" }>["is"], string, string]>([
    ["empty", "application/json; charset=utf-8", ""],
    ["html", "text/html", "<h1>200 Welcome</h1>"],
    ["wrong-type", "application/octet-stream", '"name":"first"'],
    ["incomplete", "application/json; charset=utf-8", '"name":"first"'],
  ])("has a successful status and a body that is %s", async (is, type, text) => {
    const fault: Fault = { kind: "body", is };
    for (const name of platformNames) {
      const { create, stored, logged } = await startFaulty(name, [{ fault, method: "POST" }]);
      const response = await create("first");
      expect(response.headers["content-type"]).toBe(type);
      expect(response.headers["content-length"]).toBe(String(Buffer.byteLength(response.text)));
      if (text === "") expect(response.text).toBe("");
      else expect(response.text).toContain(text);
      expect(response.text.includes('"id"')).toBe(is === "wrong-type");
      expect(logged()).toEqual([
        { method: "POST", status: response.status, fault: { ...fault, processed: true } },
      ]);
      expect(await stored()).toEqual(["first"]);
    }
  });

  it("is the platform's own if that is an error", async () => {
    const { call } = await startFaulty("unstructured", [{ fault: { kind: "body", is: "html" } }]);
    const { status, text } = await call("POST", "/api/v1/sources/", {});
    expect([status, JSON.parse(text)]).toMatchObject([422, { detail: [{}, {}, {}] }]);
  });

  it.each([301, 302, 303, 307, 308] as const)(
    "is a redirect with %d to where the same is served",
    async (status) => {
      const fault: Fault = { kind: "redirect", status };
      const { call, create, stored, logged } = await startFaulty("aisquared", [{ fault, method: "GET" }]);
      await create("first");
      const response = await call("GET", "/api/v1/connectors?page=1");
      expect(response.status).toBe(status);
      expect(response.headers.location).toBe("/redirected/api/v1/connectors?page=1");
      expect((await call("GET", response.headers.location)).text).toContain('"name":"first"');
      expect(logged()[1]).toEqual({ method: "GET", status, fault: { ...fault, processed: false } });
      expect(await stored()).toEqual(["first"]);
    },
  );
});

describe("a redirect to another origin", () => {
  let other: Server;
  let received: IncomingHttpHeaders[];
  afterEach(() => new Promise((resolve) => other.close(resolve)));

  async function startWithOther(): Promise<FaultyClient> {
    received = [];
    other = createServer((request, response) => {
      received.push(request.headers);
      response.end("[]");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    return startFaulty("unstructured", [{ fault: { kind: "redirect", status: 307, to }, times: Infinity }]);
  }

  it("receives the key of a client that follows", async () => {
    const { platform } = await startWithOther();
    await fetch(`${platform.url}/api/v1/sources/`, { headers: { "unstructured-api-key": platform.apiKey } });
    expect(received.map((headers) => headers["unstructured-api-key"])).toEqual([platform.apiKey]);
  });

  it("receives nothing from this provider", async () => {
    const { platform, stored } = await startWithOther();
    const verbs = sourceVerbs(settingsFor(platform));
    const inputs = { name: "invoices", type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };
    expect((await rejection(verbs.create(inputs))).message).toContain("status 307");
    const id = "168bd3b1-4c18-4113-8d00-26584fbcefd9";
    expect((await rejection(verbs.read(id, { ...inputs, id }))).message).toContain("status 307");
    expect(received).toEqual([]);
    expect(await stored()).toEqual([]);
  });
});
