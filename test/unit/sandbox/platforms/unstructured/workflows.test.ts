import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import type { PlatformOptions } from "../../../../harness/platform";

/** Checks the workflows of the Unstructured platform against docs/contracts/unstructured.md, sections 2, 3 and 6. */
let platform: TestPlatform;
let source: string;
let destination: string;
let time: number;

interface Shown {
  readonly id: string;
  readonly workflow_nodes: { readonly id: string; readonly settings: Record<string, unknown> | null }[];
}

const start = async (options: Partial<PlatformOptions["unstructured"]> = {}): Promise<void> => {
  time = Date.UTC(2026, 0, 1);
  platform = await startTestPlatform({ now: () => time, ...options });
  source = await connector("sources");
  destination = await connector("destinations");
};

async function connector(kind: string): Promise<string> {
  const config = { remote_url: "s3://bucket/", anonymous: true };
  const { body } = await platform.ask("POST", `/api/v1/${kind}/`, { name: "Some", type: "s3", config });
  return (body as Shown).id;
}

async function ask(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<unknown> {
  const answer = await platform.ask(method, `/api/v1/workflows/${path}`, body);
  return answer.status === 200 ? answer.body : answer;
}

async function create(more: object = {}): Promise<Shown> {
  const body = { name: "Nightly", workflow_type: "auto", source_id: source, destination_id: destination };
  return (await ask("POST", "", { ...body, ...more })) as Shown;
}

const partitioner = {
  name: "Partitioner",
  type: "partition",
  subtype: "vlm",
  settings: { is_dynamic: true },
};
const missing = "00000000-0000-4000-8000-000000000000";

afterEach(() => platform.stop());

describe("workflows", () => {
  beforeEach(() => start());

  it("come back with arrays of connectors and the schedule as cron", async () => {
    const created = await create({ schedule: "weekly" });
    expect(created).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "Nightly",
      workflow_type: "auto",
      status: "active",
      sources: [source],
      destinations: [destination],
      workflow_nodes: [],
      schedule: { crontab_entries: [{ cron_expression: "0 0 * * 0" }] },
      reprocess_all: false,
      created_at: "2026-01-01T00:00:00.000Z",
      updated_at: null,
    });
    expect(await ask("GET", created.id)).toEqual(created);
    expect(await ask("GET", "")).toEqual([created]);
  });

  it.each([
    ["every 15 minutes", "*/15 * * * *"],
    ["every hour", "0 * * * *"],
    ["every 10 hours", "0 */10 * * *"],
    ["daily", "0 0 * * *"],
    ["monthly", "0 0 1 * *"],
  ])("take the schedule %s", async (schedule, cron_expression) => {
    expect(await create({ schedule })).toMatchObject({
      schedule: { crontab_entries: [{ cron_expression }] },
    });
  });

  it("add ids and settings to nodes, and keep the ids that an update sends", async () => {
    const chunker = { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { overlap: 10 } };
    const embedder = { name: "Embedder", type: "embed", subtype: "azure_openai" };
    const nodes = [partitioner, chunker, embedder];
    const { id, workflow_nodes } = await create({ workflow_type: "custom", workflow_nodes: nodes });
    expect(workflow_nodes).toEqual([
      { ...partitioner, id: expect.any(String), settings: expect.objectContaining({ is_dynamic: true }) },
      { ...chunker, id: expect.any(String), settings: expect.objectContaining({ overlap: 10 }) },
      { ...embedder, id: expect.any(String), settings: null },
    ]);
    expect(workflow_nodes[0]?.settings).toMatchObject({ provider: "anthropic", allow_fast: true });
    expect(workflow_nodes[1]?.settings).toMatchObject({ max_characters: null, overlap_all: false });
    expect(new Set(workflow_nodes.map((node) => node.id)).size).toBe(3);
    const kept = { workflow_nodes: [{ ...partitioner, id: workflow_nodes[0]?.id }, chunker] };
    const updated = (await ask("PUT", id, kept)) as Shown;
    expect(updated.workflow_nodes[0]).toEqual(workflow_nodes[0]);
    expect(updated.workflow_nodes[1]?.id).not.toBe(workflow_nodes[1]?.id);
  });

  it("keep what an update omits, and clear what it sends as null", async () => {
    const created = await create({ schedule: "daily", reprocess_all: true });
    time += 1000;
    const updated = await ask("PUT", created.id, { name: "Hourly", schedule: "every hour" });
    expect(updated).toEqual({
      ...created,
      name: "Hourly",
      schedule: { crontab_entries: [{ cron_expression: "0 * * * *" }] },
      updated_at: "2026-01-01T00:00:01.000Z",
    });
    const nulls = { name: null, schedule: null, destination_id: null, reprocess_all: null };
    expect(await ask("PUT", created.id, nulls)).toMatchObject({
      name: "Hourly",
      schedule: null,
      sources: [source],
      destinations: [],
      reprocess_all: true,
    });
  });

  it("take their nodes from a template, without showing its id", async () => {
    const { id, workflow_nodes } = await create({
      workflow_type: "template",
      template_id: "hi_res_partition",
    });
    const { body } = await platform.ask("GET", "/api/v1/templates/hi_res_partition");
    expect(workflow_nodes).toEqual((body as { nodes: unknown }).nodes);
    expect(workflow_nodes[0]).toMatchObject({ type: "partition", settings: { strategy: "hi_res" } });
    const updated = await ask("PUT", id, { template_id: "hi_res_and_enrichment" });
    expect((updated as Shown).workflow_nodes).toHaveLength(3);
    expect(updated).not.toHaveProperty("template_id");
  });

  it("are gone after a delete, and only then among the soft-deleted ones", async () => {
    const [first, second] = [await create(), await create()];
    expect(await ask("GET", "?show_only_soft_deleted=true")).toEqual([]);
    expect(await ask("DELETE", first.id)).toEqual({
      detail: `Workflow with id ${first.id} successfully deleted.`,
    });
    const gone = { status: 404, body: { detail: `Workflow with id ${first.id} not found` } };
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      expect(await ask(method, first.id, method === "PUT" ? {} : undefined)).toEqual(gone);
    }
    expect(await ask("POST", `${first.id}/run`)).toEqual(gone);
    expect(await ask("GET", "")).toEqual([second]);
    expect(await ask("GET", "?show_only_soft_deleted=true")).toEqual([first]);
  });

  it("keep the id of a deleted connector, and refuse it in an update", async () => {
    const { id } = await create();
    await platform.ask("DELETE", `/api/v1/sources/${source}`);
    expect(await ask("GET", id)).toMatchObject({ sources: [source] });
    expect(await ask("PUT", id, { name: "Renamed" })).toMatchObject({ name: "Renamed", sources: [source] });
    expect(await ask("PUT", id, { source_id: source })).toEqual({
      status: 422,
      body: { detail: `Source with id ${source} not found` },
    });
    expect(await create()).toMatchObject({ status: 422 });
  });

  it.each([
    ["a type without a source", { source_id: null }, /without a source must be of the type custom/],
    [
      "a schedule without a source",
      { source_id: null, workflow_type: "custom", workflow_nodes: [partitioner], schedule: "daily" },
      /without a source cannot have a schedule/,
    ],
    ["a custom one without nodes", { workflow_type: "custom" }, /custom must have workflow_nodes/],
    ["a template without its id", { workflow_type: "template" }, /must have a template_id/],
    ["an unknown template", { workflow_type: "template", template_id: "best" }, /id best not found/],
    ["another type with a template", { template_id: "hi_res_partition" }, /cannot have a template_id/],
    [
      "a template with nodes",
      { workflow_type: "template", template_id: "hi_res_partition", workflow_nodes: [partitioner] },
      /cannot have workflow_nodes/,
    ],
    ["an unknown destination", { destination_id: missing }, /Destination with id 0{8}.* not found/],
  ])("refuse %s", async (_what, more, message) => {
    expect(await create(more)).toEqual({ status: 422, body: { detail: expect.stringMatching(message) } });
    expect(await ask("GET", "")).toEqual([]);
  });

  it("refuse malformed values with the path of each", async () => {
    const body = {
      workflow_type: "best",
      source_id: "mine",
      workflow_nodes: [partitioner, { name: "x", type: 1, subtype: "y", settings: [] }],
      schedule: "sometimes",
      reprocess_all: "perhaps",
    };
    const { body: answer } = (await ask("POST", "", body)) as { body: { detail: { loc: unknown }[] } };
    expect(answer.detail.map(({ loc }) => loc)).toEqual([
      ["body", "name"],
      ["body", "workflow_type"],
      ["body", "source_id"],
      ["body", "workflow_nodes", 1, "type"],
      ["body", "workflow_nodes", 1, "settings"],
      ["body", "schedule"],
      ["body", "reprocess_all"],
    ]);
    expect(await ask("GET", "no-uuid")).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["path", "workflow_id"] }] },
    });
  });

  it("come in pages of 20, in the order that a query asks for", async () => {
    const made: string[] = [];
    for (let number = 0; number < 23; number++) made.push((await create({ name: `w${number}` })).id);
    const ids = async (query: string): Promise<string[]> =>
      ((await ask("GET", query)) as Shown[]).map(({ id }) => id);
    const sorted = made.toSorted((a, b) => a.localeCompare(b));
    expect(await ids("")).toEqual(sorted.slice(0, 20));
    expect(await ids("?page=2")).toEqual(sorted.slice(20));
    expect(await ids("?page=3")).toEqual([]);
    expect(await ids("?page=2&page_size=10&sort_direction=desc")).toEqual(sorted.toReversed().slice(10, 20));
    expect(await ids("?sort_by=name&page_size=2")).toEqual([made[0], made[1]]);
    for (const query of ["page=0", "page_size=101", "page=x", "sort_by=color", "created_since=soon"]) {
      expect(await ask("GET", `?${query}`)).toMatchObject({ status: 422 });
    }
  });

  it("are found by source, destination, status, name and time", async () => {
    const first = await create({ name: "First" });
    time += 1000;
    const other = await connector("sources");
    const second = await create({ name: "Second", source_id: other, destination_id: null });
    const found = (query: string): Promise<unknown> => ask("GET", `?sort_by=created_at&${query}`);
    expect(await found("status=active")).toEqual([first, second]);
    expect(await found("status=inactive")).toEqual([]);
    expect(await found(`source_id=${other}`)).toEqual([second]);
    expect(await found(`destination_id=${destination}`)).toEqual([first]);
    expect(await found("name=sec")).toEqual([second]);
    expect(await found("created_since=2026-01-01T00:00:01Z")).toEqual([second]);
    expect(await found("created_before=2026-01-01T00:00:01Z")).toEqual([first]);
  });

  it("are logged without what may be a secret in their nodes", async () => {
    const settings = { provider_api_key: "s3cret", model: "some", unheard_of: "s3cret", overlap: null };
    const nodes = [{ ...partitioner, settings, note: "s3cret" }];
    await create({ workflow_type: "custom", workflow_nodes: nodes });
    const { body } = platform.log.at(-1) ?? {};
    expect(body).toEqual({
      name: "Nightly",
      workflow_type: "custom",
      source_id: source,
      destination_id: destination,
      workflow_nodes: [
        {
          ...{ name: "Partitioner", type: "partition", subtype: "vlm", note: "[secret]" },
          settings: {
            provider_api_key: "[secret]",
            model: "some",
            unheard_of: "[secret]",
            overlap: null,
          },
        },
      ],
    });
  });

  it("redirect a path without its slash, and name a wrong method", async () => {
    const created = await create();
    expect(await platform.ask("GET", "/api/v1/workflows")).toEqual({ status: 200, body: [created] });
    expect(await platform.ask("GET", `/api/v1/workflows/${created.id}/`)).toEqual({
      status: 200,
      body: created,
    });
    expect(await platform.ask("GET", `/api/v1/workflows/${created.id}/run`)).toMatchObject({ status: 405 });
  });
});

describe("workflows in the shape of the newer pages", () => {
  beforeEach(() => start({ newerWorkflows: true }));

  it("come back with single connectors, the template and the phrase", async () => {
    const more = { workflow_type: "template", template_id: "hi_res_partition", schedule: "weekly" };
    const created = await create(more);
    expect(created).toMatchObject({ ...more, source_id: source, destination_id: destination });
    expect(created).not.toHaveProperty("sources");
    expect(await ask("GET", "")).toEqual([created]);
    const local = await create({
      ...{ source_id: null, destination_id: null, workflow_type: "custom", workflow_nodes: [partitioner] },
    });
    expect(local).toMatchObject({ source_id: null, destination_id: null, schedule: null, template_id: null });
  });
});

describe("workflows of a server on which null means unchanged", () => {
  beforeEach(() => start({ nullClears: false }));

  it("keep what an update sends as null", async () => {
    const created = await create({
      workflow_type: "custom",
      schedule: "daily",
      workflow_nodes: [partitioner],
    });
    const nulls = { schedule: null, destination_id: null, source_id: null, workflow_nodes: null };
    expect(await ask("PUT", created.id, nulls)).toEqual({
      ...created,
      updated_at: "2026-01-01T00:00:00.000Z",
    });
  });
});

describe("templates", () => {
  beforeEach(() => start());

  it("are listed without nodes, and shown with them", async () => {
    const { body } = await platform.ask("GET", "/api/v1/templates/");
    const [first, second] = body as { readonly id: string }[];
    expect([first?.id, second?.id]).toEqual(["hi_res_partition", "hi_res_and_enrichment"]);
    expect(first).not.toHaveProperty("nodes");
    const one = await platform.ask("GET", "/api/v1/templates/hi_res_and_enrichment");
    expect(one).toMatchObject({ status: 200, body: { ...second, nodes: [{ type: "partition" }, {}, {}] } });
    expect(await platform.ask("GET", "/api/v1/templates/best")).toMatchObject({ status: 404 });
  });
});
