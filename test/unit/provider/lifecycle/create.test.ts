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
    const began = clock.now();
    expect((await rejection(verbs.create(inputs))).message).toContain("(id-1, id-2)");
    expect(clock.now()).toBe(began);
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

  it("keeps an object that one resource takes over from another, which then does not delete it", async () => {
    answer = ({ body }) => ({
      status: 200,
      body: { ...inputs, ...(body as Fields | undefined), id: "id-1" },
    });
    const adopting = { ...inputs, name: "moved", __options: { adopt: "id-1" } };
    const { outs } = await verbs.create(adopting);
    server.asked.length = 0;
    await verbs.delete("id-1", inputs);
    expect(requests()).toEqual([]);

    // The next operation, where the one before did not come to the deletion.
    const next = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "31" });
    await next.diff("id-1", outs, adopting);
    await next.delete("id-1", inputs);
    expect(requests()).toEqual([]);

    // Nobody keeps what is replaced, or of a program that does not have it any more.
    const replacing = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "32" });
    await replacing.diff("id-1", outs, { ...adopting, type: "gcs" });
    await replacing.delete("id-1", outs);
    await sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "33" }).delete("id-1", outs);
    expect(requests()).toEqual(["DELETE sources/id-1", "DELETE sources/id-1"]);
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

describe("a create whose end is unclear", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** What the platform has by now, in the order in which it was made. */
  let made: Fields[];
  /** The answers to the POSTs, one after the other; the last one is the answer to all that follow. */
  let answers: Answered[];
  let onList: (listed: number) => void;
  let listAnswer: Answered | undefined;

  beforeEach(async () => {
    [made, answers, onList, listAnswer] = [[], [], () => undefined, undefined];
    let posts = 0;
    let lists = 0;
    server = await startAnsweringServer(({ method }) => {
      if (method === "POST") {
        const answer = answers[Math.min(posts++, answers.length - 1)];
        if (answer !== "break" && answer?.status === 200 && answer.body !== "nonsense") {
          made.push(answer.body as Fields);
        }
        return answer ?? { status: 404 };
      }
      onList(++lists);
      return listAnswer ?? { status: 200, body: made };
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
  const passing: Answered[] = ["break", ...[408, 502, 503, 504].map((status) => ({ status }))];
  const lasting: Answered[] = [
    { status: 500, body: "Internal Server Error" },
    { status: 200, body: "nonsense" },
  ];

  it.each([...passing, ...lasting])("takes over what appears only after a while: %j", async (answer) => {
    answers = [answer];
    onList = (listed) => {
      if (listed === 5) made.push(object("late"));
    };
    const created = verbs.create(inputs);
    const spent = await seconds(created);
    expect(await created).toMatchObject({ id: "late" });
    expect(count("POST")).toBe(1);
    expect(spent).toBe(1 + 2 + 4 + 8);
  });

  it.each(passing)("is sent again when it has become sure that it did nothing: %j", async (answer) => {
    answers = [answer, answer, { status: 200, body: object("third") }];
    const created = verbs.create(inputs);
    const spent = await seconds(created);
    expect(await created).toMatchObject({ id: "third" });
    expect(count("POST")).toBe(3);
    // Looked for at once and five times more in 20 s, twice; and once to see that it is the only one.
    expect(count("GET")).toBe(6 + 6 + 1);
    expect(spent).toBe(40);
  });

  it.each(lasting)("is not sent again where that would not help: %j", async (answer) => {
    answers = [answer];
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toMatch(
      /^unstructured\.Source "invoices": create failed: .*\. No source of that name and type exists on the platform; if one appears later, take it over with the resource option `adopt: "<its id>"`, or delete it there$/,
    );
    expect(count("POST")).toBe(1);
  });

  it("is given up when the deadline is over, and tells of all attempts", async () => {
    answers = [{ status: 503 }];
    const spent = await seconds(rejection(verbs.create(inputs)));
    expect(spent).toBe(300);
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain(
      "responded to POST sources/ with status 503 (tried 15 times in 280 s); the server failed: try again later. No source of that name and type exists",
    );
  });

  it("is not sent again before the platform wants it, nor where that is too late", async () => {
    answers = [
      { status: 503, headers: { "retry-after": "50" } },
      { status: 200, body: object("second") },
    ];
    expect(await seconds(verbs.create(inputs))).toBe(50);
    answers = [{ status: 503, headers: { "retry-after": "301" } }];
    made = [];
    const began = clock.now();
    const { message } = await rejection(verbs.create({ ...inputs, name: "another" }));
    expect(clock.now() - began).toBe(20_000);
    expect(message).toMatch(/the server failed: try again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\. No source/);
  });

  it("keeps what it made at last, and names what it made late before", async () => {
    answers = [{ status: 504 }, { status: 200, body: object("second") }];
    onList = (listed) => {
      if (listed === 7) made.push(object("late"));
    };
    const error = await rejection(verbs.create(inputs));
    expect(error.message).toBe(
      'unstructured.Source "invoices": create was sent again, for the first response did not come, and made more than one source: second is in the state now; delete late on the platform',
    );
    expect(error).toMatchObject({ id: "second", properties: { name: "invoices", config: inputs.config } });
  });

  it("names both where it is unclear twice and both were carried out", async () => {
    answers = ["break"];
    onList = (listed) => {
      if (listed === 7) made.push(object("first"), object("second"));
    };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain(
      "It may exist now: the platform has a source of that name and type (first, second)",
    );
    expect(count("POST")).toBe(2);
  });

  it("names what is set up in another way: somebody else made it at the same time", async () => {
    answers = ["break"];
    const config = { ...inputs.config, remote_url: "s3://theirs/" };
    onList = () => (made = [{ ...object("theirs"), config }]);
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (theirs)");
    expect(count("POST")).toBe(1);
  });

  it("names what it finds on a platform that does not say what time it is there", async () => {
    answers = ["break"];
    made = [object("late")];
    listAnswer = { status: 200, body: made, headers: { date: "" } };
    const { message } = await rejection(verbs.create(inputs));
    expect(message).toContain("It may exist now: the platform has a source of that name and type (late)");
  });

  it("takes over what a first request made, where a second one is refused for it", async () => {
    answers = ["break", { status: 409, body: { detail: "the name is taken" } }];
    onList = (listed) => {
      if (listed === 7) made.push(object("first"));
    };
    expect(await verbs.create(inputs)).toMatchObject({ id: "first" });
    expect(count("POST")).toBe(2);
  });

  it("is looked up even if the deadline is over, and not only once", async () => {
    answers = [{ status: 429, headers: { "retry-after": "15" } }, "break"];
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "15" });
    onList = (listed) => {
      listAnswer = listed < 2 ? { status: 503 } : undefined;
      if (listed === 2) made.push(object("ours"));
    };
    expect(await verbs.create(inputs)).toMatchObject({ id: "ours" });
  });
});
