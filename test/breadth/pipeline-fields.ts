import type { Fields } from "../../provider/src/values/fields";

/** The life of each field of the kinds that make up pipelines. In all values `$docs` stands for the id of the fixture `docs`. */

export type PipelineKind = "unstructured.Workflow" | "aisquared.Model" | "aisquared.Sync";

/** One change of a field, on a resource of its own. */
export interface FieldRow {
  readonly kind: PipelineKind;
  /** The argument. */
  readonly field: string;
  /** Which change it is; several rows of a field have different ones. */
  readonly change: string;
  /** The arguments that the resource is created with. */
  readonly before: Fields;
  /** The arguments after the change. */
  readonly after: Fields;
  /** What the request of the update has of the object, under the platform's keys; undefined if it is replaced. */
  readonly sent?: Fields;
  /** The writing requests of the change: methods, and what follows the path of the object. Default: one PUT, or POST and DELETE. */
  readonly writes?: readonly string[];
  /** What another client writes to the object then. */
  readonly drift: Fields;
  /** Where, behind the path of the object: `/enable`. */
  readonly driftAt?: string;
  /** Which arguments a refresh reports, sorted. Default: the field. */
  readonly reported?: readonly string[];
  /** The writing requests that restore it. Default: those of the change. */
  readonly restored?: readonly string[];
  /** What the exported code has, without line breaks. Default: nothing of the field. */
  readonly exported?: string;
  /** Whether a secret changes, or something in a list with a secret: the display of an operation then does not name the argument. Default: no. */
  readonly isSecret?: boolean;
  /** Whether only the newer form of the platform's responses has the field. Default: no. */
  readonly isHidden?: boolean;
}

/** The requests of a replacement. */
export const replacement: readonly string[] = ["DELETE", "POST"];

type Change = Omit<FieldRow, "kind" | "field">;

/** Rows of a kind whose objects differ from a base in what `from` and `to` have; undefined takes a field away. */
const rowsOf =
  (kind: PipelineKind, base: Fields) =>
  (field: string, from: Fields, to: Fields, rest: Omit<Change, "before" | "after">): FieldRow => {
    const [before, after] = [from, to].map((values) => given({ ...base, ...values })) as [Fields, Fields];
    return { kind, field, before, after, ...rest };
  };

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const key = "PLANTEDproviderkey7";
const partitioner = {
  ...{ name: "Partitioner", type: "partition", subtype: "vlm" },
  settings: { is_dynamic: true, provider_api_key: key },
};
const chunker = (max_characters: number): Fields => ({
  ...{ name: "Chunker", type: "chunk", subtype: "chunk_by_title" },
  settings: { max_characters },
});
const embedder = { name: "Embedder", type: "embed", subtype: "voyageai" };
const nodes = [partitioner, chunker(900)];

const workflow = rowsOf("unstructured.Workflow", {
  ...{ sourceId: "$docs", destinationId: "$results", workflowType: "custom", workflowNodes: nodes },
});
const template = { workflowType: "template", workflowNodes: undefined, templateId: "hi_res_partition" };

/** An update of a workflow has all that the program gives, and null for what it no longer gives. */
const workflows: readonly FieldRow[] = [
  workflow(
    "name",
    { name: "before" },
    { name: "renamed" },
    {
      ...{ change: "renamed", sent: { name: "renamed" }, drift: { name: "theirs" } },
      exported: 'new unstructured.Workflow( "renamed"',
    },
  ),
  workflow(
    "sourceId",
    {},
    { sourceId: "$other-docs" },
    {
      ...{ change: "changed", sent: { source_id: "$other-docs" }, drift: { source_id: "$docs" } },
      exported: "sourceId: otherDocs.id",
    },
  ),
  workflow(
    "sourceId",
    { sourceId: undefined },
    {},
    {
      ...{ change: "set", sent: { source_id: "$docs" }, drift: { source_id: null } },
      exported: "sourceId: docs.id",
    },
  ),
  workflow(
    "sourceId",
    {},
    { sourceId: undefined },
    { change: "cleared", sent: { source_id: null }, drift: { source_id: "$docs" } },
  ),
  workflow(
    "destinationId",
    {},
    { destinationId: "$other-results" },
    {
      ...{ change: "changed", sent: { destination_id: "$other-results" } },
      ...{ drift: { destination_id: "$results" }, exported: "destinationId: otherResults.id" },
    },
  ),
  workflow(
    "destinationId",
    { destinationId: undefined },
    {},
    {
      ...{ change: "set", sent: { destination_id: "$results" }, drift: { destination_id: null } },
      exported: "destinationId: results.id",
    },
  ),
  workflow(
    "destinationId",
    {},
    { destinationId: undefined },
    { change: "cleared", sent: { destination_id: null }, drift: { destination_id: "$results" } },
  ),
  workflow(
    "workflowType",
    {},
    { workflowType: "basic", workflowNodes: undefined },
    {
      ...{ change: "from custom", sent: { workflow_type: "basic", workflow_nodes: null } },
      ...{ drift: { workflow_type: "advanced" }, exported: 'workflowType: "basic"' },
    },
  ),
  workflow(
    "workflowType",
    { workflowType: "basic", workflowNodes: undefined },
    {},
    {
      ...{ change: "to custom", sent: { workflow_type: "custom" } },
      ...{ drift: { workflow_type: "platinum" }, exported: 'workflowType: "custom"' },
    },
  ),
  workflow(
    "workflowNodes",
    {},
    { workflowNodes: [partitioner, chunker(1200)] },
    {
      ...{ change: "with another setting", sent: {} },
      drift: { workflow_nodes: [partitioner, chunker(300)] },
      ...{ isSecret: true, exported: "max_characters: 1200" },
    },
  ),
  workflow(
    "workflowNodes",
    { workflowNodes: [chunker(900)] },
    { workflowNodes: [chunker(900), embedder] },
    {
      ...{ change: "with one more", sent: {}, drift: { workflow_nodes: [chunker(900)] } },
      exported: 'subtype: "voyageai"',
    },
  ),
  workflow(
    "templateId",
    template,
    { ...template, templateId: "hi_res_and_enrichment" },
    {
      ...{ change: "changed", sent: { template_id: "hi_res_and_enrichment" } },
      ...{ drift: { template_id: "hi_res_partition" }, exported: 'templateId: "hi_res_and_enrichment"' },
      isHidden: true,
    },
  ),
  workflow(
    "schedule",
    {},
    { schedule: "daily" },
    {
      ...{ change: "set", sent: { schedule: "daily" }, drift: { schedule: null } },
      exported: 'schedule: "daily"',
    },
  ),
  workflow(
    "schedule",
    { schedule: "daily" },
    { schedule: "every 2 hours" },
    {
      ...{ change: "changed", sent: { schedule: "every 2 hours" }, drift: { schedule: "weekly" } },
      exported: 'schedule: "every 2 hours"',
    },
  ),
  workflow(
    "schedule",
    { schedule: "daily" },
    { schedule: undefined },
    { change: "cleared", sent: { schedule: null }, drift: { schedule: "monthly" } },
  ),
  workflow(
    "reprocessAll",
    {},
    { reprocessAll: true },
    {
      ...{ change: "set", sent: { reprocess_all: true }, drift: { reprocess_all: false } },
      exported: "reprocessAll: true",
    },
  ),
  workflow(
    "reprocessAll",
    { reprocessAll: true },
    { reprocessAll: undefined },
    {
      ...{ change: "cleared", sent: { reprocess_all: false }, drift: { reprocess_all: true } },
      exported: "reprocessAll: false",
    },
  ),
];

const sql = { queryType: "raw_sql", query: "select 1", primaryKey: "id" };
const model = rowsOf("aisquared.Model", { connectorId: "$warehouse", ...sql });
const harvesters = [{ type: "file", value: "docs" }];
const json_schema = { type: "object", properties: { id: { type: "integer" } } };
const embedding_config = { api_key: "PLANTEDembedding7", model: "small" };
const documents = (chunk_size: number, embedding = embedding_config): Fields => ({
  ...{ harvesters, embedding_config: embedding, chunk_config: { chunk_size, chunk_overlap: 0 } },
});
const unstructured = {
  ...{ queryType: "unstructured", query: undefined, primaryKey: undefined, configuration: documents(400) },
};
const search = { harvesters, json_schema, embedding_config };
const dynamic = { queryType: "dynamic_sql", configuration: { harvesters, json_schema } };
const newKey = { ...embedding_config, api_key: "PLANTEDembedding8" };

/** An update of a model has what changed. */
const models: readonly FieldRow[] = [
  model(
    "name",
    { name: "before" },
    { name: "renamed" },
    {
      ...{ change: "renamed", sent: { name: "renamed" }, drift: { name: "theirs" } },
      exported: 'new aisquared.Model( "renamed"',
    },
  ),
  model(
    "connectorId",
    {},
    { connectorId: "$other-warehouse" },
    {
      ...{ change: "changed", drift: { connector_id: "$warehouse" } },
      exported: "connectorId: otherWarehouse.id",
    },
  ),
  model(
    "queryType",
    {},
    { queryType: "dbt" },
    {
      ...{ change: "to another without a configuration", sent: { query_type: "dbt" } },
      ...{ drift: { query_type: "soql" }, exported: 'queryType: "dbt"' },
    },
  ),
  model(
    "queryType",
    {},
    { ...sql, queryType: "vector_search", query: undefined, configuration: search },
    {
      change: "to one with a configuration",
      sent: { query_type: "vector_search", query: null, configuration: search },
      ...{ drift: { query_type: "dynamic_sql" }, exported: 'queryType: "vector_search"' },
    },
  ),
  model("queryType", unstructured, sql, {
    change: "from one with a configuration",
    // Only another object gets rid of a configuration; of another type in place of a query nothing is left.
    ...{ drift: { query_type: "dbt" }, restored: ["PUT"], exported: 'queryType: "raw_sql"' },
  }),
  model(
    "query",
    {},
    { query: "select 2" },
    {
      ...{ change: "changed", sent: { query: "select 2" }, drift: { query: "select 3" } },
      exported: 'query: "select 2"',
    },
  ),
  model(
    "query",
    dynamic,
    { ...dynamic, query: undefined },
    {
      ...{ change: "cleared", sent: { query: null }, drift: { query: "select 4" } },
    },
  ),
  model(
    "primaryKey",
    {},
    { primaryKey: "key" },
    {
      ...{ change: "changed", sent: { primary_key: "key" }, drift: { primary_key: "theirs" } },
      exported: 'primaryKey: "key"',
    },
  ),
  model("primaryKey", { ...unstructured, primaryKey: "id" }, unstructured, {
    ...{ change: "cleared", sent: { primary_key: null }, drift: { primary_key: "theirs" } },
  }),
  model(
    "configuration",
    unstructured,
    { ...unstructured, configuration: documents(500) },
    {
      ...{ change: "changed", sent: { configuration: documents(500) } },
      drift: { configuration: documents(600) },
      exported: "chunk_size: 500",
    },
  ),
  model(
    "configuration",
    unstructured,
    { ...unstructured, configuration: documents(400, newKey) },
    {
      ...{ change: "with another secret", sent: { configuration: documents(400, newKey) } },
      drift: { configuration: documents(400, { ...newKey, api_key: "theirs" }) },
      ...{ isSecret: true, exported: "configuration: {" },
    },
  ),
  model(
    "description",
    {},
    { description: "ours" },
    {
      ...{ change: "set", sent: { description: "ours" }, drift: { description: null } },
      exported: 'description: "ours"',
    },
  ),
  model(
    "description",
    { description: "old" },
    { description: "new" },
    {
      ...{ change: "changed", sent: { description: "new" }, drift: { description: "theirs" } },
      exported: 'description: "new"',
    },
  ),
  model(
    "description",
    { description: "old" },
    { description: undefined },
    { change: "cleared", sent: { description: null }, drift: { description: "theirs" } },
  ),
];

const everyHour = { schedule_type: "interval", sync_interval: 1, sync_interval_unit: "hours" };
const interval = { scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours" };
const noInterval = { syncInterval: undefined, syncIntervalUnit: undefined };
const manual = { scheduleType: "manual", ...noInterval };
const nightly = { scheduleType: "cron_expression", ...noInterval, cronExpression: "0 3 * * *" };
const mapping = { from: "id", to: "key", mapping_type: "standard" };
const vector = (api_key: string): Fields => ({
  ...{ from: "note", to: "v", mapping_type: "vector" },
  embedding_config: { mode: "open_ai", model: "small", api_key },
});
/** Each has a model of its own, for a sync has no name. */
const sync = rowsOf("aisquared.Sync", {
  ...{ sourceId: "$warehouse", destinationId: "$crm", streamName: "customers", syncMode: "full_refresh" },
  ...{ ...interval, configuration: [mapping] },
});
const disabled = "PATCH /enable";
/** The platform takes a cursor field on create only: another client changes nothing. */
const unchanging = { drift: { cursor_field: "theirs" }, reported: [] };

/** An update of a sync has what changed, and a schedule as a whole. */
const syncs: readonly FieldRow[] = [
  sync(
    "sourceId",
    {},
    { sourceId: "$other-warehouse" },
    {
      ...{ change: "changed", drift: { source_id: "$warehouse" } },
      exported: "sourceId: otherWarehouse.id",
    },
  ),
  sync(
    "modelId",
    { modelId: "$orders" },
    { modelId: "$other-orders" },
    {
      ...{ change: "changed", drift: { model_id: "$orders" } },
      exported: "modelId: otherOrders.id",
    },
  ),
  sync(
    "destinationId",
    {},
    { destinationId: "$other-crm" },
    {
      ...{ change: "changed", drift: { destination_id: "$crm" } },
      exported: "destinationId: otherCrm.id",
    },
  ),
  sync(
    "streamName",
    {},
    { streamName: "orders" },
    {
      ...{ change: "changed", sent: { stream_name: "orders" }, drift: { stream_name: "customers" } },
      exported: 'streamName: "orders"',
    },
  ),
  sync(
    "syncMode",
    {},
    { syncMode: "incremental" },
    {
      ...{ change: "changed", sent: { sync_mode: "incremental" }, drift: { sync_mode: "full_refresh" } },
      exported: 'syncMode: "incremental"',
    },
  ),
  sync("scheduleType", {}, manual, {
    change: "to manual",
    sent: { schedule_type: "manual" },
    // Only the end of a sync ends its schedule.
    writes: [disabled, "PUT", disabled],
    drift: { schedule_type: "cron_expression", cron_expression: "0 3 * * *" },
    reported: ["cronExpression", "scheduleType"],
    exported: 'scheduleType: "manual"',
  }),
  sync("scheduleType", manual, nightly, {
    change: "to a cron expression",
    sent: { schedule_type: "cron_expression", cron_expression: "0 3 * * *" },
    // The platform removes what does not belong to a type.
    ...{ drift: { schedule_type: "manual" }, reported: ["cronExpression", "scheduleType"] },
    exported: 'scheduleType: "cron_expression", cronExpression: "0 3 * * *"',
  }),
  sync("scheduleType", nightly, interval, {
    ...{ change: "to an interval", sent: everyHour },
    ...{ drift: { schedule_type: "manual" } },
    reported: ["scheduleType", "syncInterval", "syncIntervalUnit"],
    exported: 'scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours"',
  }),
  sync(
    "syncInterval",
    {},
    { syncInterval: 2 },
    {
      ...{ change: "changed", sent: { ...everyHour, sync_interval: 2 }, drift: { sync_interval: 3 } },
      exported: "syncInterval: 2",
    },
  ),
  sync(
    "syncIntervalUnit",
    {},
    { syncIntervalUnit: "days" },
    {
      change: "changed",
      sent: { ...everyHour, sync_interval_unit: "days" },
      drift: { sync_interval_unit: "weeks" },
      exported: 'syncIntervalUnit: "days"',
    },
  ),
  sync(
    "cronExpression",
    nightly,
    { ...nightly, cronExpression: "0 4 * * *" },
    {
      change: "changed",
      sent: { schedule_type: "cron_expression", cron_expression: "0 4 * * *" },
      ...{ drift: { cron_expression: "0 5 * * *" }, exported: 'cronExpression: "0 4 * * *"' },
    },
  ),
  sync(
    "configuration",
    {},
    { configuration: [mapping, { ...mapping, to: "second" }] },
    {
      ...{ change: "with one more", sent: { configuration: [mapping, { ...mapping, to: "second" }] } },
      drift: { configuration: [mapping] },
      exported: 'to: "second"',
    },
  ),
  sync(
    "configuration",
    { configuration: [vector("PLANTEDvector7")] },
    { configuration: [vector("PLANTEDvector8")] },
    {
      ...{ change: "with another secret", sent: { configuration: [vector("PLANTEDvector8")] } },
      drift: { configuration: [vector("theirs")] },
      ...{ isSecret: true, exported: 'mapping_type: "vector"' },
    },
  ),
  sync(
    "configuration",
    { configuration: { id: "key" } },
    { configuration: { id: "other", note: "text" } },
    {
      ...{ change: "of the older form", sent: { configuration: { id: "other", note: "text" } } },
      drift: { configuration: { id: "other" } },
      exported: 'configuration: { id: "other", note: "text", }',
    },
  ),
  sync(
    "cursorField",
    {},
    { cursorField: "updated_at" },
    { change: "set", ...unchanging, exported: 'cursorField: "updated_at"' },
  ),
  sync(
    "cursorField",
    { cursorField: "updated_at" },
    { cursorField: "id" },
    { change: "changed", ...unchanging, exported: 'cursorField: "id"' },
  ),
  sync(
    "cursorField",
    { cursorField: "updated_at" },
    { cursorField: undefined },
    { change: "cleared", ...unchanging },
  ),
  sync(
    "enabled",
    {},
    { enabled: false },
    {
      ...{ change: "ended", writes: [disabled], sent: { enable: false } },
      ...{ drift: { enable: true }, driftAt: "/enable", exported: "enabled: false" },
    },
  ),
  sync(
    "enabled",
    { enabled: false },
    { enabled: undefined },
    {
      ...{ change: "begun", writes: [disabled], sent: { enable: true } },
      ...{ drift: { enable: false }, driftAt: "/enable", exported: "enabled: true" },
    },
  ),
];

export const fieldRows: readonly FieldRow[] = [...workflows, ...models, ...syncs];
