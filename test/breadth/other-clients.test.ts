import { describe, expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";
import {
  hasUnstructuredSdk,
  parseAsSdk,
  recordedSdkRequests,
  replaySdkRequest,
  runWithSdk,
} from "../harness/unstructured-sdk";

/** What a program declares is what other clients see, and the other way round. Airweave's SDK makes objects in existing-workspace.test.ts. */

/** How the official SDK of Unstructured creates and reads a workflow. */
interface WorkflowClient {
  /** With a source and a destination of its own. @returns it as the SDK shows it. */
  create(world: World): Promise<unknown>;
  read(world: World, id: string): Promise<unknown>;
}

const live: WorkflowClient = {
  create: ({ platform }) => runWithSdk("exchange_workflow.py", platform, "create"),
  read: ({ platform }, id) => runWithSdk("exchange_workflow.py", platform, "read", id),
};

const recorded = recordedSdkRequests("workflows");

/** Sends what the SDK sent, and checks the response against its models. */
async function replayed({ platform }: World, line: string, ids: Map<string, string>): Promise<unknown> {
  const request = recorded.find(({ method, path }) => `${method} ${path}` === line);
  if (request === undefined) throw new Error(`${line} is not recorded`);
  const { status, body } = await replaySdkRequest(platform, request, ids);
  expect(status).toBe(request.status);
  return parseAsSdk(request.method, request.path, body);
}

const asRecorded: WorkflowClient = {
  async create(world) {
    const ids = new Map<string, string>();
    await replayed(world, "POST /api/v1/sources/", ids);
    await replayed(world, "POST /api/v1/destinations/", ids);
    return replayed(world, "POST /api/v1/workflows/", ids);
  },
  read: (world, id) => replayed(world, "GET /api/v1/workflows/{workflow}", new Map([["workflow", id]])),
};

const nodes = [
  { name: "Partitioner", type: "partition", subtype: "vlm", settings: { is_dynamic: true } },
  { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 900 } },
];
const s3 = { type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };

function exchangesWorkflows(title: string, client: WorkflowClient): void {
  describeOnEngines(`workflows of a program and of the official SDK, ${title}`, (world) => {
    it("that the program declares are the same to the SDK", async () => {
      const { project, stack } = world();
      project.program(`
        const docs = new unstructured.Source("docs", ${JSON.stringify(s3)});
        const results = new unstructured.Destination("results", ${JSON.stringify(s3)});
        new unstructured.Workflow("nightly", {
          sourceId: docs.id, destinationId: results.id, workflowType: "custom", schedule: "daily", reprocessAll: true,
          workflowNodes: ${JSON.stringify(nodes)},
        });`);
      expect(await stack.up()).toMatchObject({ succeeded: true });
      const { docs, results, nightly } = await stack.resources();
      expect(await client.read(world(), nightly?.id ?? "")).toMatchObject({
        ...{ id: nightly?.id, name: "nightly", workflow_type: "custom", reprocess_all: true },
        ...{ sources: [docs?.id], destinations: [results?.id], workflow_nodes: nodes },
        schedule: { crontab_entries: [{ cron_expression: "0 0 * * *" }] },
      });
    });

    it("that the SDK makes are the same to the program, which adopts them without a writing request", async () => {
      const { platform, project, otherStack } = world();
      const { id, sources, destinations } = (await client.create(world())) as {
        readonly id: string;
        readonly sources: readonly string[];
        readonly destinations: readonly string[];
      };
      const [[sourceId], [destinationId]] = [sources, destinations];
      const args = {
        sourceId,
        destinationId,
        workflowType: "custom",
        schedule: "weekly",
        reprocessAll: true,
      };
      project.program(`
        exports.found = unstructured.getWorkflow({ name: "From the SDK" });
        new unstructured.Workflow("ours", {
          name: "From the SDK", ...${JSON.stringify({ ...args, workflowNodes: nodes.slice(0, 1) })},
        }, { adopt: { name: "From the SDK" } });`);
      platform.take();
      const other = await otherStack("other");
      expect(await other.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
      expect(platform.takeWrites()).toEqual([]);
      expect((await other.outputs()).found).toMatchObject({ id, name: "From the SDK", ...args });
      expect((await other.resources()).ours?.id).toBe(id);
    });
  });
}

exchangesWorkflows("as recorded", asRecorded);

if (hasUnstructuredSdk) exchangesWorkflows("live", live);
else
  describe.skip("workflows of a program and of the official SDK, live", () => {
    it("requires Python with unstructured-client", () => undefined);
  });

const maria = {
  ...{ connectorType: "source", connectorName: "MariaDB" },
  configuration: { host: "maria.example.com", port: "3306", username: "u", password: "p4ss", database: "d" },
};
const hooks = {
  ...{ connectorType: "destination", connectorName: "Http" },
  configuration: { destination_url: "https://hooks.example.com/" },
};
const mapping = { from: "id", to: "key", mapping_type: "standard" };

// AI Squared has no SDK: what its requests and responses have is in docs/contracts/aisquared.md, sections 6 and 7.
describeOnEngines(
  "models and syncs of a program and of another client",
  (world) => {
    const item = async (path: string): Promise<unknown> => (await world().platform.ask("GET", path)).body;

    it("that the program declares are the same to the client", async () => {
      const { project, stack } = world();
      project.program(`
        const warehouse = new aisquared.Connector("warehouse", ${JSON.stringify(maria)});
        const hooks = new aisquared.Connector("hooks", ${JSON.stringify(hooks)});
        const orders = new aisquared.Model("orders", {
          connectorId: warehouse.id, queryType: "raw_sql", query: "select id from orders", primaryKey: "id", description: "ours",
        });
        new aisquared.Sync("hourly", {
          sourceId: warehouse.id, modelId: orders.id, destinationId: hooks.id, streamName: "customers", syncMode: "incremental",
          scheduleType: "interval", syncInterval: 2, syncIntervalUnit: "hours", cursorField: "id",
          configuration: [${JSON.stringify(mapping)}],
        });`);
      const { succeeded, output } = await stack.up();
      expect([succeeded, succeeded ? "" : output]).toEqual([true, ""]);
      const { warehouse, hooks: to, orders, hourly } = await stack.resources();
      expect(await item(`/api/v1/models/${orders?.id}`)).toMatchObject({
        data: {
          ...{ id: orders?.id, type: "models" },
          attributes: {
            ...{ name: "orders", query_type: "raw_sql", query: "select id from orders", primary_key: "id" },
            ...{ description: "ours", configuration: null, connector: { id: Number(warehouse?.id) } },
          },
        },
      });
      expect(await item(`/api/v1/syncs/${hourly?.id}`)).toMatchObject({
        data: {
          ...{ id: hourly?.id, type: "syncs" },
          attributes: {
            ...{
              source_id: Number(warehouse?.id),
              model_id: Number(orders?.id),
              destination_id: Number(to?.id),
            },
            ...{ stream_name: "customers", sync_mode: "incremental", schedule_type: "interval" },
            ...{ sync_interval: 2, sync_interval_unit: "hours", cron_expression: null, cursor_field: "id" },
            ...{ status: "pending", configuration: [mapping] },
          },
        },
      });
    });

    it("that the client makes are the same to the program, which adopts them without a writing request", async () => {
      const { platform, project, stack, otherStack } = world();
      const { warehouse, hooks: to } = await stack.resources();
      const [connectorId = "", destinationId = ""] = [warehouse?.id, to?.id];
      const made = async (path: string, body: object): Promise<string> => {
        const { status, body: shown } = await platform.ask("POST", path, body);
        expect([path, status]).toEqual([path, 201]);
        return (shown as { readonly data: { readonly id: string } }).data.id;
      };
      const query = { query_type: "table_selector", query: "refunds", primary_key: "id" };
      const modelId = await made("/api/v1/models", {
        model: { name: "theirs", connector_id: Number(connectorId), ...query },
      });
      const syncId = await made("/api/v1/syncs", {
        sync: {
          ...{
            source_id: Number(connectorId),
            model_id: Number(modelId),
            destination_id: Number(destinationId),
          },
          ...{ stream_name: "orders", sync_mode: "full_refresh", configuration: { id: "key" } },
          ...{ schedule_type: "cron_expression", cron_expression: "0 3 * * *" },
        },
      });
      const model = { connectorId, queryType: "table_selector", query: "refunds", primaryKey: "id" };
      const references = { sourceId: connectorId, modelId, destinationId };
      const schedule = { scheduleType: "cron_expression", cronExpression: "0 3 * * *" };
      const sync = { ...references, streamName: "orders", syncMode: "full_refresh", ...schedule };
      project.program(`
        exports.model = aisquared.getModel({ name: "theirs" });
        exports.sync = aisquared.getSync({ modelId: "${modelId}" });
        new aisquared.Model("theirs", ${JSON.stringify(model)}, { adopt: { name: "theirs" } });
        new aisquared.Sync("nightly", ${JSON.stringify({ ...sync, configuration: { id: "key" } })}, { adopt: { streamName: "orders" } });`);
      platform.take();
      const other = await otherStack("other");
      expect(await other.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
      expect(platform.takeWrites()).toEqual([]);
      expect(await other.outputs()).toMatchObject({
        model: { id: modelId, name: "theirs", ...model },
        sync: { id: syncId, ...sync, syncInterval: null, cursorField: null },
      });
      const { theirs, nightly } = await other.resources();
      expect([theirs?.id, nightly?.id]).toEqual([modelId, syncId]);
    });
  },
  { platform: "aisquared" },
);
