import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { otherType } from "../../../../provider/src";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../harness/answering-server";
import {
  clock,
  collectionVerbs,
  connectorVerbs,
  registered,
  rejection,
  said,
  settingsFor,
  sourceConnectionVerbs,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { airweaveSettings, github, startWithCollection, stripe } from "../platforms/airweave/connections";
import { bodyOf, hook, loginSettings, postgres } from "../platforms/aisquared/connectors";

const inputs = { name: "invoices", type: "s3", config: { remote_url: "s3://bucket/in/", anonymous: true } };
const gcs = { type: "gcs", config: { remote_url: "gs://bucket/", service_account_key: "{}" } };

/** The inputs of a resource of the program that takes an object over. @param adopter Which resource that is. */
const adopting = (fields: Fields, adopt: unknown = { name: "by hand" }, adopter = "/a"): Fields => ({
  ...fields,
  __options: { adopt, adopter },
});

describe("adopt by name", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** The sources on the platform. */
  let made: Fields[];
  let respond: (asked: Asked) => Answered | Promise<Answered>;
  let operations = 0;

  /** The verbs of another operation: no other setting differs. */
  const nextOperation = (): Verbs =>
    sourceVerbs({ ...settingsFor(server), "unstructured:timeout": `${299 - ++operations / 1_000}` });

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
    verbs = nextOperation();
    made = [object("id-1", "by hand"), object("id-2", "another")];
    respond = ({ method, path, body }) => {
      if (method === "POST") {
        const created = { ...object(`id-${made.length + 1}`, ""), ...(body as Fields) };
        made.push(created);
        return { status: 200, body: created };
      }
      const { pathname, searchParams } = new URL(path, server.url);
      if (pathname === "/sources/") {
        const type = searchParams.get("source_type");
        return { status: 200, body: made.filter((each) => type === null || each.type === type) };
      }
      const own = made.find(({ id }) => pathname === `/sources/${String(id)}`);
      if (own === undefined) return { status: 404, body: { detail: "Source not found" } };
      if (method === "DELETE") made = made.filter((each) => each !== own);
      return { status: 200, body: Object.assign(own, body) };
    };
    said.length = 0;
  });
  afterEach(() => server.stop());

  const object = (id: string, name: string, more: Fields = {}): Fields => ({
    ...{ ...inputs, id, name, created_at: "2026-01-01T00:00:00Z", updated_at: null },
    ...more,
  });
  const requests = (): string[] => server.asked.splice(0).map(({ method, path }) => `${method} ${path}`);
  const reasons = async (fields: Fields, by = verbs): Promise<string[]> =>
    (await by.check({}, fields)).failures.map(({ reason }) => reason);
  /** The lines of a check that passes. */
  const lines = async (fields: Fields, by = verbs): Promise<string[]> => {
    said.length = 0;
    expect(await reasons(fields, by)).toEqual([]);
    return [...said];
  };
  const list = "GET sources/?source_type=s3";

  it("looks the object up once, and then does what it does with an id", async () => {
    expect(await lines(adopting(inputs))).toEqual([
      'unstructured.Source "invoices": takes over the source "by hand" with the id "id-1"; changes on it: name: "by hand" → "invoices"',
    ]);
    expect(requests()).toEqual([list]);
    const { id, outs } = await verbs.create(adopting(inputs));
    expect({ id, outs }).toMatchObject({ id: "id-1", outs: inputs });
    expect(requests()).toEqual(["GET sources/id-1", "PUT sources/id-1"]);
  });

  it("looks it up in the create if the check could not", async () => {
    const { id } = await verbs.create(adopting(inputs));
    expect([id, ...requests()]).toEqual(["id-1", list, "GET sources/id-1", "PUT sources/id-1"]);
  });

  describe("finds", () => {
    it("the one of the program's type among several of the name", async () => {
      made.push(object("id-3", "by hand", gcs), object("id-4", "by hand", { type: "azure" }));
      expect(await lines(adopting(inputs))).toEqual([expect.stringContaining('"id-1"')]);
      expect(await lines(adopting({ ...inputs, ...gcs }, undefined, "/b"))).toEqual([
        expect.stringContaining('"id-3"'),
      ]);
    });

    it("one of a type that the program names by `otherType`", async () => {
      made.push(object("id-3", "by hand", { type: "brand-new", config: {} }));
      const declared = { name: "by hand", type: "brand-new", config: {} };
      const __options = {
        adopt: { name: "by hand", type: otherType("brand-new") },
        adopter: "/a",
        otherType: true,
      };
      expect(await lines({ ...declared, __options })).toEqual([
        expect.stringContaining('"id-3"; nothing changes on it'),
      ]);
      expect(await verbs.create({ ...declared, __options })).toMatchObject({ id: "id-3" });
      expect(requests()).toEqual(["GET sources/?source_type=brand-new", "GET sources/id-3"]);
    });

    it("no other spelling of the name", async () => {
      made = [object("id-1", "By hand"), object("id-2", "by hand ")];
      expect(await reasons(adopting(inputs))).toEqual([
        'unstructured.Source "invoices": adopt failed: Unstructured has no source with name "by hand" and type "s3"; it has "By hand" (id-1, s3), "by hand " (id-2, s3)',
      ]);
    });

    it("several, and refuses them, naming all", async () => {
      made.push(object("id-3", "by hand"));
      const text =
        'unstructured.Source "invoices": adopt failed: Unstructured has 2 sources with name "by hand" and type "s3": "by hand" (id-1, s3), "by hand" (id-3, s3); give the id of one of them';
      expect(await reasons(adopting(inputs))).toEqual([text]);
      expect(await rejection(verbs.create(adopting(inputs)))).toMatchObject({
        message: text,
        code: "PC_AMBIGUOUS",
      });
      expect(requests()).toEqual([list, list]);
    });

    it("none of the type, and names those of the name with their types", async () => {
      made = [object("id-1", "by hand", gcs), object("id-2", "another")];
      const text =
        'unstructured.Source "invoices": adopt failed: Unstructured has no source with name "by hand" and type "s3"; it has "by hand" (id-1, gcs)';
      expect(await reasons(adopting(inputs))).toEqual([text]);
      expect(await rejection(verbs.create(adopting(inputs)))).toMatchObject({
        message: text,
        code: "PC_NOT_FOUND",
      });
      expect(said).toEqual([]);
    });

    it("one of another type than the program's only if the program asks for that, and refuses it", async () => {
      made = [object("id-1", "by hand", gcs)];
      expect(await reasons(adopting(inputs, { name: "by hand", type: "gcs" }))).toEqual([
        'unstructured.Source "invoices": adopt failed: type of id-1 is "gcs" on the platform and cannot change; declare that type, or adopt another source',
      ]);
    });
  });

  it.each<[string, unknown, string]>([
    ["no name", { type: "s3" }, "options.adopt.name: missing, expected a string"],
    ["nothing", {}, "options.adopt.name: missing, expected a string"],
    ["an empty name", { name: "" }, "options.adopt.name: must not be empty"],
    ["a number", { name: 7 }, "options.adopt.name: expected a string, got a number"],
    ["null", { name: null }, "options.adopt.name: expected a string, got null"],
    ["an empty type", { name: "x", type: "" }, "options.adopt.type: must not be empty"],
    ["another key", { name: "x", typ: "s3" }, "options.adopt.typ: unknown key; did you mean type?"],
    ["an empty id", "", "options.adopt: must not be empty"],
    ["a list", ["x"], "options.adopt: expected a string, got an array"],
  ])("refuses %s before any request", async (_case, adopt, problem) => {
    const found = await reasons(adopting(inputs, adopt));
    expect(found).toEqual([`unstructured.Source "invoices": ${problem}`]);
    expect(requests()).toEqual([]);
  });

  describe("leaves open what is not known yet:", () => {
    it("the name", async () => {
      expect(await lines(adopting(inputs, { name: unknownValue, type: "s3" }))).toEqual([
        'unstructured.Source "invoices": takes over a source whose name is not known yet',
      ]);
      expect(requests()).toEqual([]);
    });

    it("what narrows the search, where that decides", async () => {
      const unknownType = adopting({ ...inputs, type: unknownValue });
      expect(await lines(unknownType)).toEqual([
        expect.stringContaining('the source "by hand" with the id "id-1"'),
      ]);
      made.push(object("id-3", "by hand", gcs));
      expect(await lines(unknownType)).toEqual([
        'unstructured.Source "invoices": takes over one of the 2 sources with the name "by hand"; which one depends on type, which is not known yet',
      ]);
      made = [];
      expect(await reasons(unknownType)).toEqual([
        'unstructured.Source "invoices": adopt failed: Unstructured has no source with name "by hand"; it has none at all',
      ]);
    });
  });

  describe("passes a preview, and says so,", () => {
    const withoutLook =
      'unstructured.Source "invoices": takes over the source with the name "by hand"; what changes on it could not be looked up: ';

    it("without settings", async () => {
      const [line] = await lines(adopting(inputs), sourceVerbs());
      expect(line).toContain(`${withoutLook}a setting is missing: `);
    });

    it.each([500, 503, 429, 401, 403])("after a %s", async (status) => {
      respond = () => ({ status, body: { detail: "no" }, headers: { "retry-after": "3600" } });
      const [line] = await lines(adopting(inputs));
      expect(line).toContain(
        `${withoutLook}Unstructured responded to GET sources/?source_type=s3 with status ${status}`,
      );
      expect(requests()).toEqual([list]);
    });

    it("after a page of a proxy", async () => {
      respond = () => ({ status: 200, body: { hello: "world" } });
      const [line] = await lines(adopting(inputs));
      expect(line).toBe(`${withoutLook}the response is not a list`);
    });

    it("without a response within five seconds, for all resources together", async () => {
      respond = async () => {
        await clock.hold(60_000);
        return { status: 200, body: [] };
      };
      const began = clock.now();
      for (const adopter of ["/a", "/b", "/c"]) {
        expect(await lines(adopting(inputs, undefined, adopter))).toEqual([
          expect.stringMatching(/ could not be looked up: .*\(no response within 5 s\)/),
        ]);
      }
      expect(clock.now() - began).toBe(5_000);
      expect(requests()).toEqual([list]);
      await clock.sleep(60_000);
    });
  });

  describe("of one object by two resources is refused", () => {
    const byName = adopting({ ...inputs, name: "one" }, { name: "by hand" }, "/a");
    const byId = adopting({ ...inputs, name: "two" }, "id-1", "/b");
    const again = adopting({ ...inputs, name: "three" }, { name: "by hand", type: "s3" }, "/c");
    const inBothOrders: [string, Fields, Fields][] = [
      ["by name, then by id", byName, byId],
      ["by id, then by name", byId, byName],
      ["by name twice", byName, again],
    ];

    it.each(inBothOrders)("in a preview: %s", async (_case, first, second) => {
      expect(await reasons(first)).toEqual([]);
      expect(await reasons(second)).toEqual([
        expect.stringMatching(
          /adopt failed: another resource of the program takes over id-1, too; take the option `adopt` out of one of them$/,
        ),
      ]);
      // The first one may still be created.
      expect(await verbs.create(first)).toMatchObject({ id: "id-1" });
    });

    it.each(inBothOrders)("in an up, at once: %s", async (_case, first, second) => {
      const outcomes = await Promise.allSettled([verbs.create(first), verbs.create(second)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(requests().filter((request) => request.startsWith("PUT"))).toHaveLength(1);
    });

    it.each(inBothOrders)("in an up, one after the other: %s", async (_case, first, second) => {
      await verbs.create(first);
      made[0] = { ...made[0], name: "by hand" };
      const error = await rejection(verbs.create(second));
      expect(error).toMatchObject({ code: "PC_ADOPT_REFUSED" });
      expect(error.message).toContain("this stack manages id-1 already");
    });

    it("but not after the first one has failed", async () => {
      const { id } = made[0] as { id: string };
      const well = respond;
      respond = (asked) => (asked.method === "PUT" ? { status: 422, body: { detail: "no" } } : well(asked));
      await rejection(verbs.create(byName));
      respond = well;
      expect(await verbs.create(byId)).toMatchObject({ id });
    });
  });

  describe("of an object that another resource of the stack has is refused", () => {
    const theirs = { ...inputs, name: "by hand" };
    const managed =
      /: adopt failed: this stack manages id-1 already; take the option `adopt` out of the program$/;

    it.each([{ name: "by hand" }, "id-1"])("if that comes first: %j", async (adopt) => {
      await registered(verbs, "id-1", theirs, theirs);
      expect(await reasons(adopting(inputs, adopt))).toEqual([expect.stringMatching(managed)]);
      expect((await rejection(verbs.create(adopting(inputs, adopt)))).message).toMatch(managed);
    });

    it.each([{ name: "by hand" }, "id-1"])("if that comes second, in a preview: %j", async (adopt) => {
      expect(await reasons(adopting(inputs, adopt))).toEqual([]);
      const error = await rejection(registered(verbs, "id-1", theirs, theirs));
      expect(error).toMatchObject({
        code: "PC_ADOPT_REFUSED",
        message:
          'unstructured.Source "by hand": another resource of the program takes over id-1, which this one manages; take the option `adopt` out of the other one',
      });
    });

    it.each([{ name: "by hand" }, "id-1"])(
      "if that comes second, in an up without a preview: %j",
      async (adopt) => {
        const taking = adopting(inputs, adopt);
        const { outs } = await verbs.create(taking);
        const error = await rejection(registered(verbs, "id-1", theirs, theirs));
        expect(error).toMatchObject({
          code: "PC_ADOPT_REFUSED",
          message:
            'unstructured.Source "by hand": another resource of the program has taken over id-1, which this one manages; both are in the state now: take one of them out of the program, and run `pulumi up` again, which leaves the source as it is',
        });
        requests();
        for (const [left, removed] of [
          [taking, theirs],
          [theirs, taking],
        ] as const) {
          const next = nextOperation();
          await registered(next, "id-1", { ...outs, ...left }, left);
          await next.delete("id-1", { ...outs, ...removed });
        }
        expect(requests()).toEqual([]);
        expect(made.map(({ id }) => id)).toContain("id-1");
      },
    );

    it("if that comes second, in an up that reads the object meanwhile", async () => {
      const well = respond;
      let conflict: Promise<unknown> | undefined;
      respond = async (asked) => {
        if (asked.path === "sources/id-1") conflict ??= rejection(registered(verbs, "id-1", theirs, theirs));
        await conflict;
        return well(asked);
      };
      expect((await rejection(verbs.create(adopting(inputs)))).message).toMatch(managed);
      expect(requests()).toEqual([list, "GET sources/id-1"]);
    });
  });

  describe("counts when the resource is new, and", () => {
    let outs: Fields;
    const news = adopting(inputs);

    beforeEach(async () => {
      ({ outs } = await verbs.create(news));
      verbs = nextOperation();
      requests();
    });

    it("not after a rename on either side, or of the option", async () => {
      made[0] = { ...made[0], name: "renamed by hand" };
      for (const now of [news, adopting(inputs, { name: "else" }), adopting(inputs, "id-2"), inputs]) {
        expect(await registered(nextOperation(), "id-1", outs, now)).toMatchObject({ changes: false });
      }
      const renamed = adopting({ ...inputs, name: "another name" });
      expect(await registered(verbs, "id-1", outs, renamed)).toMatchObject({ changes: true, replaces: [] });
      await verbs.update("id-1", outs, renamed);
      expect(requests()).toEqual(["PUT sources/id-1"]);
    });

    it.each<[string, Fields, unknown]>([
      ["type", gcs, { name: "by hand" }],
      ["type, by id", gcs, "id-1"],
      ["type, with the id of another one", gcs, "id-2"],
      ["name", { name: "renamed" }, { name: "renamed" }],
      ["account", {}, { name: "by hand" }],
    ])("not when it is replaced for another %s", async (what, changed, adopt) => {
      const options = {
        ...{ adopt, adopter: "/a" },
        ...(what === "name" ? { onRename: "replace" } : {}),
        ...(what === "account" ? { account: "eu" } : {}),
      };
      const replacing = { ...inputs, ...changed, __options: options };
      const config = { "unstructured:accounts": JSON.stringify({ eu: settings() }), ...settingsFor(server) };
      const replaced = sourceVerbs({ ...config, "unstructured:timeout": `${200 - ++operations / 1_000}` });
      const { replaces } = await registered(replaced, "id-1", outs, replacing);
      expect(replaces).toHaveLength(1);
      expect(await lines(replacing, replaced)).toEqual([
        expect.stringMatching(
          /: is created, for the option `adopt` counts when a resource is new, not when it is replaced$/,
        ),
      ]);
      const { id } = await replaced.create(replacing);
      await replaced.delete("id-1", outs);
      expect(id).toBe("id-3");
      expect(requests()).toEqual(["POST sources/", "DELETE sources/id-1"]);
    });
    const settings = (): Fields => ({ apiUrl: server.url, apiKey: server.apiKey });

    it("not when an engine replaces it without a comparison, or deletes it first", async () => {
      await verbs.check(news, news);
      expect(await lines(news)).toEqual([expect.stringContaining("is created, for")]);
      expect(await verbs.create(news)).toMatchObject({ id: "id-3" });

      const recreating = nextOperation();
      await recreating.delete("id-1", outs);
      expect(await lines(news, recreating)).toEqual([expect.stringContaining("is created, for")]);
      expect(await recreating.create(news)).toMatchObject({ id: "id-3" });
    });

    it("again when the user asks for a replacement, of which the host does not get to know; then it stays", async () => {
      made[0] = { ...made[0], name: "by hand" };
      await verbs.check({}, news);
      expect(await verbs.create(news)).toMatchObject({ id: "id-1" });
      requests();
      said.length = 0;
      await verbs.delete("id-1", outs);
      expect(requests()).toEqual([]);
      expect(said).toEqual([
        'unstructured.Source "invoices": the source id-1 was not replaced: the option `adopt` has taken it over again; take the option out of the program, and replace it then',
      ]);
    });

    it("is not made to stay by a refresh", async () => {
      const { props = {}, inputs: refreshed = {} } = await verbs.read("id-1", outs);
      await verbs.diff("id-1", props, refreshed);
      await verbs.delete("id-1", props);
      expect(requests()).toEqual(["GET sources/id-1", "DELETE sources/id-1"]);
    });
  });

  it.each([{ name: "by hand" }, "id-1"])(
    "takes an object over from a resource that is no longer in the program, also after a refresh: %j",
    async (adopt) => {
      const before = { ...inputs, name: "by hand" };
      const { props = {}, inputs: refreshed = {} } = await verbs.read("id-1", { ...before, __managed: true });
      await verbs.diff("id-1", props, refreshed);
      const moved = adopting(inputs, adopt, "/b");
      expect(await lines(moved)).toHaveLength(1);
      const { id, outs } = await verbs.create(moved);
      requests();
      await verbs.delete("id-1", props);

      // The same in the next operation, if the previous one failed before the deletion, whether the option is still there or not.
      for (const now of [moved, { ...inputs }]) {
        const next = nextOperation();
        await registered(next, id, outs, now);
        await next.delete("id-1", props);
      }
      expect([id, ...requests()]).toEqual(["id-1"]);
    },
  );

  it("takes over what a program reads", async () => {
    await verbs.read("id-1", { __options: { resource: "got" } });
    expect(await verbs.create(adopting(inputs))).toMatchObject({ id: "id-1" });
  });

  it("takes over what a create of unknown outcome has made, which may be forgotten first", async () => {
    made = [];
    const well = respond;
    respond = (asked) => (asked.method === "POST" ? { status: 504, body: "" } : well(asked));
    const open = (await rejection(verbs.create(inputs))) as unknown as { id: string; properties: Fields };
    expect(open.id).toMatch(/^unknown-/);
    made = [object("late", "invoices", { created_at: new Date(clock.now()).toISOString() })];

    verbs = nextOperation();
    const news = adopting(inputs, { name: "invoices" });
    const { inputs: checked } = await verbs.check(inputs, news);
    expect(await verbs.diff(open.id, open.properties, checked)).toMatchObject({
      replaces: ["__openCreate"],
    });
    expect(await lines(news)).toEqual([expect.stringContaining('with the id "late"; nothing changes on it')]);
    await verbs.delete(open.id, open.properties);
    expect(await verbs.create(news)).toMatchObject({ id: "late" });
  });

  it("does not show a name that is a secret", async () => {
    const secretive = {
      ...inputs,
      __options: { adopt: { name: "PLANTED" }, secrets: ["__options.adopt.name"] },
    };
    const [refused] = await reasons(secretive);
    expect(refused).toContain('no source with name "[secret]" and type "s3"');
    made.push(object("id-3", "PLANTED"));
    expect(await lines(secretive)).toEqual([
      expect.stringContaining('the source "[secret]" with the id "id-3"'),
    ]);
    const { inputs: checked } = await verbs.check({}, secretive);
    expect(checked).toMatchObject({ __options: { adopt: { name: "PLANTED" } } });
  });
});

describe("adopt by name on the other platforms", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  const line = async (verbs: Verbs, fields: Fields): Promise<string | undefined> => {
    said.length = 0;
    expect((await verbs.check({}, fields)).failures).toEqual([]);
    return said[0];
  };
  const reason = async (verbs: Verbs, fields: Fields): Promise<string | undefined> =>
    (await verbs.check({}, fields)).failures[0]?.reason;

  it("finds the AI Squared connector of the program's direction and system", async () => {
    platform = await startTestPlatform({}, "aisquared");
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    const make = async (connector: Fields): Promise<string> => {
      const response = await platform.ask("POST", "/api/v1/connectors", { connector });
      return (response.body as { data: { id: string } }).data.id;
    };
    const source = await make(bodyOf({ ...postgres, name: "both" }).connector);
    const destination = await make(bodyOf({ ...hook, name: "both" }).connector);
    const ofHook = adopting({ ...hook, name: "ours" }, { name: "both" });
    expect(await line(verbs, adopting(postgres, { name: "both" }, "/b"))).toContain(
      `with the id "${source}"`,
    );
    expect(await line(verbs, ofHook)).toBe(
      `aisquared.Connector "ours": takes over the connector "both" with the id "${destination}"; changes on it: name: "both" → "ours"`,
    );
    expect(await reason(verbs, adopting(hook, { name: "shop" }, "/c"))).toBe(
      `aisquared.Connector "hook": adopt failed: AI Squared has no connector with name "shop" and connectorType "destination" and connectorName "Http"; it has "both" (${destination}, destination, Http), "both" (${source}, source, Postgresql)`,
    );
    expect(await verbs.create(ofHook)).toMatchObject({ id: destination, outs: { name: "ours" } });
  });

  it("finds the Airweave collection by its name or readable id", async () => {
    platform = await startWithCollection();
    const verbs = collectionVerbs(airweaveSettings(platform));
    const manuals = { name: "Manuals" };
    expect(await reason(verbs, adopting(manuals, {}))).toBe(
      'airweave.Collection "Manuals": options.adopt: expected name or readableId',
    );
    expect(await reason(verbs, adopting({ ...manuals, readableId: "other" }, { name: "Documents" }))).toBe(
      'airweave.Collection "Manuals": adopt failed: Airweave has no collection with name "Documents" and readableId "other"; it has "Documents" (docs)',
    );
    for (const adopt of [{ name: "Documents" }, { readableId: "docs" }]) {
      expect(await line(verbs, adopting(manuals, adopt))).toBe(
        'airweave.Collection "Manuals": takes over the collection "Documents" with the id "docs"; changes on it: name: "Documents" → "Manuals"',
      );
    }
    expect(await verbs.create(adopting(manuals, { readableId: "docs" }))).toMatchObject({ id: "docs" });
  });

  it("finds the Airweave source connection of the program's source in its collection", async () => {
    platform = await startWithCollection();
    const settings = airweaveSettings(platform);
    await platform.ask("POST", "/collections", { name: "Others", readable_id: "others" });
    const others = sourceConnectionVerbs(settings);
    const named = { ...github, name: "tickets" };
    const { id } = await others.create(named);
    await others.create({ ...named, readableCollectionId: "others" });
    await others.create({ ...stripe, name: "tickets" });
    // An operation of its own, which does not know them.
    const verbs = sourceConnectionVerbs({ ...settings, "airweave:timeout": "299" });
    const ours = adopting({ ...named, name: "ours" }, { name: "tickets" });
    expect(await line(verbs, ours)).toContain(
      `airweave.SourceConnection "ours": takes over the source connection "tickets" with the id "${id}"; changes on it: name: "tickets" → "ours", `,
    );
    const unknownCollection = { ...ours, readableCollectionId: unknownValue };
    expect(await line(verbs, unknownCollection)).toBe(
      'airweave.SourceConnection "ours": takes over one of the 2 source connections with the name "tickets"; which one depends on readableCollectionId, which is not known yet',
    );
    expect(await verbs.create(ours)).toMatchObject({ id, outs: { name: "ours" } });
  });
});
