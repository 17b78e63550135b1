import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { readWorkspace } from "../../../../provider/src/command-line/export/read-workspace";
import type { Inventory, InventoryObject } from "../../../../provider/src/inventory/inventory";
import { kinds } from "../../../../provider/src/kinds";
import { readInventory } from "../../../../sandbox/src/serving/inventory";
import { startPlatforms, type Platforms } from "../../../../sandbox/src/serving/start-platforms";

const time = "2026-03-01T12:00:00.000Z";
const organizationId = "8d7f4c2a-1111-4222-8333-444455556666";
const uuid = (digit: number): string => `${digit}0000000-0000-4000-8000-000000000000`;
const object = (kind: string, id: string, fields: object, rest: object = {}): InventoryObject => ({
  kind,
  id,
  fields: fields as InventoryObject["fields"],
  secrets: [],
  unknown: [],
  ...rest,
});
const connection = (id: string, fields: (between: object) => object, rest: object = {}): InventoryObject =>
  object("airweave.SourceConnection", id, {
    name: `connection-${id.slice(0, 1)}`,
    ...fields({ readableCollectionId: "support" }),
    ...{ createdAt: "2026-03-01T12:00:00.000001", ...rest },
  });
const source = object(
  "unstructured.Source",
  uuid(1),
  { name: "invoices */ ${x}", type: "s3", config: { remote_url: "s3://b/" }, createdAt: time },
  { secrets: ["config.key", "config.secret"] },
);

/** In the order and with the keys of `export --json`. */
const workspace: Inventory = {
  version: 1,
  objects: [
    object("airweave.Collection", "support", {
      ...{ name: "Support", readableId: "support", uuid: uuid(5) },
      ...{ organizationId, createdAt: "2026-03-01T12:00:00.000000" },
    }),
    connection(
      uuid(6),
      (between) => ({
        ...{ shortName: "jira", ...between, config: { project_keys: ["A"] } },
        ...{
          schedule: { cron: "0 6 * * *" },
          organizationId,
          authMethod: "auth_provider",
          authenticated: true,
        },
        ...{ syncId: uuid(7), cron: "0 6 * * *" },
      }),
      { authProvider: "my-composio" },
    ),
    connection(uuid(8), (between) => ({
      ...{ shortName: "gmail", ...between, config: {}, organizationId },
      ...{ authMethod: "oauth_browser", authenticated: false },
    })),
    object(
      "aisquared.Connector",
      "4711",
      {
        ...{ name: "hook", connectorType: "destination", connectorName: "Http" },
        ...{ configuration: { destination_url: "https://x.example.com" }, workspaceId: 42, createdAt: time },
      },
      { secrets: ["configuration.headers"] },
    ),
    object(
      "unstructured.Destination",
      uuid(2),
      {
        name: "search",
        type: "elasticsearch",
        config: { hosts: ["https://a.example.com", null], index_name: "i" },
        createdAt: time,
      },
      { secrets: ["config.es_api_key", "config.hosts.1"] },
    ),
    source,
    object(
      "unstructured.Source",
      uuid(3),
      { name: "new", type: "something-new", config: {}, createdAt: time },
      { secrets: ["config.a\\.b", "config.key"], isOtherType: true },
    ),
  ],
};

describe("platforms that are filled from an inventory", () => {
  let folder: string;
  let platforms: Platforms | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "inventory-"));
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  const write = (content: unknown): string => {
    const path = join(folder, "inventory.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  const stop = async (): Promise<void> => {
    await platforms?.stop();
    platforms = undefined;
  };
  const start = async (...inventories: readonly unknown[]): Promise<void> => {
    await stop();
    const objects = inventories.map((content) => readInventory(write(content)));
    platforms = await startPlatforms(join(folder, "platforms"), { objects });
  };
  /** As `export --json` reads them, with the settings that the sandbox says. */
  const exported = (names?: readonly string[], account?: string): Promise<Inventory> => {
    const before = process.env;
    process.env = { ...before, ...platforms?.env };
    const definitions = kinds.filter(({ platform: { name } }) => names?.includes(name) ?? true);
    return readWorkspace(
      { definitions, ...(account === undefined ? {} : { account }) },
      { config: () => undefined },
    ).finally(() => (process.env = before));
  };

  it("have the same objects under the same ids: exported again, they are the same bytes", async () => {
    await start(workspace);
    const inventory = await exported();
    expect(JSON.stringify(inventory, undefined, 2)).toBe(JSON.stringify(workspace, undefined, 2));
    // What the platforms have stays, as other data does.
    await start();
    expect(await exported()).toEqual(workspace);
  });

  it("replace an object of the same id, and keep others", async () => {
    await start({ version: 1, objects: [source] });
    const changed = { ...source, fields: { ...source.fields, name: "changed" } };
    const other = { ...source, id: uuid(4), fields: { ...source.fields, name: "other" } };
    await start({ version: 1, objects: [changed] }, { version: 1, objects: [other] });
    expect((await exported(["unstructured"])).objects).toEqual([changed, other]);
  });

  it("go on counting after the ids of an inventory", async () => {
    await start(workspace);
    const {
      AISQUARED_API_URL: url,
      AISQUARED_EMAIL: email,
      AISQUARED_PASSWORD: password,
    } = platforms?.env ?? {};
    const send = async (method: string, path: string, body?: object, token = ""): Promise<string> => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "workspace-id": "42",
      };
      const response = await fetch(`${url}/api/v1/${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      return response.text();
    };
    const { data } = JSON.parse(await send("POST", "login", { email, password })) as { data: { id: string } };
    const configuration = { destination_url: "https://y.example.com" };
    const connector = { name: "new", connector_type: "destination", connector_name: "Http", configuration };
    await send("DELETE", "connectors/4711", undefined, data.id);
    expect(JSON.parse(await send("POST", "connectors", { connector }, data.id))).toMatchObject({
      data: { id: "4712" },
    });
  });

  it("hold workflows, models and syncs as if they had been made there", async () => {
    const node = { name: "Partitioner", type: "partition", subtype: "vlm", settings: { model: "m" } };
    const workflow = { name: "nightly", sourceId: uuid(1), destinationId: uuid(2), createdAt: time };
    const connector = workspace.objects.find(({ kind }) => kind === "aisquared.Connector");
    const sync = { sourceId: 4711, destinationId: "4711", modelId: 8, streamName: "people", createdAt: time };
    await start({
      version: 1,
      objects: [
        connector,
        object("aisquared.Model", "7", {
          ...{ name: "ai", connectorId: 4711, queryType: "ai_ml", primaryKey: "id", workspaceId: 42 },
          configuration: { harvesters: [], json_schema: { type: "object" } },
        }),
        object("aisquared.Model", "8", {
          ...{ name: "sql", connectorId: 4711, queryType: "raw_sql", query: "select 1", workspaceId: 42 },
        }),
        object("aisquared.Sync", "9", {
          ...{ ...sync, workspaceId: 42, syncMode: "incremental", cursorField: "at", enabled: false },
          ...{ scheduleType: "interval", syncInterval: 2, syncIntervalUnit: "hours", configuration: [] },
        }),
        object("unstructured.Workflow", uuid(3), {
          ...{ ...workflow, workflowType: "custom", workflowNodes: [node], schedule: "weekly" },
        }),
        object("unstructured.Workflow", uuid(4), {
          ...{ ...workflow, workflowType: "template", templateId: "hi_res_partition", status: "inactive" },
        }),
      ],
    });
    const env = platforms?.env ?? {};
    const get = async (url: string, headers: Record<string, string>): Promise<unknown> =>
      (await fetch(url, { headers })).json();
    const unstructured = { "unstructured-api-key": env.UNSTRUCTURED_API_KEY ?? "" };
    expect(await get(`${env.UNSTRUCTURED_API_URL}/api/v1/workflows/`, unstructured)).toMatchObject([
      {
        ...{ id: uuid(3), status: "active", created_at: time, sources: [uuid(1)], destinations: [uuid(2)] },
        schedule: { crontab_entries: [{ cron_expression: "0 0 * * 0" }] },
        workflow_nodes: [{ ...node, id: expect.any(String), settings: { model: "m", allow_fast: true } }],
      },
      { id: uuid(4), status: "inactive", schedule: null, workflow_nodes: [{ type: "partition" }] },
    ]);
    const base = `${env.AISQUARED_API_URL}/api/v1`;
    const login = await fetch(`${base}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: env.AISQUARED_EMAIL, password: env.AISQUARED_PASSWORD }),
    });
    const { data } = (await login.json()) as { data: { id: string } };
    const aisquared = { authorization: `Bearer ${data.id}`, "workspace-id": "42" };
    expect(await get(`${base}/models`, aisquared)).toMatchObject({
      data: [
        { id: "8", attributes: { name: "sql", query: "select 1", connector: { id: 4711 } } },
        { id: "7", attributes: { configuration: { harvesters: [], json_schema: { type: "object" } } } },
      ],
    });
    expect(await get(`${base}/syncs/9`, aisquared)).toMatchObject({
      data: {
        attributes: {
          ...{ status: "disabled", stream_name: "people", cursor_field: "at", cron_expression: null },
          ...{ schedule_type: "interval", sync_interval: 2, sync_interval_unit: "hours" },
          ...{ source: { id: 4711 }, destination: { id: 4711 }, model: { id: 8 } },
        },
      },
    });
    expect(await get(`${base}/connectors/4711/discover?refresh=true`, aisquared)).toMatchObject({
      data: {
        attributes: {
          catalog: { streams: expect.arrayContaining([expect.objectContaining({ name: "people" })]) },
        },
      },
    });
  });

  it("hold the objects of a named account apart, and serve it", async () => {
    await start({ version: 1, account: "eu", objects: [source] });
    expect((await exported(["unstructured"])).objects).toEqual([]);
    expect(await exported(["unstructured"], "eu")).toEqual({ version: 1, account: "eu", objects: [source] });
  });

  it.each([
    ["not JSON", "this is not valid JSON: line 1, column 1"],
    ["[]", "this is not an inventory, as `pulumi-connectors export --json` writes it: expected a map"],
    [{ version: 1, objects: [{ ...source, secrets: 1 }] }, "objects.0.secrets: expected a list"],
    [{ version: 2, objects: {} }, "its form is version 2, which this release does not know"],
    [
      { version: 1, objects: [{ ...source, kind: "unstructured.Channel" }] },
      'the sandbox has no objects of the kind "unstructured.Channel", only of unstructured.Source, unstructured.Destination,',
    ],
    [{ version: 1, objects: [{ ...source, kind: "__proto__" }] }, "the sandbox has no objects of the kind"],
  ])("refuse %j", async (content, problem) => {
    await expect(start(content)).rejects.toThrow(problem);
    await expect(start(content)).rejects.toThrow(join(folder, "inventory.json"));
  });
});
