import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
  type Asked,
} from "../../../harness/answering-server";
import { clock, rejection, settingsFor, sourceVerbs, type Fields, type Verbs } from "../../../harness/verbs";

const inputs = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal" },
};
const now = (): string => new Date().toISOString();

describe("create", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (asked: Asked) => Answered | Promise<Answered>;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);

  it("needs one request", async () => {
    respond = ({ body }) => ({
      status: 200,
      body: { id: "id-1", ...(body as Fields), created_at: now(), updated_at: null },
    });
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1", outs: { ...inputs, updatedAt: null } });
    expect(requests()).toEqual(["POST sources/"]);
  });

  it("finds the created object when the response is lost", async () => {
    respond = ({ method }) =>
      method === "POST" ? "break" : { status: 200, body: [{ ...inputs, id: "id-1", created_at: now() }] };
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1" });
    expect(requests()).toEqual(["POST sources/", "GET sources/?source_type=s3"]);
  });

  it("does not mistake an older object for its own", async () => {
    respond = ({ method }) =>
      method === "POST"
        ? { status: 500, body: "Internal Server Error" }
        : { status: 200, body: [{ ...inputs, id: "older", created_at: "2026-01-01T00:00:00Z" }] };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (older)");
    expect(message).toContain('take it over with the resource option `adopt: "<its id>"`');
  });

  it("distinguishes the object that it created from older ones and from other types of that name", async () => {
    const older = { ...inputs, id: "older", created_at: "2026-01-01T00:00:00Z" };
    const otherType = { ...inputs, id: "other", type: "gcs", created_at: now() };
    respond = ({ method }) =>
      method === "POST"
        ? { status: 408 }
        : { status: 200, body: [older, otherType, { ...inputs, id: "id-1", created_at: now() }] };
    expect(await verbs.create(inputs)).toMatchObject({ id: "id-1" });
  });

  it.each<[string, () => Promise<unknown>]>([
    ["diff", () => verbs.diff("existing", inputs, inputs)],
    ["read", () => verbs.read("existing", inputs)],
    ["update", () => verbs.update("existing", inputs, inputs)],
  ])("does not mistake an object that the stack manages for its own, after a %s", async (_verb, operate) => {
    const existing = { ...inputs, id: "existing", created_at: now() };
    respond = () => ({ status: 200, body: existing });
    await operate();
    respond = ({ method }) => (method === "POST" ? "break" : { status: 200, body: [existing] });
    expect((await rejection(verbs.create(inputs))).message).toMatch(/No source of that name and type exists/);
  });

  it("picks none of several candidates", async () => {
    const alike = ["id-1", "id-2"].map((id) => ({ ...inputs, id, created_at: now() }));
    respond = ({ method }) => (method === "POST" ? "break" : { status: 200, body: alike });
    const began = clock.now();
    expect((await rejection(verbs.create(inputs))).message).toContain("(id-1, id-2)");
    expect(clock.now()).toBe(began);
  });

  it("does not conclude from an invalid list that the object does not exist", async () => {
    respond = ({ method }) => (method === "POST" ? "break" : { status: 200, body: { items: [] } });
    expect((await rejection(verbs.create(inputs))).message).toContain(
      "Whether it exists now could not be looked up",
    );
  });

  it("never gives one object to two resources of the same name created concurrently", async () => {
    const object = { id: "id-1", ...inputs, created_at: now() };
    let onLookUp = (): void => undefined;
    const lookedUp = new Promise<void>((resolve) => (onLookUp = resolve));
    let posts = 0;
    respond = async ({ method }) => {
      if (method === "GET") {
        onLookUp();
        return { status: 200, body: [object] };
      }
      if (++posts === 2) return { status: 500, body: "Internal Server Error" };
      // The first response comes after the second create has listed the objects.
      await lookedUp;
      return { status: 200, body: object };
    };
    const [first, second] = await Promise.allSettled([verbs.create(inputs), verbs.create(inputs)]);
    expect(first).toMatchObject({ status: "fulfilled", value: { id: "id-1" } });
    expect(second.status).toBe("rejected");
  });

  it("does not look for the object if the request was refused or never sent", async () => {
    respond = () => ({ status: 422, body: { detail: "no" } });
    await rejection(verbs.create(inputs));
    expect(requests()).toEqual(["POST sources/"]);
    await server.stop();
    expect((await rejection(verbs.create(inputs))).message).toMatch(/could not be reached at .*ECONNREFUSED/);
  });

  it("adopts an object: reads it, then updates it to what the program declares", async () => {
    const existing = {
      ...inputs,
      id: "id-1",
      name: "made by hand",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: null,
    };
    respond = ({ method, body }) => ({
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

  it("refuses to adopt an object of another type, and changes nothing", async () => {
    respond = () => ({ status: 200, body: { ...inputs, id: "id-1", type: "gcs" } });
    const { message } = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(message).toBe(
      'unstructured.Source "invoices": adopt failed: type of id-1 is "gcs" on the platform and cannot change; declare that type, or adopt another source',
    );
    expect(requests()).toEqual(["GET sources/id-1"]);
  });

  it("refuses to adopt an object that the stack manages, because a replacement would delete it", async () => {
    await verbs.diff("id-1", inputs, inputs);
    const error = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(error.code).toBe("PC_ADOPT_REFUSED");
    expect(error.message).toMatch(/this stack manages id-1 already/);
    expect(requests()).toEqual([]);
  });

  it("does not delete an object that another resource has adopted", async () => {
    respond = ({ body }) => ({
      status: 200,
      body: { ...inputs, ...(body as Fields | undefined), id: "id-1" },
    });
    const adopting = { ...inputs, name: "moved", __options: { adopt: "id-1" } };
    const { outs } = await verbs.create(adopting);
    server.asked.length = 0;
    await verbs.delete("id-1", inputs);
    expect(requests()).toEqual([]);

    // The same in the next operation, if the previous one failed before the deletion.
    const next = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "31" });
    await next.diff("id-1", outs, adopting);
    await next.delete("id-1", inputs);
    expect(requests()).toEqual([]);

    // It is deleted when the adopting resource is replaced, or is no longer in the program.
    const replacing = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "32" });
    await replacing.diff("id-1", outs, { ...adopting, type: "gcs" });
    await replacing.delete("id-1", outs);
    await sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "33" }).delete("id-1", outs);
    expect(requests()).toEqual(["DELETE sources/id-1", "DELETE sources/id-1"]);
  });

  it("lets only one resource adopt an object, and another after a failure", async () => {
    respond = ({ body }) => ({
      status: 200,
      body: { ...inputs, ...(body as Fields | undefined), id: "id-1" },
    });
    const adopting = (name: string): Promise<unknown> =>
      verbs.create({ ...inputs, name, __options: { adopt: "id-1" } });
    const outcomes = await Promise.allSettled([adopting("a"), adopting("b")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);

    const others = sourceVerbs({ ...settingsFor(server), "unstructured:apiKey": "another-account" });
    respond = () => ({ status: 422, body: { detail: "no" } });
    await rejection(others.create({ ...inputs, __options: { adopt: "id-2" } }));
    respond = () => ({ status: 200, body: { ...inputs, id: "id-2" } });
    expect(await others.create({ ...inputs, __options: { adopt: "id-2" } })).toMatchObject({ id: "id-2" });
  });

  it("records an adopted object even if the platform does not rename it", async () => {
    const existing = { ...inputs, id: "id-1", name: "made by hand" };
    respond = () => ({ status: 200, body: existing });
    const error = await rejection(verbs.create({ ...inputs, __options: { adopt: "id-1" } }));
    expect(error).toMatchObject({ id: "id-1", properties: { name: "made by hand" } });
  });
});

describe("a create with an indeterminate outcome", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** The objects on the platform, oldest first. */
  let made: Fields[];
  /** The responses to the POSTs in order; the last one is repeated. */
  let responses: Answered[];
  let onList: (listed: number) => void;
  let listResponse: Answered | undefined;

  beforeEach(async () => {
    [made, responses, onList, listResponse] = [[], [], () => undefined, undefined];
    let posts = 0;
    let lists = 0;
    server = await startAnsweringServer(({ method }) => {
      if (method === "POST") {
        const response = responses[Math.min(posts++, responses.length - 1)];
        if (response !== "break" && response?.status === 200 && response.body !== "nonsense") {
          made.push(response.body as Fields);
        }
        return response ?? { status: 404 };
      }
      onList(++lists);
      return listResponse ?? { status: 200, body: made };
    });
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(() => server.stop());

  const object = (id: string): Fields => ({ ...inputs, id, created_at: now(), updated_at: null });
  const count = (method: string): number => server.asked.filter((asked) => asked.method === method).length;
  const seconds = async (work: Promise<unknown>): Promise<number> => {
    const began = clock.now();
    await work;
    return (clock.now() - began) / 1000;
  };
  const transient: Answered[] = ["break", ...[408, 502, 503, 504].map((status) => ({ status }))];
  const permanent: Answered[] = [
    { status: 500, body: "Internal Server Error" },
    { status: 200, body: "nonsense" },
  ];

  it.each([...transient, ...permanent])("finds an object that appears late: %j", async (response) => {
    responses = [response];
    onList = (listed) => {
      if (listed === 5) made.push(object("late"));
    };
    const created = verbs.create(inputs);
    const spent = await seconds(created);
    expect(await created).toMatchObject({ id: "late" });
    expect(count("POST")).toBe(1);
    expect(spent).toBe(1 + 2 + 4 + 8);
  });

  it.each(transient)("is retried once it is certain that nothing was created: %j", async (response) => {
    responses = [response, response, { status: 200, body: object("third") }];
    const created = verbs.create(inputs);
    const spent = await seconds(created);
    expect(await created).toMatchObject({ id: "third" });
    expect(count("POST")).toBe(3);
    // Six lookups in 20 s after each failed POST, and one to make sure that there is no duplicate.
    expect(count("GET")).toBe(6 + 6 + 1);
    expect(spent).toBe(40);
  });

  it.each(permanent)("is not retried if that would not help: %j", async (response) => {
    responses = [response];
    const error = await rejection(verbs.create(inputs));
    expect(error.code).toBe("PC_INDETERMINATE_CREATE");
    expect(error.message).toMatch(
      /^unstructured\.Source "invoices": create failed: .*\. No source of that name and type exists/,
    );
    expect(count("POST")).toBe(1);
  });

  it("gives up at the deadline, and reports all attempts", async () => {
    responses = [{ status: 503 }];
    const spent = await seconds(rejection(verbs.create(inputs)));
    expect(spent).toBe(300);
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain(
      "responded to POST sources/ with status 503 (tried 15 times in 280 s); the server failed: try again later. No source of that name and type exists",
    );
  });

  it("is not retried before the time in Retry-After, nor if that is past the deadline", async () => {
    responses = [
      { status: 503, headers: { "retry-after": "50" } },
      { status: 200, body: object("second") },
    ];
    expect(await seconds(verbs.create(inputs))).toBe(50);
    responses = [{ status: 503, headers: { "retry-after": "301" } }];
    made = [];
    const began = clock.now();
    const { message } = await rejection(verbs.create({ ...inputs, name: "another" }));
    expect(clock.now() - began).toBe(20_000);
    expect(message).toMatch(/the server failed: try again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\. No source/);
  });

  it("keeps the object of the retry, and names the one that appeared late", async () => {
    responses = [{ status: 504 }, { status: 200, body: object("second") }];
    onList = (listed) => {
      if (listed === 7) made.push(object("late"));
    };
    const error = await rejection(verbs.create(inputs));
    expect(error.message).toBe(
      'unstructured.Source "invoices": create was sent again, for the first response did not come, and made more than one source: second is in the state now; delete late on the platform',
    );
    expect(error).toMatchObject({ id: "second", properties: { name: "invoices", config: inputs.config } });
  });

  it("names both objects if the retry is indeterminate, too, and both were created", async () => {
    responses = ["break"];
    onList = (listed) => {
      if (listed === 7) made.push(object("first"), object("second"));
    };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain(
      "It may exist now: the platform has a source of that name and type (first, second)",
    );
    expect(count("POST")).toBe(2);
  });

  it("does not mistake an object with another configuration for its own, and names it", async () => {
    responses = ["break"];
    const config = { ...inputs.config, remote_url: "s3://theirs/" };
    onList = () => (made = [{ ...object("theirs"), config }]);
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (theirs)");
    expect(count("POST")).toBe(1);
  });

  it("names what it finds on a platform that sends no Date header", async () => {
    responses = ["break"];
    made = [object("late")];
    listResponse = { status: 200, body: made, headers: { date: "" } };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (late)");
  });

  it("finds the object of the first request when the retry is refused as a duplicate", async () => {
    responses = ["break", { status: 409, body: { detail: "the name is taken" } }];
    onList = (listed) => {
      if (listed === 7) made.push(object("first"));
    };
    expect(await verbs.create(inputs)).toMatchObject({ id: "first" });
    expect(count("POST")).toBe(2);
  });

  it("is looked up several times even after the deadline", async () => {
    responses = [{ status: 429, headers: { "retry-after": "15" } }, "break"];
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "15" });
    onList = (listed) => {
      listResponse = listed < 2 ? { status: 503 } : undefined;
      if (listed === 2) made.push(object("ours"));
    };
    expect(await verbs.create(inputs)).toMatchObject({ id: "ours" });
  });
});
