import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
  type Asked,
} from "../../../harness/answering-server";
import {
  clock,
  registered,
  rejection,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

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
    await registered(verbs, "id-1", inputs, inputs);
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
    await registered(next, "id-1", outs, adopting);
    await next.delete("id-1", inputs);
    expect(requests()).toEqual([]);

    // It is deleted when the adopting resource is replaced, or is no longer in the program.
    const replacing = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "32" });
    const gcs = { type: "gcs", config: { remote_url: "gs://bucket/", service_account_key: "{}" } };
    await registered(replacing, "id-1", outs, { ...adopting, ...gcs });
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

  it.each(transient)("is never sent again, and is looked up to the end of its time: %j", async (response) => {
    responses = [response];
    const failed = rejection(verbs.create(inputs));
    const spent = await seconds(failed);
    const { code, message, id, properties } = await failed;
    expect(code).toBe("PC_INDETERMINATE_CREATE");
    expect(message).toMatch(
      /\. No source of that name and type exists on the platform yet\. One may still appear: the next `pulumi up` looks for it before it creates another; then take it over with the resource option `adopt: "<its id>"`, or delete it there$/,
    );
    expect(count("POST")).toBe(1);
    expect(spent).toBe(300);
    // The state keeps that it is open, under an id that no request gets.
    expect(id).toMatch(/^unknown-/);
    expect(properties).toMatchObject({ ...inputs, createdAt: null });
  });

  it("is looked up for at most five minutes, whatever the time limit is", async () => {
    responses = ["break"];
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "3600" });
    expect(await seconds(rejection(verbs.create(inputs)))).toBe(300);
  });

  it.each(permanent)("ends after 20 seconds if the platform has responded itself: %j", async (response) => {
    responses = [response];
    const failed = rejection(verbs.create(inputs));
    expect(await seconds(failed)).toBe(20);
    const error = await failed;
    expect(error.code).toBe("PC_INDETERMINATE_CREATE");
    expect(error.message).toMatch(
      /^unstructured\.Source "invoices": create failed: .*\. No source of that name and type exists on the platform; if one appears later/,
    );
    expect(error).not.toHaveProperty("id");
    expect(count("POST")).toBe(1);
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

describe("the operations after a create of unknown outcome", () => {
  let server: AnsweringServer;
  /** The objects on the platform. */
  let made: Fields[];
  /** What the list responds. Default: the objects. */
  let listResponse: Answered | undefined;
  let posts: number;
  let operations = 0;

  beforeEach(async () => {
    made = [];
    listResponse = undefined;
    posts = 0;
    server = await startAnsweringServer(({ method, path, body }) => {
      const id = path.replace("sources/", "");
      const date = new Date(clock.now()).toUTCString();
      const answer = (status: number, sent?: unknown): Answered => ({
        status,
        body: sent,
        headers: { date },
      });
      switch (method) {
        case "POST": {
          if (posts++ === 0) return answer(504, { detail: "Request timeout after 60 seconds" });
          made.push(object(`posted-${posts}`, body as Fields));
          return answer(200, made.at(-1));
        }
        case "DELETE":
          made = made.filter((one) => one.id !== id);
          return answer(200, {});
        default:
          if (id === "" || id.startsWith("?")) return listResponse ?? answer(200, made);
          return answer(200, Object.assign(made.find((one) => one.id === id) ?? {}, body));
      }
    });
  });
  afterEach(() => server.stop());

  /** The verbs in one more operation: no other shares what it knows. */
  const operation = (): Verbs =>
    sourceVerbs({ ...settingsFor(server), "unstructured:timeout": (300 + ++operations / 1e6).toFixed(6) });
  const object = (id: string, parts: Fields = {}): Fields => ({
    ...inputs,
    ...parts,
    id,
    created_at: new Date(clock.now()).toISOString(),
    updated_at: null,
  });
  /** A create whose response did not come. */
  const open = async (): Promise<{ id: string; outs: Fields }> => {
    const { id, properties } = await rejection(operation().create(inputs));
    server.asked.length = 0;
    return { id: String(id), outs: properties as Fields };
  };
  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);
  /** What the engine does in an `up` for what it is to replace. */
  const replace = async (
    { id, outs }: { id: string; outs: Fields },
    news: Fields,
  ): Promise<{ id: string; outs: Fields }> => {
    const verbs = operation();
    expect(await verbs.diff(id, outs, news)).toMatchObject({ changes: true, deleteBeforeReplace: false });
    const created = await verbs.create(news);
    await verbs.delete(id, outs);
    return created;
  };

  it("is replaced without a request in a preview", async () => {
    const { id, outs } = await open();
    expect(await operation().diff(id, outs, inputs)).toMatchObject({
      changes: true,
      replaces: ["__openCreate"],
      deleteBeforeReplace: false,
    });
    expect(requests()).toEqual([]);
  });

  it("is created by the next up if nothing has appeared", async () => {
    const { id, outs } = await replace(await open(), inputs);
    expect(id).toBe("posted-2");
    expect(outs).not.toHaveProperty("__openCreate");
    expect(requests()).toEqual(["GET sources/?source_type=s3", "POST sources/"]);
  });

  it("is refused by the next up if an object has appeared, and offered for adoption", async () => {
    const late = await open();
    made.push(object("late"));
    const error = await rejection(replace(late, inputs));
    expect(error.code).toBe("PC_INDETERMINATE_CREATE");
    expect(error.message).toBe(
      'unstructured.Source "invoices": create refused: an earlier create, whose outcome was not known, has made a source of that name and type since (late); take it over with the resource option `adopt: "late"`, delete it on the platform, or, if another made it, forget this create with `pulumi state delete <urn>`; then run `pulumi up` again',
    );
    expect(requests().filter((line) => !line.startsWith("GET"))).toEqual([]);

    const adopting = { ...inputs, __options: { adopt: "late" } };
    const { id, outs } = await replace(late, adopting);
    expect(id).toBe("late");
    expect(await operation().diff(id, outs, inputs)).toMatchObject({ changes: false });
    expect(made.map((one) => one.id)).toEqual(["late"]);
  });

  it("is created by the next up if what has appeared was deleted, was there before, or is another's", async () => {
    made.push(object("older"));
    await clock.sleep(3_600_000);
    const late = await open();
    made.push(object("theirs", { config: { ...inputs.config, remote_url: "s3://theirs/" } }));
    expect(await replace(late, inputs)).toMatchObject({ id: "posted-2" });
  });

  it("does not take an object of another resource of the stack for the late one", async () => {
    const late = await open();
    made.push(object("sibling"));
    const verbs = operation();
    await verbs.diff(late.id, late.outs, inputs);
    const created = verbs.create(inputs);
    // The engine may ask about the other resource after the create has begun.
    await verbs.diff("sibling", inputs, inputs);
    expect(await created).toMatchObject({ id: "posted-2" });
  });

  it("does not take what a later create has made for the late one, when both are deleted at once", async () => {
    const late = await open();
    const created = await operation().create(inputs);
    server.asked.length = 0;
    // An `up` failed after that, and then replaced the object: the next one compares neither.
    const verbs = operation();
    await Promise.all([verbs.delete(late.id, late.outs), verbs.delete(created.id, created.outs)]);
    expect(requests()).toEqual(["GET sources/?source_type=s3", `DELETE sources/${created.id}`]);
    expect(made).toEqual([]);
  });

  it("tells older objects by any response that said what time it is, where no list came", async () => {
    made.push(object("theirs"), object("else", { name: "else" }));
    await clock.sleep(60_000);
    const openedAfter = async (verbs: Verbs): Promise<{ id: string; outs: Fields }> => {
      listResponse = { status: 400 };
      const { id, properties } = await rejection(verbs.create(inputs));
      listResponse = undefined;
      return { id: String(id), outs: properties as Fields };
    };
    const silent = await openedAfter(operation());
    expect((await rejection(replace(silent, inputs))).message).toContain("(theirs)");
    posts = 0;
    const verbs = operation();
    await verbs.read("else", { ...inputs, name: "else" });
    expect(await replace(await openedAfter(verbs), inputs)).toMatchObject({ id: "posted-2" });
  });

  it("does not leave behind what has appeared under the old name of a renamed resource", async () => {
    const late = await open();
    made.push(object("late"));
    const error = await rejection(replace(late, { ...inputs, name: "other" }));
    expect(error.message).toContain("delete refused: an earlier create");
    expect(error.message).toContain("(late)");
    await operation().delete("late", inputs);
    await operation().delete(late.id, late.outs);
  });

  it("does not refuse to delete before it adopts, for an engine may do so", async () => {
    const late = await open();
    made.push(object("late"));
    const verbs = operation();
    const adopting = { ...inputs, __options: { adopt: "late" } };
    await verbs.diff(late.id, late.outs, adopting);
    await verbs.delete(late.id, late.outs);
    expect(await verbs.create(adopting)).toMatchObject({ id: "late" });
  });

  it("is forgotten by a destroy, unless something has appeared", async () => {
    const late = await open();
    await operation().delete(late.id, late.outs);
    expect(requests()).toEqual(["GET sources/?source_type=s3"]);
    made.push(object("late"));
    expect((await rejection(operation().delete(late.id, late.outs))).message).toContain(
      'delete refused: an earlier create, whose outcome was not known, has made a source of that name and type since (late); take it over with the resource option `adopt: "late"`',
    );
    expect(made).toHaveLength(1);
  });

  it("is kept by a refresh until nothing can appear any more", async () => {
    const late = await open();
    made.push(object("late"));
    const { props } = await operation().read(late.id, late.outs);
    expect(props).toEqual(late.outs);
    made.pop();
    await clock.sleep(600_000);
    expect(await operation().read(late.id, late.outs)).toEqual({});
  });
});
