import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { instant } from "../../../../provider/src/values/time";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../harness/answering-server";
import {
  clock,
  connectorVerbs,
  rejection,
  said,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const secret = "PLANTED-wJalrXUtnFEMI";
const inputs = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret },
};
const recorded = { ...inputs, createdAt: "2026-01-01T00:00:00Z", updatedAt: null };

describe("what a user gets to know of an operation that takes long", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (asked: Asked) => Answered | Promise<Answered>;
  let began: number;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "60" });
    said.length = 0;
    began = clock.now();
  });
  afterEach(() => server.stop());

  const after = (seconds: number): string => instant(began + seconds * 1000);
  /** The lines without what depends on the random waits. */
  const lines = (): string[] =>
    said.map((line) => line.replace(/tried (once|\d+ times in \d+ s)/, "tried N times"));

  it.each<[string, (fields: Fields) => Promise<unknown>]>([
    ["read", (fields) => verbs.read("id-1", fields)],
    ["delete", (fields) => verbs.delete("id-1", fields)],
    ["update", (fields) => verbs.update("id-1", { ...fields, name: "earlier" }, inputs)],
  ])("is which %s is retried, why, how often, and until when", async (verb, operate) => {
    respond = () => ({ status: 503, body: "Service Unavailable" });
    await rejection(operate(recorded));
    const line = `unstructured.Source "invoices": retrying ${verb} (status 503; tried N times) until ${after(60)}`;
    expect(lines()).toEqual([line, line, line]);
    const times = said.map((text) => Number(/tried (\d+) times/.exec(text)?.[1]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(times[0] ?? NaN);
  });

  it("is that it is being looked for what a create of unknown outcome has made", async () => {
    respond = ({ method }) => (method === "POST" ? { status: 504 } : { status: 200, body: [] });
    await rejection(verbs.create(inputs));
    expect(said.length).toBeGreaterThan(0);
    for (const line of said) {
      expect(line).toMatch(
        /^unstructured\.Source "invoices": looking for the source that the create may have made \(looked (once|\d+ times)\) until \d/,
      );
    }
    expect(said.at(-1)).toMatch(/looked [1-9]\d* times/);
  });

  it("is what a create of unknown outcome has made since, on a refresh", async () => {
    respond = ({ method }) => (method === "POST" ? { status: 504 } : { status: 200, body: [] });
    const { id, properties } = await rejection(verbs.create(inputs));
    said.length = 0;
    const late = { ...inputs, id: "late", created_at: new Date(clock.now()).toISOString() };
    respond = () => ({ status: 200, body: [late] });
    await verbs.read(String(id), properties as Fields);
    expect(said).toEqual([
      expect.stringMatching(/^unstructured\.Source "invoices": an earlier create, .* \(late\)/),
    ]);
  });

  it("is that no connection can be made, and when that is given up", async () => {
    await server.stop();
    await rejection(verbs.create(inputs));
    const line = `unstructured.Source "invoices": retrying create (ECONNREFUSED; tried N times) until ${after(30)}`;
    expect(lines()).toEqual([line, line]);
  });

  it("is one line for all objects that fail for the same reason", async () => {
    respond = () => ({ status: 503 });
    const names = Array.from({ length: 20 }, (_, index) => `invoices ${index}`);
    await Promise.allSettled(names.map((name) => verbs.delete(name, { ...recorded, name })));
    // Not all are sent at once, so that some begin to wait later than others.
    expect(said.length).toBeLessThan(12);
    expect(said.join("\n")).toMatch(
      /^unstructured.Source "invoices 0" and \d+ more: retrying delete \(status 503/m,
    );
  });

  it("is that the rate limit is waited for, also by objects whose turn has not come", async () => {
    let isFirst = true;
    respond = () => {
      const headers = { "ratelimit-limit": "10", "ratelimit-remaining": "9", "retry-after": "40" };
      if (!isFirst) return { status: 200, headers, body: { ...inputs, id: "id-1" } };
      isFirst = false;
      return { status: 429, headers };
    };
    await Promise.all([verbs.read("id-1", recorded), verbs.read("id-2", recorded)]);
    expect(said[0]).toMatch(
      /^unstructured.Source "invoices"( and 1 more)?: waiting for the rate limit of Unstructured, 10 requests a minute, until /,
    );
    expect(said[0]).toContain(after(40));
  });

  it("is that more requests are to be sent than the platform takes in a minute", async () => {
    respond = () => ({
      status: 200,
      headers: { "ratelimit-limit": "10", "ratelimit-remaining": "9" },
      body: { ...inputs, id: "id-1" },
    });
    await Promise.all(Array.from({ length: 30 }, () => verbs.delete("id-1", recorded)));
    expect(said).toContain(
      'unstructured.Source "invoices" and 19 more: waiting for the rate limit of Unstructured, 10 requests a minute',
    );
    expect(said.length).toBeLessThan(6);
  });

  it("is that the platform takes long to respond", async () => {
    respond = async () => {
      await clock.hold(50_000);
      return { status: 200, body: { ...inputs, id: "id-1" } };
    };
    await verbs.read("id-1", recorded);
    expect(said).toEqual([
      'unstructured.Source "invoices": waiting for the response to read for 20 s',
      'unstructured.Source "invoices": waiting for the response to read for 35 s',
    ]);
  });

  it("is that a login comes first", async () => {
    respond = () => ({ status: 503 });
    const connectors = connectorVerbs({
      "aisquared:apiUrl": server.url,
      "aisquared:email": "a@example.com",
      "aisquared:password": secret,
      "aisquared:timeout": "30",
    });
    await rejection(connectors.delete("1", { name: "shop" }));
    expect(lines()[0]).toBe(
      `aisquared.Connector "shop": retrying the login to AI Squared (status 503; tried N times) until ${after(30)}`,
    );
  });

  it("is never a secret", async () => {
    respond = () => ({ status: 503, body: { detail: `${secret} is wrong` } });
    await rejection(verbs.delete("id-1", { ...recorded, name: `with ${secret}` }));
    expect(said).toHaveLength(3);
    expect(said.join()).not.toContain(secret);
  });

  it("is nothing if all goes well soon", async () => {
    const responses = [{ status: 503 }, { status: 200, body: { ...inputs, id: "id-1" } }];
    respond = () => responses.shift() ?? { status: 404 };
    await verbs.read("id-1", recorded);
    await clock.sleep(60_000);
    expect(said).toEqual([]);
  });
});
