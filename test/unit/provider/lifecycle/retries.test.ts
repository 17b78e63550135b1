import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../../harness/answering-server";
import { clock, rejection, settingsFor, sourceVerbs, type Fields, type Verbs } from "../../../harness/verbs";

const inputs = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal" },
};
const object = { ...inputs, id: "id-1", created_at: "2026-01-01T00:00:00Z", updated_at: null };
const recorded = { ...inputs, createdAt: object.created_at, updatedAt: null };

describe("an operation with transient failures", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** The responses in order; the last one is repeated. */
  let responses: Answered[];

  beforeEach(async () => {
    server = await startAnsweringServer(
      () => (responses.length > 1 ? responses.shift() : responses[0]) ?? { status: 404 },
    );
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);

  it("stops at a 429 that says that a quota is used up, and holds nothing else up", async () => {
    const quota = { status: 429, body: { detail: "Your monthly quota has been exceeded" } };
    responses = [quota, { status: 200, body: object }];
    const began = clock.now();
    const { code, message } = await rejection(verbs.create(inputs));
    expect(code).toBe("PC_PLAN_LIMIT");
    expect(message).toContain(
      "with status 429 (Your monthly quota has been exceeded); the plan or the payment",
    );
    expect(requests()).toEqual(["POST sources/"]);
    await verbs.read("id-1", recorded);
    expect(clock.now() - began).toBeLessThan(1_000);
  });

  it.each<[string, Answered]>([
    [
      "says when it ends",
      { status: 429, headers: { "retry-after": "20" }, body: { detail: "Quota exceeded" } },
    ],
    ["is about the rate", { status: 429, body: { detail: "Quota exceeded: 60 requests per minute" } }],
    ["is a page", { status: 429, body: "<html>Quota exceeded" }],
  ])("retries after a 429 about a quota that %s", async (_what, throttled) => {
    responses = [throttled, throttled, { status: 200, body: object }];
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1" });
    expect(requests()).toHaveLength(3);
  });

  it("counts a 404 on the retry of a delete as success", async () => {
    responses = ["break", { status: 404, body: { detail: "Source not found" } }];
    await verbs.delete("id-1", recorded);
    expect(requests()).toEqual(["DELETE sources/id-1", "DELETE sources/id-1"]);
  });

  it("repeats an update that may have been applied", async () => {
    const news = { ...inputs, config: { ...inputs.config, remote_url: "s3://bucket/out/" } };
    responses = ["break", { status: 502 }, { status: 200, body: { ...object, ...news } }];
    const { outs } = await verbs.update("id-1", recorded, news);
    expect(outs).toMatchObject(news);
    expect(requests()).toEqual(Array(3).fill("PUT sources/id-1"));
    const [first, ...others] = server.asked.map(({ body }) => body);
    expect(others).toEqual([first, first]);
    expect(await verbs.diff("id-1", outs, news)).toMatchObject({ changes: false });
  });

  it("reads the object once a response succeeds", async () => {
    responses = [
      { status: 500 },
      { status: 500 },
      { status: 500 },
      { status: 429 },
      { status: 200, body: object },
    ];
    expect(await verbs.read("id-1", recorded)).toMatchObject({ id: "id-1", inputs: { name: "invoices" } });
    expect(requests()).toHaveLength(5);
  });

  it.each<[string, string, (fields: Fields) => Promise<unknown>]>([
    ["read", "PC_SERVER_ERROR", (fields) => verbs.read("id-1", fields)],
    ["delete", "PC_INDETERMINATE_DELETE", (fields) => verbs.delete("id-1", fields)],
    [
      "update",
      "PC_INDETERMINATE_UPDATE",
      (fields) => verbs.update("id-1", { ...fields, name: "earlier" }, inputs),
    ],
  ])("reports how often and how long a %s was tried, within the timeout", async (verb, code, operate) => {
    responses = [{ status: 503, body: "Service Unavailable" }];
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "60" });
    const began = clock.now();
    const error = await rejection(operate(recorded));
    expect(clock.now() - began).toBeLessThanOrEqual(60_000);
    expect(error.code).toBe(code);
    expect(error.message.replace(/tried \d+ times/, "tried N times")).toContain(
      `${verb} failed: Unstructured responded to ${requests()[0]} with status 503 (Service Unavailable; tried N times in 60 s)`,
    );
  });

  it("reports a delete as indeterminate if a retry is refused after a lost response", async () => {
    responses = ["break", { status: 401, body: { detail: "expired" } }];
    const error = await rejection(verbs.delete("id-1", recorded));
    expect(error.code).toBe("PC_INDETERMINATE_DELETE");
    expect(error.message).toContain("with status 401 (expired)");
    responses = [{ status: 401, body: { detail: "expired" } }];
    expect((await rejection(verbs.delete("id-1", recorded))).code).toBe("PC_UNAUTHORIZED");
  });

  it.each([
    ["30 s, for it never was", 30, false],
    ["as long as it may, for it was before", 300, true],
  ])("tries an unreachable server for %s", async (_reason, seconds, wasReachable) => {
    responses = [{ status: 404, body: { detail: "no" } }];
    if (wasReachable) await verbs.read("id-1", recorded);
    await server.stop();
    const { message } = await rejection(verbs.read("id-1", recorded));
    expect(message.replace(/tried \d+ times/, "tried N times")).toContain(
      `(ECONNREFUSED; tried N times in ${seconds} s); check the connection and the address`,
    );
  });

  it("reports when to try again if the platform says so", async () => {
    responses = [{ status: 429, headers: { "retry-after": "3600" } }];
    const { code, message } = await rejection(verbs.create(inputs));
    const then = new Date(Math.ceil((clock.now() + 3_600_000) / 1000) * 1000).toISOString();
    expect(code).toBe("PC_RATE_LIMITED");
    expect(message).toBe(
      `unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 429; too many requests: try again after ${then.replace(".000Z", "Z")}`,
    );
    expect(requests()).toEqual(["POST sources/"]);
  });
});
