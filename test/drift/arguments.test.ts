import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Fields } from "../../provider/src/values/fields";
import { driftProblems, startWorld, subjectOf, type DriftWorld, type Subject } from "./matrix";
import type { CatalogType } from "./types";

/** What is no connector type: arguments beside a configuration. */
const airweave = { platform: "airweave", schema: {}, field: "config", inputs: () => ({}) } as const;
const collection: CatalogType = { ...airweave, kind: "airweave.Collection", type: "", store: "collections" };
const connection: CatalogType = {
  ...airweave,
  kind: "airweave.SourceConnection",
  type: "stripe",
  store: "source_connections",
};
const stripe = {
  name: "payments",
  shortName: "stripe",
  readableCollectionId: "docs",
  authentication: { credentials: { api_key: "sk_test_PLANTED0123456789" } },
};

describe.each([false, true])("drift of arguments (the platform respells: %s)", (respells) => {
  let world: DriftWorld;
  beforeAll(async () => {
    world = await startWorld("airweave", { respells });
  });
  afterAll(() => world.stop());

  const problems = async (
    subject: Subject,
    path: readonly string[],
    change: Fields,
    isQuiet = false,
  ): Promise<string[]> => {
    const stored = subject.store.get(subject.id);
    if (stored === undefined) throw new Error(`${subject.label} is not stored`);
    const after = { ...stored, ...change };
    return driftProblems(world, subject, { what: JSON.stringify(change), path, after, isQuiet });
  };

  it("finds the name of a collection", async () => {
    const found = await subjectOf(world, collection, {
      name: "Invoices",
      readableId: "invoices",
    });
    // It has no id of its own in the store: requests name the readable one.
    const store = world.stores.get("collections");
    const [stored] = store?.all().filter(({ name }) => name === "Invoices") ?? [];
    const byReadableId = {
      get: () => store?.get(stored?.id ?? ""),
      put: (value: never) => store?.put(value),
    };
    const subject = { ...found, path: `/collections/${found.id}`, store: byReadableId as Subject["store"] };
    expect(await problems(subject, ["name"], { name: "renamed elsewhere" })).toEqual([]);
  });

  it.each([
    ["another", { cron: "0 3 * * *" }, "0 3 * * 1", ["schedule", "cron"]],
    ["none", { cron: "0 3 * * *" }, null, ["schedule"]],
    ["one in place of none", "none", "0 3 * * 1", ["schedule"]],
  ])("finds %s of a declared schedule", async (what, schedule, cron, path) => {
    const subject = await subjectOf(world, connection, {
      ...stripe,
      name: what,
      schedule,
      syncImmediately: true,
    });
    const sync = subject.store.get(subject.id)?.sync;
    expect(await problems(subject, path, { sync: { ...(sync as Fields), cron } })).toEqual([]);
  });

  it("takes a status for what it is", async () => {
    const subject = await subjectOf(world, connection, { ...stripe, name: "failing", syncImmediately: true });
    const jobs = [
      { id: "j", status: "failed", error: "no", error_category: "api_key_invalid", entities_inserted: 0 },
    ];
    expect(await problems(subject, ["status"], { jobs }, true)).toEqual([]);
  });
});
