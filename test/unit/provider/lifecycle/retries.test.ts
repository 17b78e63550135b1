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

const mayBeDone = "; the change may have been made nevertheless: the next `pulumi up` makes sure";
const mayBeGone = "; it may be gone nevertheless: run `pulumi refresh` to find out";

describe("an operation whose requests fail in passing", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** The answers, one after the other; the last one is the answer to all that follow. */
  let answers: Answered[];

  beforeEach(async () => {
    server = await startAnsweringServer(
      () => (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404 },
    );
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);

  it("has deleted what is gone when it asks again", async () => {
    answers = ["break", { status: 404, body: { detail: "Source not found" } }];
    await verbs.delete("id-1", recorded);
    expect(requests()).toEqual(["DELETE sources/id-1", "DELETE sources/id-1"]);
  });

  it("has updated what an earlier attempt may have changed already", async () => {
    const news = { ...inputs, config: { ...inputs.config, remote_url: "s3://bucket/out/" } };
    answers = ["break", { status: 502 }, { status: 200, body: { ...object, ...news } }];
    const { outs } = await verbs.update("id-1", recorded, news);
    expect(outs).toMatchObject(news);
    expect(requests()).toEqual(Array(3).fill("PUT sources/id-1"));
    const [first, ...others] = server.asked.map(({ body }) => body);
    expect(others).toEqual([first, first]);
    expect(await verbs.diff("id-1", outs, news)).toMatchObject({ changes: false });
  });

  it("reads what comes at last", async () => {
    answers = [
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
    ["read", "", (fields) => verbs.read("id-1", fields)],
    ["delete", mayBeGone, (fields) => verbs.delete("id-1", fields)],
    ["update", mayBeDone, (fields) => verbs.update("id-1", { ...fields, name: "earlier" }, inputs)],
  ])(
    "says of a %s how often and how long it was tried, within the time that is set",
    async (verb, more, operate) => {
      answers = [{ status: 503, body: "Service Unavailable" }];
      verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "60" });
      const began = clock.now();
      const { message } = await rejection(operate(recorded));
      expect(clock.now() - began).toBeLessThanOrEqual(60_000);
      expect(message.replace(/tried \d+ times/, "tried N times")).toBe(
        `unstructured.Source "invoices": ${verb} failed: Unstructured responded to ${requests()[0]} with status 503 (Service Unavailable; tried N times in 60 s); the server failed: try again later${more}`,
      );
    },
  );

  it("says of a delete that is refused after one of which nothing came back what finds out", async () => {
    answers = ["break", { status: 401, body: { detail: "expired" } }];
    const { message } = await rejection(verbs.delete("id-1", recorded));
    expect(message).toContain("with status 401 (expired)");
    expect(message.endsWith(mayBeGone)).toBe(true);
    answers = [{ status: 401, body: { detail: "expired" } }];
    expect((await rejection(verbs.delete("id-1", recorded))).message).not.toContain(mayBeGone);
  });

  it("says the same of a server that cannot be reached", async () => {
    answers = [];
    await server.stop();
    const { message } = await rejection(verbs.read("id-1", recorded));
    expect(message.replace(/tried \d+ times/, "tried N times")).toContain(
      "(ECONNREFUSED; tried N times in 300 s); check the connection and the address",
    );
  });

  it("says when to try again, where the platform says so", async () => {
    answers = [{ status: 429, headers: { "retry-after": "3600" } }];
    const { message } = await rejection(verbs.create(inputs));
    const then = new Date(Math.ceil((clock.now() + 3_600_000) / 1000) * 1000).toISOString();
    expect(message).toBe(
      `unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 429; too many requests: try again after ${then.replace(".000Z", "Z")}`,
    );
    expect(requests()).toEqual(["POST sources/"]);
  });
});
