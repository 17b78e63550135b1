import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { workflowDefinition } from "../../../../../provider/src/platforms/unstructured/workflow";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { rejection, secretMark, settingsFor, workflowVerbs } from "../../../../harness/verbs";
import { markingVerbs, type Fields, type Verbs } from "../../../../harness/verbs";

const partitioner = {
  name: "Partitioner",
  type: "partition",
  subtype: "vlm",
  settings: { is_dynamic: true, allow_fast: true },
};
const chunker = {
  name: "Chunker",
  type: "chunk",
  subtype: "chunk_by_title",
  settings: { max_characters: 2048, overlap: 100 },
};
const key = "PLANTEDproviderkey7";
const keyed = { ...partitioner, settings: { ...partitioner.settings, provider_api_key: key } };
const uuid = "00000000-0000-4000-8000-00000000000";

describe.each([
  ["the shape of the SDK", false],
  ["the shape of the newer pages", true],
])("a workflow in %s", (_title, newerWorkflows) => {
  let platform: TestPlatform;
  let verbs: Verbs;
  let sourceId: string;
  let otherSourceId: string;
  let destinationId: string;

  const start = async (nullClears = true): Promise<void> => {
    platform = await startTestPlatform({ newerWorkflows, nullClears });
    verbs = workflowVerbs(settingsFor(platform));
    [sourceId, otherSourceId] = [await connector("sources"), await connector("sources")];
    destinationId = await connector("destinations");
  };
  const connector = async (kind: string): Promise<string> => {
    const config = { remote_url: "s3://bucket/", anonymous: true };
    const { body } = await platform.ask("POST", `/api/v1/${kind}/`, { name: "Some", type: "s3", config });
    return (body as { id: string }).id;
  };
  const outside = async (id: string, change: object): Promise<void> => {
    expect(await platform.ask("PUT", `/api/v1/workflows/${id}`, change)).toMatchObject({ status: 200 });
  };
  const stored = async (id: string): Promise<Fields> =>
    (await platform.ask("GET", `/api/v1/workflows/${id}`)).body as Fields;
  const custom = (): Fields => ({
    name: "Nightly",
    sourceId,
    destinationId,
    workflowType: "custom",
    workflowNodes: [partitioner, chunker],
    schedule: "daily",
    reprocessAll: true,
  });

  afterEach(() => platform.stop());

  it("is created with one POST that has all that the program gives, and always reprocess_all", async () => {
    await start();
    const { id, outs } = await verbs.create(custom());
    expect(outs).toMatchObject({ ...custom(), status: "active", updatedAt: null });
    expect(Date.parse(String(outs.createdAt))).toBeGreaterThan(0);
    const { reprocessAll: _reprocessAll, ...others } = custom();
    await verbs.create(others);
    const body = {
      name: "Nightly",
      source_id: sourceId,
      destination_id: destinationId,
      workflow_type: "custom",
      workflow_nodes: [partitioner, chunker],
      schedule: "daily",
    };
    expect(platform.takeBodies("POST")).toEqual([
      { ...body, reprocess_all: true },
      { ...body, reprocess_all: false },
    ]);
    expect((await verbs.read(id, outs)).id).toBe(id);
  });

  it("shows no change in rounds without one, with ids, defaults and cron on the platform", async () => {
    await start();
    const { sourceId: _source, schedule: _schedule, ...local } = custom();
    const template = { name: "T", sourceId, workflowType: "template", templateId: "hi_res_partition" };
    for (const inputs of [
      custom(),
      local,
      template,
      { ...custom(), schedule: "0 0 * * *" },
      { ...custom(), workflowNodes: [keyed] },
    ]) {
      const { id, outs } = await verbs.create(inputs);
      let recorded = outs;
      for (let round = 0; round < 3; round++) {
        const { props = {} } = await verbs.read(id, recorded);
        expect(props).toEqual(outs);
        expect(await verbs.diff(id, props, inputs)).toMatchObject({ changes: false });
        recorded = props;
      }
    }
  });

  it("finds a change of each field on the platform, and one PUT puts it back", async () => {
    await start();
    const changes: Record<string, [object, unknown]> = {
      name: [{ name: "Theirs" }, "Theirs"],
      sourceId: [{ source_id: otherSourceId }, otherSourceId],
      destinationId: [{ destination_id: null }, null],
      workflowType: [{ workflow_type: "auto" }, "auto"],
      workflowNodes: [
        { workflow_nodes: [partitioner, { ...chunker, settings: { max_characters: 500, overlap: 100 } }] },
        [partitioner, { ...chunker, settings: { max_characters: 500, overlap: 100 } }],
      ],
      schedule: [{ schedule: "weekly" }, "weekly"],
      reprocessAll: [{ reprocess_all: false }, false],
    };
    const { id, outs } = await verbs.create(custom());
    let recorded = outs;
    for (const [field, [change, shown]] of Object.entries(changes)) {
      await outside(id, change);
      const { props = {} } = await verbs.read(id, recorded);
      expect(props[field]).toEqual(shown);
      const differing = Object.keys(custom()).filter(
        (name) => JSON.stringify(props[name]) !== JSON.stringify(recorded[name]),
      );
      expect(differing).toEqual([field]);
      expect(await verbs.diff(id, props, custom())).toMatchObject({ changes: true, replaces: [] });
      platform.take();
      recorded = (await verbs.update(id, props, custom())).outs;
      expect(platform.take()).toEqual([`PUT /api/v1/workflows/${id}`]);
      expect(recorded).toMatchObject(custom());
      expect(await verbs.diff(id, recorded, custom())).toMatchObject({ changes: false });
    }
  });

  it("clears what the program no longer gives with null, and reads it back", async () => {
    await start();
    const { id, outs } = await verbs.create(custom());
    const { schedule: _schedule, destinationId: _destination, ...left } = custom();
    expect(await verbs.diff(id, outs, left)).toMatchObject({ changes: true, replaces: [] });
    platform.take();
    const updated = await verbs.update(id, outs, left);
    const [put] = platform.requests.slice(-2);
    expect(put?.body).toMatchObject({ schedule: null, destination_id: null });
    expect(platform.take()).toEqual([`PUT /api/v1/workflows/${id}`, `GET /api/v1/workflows/${id}`]);
    expect(updated.outs).toMatchObject({ schedule: null, destinationId: null });
    const { sourceId: _source, ...local } = left;
    await verbs.update(id, updated.outs, local);
    expect(await stored(id)).toMatchObject(newerWorkflows ? { source_id: null } : { sources: [] });
  });

  it("becomes one of a template and back, without what it had before", async () => {
    await start();
    const template = { name: "Nightly", sourceId, workflowType: "template", templateId: "hi_res_partition" };
    const inputs = { name: "Nightly", sourceId, workflowType: "custom", workflowNodes: [partitioner] };
    const { id, outs } = await verbs.create(inputs);
    const there = await verbs.update(id, outs, template);
    expect(platform.takeBodies("PUT").at(-1)).toMatchObject({
      workflow_nodes: null,
      template_id: "hi_res_partition",
    });
    const back = await verbs.update(id, there.outs, inputs);
    expect(platform.takeBodies("PUT").at(-1)).toMatchObject({
      workflow_nodes: [partitioner],
      template_id: null,
    });
    expect(back.outs).toMatchObject({ workflowType: "custom", workflowNodes: [partitioner] });
  });

  it("says so if the platform keeps what was to be cleared", async () => {
    await start(false);
    const { id, outs } = await verbs.create(custom());
    const { schedule: _schedule, ...unscheduled } = custom();
    const error = await rejection(verbs.update(id, outs, unscheduled));
    expect(error.message).toBe(
      'unstructured.Workflow "Nightly": update failed: Unstructured kept schedule as before; set it on the platform, or undo the change in the program',
    );
    expect(error.code).toBe("PC_NOT_APPLIED");
    const { props = {} } = await verbs.read(id, error.properties as Fields);
    expect(await verbs.diff(id, props, custom())).toMatchObject({ changes: false });
  });

  it("sends the nodes without a setting that the program no longer gives", async () => {
    await start();
    const { id, outs } = await verbs.create(custom());
    const news = {
      ...custom(),
      workflowNodes: [partitioner, { ...chunker, settings: { max_characters: 2048 } }],
    };
    expect(await verbs.diff(id, outs, news)).toMatchObject({ changes: true });
    await verbs.update(id, outs, news);
    expect(platform.takeBodies("PUT").at(-1)).toMatchObject({ workflow_nodes: news.workflowNodes });
  });

  it("keeps a key in a node secret, and leaves it as it is where the platform masks it", async () => {
    await start();
    const inputs = { ...custom(), workflowNodes: [keyed, chunker] };
    const marking = markingVerbs(workflowDefinition, settingsFor(platform));
    const { outs } = await marking.create(inputs);
    expect(outs.workflowNodes).toMatchObject([
      { settings: { provider_api_key: { ...secretMark, value: key } } },
      chunker,
    ]);
    const { id, outs: recorded } = await verbs.create(inputs);
    await outside(id, {
      workflow_nodes: [
        { ...keyed, settings: { ...keyed.settings, provider_api_key: "**********" } },
        { ...chunker, settings: { ...chunker.settings, overlap: 7 } },
      ],
    });
    const { props = {} } = await verbs.read(id, recorded);
    expect(props.workflowNodes).toEqual([
      keyed,
      { ...chunker, settings: { max_characters: 2048, overlap: 7 } },
    ]);
  });

  it("is adopted without a request that writes, where it is what the program says", async () => {
    await start();
    const body = {
      name: "Nightly",
      source_id: sourceId,
      destination_id: destinationId,
      workflow_type: "custom",
      workflow_nodes: [partitioner, chunker],
      schedule: "daily",
      reprocess_all: true,
    };
    const { body: made } = await platform.ask("POST", "/api/v1/workflows/", body);
    const { id } = made as { id: string };
    platform.take();
    const adopted = await verbs.create({
      ...custom(),
      __options: { adopt: { name: "Nightly" }, adopter: "/it" },
    });
    expect(adopted.id).toBe(id);
    expect(platform.takeWrites()).toEqual([]);
    expect(await verbs.diff(id, adopted.outs, custom())).toMatchObject({ changes: false });
  });
});

describe("the rules of a workflow", () => {
  const verbs = workflowVerbs();
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const problemsOf = async (inputs: Fields): Promise<string[]> =>
    (await verbs.check({}, { name: "n", ...inputs })).failures.map(({ reason }) => reason);
  const sourceId = `${uuid}1`;
  const workflowNodes = [partitioner];

  it.each<[string, Fields, RegExp[]]>([
    [
      "a local one with a schedule and another type",
      { workflowType: "auto", schedule: "daily" },
      [/workflowType: without a sourceId/, /schedule: a workflow without a sourceId/],
    ],
    ["a custom one without nodes", { sourceId, workflowType: "custom" }, [/workflowNodes: missing/]],
    [
      "one of a template with nodes and no template",
      { sourceId, workflowType: "template", workflowNodes },
      [/templateId: missing/, /workflowNodes: a "template" workflow/],
    ],
    [
      "a schedule that is neither a phrase nor cron",
      { sourceId, workflowType: "custom", workflowNodes, schedule: "every 3 hours" },
      [/schedule: expected every 15 minutes, .*monthly, or a cron expression/],
    ],
    [
      "a node with a key of no node",
      { workflowType: "custom", workflowNodes: [{ ...partitioner, setting: {} }] },
      [/workflowNodes\[0\].*setting/],
    ],
  ])("refuse %s", async (_title, inputs, expected) => {
    expect(await problemsOf(inputs)).toEqual(
      expected.map((each) => expect.stringMatching(each) as unknown as string),
    );
  });

  it.each<[string, Fields]>([
    ["a source that is not known yet", { sourceId: unknown, workflowType: "auto", schedule: "daily" }],
    ["nodes that are not known yet", { sourceId, workflowType: "custom", workflowNodes: unknown }],
    ["a type that is not known yet", { workflowType: unknown, schedule: "daily" }],
    ["a type that nobody knows", { sourceId, workflowType: "brand-new" }],
    ["a local one with a destination", { workflowType: "custom", workflowNodes, destinationId: `${uuid}2` }],
    ["another cron expression", { sourceId, workflowType: "custom", workflowNodes, schedule: "7 3 * * 1-5" }],
  ])("let pass %s", async (_title, inputs) => {
    expect(await problemsOf(inputs)).toEqual([]);
  });
});

describe("the list of workflows", () => {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.stop());

  it("has a request for each page of 20, and one that asks whether there are more", () => {
    const { request, hasNext } = workflowDefinition.listing({ name: "a & b" });
    expect(request(2)).toEqual({
      method: "GET",
      path: "workflows/?name=a%20%26%20b&page=2&page_size=20",
    });
    expect([19, 20].map((length) => hasNext?.(Array.from({ length }, () => ({}))))).toEqual([false, true]);
  });

  it("takes the place of many reads in a refresh", async () => {
    const verbs = workflowVerbs(settingsFor(platform));
    const made = [];
    for (let number = 0; number < 21; number++) {
      const inputs = { name: `w${number}`, workflowType: "custom", workflowNodes: [partitioner] };
      made.push(await verbs.create(inputs));
    }
    platform.take();
    const reading = workflowVerbs(settingsFor(platform));
    for (const { id, outs } of made) {
      expect((await reading.read(id, outs)).props).toEqual(outs);
    }
    const requests = platform.take();
    expect(requests.filter((line) => line.includes("page_size"))).toHaveLength(2);
    expect(requests).toHaveLength(6);
  });
});
