import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openClient } from "../../../../provider/src/client/object-client";
import type { ResourceDefinition } from "../../../../provider/src/definition/definition";
import { startTestPlatform, type TestPlatform } from "../../../harness/platform";
import {
  clock,
  markingVerbs,
  rejection,
  secretMark,
  seen,
  verbsOf,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { entryDefinition } from "../../../tally-platform/provider/entry";
import { ledgerDefinition } from "../../../tally-platform/provider/ledger";

/**
 * The verbs of kinds that have no name, no configuration and no catalog, whose ids are numbers, whose values come back in another spelling,
 * and whose lists show next to nothing.
 */
describe("the verbs of any kind", () => {
  let platform: TestPlatform;
  let ledgerId: string;
  let operations = 0;

  beforeEach(async () => {
    platform = await startTestPlatform({ now: clock.now, pageSize: 2 }, "tally", {
      delay: (milliseconds) => clock.hold(milliseconds),
    });
    ledgerId = await make("ledgers", { currency: "CHF", opening_balance: 0 });
    // Whatever a test makes is newer than what was there before it.
    await clock.sleep(60_000);
  });
  afterEach(() => platform.stop());

  /** The stack config of one operation: no other has the same, as no two provider hosts share what they know. */
  const config = (): Record<string, string> => ({
    "tally:apiUrl": platform.url,
    "tally:apiKey": platform.apiKey,
    "tally:timeout": (60 + ++operations / 1e6).toFixed(6),
  });
  const ledgers = (): Verbs => verbsOf(ledgerDefinition, config());
  const entries = (): Verbs => verbsOf(entryDefinition, config());

  const make = async (path: string, body: Fields): Promise<string> => {
    const { body: made } = await platform.ask("POST", `/v2/${path}`, body);
    return String((made as Fields).id);
  };
  const change = (path: string, body: Fields): Promise<unknown> => platform.ask("PATCH", `/v2/${path}`, body);
  const shown = async (path: string): Promise<Fields> =>
    (await platform.ask("GET", `/v2/${path}`)).body as Fields;
  const idsOf = async (path: string): Promise<number[]> =>
    ((await shown(path)).data as { id: number }[]).map(({ id }) => id);

  const ledger = { currency: "EUR", openingBalance: 100, note: "petty cash", pin: "pin-of-the-ledger" };
  const entry = (): Fields => ({
    ledgerId,
    direction: "expense",
    schedule: "every day at 6",
    lines: [
      { account: "rent", amount: 1000 },
      { account: "bank", amount: 1000, side: "credit" },
    ],
    memo: "rent",
    enabled: true,
  });
  /** The same as somebody else sends it. */
  const entryBody = (parts: Fields = {}): Fields => {
    const { ledgerId: _id, enabled: _enabled, ...rest } = entry();
    return { ...rest, ledger_id: Number(ledgerId), ...parts };
  };
  const cutEntry = { method: "POST", path: /entries$/ };

  describe("check", () => {
    const problems = async (inputs: Fields): Promise<string[]> =>
      (await entries().check({}, inputs)).failures.map(({ reason }) => reason);

    it("takes what is right", async () => {
      expect(await problems(entry())).toEqual([]);
      expect(await problems({ ...entry(), memo: undefined, enabled: undefined })).toEqual([]);
      expect((await ledgers().check({}, ledger)).failures).toEqual([]);
    });

    it("names each problem by its path, and the resource by its kind", async () => {
      const [first, ...others] = await problems({
        ...entry(),
        schedule: "whenever",
        lines: [{ account: "rent" }],
        name: "rent",
      });
      expect([first, ...others].sort()).toEqual([
        "tally.Entry: lines[0].amount: missing, expected a number",
        expect.stringMatching(/^tally.Entry: name: /),
        'tally.Entry: schedule: expected "every day at 6"',
      ]);
    });

    it("refuses the option onRename, for there is no name, and forceDelete where nothing goes along", async () => {
      expect(await problems({ ...entry(), __options: { onRename: "replace" } })).toEqual([
        expect.stringMatching(/^tally.Entry: options.onRename: /),
      ]);
      expect(await problems({ ...entry(), __options: { forceDelete: true } })).toEqual([
        expect.stringMatching(/^tally.Entry: options.forceDelete: /),
      ]);
      const { failures } = await ledgers().check({}, { ...ledger, __options: { forceDelete: true } });
      expect(failures).toEqual([]);
    });

    it("takes a reference to the environment for a secret as a whole, and for no other argument", async () => {
      const reference = { fromEnv: "TALLY_TEST_PIN", fingerprint: "" };
      const { failures, inputs } = await ledgers().check({}, { ...ledger, pin: reference });
      expect({ failures, pin: inputs.pin }).toEqual({ failures: [], pin: reference });
      expect((await ledgers().check({}, { ...ledger, note: reference })).failures).toEqual([
        {
          property: "",
          reason: expect.stringMatching(/^tally.Ledger: note: fromEnv /),
          code: "PC_INVALID_ARGUMENT",
        },
      ]);
    });
  });

  describe("create", () => {
    it("prepares, makes and completes, and the id is a string", async () => {
      platform.take();
      const { id, outs } = await entries().create(entry());
      expect(id).toMatch(/^\d+$/);
      expect(platform.requests.slice(-3).map(({ method, path, body }) => ({ method, path, body }))).toEqual([
        { method: "POST", path: "/v2/accounts/lookup", body: { accounts: ["rent", "bank"] } },
        { method: "POST", path: "/v2/entries", body: entryBody() },
        { method: "POST", path: `/v2/entries/${id}/enable`, body: undefined },
      ]);
      expect(outs).toEqual({
        ...seen,
        ...entry(),
        cron: "0 6 * * *",
        createdAt: expect.any(String),
        __managed: true,
      });
    });

    it("needs no step for what is not asked for", async () => {
      platform.take();
      const { outs } = await entries().create({ ...entry(), enabled: false });
      expect(platform.take()).toEqual(["POST /v2/accounts/lookup", "POST /v2/entries"]);
      expect(outs).toMatchObject({ enabled: false });
    });

    it("shows what the platform decides where the program leaves it to it", async () => {
      const { id, outs } = await ledgers().create(ledger);
      expect(outs).toEqual({
        ...seen,
        ...ledger,
        rounding: "half-up",
        shareUrl: expect.stringContaining("https://"),
        createdAt: expect.any(String),
        __managed: true,
        __response: { defaults: ["rounding"] },
      });
      // Among the inputs of a refresh, it would seem to be something that the program gives no longer.
      const { inputs, props } = await ledgers().read(id, outs);
      expect([inputs, props]).toEqual([ledger, outs]);
    });

    it("leaves nothing behind if the preparation fails", async () => {
      const failed = await rejection(
        entries().create({ ...entry(), lines: [{ account: "unheard-of", amount: 1 }] }),
      );
      expect(failed).toMatchObject({ code: "PC_REFUSED" });
      expect(failed).not.toHaveProperty("id");
      expect(failed.message).toBe(
        "tally.Entry: create failed: Tally responded to POST accounts/lookup with status 422 (there is no account unheard-of); correct the entry in the program and run `pulumi up` again",
      );
      expect(await idsOf("entries")).toEqual([]);
    });

    it("repeats a preparation whose response did not come, for it makes nothing", async () => {
      platform.setFaults([{ fault: { kind: "cut", when: "after" }, path: /lookup/, times: 2 }]);
      await entries().create(entry());
      expect(await idsOf("entries")).toHaveLength(1);
    });
  });

  describe("an entry whose completion failed", () => {
    it("stays with what has arrived, and the next update sends the rest alone", async () => {
      platform.setFaults([{ fault: { kind: "status", status: 503 }, path: /enable$/, times: 99 }]);
      const failed = await rejection(entries().create({ ...entry(), memo: undefined }));
      platform.setFaults();
      const [id] = await idsOf("entries");
      const { enabled: _enabled, memo: _memo, ...arrived } = entry();
      expect(failed).toMatchObject({ id: String(id) });
      expect(failed.properties).toMatchObject(arrived);
      expect(failed.message).toContain("create failed: Tally responded to POST entries/");

      const olds = failed.properties as Fields;
      const news = { ...entry(), memo: undefined };
      expect(await entries().diff(String(id), olds, news)).toMatchObject({ changes: true, replaces: [] });
      platform.take();
      const { outs } = await entries().update(String(id), olds, news);
      expect(platform.requests.slice(-1)).toMatchObject([{ method: "PATCH", body: { enabled: true } }]);
      expect(platform.take()).toEqual([`PATCH /v2/entries/${id}`]);
      expect(outs).toEqual({
        ...seen,
        ...arrived,
        enabled: true,
        cron: "0 6 * * *",
        createdAt: expect.any(String),
        __managed: true,
      });
    });

    it("does not say that it is enabled when it was refused", async () => {
      platform.setFaults([{ fault: { kind: "status", status: 429 }, path: /enable$/, times: 99 }]);
      const failed = await rejection(entries().create(entry()));
      const { enabled: _enabled, ...arrived } = entry();
      expect(failed.properties).toEqual({
        ...seen,
        ...arrived,
        cron: "0 6 * * *",
        createdAt: expect.any(String),
        __managed: true,
      });
    });

    it("is enabled by an update also if it was enabled all along", async () => {
      platform.setFaults([{ fault: { kind: "cut", when: "after" }, path: /enable$/ }]);
      const failed = await rejection(entries().create(entry()));
      platform.setFaults();
      expect(failed).toMatchObject({ code: "PC_INDETERMINATE_UPDATE" });
      const { id, properties: olds } = failed as unknown as { id: string; properties: Fields };
      expect(await shown(`entries/${id}`)).toMatchObject({ enabled: true });
      expect(await entries().diff(id, olds, entry())).toMatchObject({ changes: true, replaces: [] });
      const { outs } = await entries().update(id, olds, entry());
      expect(outs).toMatchObject({ enabled: true });
      expect(await entries().diff(id, outs, entry())).toMatchObject({ changes: false });
    });
  });

  describe("a create of unknown outcome", () => {
    it.each(["after", "within"] as const)(
      "ends with one entry if the connection is cut %s the processing",
      async (when) => {
        platform.setFaults([{ fault: { kind: "cut", when }, ...cutEntry }]);
        const { id, outs } = await entries().create(entry());
        platform.setFaults();
        expect(await idsOf("entries")).toEqual([Number(id)]);
        expect(outs).toMatchObject({ ...entry(), cron: "0 6 * * *" });
        expect(await shown(`entries/${id}`)).toMatchObject({ enabled: true });
      },
    );

    it("is found by reading whole objects, as the list shows nothing of them, and only new ones", async () => {
      for (const hour of [1, 2, 3]) await make("entries", entryBody({ schedule: `every day at ${hour}` }));
      await clock.sleep(60_000);
      platform.take();
      platform.setFaults([{ fault: { kind: "cut", when: "after" }, ...cutEntry }]);
      const { id } = await entries().create(entry());
      expect(platform.take()).toEqual([
        "POST /v2/accounts/lookup",
        "POST /v2/entries",
        "GET /v2/entries?page=1",
        "GET /v2/entries?page=2",
        `GET /v2/entries/${id}`,
        `POST /v2/entries/${id}/enable`,
      ]);
    });

    it("is not sent again, and the next operation creates the entry if there are none but older ones", async () => {
      await make("entries", entryBody({ memo: "an older one" }));
      await clock.sleep(60_000);
      platform.setFaults([{ fault: { kind: "cut", when: "before" }, ...cutEntry }]);
      platform.log.length = 0;
      const { id: open, properties } = await rejection(entries().create(entry()));
      expect(
        platform.log.filter(({ method, path }) => method === "POST" && path.endsWith("entries")),
      ).toHaveLength(1);
      expect(open).toMatch(/^unknown-/);
      const verbs = entries();
      await verbs.diff(String(open), properties as Fields, entry());
      const { id } = await verbs.create(entry());
      await verbs.delete(String(open), properties as Fields);
      expect(await shown(`entries/${id}`)).toMatchObject({ memo: "rent", enabled: true });
    });

    it("is offered by the next operation if it was carried out late, although it was not completed", async () => {
      platform.setFaults([{ fault: { kind: "cut", when: "before" }, ...cutEntry }]);
      const { id: open, properties } = await rejection(entries().create(entry()));
      const late = await make("entries", entryBody());
      const verbs = entries();
      await verbs.diff(String(open), properties as Fields, entry());
      const { message } = await rejection(verbs.create(entry()));
      expect(message).toContain(`take it over with the resource option \`adopt: "${late}"\``);
      expect(await idsOf("entries")).toEqual([Number(late)]);
    });

    it.each<[string, Fields]>([
      ["another schedule", { schedule: "every day at 7" }],
      ["another line", { lines: [{ account: "rent", amount: 999 }] }],
    ])("does not take somebody else's for its own that has %s", async (_what, parts) => {
      const theirs = await make("entries", entryBody(parts));
      platform.setFaults([{ fault: { kind: "cut", when: "after" }, ...cutEntry }]);
      const { id } = await entries().create(entry());
      expect(id).not.toBe(theirs);
      expect(await idsOf("entries")).toEqual([Number(theirs), Number(id)]);
    });

    it.each<[string, Fields, Fields]>([
      ["another memo", { memo: "something else" }, {}],
      ["a memo where it has none", { memo: "something else" }, { memo: undefined }],
      ["no memo where it has one", { memo: null }, {}],
      ["another direction", { direction: "income" }, {}],
    ])("refuses where somebody else's of its identity has %s", async (_what, parts, given) => {
      const theirs = await make("entries", entryBody(parts));
      platform.setFaults([{ fault: { kind: "cut", when: "before" }, ...cutEntry, times: 99 }]);
      const failed = await rejection(entries().create({ ...entry(), ...given }));
      expect(failed).toMatchObject({ code: "PC_INDETERMINATE_CREATE" });
      expect(failed.message).toContain(
        `the platform has an entry of that schedule and those lines in that ledger (${theirs})`,
      );
    });

    it("tells two that are alike by nothing, and names both", async () => {
      const theirs = await make("entries", entryBody());
      platform.setFaults([{ fault: { kind: "cut", when: "after" }, ...cutEntry }]);
      const failed = await rejection(entries().create(entry()));
      expect(failed.id).toMatch(/^unknown-/);
      const ids = (await idsOf("entries")).join(", ");
      expect(ids).toContain(`${theirs}, `);
      expect(failed.message).toMatch(/^tally\.Entry: create failed: /);
      expect(failed.message).toContain(`of that schedule and those lines in that ledger (${ids})`);
      expect(failed.message).toContain('take it over with the resource option `adopt: "<its id>"`');
    });

    it("gives one object to no two resources that say the same in other words", async () => {
      const other = { ...entry(), schedule: "Every Day at 6", enabled: false };
      // The second request is carried out, and its response comes when the first create has looked for its own.
      platform.setFaults([
        { fault: { kind: "cut", when: "before" }, ...cutEntry },
        { fault: { kind: "trickle", pieces: 2, milliseconds: 20_000 }, ...cutEntry, nth: 2 },
      ]);
      const verbs = entries();
      const ended = await Promise.allSettled([verbs.create(entry()), verbs.create(other)]);
      const ids = ended.flatMap((one) => (one.status === "fulfilled" ? [one.value.id] : []));
      expect(new Set(ids).size).toBe(ids.length);
    });

    it("says in the kind's own words that there is none", async () => {
      platform.setFaults([{ fault: { kind: "status", status: 500 }, ...cutEntry, times: 99 }]);
      expect((await rejection(entries().create(entry()))).message).toContain(
        "No entry of that schedule and those lines in that ledger exists on the platform; if one appears later",
      );
    });

    it("takes a list whose objects have no ids for no list", async () => {
      platform.setFaults([
        { fault: { kind: "cut", when: "after" }, ...cutEntry },
        { fault: { kind: "body", is: "incomplete" }, method: "GET", path: /entries$/, times: 99 },
      ]);
      expect((await rejection(entries().create(entry()))).message).toContain(
        "Whether it exists now could not be looked up",
      );
    });
  });

  describe("adopt", () => {
    const adopting = (id: string, inputs: Fields): Fields => ({ ...inputs, __options: { adopt: id } });

    it("sends nothing where the platform only spells it differently", async () => {
      const id = await make("entries", entryBody());
      await change(`entries/${id}`, { enabled: true });
      platform.take();
      const { outs } = await entries().create(adopting(id, entry()));
      expect(platform.take()).toEqual([`GET /v2/entries/${id}`]);
      expect(outs).toMatchObject({ ...entry(), cron: "0 6 * * *" });
      expect(await entries().diff(id, outs, entry())).toMatchObject({ changes: false });
    });

    it("finds what has no name by what else it is known by, of which its list shows nothing", async () => {
      const elsewhere = await make("ledgers", { currency: "EUR" });
      const other = await make("entries", entryBody({ ledger_id: Number(elsewhere) }));
      const id = await make("entries", entryBody());
      const inputs = { ...entry(), enabled: false };
      const by = (adopt: Fields): Fields => ({ ...inputs, __options: { adopt } });
      platform.take();
      expect(await entries().create(by({ schedule: "0 6 * * *" }))).toMatchObject({ id });
      expect(platform.take()).toEqual([
        "GET /v2/entries?page=1",
        ...[other, id, id].map((each) => `GET /v2/entries/${each}`),
      ]);
      const { failures } = await entries().check({}, by({}));
      expect(failures.map(({ reason }) => reason)).toEqual([
        "tally.Entry: options.adopt: expected ledgerId or schedule or lines",
      ]);
    });

    it("sends what differs, and a secret that nobody can compare", async () => {
      const id = await make("ledgers", { currency: "EUR", opening_balance: 1, pin: "of somebody else" });
      platform.take();
      const { outs } = await ledgers().create(adopting(id, ledger));
      expect(platform.requests.slice(-1)).toMatchObject([
        { method: "PATCH", body: { opening_balance: 100, note: ledger.note, pin: ledger.pin } },
      ]);
      expect(outs).toMatchObject(ledger);
    });

    it("takes away what the program does not give", async () => {
      const id = await make("ledgers", { currency: "EUR", opening_balance: 100, note: "old", pin: "1234" });
      await ledgers().create(adopting(id, { currency: "EUR", openingBalance: 100 }));
      expect(await shown(`ledgers/${id}`)).toMatchObject({ note: null, pin: null, rounding: "half-up" });
    });

    it("sends nothing for what cannot change and is a number there, or a secret", async () => {
      const definition: ResourceDefinition = {
        ...entryDefinition,
        arguments: {
          ...entryDefinition.arguments,
          ledgerId: { schema: (z) => z.string(), onChange: "replace" },
          memo: { schema: (z) => z.string(), onChange: "replace", secrets: [""] },
        },
      };
      const id = await make("entries", entryBody({ memo: "********" }));
      const inputs = { ...entry(), enabled: false };
      platform.take();
      const { outs } = await verbsOf(definition, config()).create(adopting(id, inputs));
      expect(platform.take()).toEqual([`GET /v2/entries/${id}`]);
      expect(outs).toMatchObject(inputs);
    });

    it("refuses what cannot change, with both named", async () => {
      const id = await make("entries", entryBody());
      const elsewhere = await make("ledgers", { currency: "EUR" });
      const failed = await rejection(entries().create(adopting(id, { ...entry(), ledgerId: elsewhere })));
      expect(failed).toMatchObject({ code: "PC_ADOPT_REFUSED" });
      expect(failed.message).toBe(
        `tally.Entry: adopt failed: ledgerId of ${id} is ${ledgerId} on the platform and cannot change; declare that ledgerId, or adopt another entry`,
      );
      expect(failed).not.toHaveProperty("id");
    });
  });

  describe("read", () => {
    it("finds nothing changed although everything comes back in another spelling", async () => {
      const { id, outs } = await entries().create({ ...entry(), enabled: undefined });
      const { props, inputs } = await entries().read(id, outs);
      expect(props).toEqual(outs);
      const { enabled: _enabled, ...declared } = entry();
      expect(inputs).toEqual(declared);
    });

    it("keeps a secret that is masked", async () => {
      const { id, outs } = await ledgers().create(ledger);
      const { props, inputs } = await ledgers().read(id, outs);
      expect(props).toEqual(outs);
      expect(inputs).toMatchObject(ledger);
    });

    it("shows what has changed on the platform, as the platform spells it", async () => {
      const { id, outs } = await entries().create(entry());
      await change(`entries/${id}`, { schedule: "every monday at 8", memo: null, enabled: false });
      const { props = {}, inputs } = await entries().read(id, outs);
      expect(inputs).toMatchObject({ schedule: "0 8 * * 1", enabled: false, lines: entry().lines });
      expect(inputs).not.toHaveProperty("memo");
      expect(props).toMatchObject({ cron: "0 8 * * 1" });
      expect(await entries().diff(id, props, entry())).toMatchObject({ changes: true, replaces: [] });
      await entries().update(id, props, entry());
      expect(await shown(`entries/${id}`)).toMatchObject({ cron: "0 6 * * *", memo: "rent", enabled: true });
    });

    it("notices a secret that the program does not give", async () => {
      const { pin: _pin, ...without } = ledger;
      const { id, outs } = await ledgers().create(without);
      await change(`ledgers/${id}`, { pin: "of somebody else" });
      const { props = {} } = await ledgers().read(id, outs);
      expect(await ledgers().diff(id, props, without)).toMatchObject({ changes: true, replaces: [] });
      await ledgers().update(id, props, without);
      expect(await shown(`ledgers/${id}`)).toMatchObject({ pin: null });
    });

    it("leaves alone what is not managed", async () => {
      const { id, outs } = await ledgers().create(ledger);
      await change(`ledgers/${id}`, { rounding: "half-even" });
      const { props = {}, inputs } = await ledgers().read(id, outs);
      expect(props).toMatchObject({ rounding: "half-even" });
      expect(await ledgers().diff(id, props, ledger)).toMatchObject({ changes: false });
      expect(inputs).toMatchObject(ledger);
    });

    it("tells that an object is gone", async () => {
      const { id, outs } = await entries().create(entry());
      await clock.sleep(60_000);
      await platform.ask("DELETE", `/v2/entries/${id}`);
      expect(await entries().read(id, outs)).toEqual({});
    });

    it("gets an object that is not managed, and says which one there is not", async () => {
      const id = await make("entries", entryBody());
      expect(await entries().read(id, {})).toEqual({
        id,
        props: { cron: "0 6 * * *", createdAt: expect.any(String), ...seen },
      });
      expect((await rejection(entries().read("4711", {}))).message).toBe(
        'tally.Entry: get failed: Tally has no entry with the id "4711"',
      );
      const named = { __options: { resource: "got" } };
      expect((await rejection(entries().read("4711", named))).message).toBe(
        'tally.Entry "got": get failed: Tally has no entry with the id "4711"',
      );
    });
  });

  describe("a kind without outputs", () => {
    const definition: ResourceDefinition = { ...ledgerDefinition, outputs: [], secretOutputs: [] };
    const bare = (): Verbs => verbsOf(definition, config());

    it("is read, and gone, like any other", async () => {
      const { id, outs } = await bare().create(ledger);
      expect(outs).toEqual({ ...ledger, ...seen, __managed: true });
      expect(await bare().read(id, outs)).toEqual({ id, props: outs, inputs: ledger });
      await platform.ask("DELETE", `/v2/ledgers/${id}`);
      expect(await bare().read(id, outs)).toEqual({});
    });

    it("is another object in another account", async () => {
      const { id, outs } = await bare().create(ledger);
      const moved = { ...ledger, __options: { account: "other" } };
      expect((await bare().diff(id, outs, moved)).replaces).toEqual(["__options"]);
    });
  });

  describe("update", () => {
    it("sends what has changed alone, and clears what is gone from the program", async () => {
      const { id, outs } = await ledgers().create(ledger);
      const { note: _note, ...without } = ledger;
      platform.take();
      const { outs: updated } = await ledgers().update(id, outs, { ...without, openingBalance: 5 });
      expect(platform.requests.slice(-1)).toMatchObject([
        { method: "PATCH", body: { opening_balance: 5, note: null } },
      ]);
      expect(updated).not.toHaveProperty("note");
      expect(await shown(`ledgers/${id}`)).toMatchObject({ note: null, pin: "********" });
    });

    it.each<[string, Fields, Fields]>([
      ["adds", {}, { pin: "first-pin" }],
      ["changes", { pin: "first-pin" }, { pin: "second-pin" }],
      ["takes away", { pin: "first-pin" }, {}],
    ])("%s a secret, of which the response shows a mask", async (_what, before, after) => {
      const base = { currency: "EUR", openingBalance: 1 };
      const { id, outs } = await ledgers().create({ ...base, ...before });
      platform.take();
      const { outs: updated } = await ledgers().update(id, outs, { ...base, ...after });
      expect(platform.takeBodies("PATCH")).toEqual([{ pin: null, ...after }]);
      expect(await ledgers().diff(id, updated, { ...base, ...after })).toMatchObject({ changes: false });
    });

    it("sends nothing for another spelling", async () => {
      const { id, outs } = await entries().create(entry());
      const respelled = {
        ...entry(),
        schedule: "Every day at 6",
        lines: [
          { account: "rent", amount: 1000, side: "debit" },
          { account: "bank", amount: 1000, side: "credit" },
        ],
      };
      expect(await entries().diff(id, outs, respelled)).toMatchObject({ changes: false });
      platform.take();
      await entries().update(id, outs, respelled);
      expect(platform.take()).toEqual([]);
    });

    it("tells what the platform did not change", async () => {
      const { id, outs } = await ledgers().create(ledger);
      platform.answerNext("PATCH", {
        status: 200,
        body: { id: Number(id), currency: "EUR", opening_balance: 100, note: "petty cash", pin: "********" },
      });
      const failed = await rejection(
        ledgers().update(id, outs, { ...ledger, note: "other", pin: "other-pin" }),
      );
      expect(failed).toMatchObject({ code: "PC_NOT_APPLIED", id });
      expect(failed.message).toBe(
        `tally.Ledger with the id "${id}": update failed: Tally kept note as before; set it on the platform, or undo the change in the program`,
      );
      expect(failed.properties).toMatchObject({ note: "petty cash", pin: "other-pin" });
    });
  });

  describe("replace", () => {
    it("follows from another ledger, but not from another spelling of its id", async () => {
      const { id, outs } = await entries().create(entry());
      const other = { ...entry(), ledgerId: "4711" };
      expect(await entries().diff(id, outs, other)).toMatchObject({
        replaces: ["ledgerId"],
        deleteBeforeReplace: false,
      });
      const asNumber = { ...outs, ledgerId: Number(ledgerId) };
      expect(await entries().diff(id, asNumber, entry())).toMatchObject({ changes: false, replaces: [] });
    });

    it("follows from a ledger that is not known yet", async () => {
      const { id, outs } = await entries().create(entry());
      const unknown = { ...entry(), ledgerId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
      expect((await entries().check(outs, unknown)).failures).toEqual([]);
      expect(await entries().diff(id, outs, unknown)).toMatchObject({ replaces: ["ledgerId"] });
    });
  });

  describe("delete", () => {
    it("refuses to delete entries along with their ledger that the program did not make", async () => {
      const { id, outs } = await ledgers().create(ledger);
      const theirs = [];
      for (const hour of [1, 2, 3]) {
        theirs.push(
          await make("entries", entryBody({ ledger_id: Number(id), schedule: `every day at ${hour}` })),
        );
      }
      await make("entries", entryBody());
      const failed = await rejection(ledgers().delete(id, outs));
      expect(failed).toMatchObject({ code: "PC_DELETE_REFUSED" });
      expect(failed.message).toBe(
        `tally.Ledger with the id "${id}": delete refused: the platform would delete entries ${theirs.join(", ")} along with the ledger, and this program did not create them; delete them first, or set the resource option \`forceDelete: true\` and run \`pulumi up\``,
      );
      expect(await shown(`ledgers/${id}`)).toMatchObject({ currency: "EUR" });
    });

    it("deletes them with forceDelete", async () => {
      const forced = { ...ledger, __options: { forceDelete: true } };
      const { id, outs } = await ledgers().create(forced);
      await make("entries", entryBody({ ledger_id: Number(id) }));
      await ledgers().delete(id, outs);
      expect((await platform.ask("GET", `/v2/ledgers/${id}`)).status).toBe(404);
      expect(await idsOf("entries")).toEqual([]);
    });

    it("refuses to delete those along that the program keeps", async () => {
      const shared = config();
      const { id, outs } = await verbsOf(ledgerDefinition, shared).create(ledger);
      const made = await verbsOf(entryDefinition, shared).create({ ...entry(), ledgerId: id });
      const { message } = await rejection(verbsOf(ledgerDefinition, shared).delete(id, outs));
      expect(message).toContain(
        `the platform would delete entries ${made.id} along with the ledger, and this program keeps them; let them refer to it by its output \`id\``,
      );
      expect((await idsOf("entries")).map(String)).toEqual([made.id]);
    });

    it("waits for those that the same operation deletes, whichever it asks for first", async () => {
      const shared = config();
      const [ledgersOfProgram, entriesOfProgram] = [
        verbsOf(ledgerDefinition, shared),
        verbsOf(entryDefinition, shared),
      ];
      const { id, outs } = await ledgersOfProgram.create(ledger);
      const made = [];
      for (const hour of [1, 2]) {
        made.push(
          await entriesOfProgram.create({ ...entry(), schedule: `every day at ${hour}`, ledgerId: id }),
        );
      }
      platform.take();
      const first = ledgersOfProgram.delete(id, outs);
      await Promise.all([first, ...made.map((each) => entriesOfProgram.delete(each.id, each.outs))]);
      expect(platform.takeWrites()).toEqual([
        ...made.map((each) => `DELETE /v2/entries/${each.id}`),
        `DELETE /v2/ledgers/${id}`,
      ]);
    });

    it("is done if the object is gone already", async () => {
      const { id, outs } = await entries().create(entry());
      await entries().delete(id, outs);
      await entries().delete(id, outs);
      expect(await idsOf("entries")).toEqual([]);
    });
  });

  describe("secrets", () => {
    it("are marked, arguments and outputs alike", async () => {
      const secret = (value: unknown): Fields => ({ ...secretMark, value });
      const marking = markingVerbs(ledgerDefinition, config());
      const { id, outs } = await marking.create(ledger);
      expect(outs).toMatchObject({
        ...ledger,
        pin: secret(ledger.pin),
        shareUrl: secret(expect.stringContaining("https://")),
      });
      const { outs: plain } = await ledgers().create(ledger);
      const read = await marking.read(id, { ...plain, __inputsDue: true });
      expect(read.props).toMatchObject({ pin: secret(ledger.pin), shareUrl: secret(expect.any(String)) });
      expect(read.inputs).toMatchObject({ pin: secret(ledger.pin) });
    });

    it("are in no message, even if the platform repeats them", async () => {
      const { id, outs } = await ledgers().create(ledger);
      const says = { error: { message: `no ${ledger.pin}, new-pin-of-it or ${String(outs.shareUrl)}` } };
      platform.answerNext("PATCH", { status: 422, body: says });
      const updated = rejection(ledgers().update(id, outs, { ...ledger, pin: "new-pin-of-it" }));
      expect((await updated).message).toContain("(no [secret], [secret] or [secret])");
      platform.answerNext("DELETE", { status: 403, body: says });
      expect((await rejection(ledgers().delete(id, outs))).message).not.toContain(ledger.pin);
    });
  });

  describe("messages", () => {
    it("name an object without a name by its id", async () => {
      const { id, outs } = await entries().create(entry());
      platform.answerNext("GET", { status: 403, body: {} });
      expect((await rejection(entries().read(id, outs))).message).toMatch(
        `tally.Entry with the id "${id}": read failed: Tally responded`,
      );
      platform.answerNext("PATCH", { status: 422, body: { error: { message: "no" } } });
      const updated = rejection(entries().update(id, outs, { ...entry(), memo: "other" }));
      expect((await updated).message).toMatch(`tally.Entry with the id "${id}": update failed: `);
      platform.answerNext("DELETE", { status: 403, body: {} });
      expect((await rejection(entries().delete(id, outs))).message).toMatch(
        `tally.Entry with the id "${id}": delete failed: `,
      );
    });
  });

  describe("without the provider host", () => {
    it("objects are listed and read by their definition", async () => {
      const made = [ledgerId];
      for (const currency of ["EUR", "USD"]) made.push(await make("ledgers", { currency }));
      const given = config();
      const client = openClient(ledgerDefinition, { config: (key) => given[key] }, {});
      const { objects } = await client.list(ledgerDefinition.listing({}));
      expect(objects.map(({ id }) => id)).toEqual(made);
      const currencies = [];
      for (const { id = "" } of objects) currencies.push((await client.read(id)).object.currency);
      expect(currencies).toEqual(["CHF", "EUR", "USD"]);
    });
  });
});
