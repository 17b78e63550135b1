import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import type { Answered } from "../../../harness/answering-server";
import { startLargeWorkspace, type BulkKind, type LargeWorkspace } from "../../../harness/large-workspace";
import { clock, rejection, said, verbsOf, verbsOfKind, type Verbs } from "../../../harness/verbs";
import { bulkObjects } from "./bulk-objects";

const kinds = Object.keys(bulkObjects) as BulkKind[];

/** Runs something for each item, so many at a time, as an engine does. */
async function inParallel<Item>(
  items: readonly Item[],
  parallel: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

const unusableLists: Readonly<Record<string, Answered>> = {
  "status 400": { status: 400, body: { error: "the catalog is gone" } },
  "status 401": { status: 401, body: {} },
  "status 403": { status: 403, body: {} },
  "status 404": { status: 404, body: {} },
  "status 500": { status: 500, body: {} },
  "status 429": { status: 429, headers: { "retry-after": "5" } },
  "a page of a proxy": { status: 200, body: "<html>Log in first</html>" },
  "half a list": { status: 200, body: '[{"id": "1", "name": "na' },
  "no list": { status: 200, body: { data: "none", links: { next: "x" } } },
  "no ids": { status: 200, body: { data: [{}] } },
  "no end": { status: 200, body: { data: [{ id: "x" }], links: { next: "x" } } },
  "a broken connection": "break",
};

const isList = (request: string): boolean => /^GET (sources\/|connectors\?\S*)$/.test(request);

describe.each(kinds)("an operation that reads many objects: %s", (kind) => {
  const { body, inputs, recorded } = bulkObjects[kind];
  const collection = kind === "unstructured.Source" ? "sources" : "connectors";
  let workspace: LargeWorkspace;
  let verbs: Verbs;

  beforeEach(async () => {
    workspace = await startLargeWorkspace(kind);
    verbs = verbsOfKind(kind, workspace.operation());
    said.length = 0;
  });
  afterEach(() => workspace.stop());

  const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);
  /** As a user of the vendor's UI would. */
  const rename = (id: string, name: string): unknown => workspace.objects.set(id, body(id, name));
  const fill = (count: number): string[] => {
    for (const id of ids(count)) rename(id, `name ${id}`);
    return ids(count);
  };
  /** The name that a read finds; undefined if the object is gone. */
  const nameOf = async (id: string): Promise<unknown> =>
    (await verbs.read(id, recorded(`name ${id}`))).props?.name;
  /** How many requests there were since the last call, all of them reads. */
  const requests = (): { lists: number; reads: number } => {
    const taken = workspace.take();
    expect(taken.filter((request) => !request.startsWith("GET "))).toEqual([]);
    const lists = taken.filter(isList).length;
    return { lists, reads: taken.length - lists };
  };
  const pages = (count: number): number => (kind === "unstructured.Source" ? 1 : Math.ceil(count / 100));

  it.each([1, 4, 100])("reads four by themselves and 216 with one list, %d at a time", async (parallel) => {
    const all = fill(220);
    rename("177", "renamed");
    const wrong: unknown[] = [];
    await inParallel(all, parallel, async (id) => {
      const name = await nameOf(id);
      if (name !== `name ${id}`) wrong.push(id, name);
    });
    expect(requests()).toEqual({ lists: pages(220), reads: 4 });
    expect(wrong).toEqual(["177", "renamed"]);
  });

  it("never lists a workspace of 5,000 for three or four", async () => {
    fill(5000);
    await Promise.all(ids(3).map(nameOf));
    expect(requests()).toEqual({ lists: 0, reads: 3 });
    await nameOf("4999");
    expect(requests()).toEqual({ lists: 0, reads: 1 });
  });

  it("lists again in the next operation", async () => {
    const all = fill(6);
    await Promise.all(all.map(nameOf));
    rename("6", "renamed");
    expect(await nameOf("6")).toBe("name 6");
    verbs = verbsOfKind(kind, workspace.operation());
    expect(await Promise.all(all.map(nameOf))).toContain("renamed");
    expect(requests()).toEqual({ lists: 2, reads: 8 });
  });

  it("asks for an object that the list lacks by itself before it counts as gone", async () => {
    fill(10);
    workspace.objects.delete("9");
    const hidden = workspace.objects.get("10") ?? {};
    workspace.objects.delete("10");
    workspace.onList = (_page, normal) => {
      workspace.objects.set("10", hidden);
      return { status: 200, body: normal };
    };
    const names: unknown[] = [];
    for (const id of ids(10)) names.push(await nameOf(id));
    expect(names.slice(7)).toEqual(["name 8", undefined, "name 10"]);
    expect(requests()).toEqual({ lists: 1, reads: 4 + 2 });
  });

  it("reads what a program only gets likewise, and says what does not exist", async () => {
    const all = fill(8);
    const got = await Promise.all(all.map((id) => verbs.read(id, {})));
    expect(got.map(({ props }) => props?.name)).toEqual(all.map((id) => `name ${id}`));
    expect(requests()).toEqual({ lists: 1, reads: 4 });
    expect(await rejection(verbs.read("9", {}))).toMatchObject({ code: "PC_NOT_FOUND" });
    expect(requests()).toEqual({ lists: 0, reads: 1 });
  });

  it("keeps the list, and asks for what it has written to by itself", async () => {
    const names: unknown[] = [];
    for (const id of fill(12)) {
      names.push(await nameOf(id));
      // As `up --refresh --run-program` does it.
      if (id === "6" || id === "7") {
        await verbs.update(id, recorded(`name ${id}`), inputs(`updated ${id}`));
        rename(id, `theirs ${id}`);
      }
    }
    await verbs.delete("8", recorded("name 8"));
    for (const id of ["6", "7", "8", "9"]) names.push(await nameOf(id));
    const before = ids(12).map((id) => `name ${id}`);
    expect(names).toEqual([...before, "theirs 6", "theirs 7", undefined, "name 9"]);
    const taken = workspace.take();
    expect(taken.filter(isList)).toHaveLength(1);
    const single = taken.filter((request) => request.startsWith(`GET ${collection}/`) && !isList(request));
    expect(single).toEqual(["1", "2", "3", "4", "6", "7", "8"].map((id) => `GET ${collection}/${id}`));
  });

  it("takes no entry of a list that was on its way when the object was written to", async () => {
    fill(6);
    for (const id of ids(4)) await nameOf(id);
    let isDeleted: Promise<void> = Promise.resolve();
    workspace.onList = async (_page, normal) => {
      isDeleted = verbs.delete("6", recorded("name 6"));
      await isDeleted;
      return { status: 200, body: normal };
    };
    expect(await Promise.all(["5", "6"].map(nameOf))).toEqual(["name 5", undefined]);
  });

  it.each(Object.keys(unusableLists))(
    "reads one by one where the list is unusable, without a word: %s",
    async (title) => {
      const all = fill(30);
      workspace.onList = () => unusableLists[title] ?? "break";
      const began = clock.now();
      expect(await Promise.all(all.map(nameOf))).toEqual(all.map((id) => `name ${id}`));
      const { lists, reads } = requests();
      expect(reads).toBe(30);
      // One for all, which is tried as long as its own time lasts.
      expect(lists).toBeGreaterThan(0);
      expect(lists).toBeLessThanOrEqual(title === "no end" ? 2 : 20);
      expect(clock.now() - began).toBeLessThan(70_000);
      const isAboutWaiting = (line: string): boolean =>
        /: (waiting for the (rate|list)|retrying list) /.test(line);
      expect(said.filter((line) => !isAboutWaiting(line))).toEqual([]);
      await nameOf("30");
      expect(requests()).toEqual({ lists: 0, reads: 1 });
    },
  );

  it("takes a list that comes at the second attempt", async () => {
    const all = fill(30);
    let attempts = 0;
    workspace.onList = (_page, normal) =>
      ++attempts === 1 ? { status: 503 } : { status: 200, body: normal };
    await Promise.all(all.map(nameOf));
    expect(requests()).toEqual({ lists: 2, reads: 4 });
  });

  it("leaves each object all of its own time, however long the list took", async () => {
    fill(6);
    for (const id of ids(4)) await nameOf(id);
    const began = clock.now();
    workspace.onList = () => ({ status: 503 });
    workspace.onRead = () => (clock.now() < began + 310_000 ? { status: 503 } : undefined);
    expect(await Promise.all(["5", "6"].map(nameOf))).toEqual(["name 5", "name 6"]);
    expect(clock.now() - began).toBeGreaterThan(310_000);
  });

  it("asks for an object by itself where the list shows less of it than the state has", async () => {
    const all = fill(8);
    workspace.onList = (_page, normal) => {
      const text = JSON.stringify(normal).replace(/"config(uration)?":/g, '"settings":');
      return { status: 200, body: JSON.parse(text) as unknown };
    };
    expect(await Promise.all(all.map(nameOf))).toEqual(all.map((id) => `name ${id}`));
    expect(requests()).toEqual({ lists: 1, reads: 8 });
  });

  it("says how far a long list has come, in one line for all", async () => {
    const all = fill(220);
    workspace.onList = async (_page, normal) => {
      await clock.hold(12_000);
      return { status: 200, body: normal };
    };
    await Promise.all(all.map(nameOf));
    const noun = collection.slice(0, -1);
    expect(said[0]).toMatch(
      new RegExp(`^${kind} "name 5" and 215 more: waiting for the list of all ${noun}s \\(\\d+ so far\\)$`),
    );
    expect(said.length).toBeLessThan(5);
    if (collection === "connectors") expect(said[1]).toContain("(100 so far)");
  });
});

describe("a list with pages", () => {
  let workspace: LargeWorkspace;
  let config: Record<string, string>;
  let verbs: Verbs;
  const { body, recorded } = bulkObjects["aisquared.Connector"];
  const all = Array.from({ length: 250 }, (_, index) => `${index + 1}`);

  beforeEach(async () => {
    workspace = await startLargeWorkspace("aisquared.Connector");
    for (const id of all) workspace.objects.set(id, body(id, `name ${id}`));
    config = workspace.operation();
    verbs = verbsOfKind("aisquared.Connector", config);
  });
  afterEach(() => workspace.stop());

  const readAll = async (): Promise<unknown[]> => {
    const read = await Promise.all(all.map((id) => verbs.read(id, recorded(`name ${id}`))));
    return read.map(({ props }) => props?.name);
  };
  const names = all.map((id) => `name ${id}`);

  it("is read to its end where the server gives fewer a page than asked for", async () => {
    workspace.mostPerPage = 25;
    expect(await readAll()).toEqual(names);
    expect(workspace.take()).toHaveLength(4 + 10);
  });

  it("is read again if an object moves to a page that was read, up to three times", async () => {
    let moves = 1;
    workspace.onList = (page, normal) => {
      const entries = [...workspace.objects];
      const last = entries.pop();
      // Somebody edits it between the first page and the second.
      if (page === 1 && last !== undefined && moves-- > 0) {
        workspace.objects.clear();
        for (const [id, object] of [last, ...entries]) workspace.objects.set(id, object);
      }
      return { status: 200, body: normal };
    };
    expect(await readAll()).toEqual(names);
    expect(workspace.take()).toHaveLength(4 + 3 + 3);
  });

  it("is read three times at most, and lacks nothing then that one of the readings has shown", async () => {
    workspace.onList = (page, normal) => {
      const entries = [...workspace.objects];
      const last = entries.pop();
      if (page === 1 && last !== undefined) {
        workspace.objects.clear();
        for (const [id, object] of [last, ...entries]) workspace.objects.set(id, object);
      }
      return { status: 200, body: normal };
    };
    expect(await readAll()).toEqual(names);
    expect(workspace.take()).toHaveLength(4 + 3 * 3);
  });

  it("shows nothing any more of a kind whose objects may have gone along with another one", async () => {
    const model = { ...connectorDefinition, kind: "aisquared.Model", dependents: [] };
    const models = verbsOf(model, config);
    for (const id of all.slice(0, 8)) await models.read(id, recorded(`name ${id}`));
    expect(workspace.take()).toHaveLength(4 + 3);
    await verbs.delete("100", { ...recorded("name 100"), __options: { forceDelete: true } });
    workspace.objects.delete("7");
    expect(await models.read("7", recorded("name 7"))).toEqual({});
    expect(await models.read("8", recorded("name 8"))).toMatchObject({ id: "8" });
    const item = (id: string): string => `connectors/${id}`;
    expect(workspace.take()).toEqual([`DELETE ${item("100")}`, `GET ${item("7")}`, `GET ${item("8")}`]);
  });
});
