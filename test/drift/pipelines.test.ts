import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { isFields, omit, type Fields } from "../../provider/src/values/fields";
import { verbsOfKind } from "../harness/verbs";
import {
  driftProblems,
  expectQuietRounds,
  startWorld,
  subjectOf,
  withoutTimes,
  type DriftWorld,
  type FieldChange,
  type Subject,
} from "./matrix";

/** Workflows, models and syncs: kinds without a configuration of the catalog. */

/** A change of one argument, by the stored fields. */
interface Case extends Omit<FieldChange, "after"> {
  readonly change: Fields;
}

const drift = (path: string, change: Fields, more: Partial<Case> = {}): Case => ({
  what: JSON.stringify(change),
  path: path.split("."),
  change,
  ...more,
});
const quiet = (change: Fields): Case => drift("status", change, { isQuiet: true });
const replaced = (path: string, change: Fields): Case => drift(path, change, { isReplaced: true });

let operations = 0;

async function expectDrift(world: DriftWorld, subject: Subject, cases: readonly Case[]): Promise<void> {
  // Each time as an operation of its own, which reads a list once only. Nothing but a setting tells operations apart in one process.
  const afresh = (): Subject => {
    const [platform] = subject.kind.split(".");
    const timeout = (300 + ++operations / 1e6).toFixed(6);
    return {
      ...subject,
      verbs: verbsOfKind(subject.kind, { ...world.settings, [`${platform}:timeout`]: timeout }),
    };
  };
  const stored = subject.store.get(subject.id);
  if (stored === undefined) throw new Error(`${subject.label} is not stored`);
  for (const { change, ...rest } of cases) {
    const found = await driftProblems(world, afresh(), { ...rest, after: { ...stored, ...change } });
    expect([rest.what, found]).toEqual([rest.what, []]);
  }
  await expectQuietRounds(world, afresh());
}

const key = "PLANTEDprovider7";
const nodes = [
  { name: "Partitioner", type: "partition", subtype: "vlm", settings: { provider_api_key: key } },
  { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 900 } },
];

/** The nodes of a stored workflow, one of which has other settings. */
function withSettings(stored: unknown, index: number, settings: Fields): Fields {
  const all = stored as readonly Fields[];
  const changed = all.map((node, at) =>
    at === index ? { ...node, settings: { ...(node.settings as Fields), ...settings } } : node,
  );
  return { workflow_nodes: changed };
}

describe.each([false, true])("drift of workflows (the platform respells: %s)", (respells) => {
  let world: DriftWorld;
  const ids: string[] = [];
  beforeAll(async () => {
    world = await startWorld("unstructured", { respells });
    const s3 = { type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };
    for (const path of ["sources", "sources", "destinations", "destinations"]) {
      const { body } = await world.platform.ask("POST", `/api/v1/${path}/`, { name: path, ...s3 });
      ids.push((body as { id: string }).id);
    }
  });
  afterAll(() => world.stop());

  const workflowOf = async (inputs: Fields): Promise<Subject> => {
    const type = { platform: "unstructured", kind: "unstructured.Workflow", store: "workflows" } as const;
    const subject = await subjectOf(world, { ...type, type: String(inputs.workflowType) }, inputs);
    // Nodes that are sent again get new ids.
    const withoutIds = (node: unknown): unknown => (isFields(node) ? omit(node, ["id"]) : node);
    return {
      ...subject,
      comparable: (stored) =>
        withoutTimes({ ...stored, workflow_nodes: (stored?.workflow_nodes as unknown[]).map(withoutIds) }),
    };
  };

  it("finds every argument of a custom one by its path", async () => {
    const [sourceId, otherSource, destinationId, otherDestination] = ids;
    const subject = await workflowOf({
      ...{ name: "nightly", sourceId, destinationId, workflowType: "custom", workflowNodes: nodes },
      ...{ schedule: "daily", reprocessAll: true },
    });
    const stored = subject.store.get(subject.id)?.workflow_nodes;
    const [first, second] = stored as readonly Fields[];
    await expectDrift(world, subject, [
      drift("name", { name: "renamed elsewhere" }),
      drift("sourceId", { source_id: otherSource }),
      drift("sourceId", { source_id: null }),
      drift("destinationId", { destination_id: otherDestination }),
      drift("destinationId", { destination_id: null }),
      drift("workflowType", { workflow_type: "advanced" }),
      drift("workflowNodes", withSettings(stored, 1, { max_characters: 901 })),
      drift("workflowNodes", { workflow_nodes: [first] }),
      drift("workflowNodes", { workflow_nodes: [second, first] }),
      drift("workflowNodes", { workflow_nodes: [first, { ...second, name: "renamed" }] }),
      drift("schedule", { schedule: "weekly" }),
      drift("schedule", { schedule: null }),
      drift("reprocessAll", { reprocess_all: false }),
      // What the program does not give is the platform's.
      quiet(withSettings(stored, 1, { overlap: 7 })),
      quiet(withSettings(stored, 1, { max_characters: "900" })),
      quiet({ status: "paused" }),
    ]);
  });

  it("keeps the template of one, which no response shows, whatever has become of it", async () => {
    const [sourceId] = ids;
    const templateId = "hi_res_partition";
    const subject = await workflowOf({ name: "by template", sourceId, workflowType: "template", templateId });
    expect(subject.store.get(subject.id)).toMatchObject({ template_id: templateId });
    expect(subject.outs).toMatchObject({ templateId });
    await expectDrift(world, subject, [
      quiet({ template_id: "hi_res_and_enrichment" }),
      quiet({ template_id: null }),
      // What is shown is found beside it, and the update sends the template again.
      drift("schedule", { schedule: "weekly" }),
      drift("schedule", { schedule: "weekly", template_id: "hi_res_and_enrichment" }),
    ]);
  });

  it("finds what a program leaves out", async () => {
    const [sourceId, , destinationId] = ids;
    const subject = await workflowOf({ name: "basic", sourceId, workflowType: "basic", reprocessAll: false });
    const { workflow_nodes } = (await workflowOf({
      name: "c",
      sourceId,
      workflowType: "custom",
      workflowNodes: nodes,
    }).then(({ store, id }) => store.get(id))) as Fields;
    await expectDrift(world, subject, [
      drift("destinationId", { destination_id: destinationId }),
      drift("schedule", { schedule: "monthly" }),
      drift("reprocessAll", { reprocess_all: true }),
      // Nodes are the platform's, where the program gives none.
      quiet({ workflow_nodes }),
    ]);
  });
});

describe.each([false, true])("drift of models and syncs (the platform respells: %s)", (respells) => {
  let world: DriftWorld;
  const connectors: number[] = [];
  beforeAll(async () => {
    world = await startWorld("aisquared", { respells });
    const configuration = {
      ...{ host: "maria.example.com", port: "3306", username: "u", password: "PLANTEDmaria7", database: "d" },
    };
    const http = { destination_url: "https://hooks.example.com/" };
    for (const [name, connector_type, connector_name, settings] of [
      ["one", "source", "MariaDB", configuration],
      ["two", "source", "MariaDB", configuration],
      ["three", "destination", "Http", http],
      ["four", "destination", "Http", http],
    ] as const) {
      const connector = { name, connector_type, connector_name, configuration: settings };
      const { body } = await world.platform.ask("POST", "/api/v1/connectors", { connector });
      const { id } = (body as { data: { id: string } }).data;
      connectors.push(Number(id));
      if (connector_type === "destination")
        await world.platform.ask("GET", `/api/v1/connectors/${id}/discover`);
    }
  });
  afterAll(() => world.stop());

  const modelOf = (inputs: Fields): Promise<Subject> =>
    subjectOf(
      world,
      { platform: "aisquared", kind: "aisquared.Model", store: "models", type: String(inputs.queryType) },
      { connectorId: String(connectors[0]), ...inputs },
    );
  const query = { queryType: "raw_sql", query: "select 1", primaryKey: "id" };

  it("finds every argument of a model with a query by its path", async () => {
    await expectDrift(world, await modelOf({ name: "orders", description: "ours", ...query }), [
      drift("name", { name: "renamed elsewhere" }),
      drift("description", { description: "by another" }),
      drift("description", { description: null }),
      drift("queryType", { query_type: "dbt" }),
      drift("query", { query: "select 2" }),
      drift("primaryKey", { primary_key: "key" }),
      replaced("connectorId", { connector_id: connectors[1] }),
      // A query has no configuration, whatever is there.
      quiet({ configuration: { left: "over" } }),
    ]);
    await expectDrift(world, await modelOf({ name: "bare", ...query }), [
      drift("description", { description: "by another" }),
    ]);
  });

  it("finds every part of a model's configuration by its path", async () => {
    const embedding_config = { api_key: key, model: "small" };
    const configuration = {
      harvesters: [{ type: "file" }],
      embedding_config,
      chunk_config: { chunk_size: 400, chunk_overlap: 0 },
    };
    const change = (changed: Fields): Fields => ({ configuration: { ...configuration, ...changed } });
    await expectDrift(world, await modelOf({ name: "files", queryType: "unstructured", configuration }), [
      drift("configuration.harvesters", change({ harvesters: [] })),
      drift(
        "configuration.embedding_config.model",
        change({ embedding_config: { ...embedding_config, model: "l" } }),
      ),
      drift(
        "configuration.embedding_config.api_key",
        change({ embedding_config: { ...embedding_config, api_key: "theirs" } }),
      ),
      drift(
        "configuration.chunk_config.chunk_size",
        change({ chunk_config: { chunk_size: 500, chunk_overlap: 0 } }),
      ),
      drift("configuration.something_new", change({ something_new: 1 })),
      drift("primaryKey", { primary_key: "id" }),
      drift("query", { query: "select 3" }),
    ]);
  });

  const mappings = [
    { from: "id", to: "key", mapping_type: "standard" },
    {
      from: "note",
      to: "v",
      mapping_type: "vector",
      embedding_config: { mode: "m", model: "s", api_key: key },
    },
  ];
  const syncOf = async (inputs: Fields): Promise<Subject> => {
    const { id: modelId } = await modelOf({ name: "of a sync", ...query });
    const [sourceId, , destinationId] = connectors.map(String);
    return subjectOf(
      world,
      { platform: "aisquared", kind: "aisquared.Sync", store: "syncs", type: String(inputs.scheduleType) },
      {
        sourceId,
        modelId,
        destinationId,
        streamName: "customers",
        syncMode: "full_refresh",
        configuration: mappings,
        ...inputs,
      },
    );
  };

  it("finds every argument of a sync by its path", async () => {
    const subject = await syncOf({ scheduleType: "interval", syncInterval: 2, syncIntervalUnit: "hours" });
    const { id: otherModel } = await modelOf({ name: "other", ...query });
    await expectDrift(world, subject, [
      replaced("sourceId", { source_id: connectors[1] }),
      replaced("modelId", { model_id: Number(otherModel) }),
      replaced("destinationId", { destination_id: connectors[3] }),
      drift("streamName", { stream_name: "orders" }),
      drift("syncMode", { sync_mode: "incremental" }),
      drift("scheduleType", { schedule_type: "cron_expression" }),
      drift("syncInterval", { sync_interval: 3 }),
      drift("syncIntervalUnit", { sync_interval_unit: "days" }),
      drift("cronExpression", { cron_expression: "0 3 * * *" }),
      drift("configuration", { configuration: mappings.slice(0, 1) }),
      drift("configuration", {
        configuration: [
          mappings[0],
          { ...mappings[1], embedding_config: { mode: "m", model: "s", api_key: "theirs" } },
        ],
      }),
      drift("enabled", { status: "disabled" }),
      quiet({ status: "healthy" }),
      quiet({ current_cursor_field: "2026-01-01" }),
    ]);
  });

  it("keeps the cursor field, which no request changes", async () => {
    const incremental = { syncMode: "incremental", scheduleType: "manual", cursorField: "updated_at" };
    const subject = await syncOf(incremental);
    expect(subject.outs).toMatchObject({ cursorField: "updated_at" });
    await expectDrift(world, subject, [
      // Without a request, it would have to be another sync.
      quiet({ cursor_field: "id" }),
      quiet({ cursor_field: null }),
      quiet({ current_cursor_field: "2026-01-01" }),
      drift("syncMode", { sync_mode: "full_refresh" }),
    ]);
  });

  it("finds another cron expression, another path of the older mappings, and that a disabled sync runs", async () => {
    const cron = { scheduleType: "cron_expression", cronExpression: "0 3 * * *", enabled: false };
    await expectDrift(world, await syncOf({ ...cron, configuration: { id: "key" } }), [
      drift("cronExpression", { cron_expression: "0 4 * * *" }),
      drift("configuration.id", { configuration: { id: "other" } }),
      drift("enabled", { status: "pending" }),
    ]);
  });
});
