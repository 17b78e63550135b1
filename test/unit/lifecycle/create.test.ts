import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
  type Asked,
} from "../../harness/answering-server";
import { rejection, settingsFor, sourceVerbs, type Fields, type Verbs } from "../../harness/verbs";

const inputs = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal" },
};
const now = (): string => new Date().toISOString();

describe("create", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let answer: (asked: Asked) => Answered | Promise<Answered>;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => answer(asked));
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);

  it("needs one request", async () => {
    answer = ({ body }) => ({
      status: 200,
      body: { id: "id-1", ...(body as Fields), created_at: now(), updated_at: null },
    });
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1", outs: { ...inputs, updatedAt: null } });
    expect(requests()).toEqual(["POST sources/"]);
  });

  it("takes over what an unclear create has made", async () => {
    answer = ({ method }) =>
      method === "POST" ? "break" : { status: 200, body: [{ ...inputs, id: "id-1", created_at: now() }] };
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1" });
    expect(requests()).toEqual(["POST sources/", "GET sources/?source_type=s3"]);
  });

  it("does not take an older object for its own", async () => {
    answer = ({ method }) =>
      method === "POST"
        ? { status: 500, body: "Internal Server Error" }
        : { status: 200, body: [{ ...inputs, id: "older", created_at: "2026-01-01T00:00:00Z" }] };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (older)");
    expect(message).toContain('take it over with the resource option `adopt: "<its id>"`');
  });

  it("tells what it has made from what was there, and from what only has its name", async () => {
    const older = { ...inputs, id: "older", created_at: "2026-01-01T00:00:00Z" };
    const otherType = { ...inputs, id: "other", type: "gcs", created_at: now() };
    answer = ({ method }) =>
      method === "POST"
        ? { status: 408 }
        : { status: 200, body: [older, otherType, { ...inputs, id: "id-1", created_at: now() }] };
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1" });
  });

  it.each<[string, () => Promise<unknown>]>([
    ["diff", () => verbs.diff("existing", inputs, inputs)],
    ["read", () => verbs.read("existing", inputs)],
    ["update", () => verbs.update("existing", inputs, inputs)],
  ])("does not take an object that the state has for its own: one that met a %s", async (_verb, meet) => {
    const existing = { ...inputs, id: "existing", created_at: now() };
    answer = () => ({ status: 200, body: existing });
    await meet();
    answer = ({ method }) => (method === "POST" ? "break" : { status: 200, body: [existing] });
    expect((await rejection(verbs.create(inputs))).message).toMatch(/No source of that name and type exists/);
  });

  it("takes none of several that could be its own", async () => {
    const alike = ["id-1", "id-2"].map((id) => ({ ...inputs, id, created_at: now() }));
    answer = ({ method }) => (method === "POST" ? "break" : { status: 200, body: alike });
    expect((await rejection(verbs.create(inputs))).message).toContain("(id-1, id-2)");
  });

  it("takes what is no list for no answer to whether the object exists", async () => {
    answer = ({ method }) => (method === "POST" ? "break" : { status: 200, body: { items: [] } });
    expect((await rejection(verbs.create(inputs))).message).toContain(
      "Whether it exists now could not be looked up",
    );
  });

  it("never gives one object to two resources of one name that are made at once", async () => {
    const object = { id: "id-1", ...inputs, created_at: now() };
    let sawLookUp = (): void => undefined;
    const lookedUp = new Promise<void>((resolve) => (sawLookUp = resolve));
    let posts = 0;
    answer = async ({ method }) => {
      if (method === "GET") {
        sawLookUp();
        return { status: 200, body: [object] };
      }
      if (++posts === 2) return { status: 500, body: "Internal Server Error" };
      // The first one's answer comes when the second has looked up what there is.
      await lookedUp;
      return { status: 200, body: object };
    };
    const [first, second] = await Promise.allSettled([verbs.create(inputs), verbs.create(inputs)]);
    expect(first).toMatchObject({ status: "fulfilled", value: { id: "id-1" } });
    expect(second.status).toBe("rejected");
  });

  it("does not look up what was refused or never sent", async () => {
    answer = () => ({ status: 422, body: { detail: "no" } });
    await rejection(verbs.create(inputs));
    expect(requests()).toEqual(["POST sources/"]);
    await server.stop();
    expect((await rejection(verbs.create(inputs))).message).toMatch(/could not be reached at .*ECONNREFUSED/);
  });

  it("adopts: compares first, then makes the object what the program says", async () => {
    const existing = {
      ...inputs,
      id: "id-1",
      name: "made by hand",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: null,
    };
    answer = ({ method, body }) => ({
      status: 200,
      body: method === "GET" ? existing : { ...existing, ...(body as Fields) },
    });
    const adopting = { ...inputs, __options: { adopt: "id-1" } };
    expect(await verbs.create(adopting)).toMatchObject({
      id: "id-1",
      outs: { ...adopting, createdAt: "2026-01-01T00:00:00Z" },
    });
    expect(requests()).toEqual(["GET sources/id-1", "PUT sources/id-1"]);
    expect(server.asked.at(-1)?.body).toEqual({ name: inputs.name, config: inputs.config });
  });

  it("refuses to adopt another type, changing nothing", async () => {
    answer = () => ({ status: 200, body: { ...inputs, id: "id-1", type: "gcs" } });
    const { message } = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(message).toBe(
      'unstructured.Source "invoices": adopt failed: type of id-1 is "gcs" on the platform and cannot change; declare that type, or adopt another source',
    );
    expect(requests()).toEqual(["GET sources/id-1"]);
  });

  it("refuses to adopt what the stack has already, so that a replacement cannot delete it", async () => {
    await verbs.diff("id-1", inputs, inputs);
    const { message } = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(message).toMatch(/this stack manages id-1 already/);
    expect(requests()).toEqual([]);
  });

  it("lets one object be adopted once, and again after a refusal", async () => {
    answer = ({ body }) => ({
      status: 200,
      body: { ...inputs, ...(body as Fields | undefined), id: "id-1" },
    });
    const adopting = (name: string): Promise<unknown> =>
      verbs.create({ ...inputs, name, __options: { adopt: "id-1" } });
    const outcomes = await Promise.allSettled([adopting("a"), adopting("b")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);

    const others = sourceVerbs({ ...settingsFor(server), "unstructured:apiKey": "another-account" });
    answer = () => ({ status: 422, body: { detail: "no" } });
    await rejection(others.create({ ...inputs, __options: { adopt: "id-2" } }));
    answer = () => ({ status: 200, body: { ...inputs, id: "id-2" } });
    expect(await others.create({ ...inputs, __options: { adopt: "id-2" } })).toMatchObject({ id: "id-2" });
  });

  it("keeps an adopted object whose name the platform would not change", async () => {
    const existing = { ...inputs, id: "id-1", name: "made by hand" };
    answer = () => ({ status: 200, body: existing });
    const error = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(error).toMatchObject({ id: "id-1", properties: { name: "made by hand" } });
  });
});
