import { describe, expect, it } from "@jest/globals";
import { postgres, snowflake, startAisquared, type AisquaredClient, type Answer } from "./client";

/** Checks the runs of syncs of the AI Squared platform against docs/contracts/aisquared.md, sections 3, 4.4 and 7. */
const manual = {
  ...{ source_id: 1, destination_id: 2, model_id: 1, stream_name: "customers", sync_mode: "full_refresh" },
  ...{ schedule_type: "manual", configuration: [{ from: "id", to: "id", mapping_type: "standard" }] },
};

/** With a sync, 1, between two connectors. */
async function start(
  source: object = {},
  destination: object = {},
  sync: object = {},
): Promise<AisquaredClient> {
  const client = await startAisquared();
  const model = { connector_id: 1, name: "m", query_type: "raw_sql", query: "select 1", primary_key: "id" };
  await client.make("/connectors", { connector: snowflake });
  await client.make("/connectors", { connector: postgres });
  await client.make("/models", { model });
  await client.call("GET", "/connectors/2/discover");
  await client.make("/syncs", { sync: { ...manual, ...sync } });
  for (const [id, { configuration }, more] of [
    [1, snowflake, source],
    [2, postgres, destination],
  ] as const) {
    const changed = { connector: { configuration: { ...configuration, ...more } } };
    await client.call("PUT", `/connectors/${id}`, { body: changed });
  }
  return client;
}

const run = (client: AisquaredClient, sync_id: unknown = 1): Promise<Answer> =>
  client.call("POST", "/schedule_syncs", { body: { schedule_sync: { sync_id } } });
const cancel = (client: AisquaredClient, id = 1): Promise<Answer> =>
  client.call("DELETE", `/schedule_syncs/${id}`);
const enable = (client: AisquaredClient, on: boolean): Promise<Answer> =>
  client.call("PATCH", "/syncs/1/enable", { body: { enable: on } });

interface Item {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const list = async (client: AisquaredClient, path: string): Promise<Item[]> =>
  ((await client.call("GET", path)).body as { data: Item[] }).data;
const runs = (client: AisquaredClient, query = ""): Promise<Item[]> =>
  list(client, `/syncs/1/sync_runs${query}`);
const records = (client: AisquaredClient, query = ""): Promise<Item[]> =>
  list(client, `/syncs/1/sync_runs/1/sync_records${query}`);
const statusOf = async (client: AisquaredClient): Promise<unknown> =>
  ((await client.call("GET", "/syncs/1")).body as { data: Item }).data.attributes.status;

const error = (status: number, detail: string): object => ({
  status,
  body: { errors: [{ status, title: "Error", detail }] },
});

describe("a run of an AI Squared sync", () => {
  it("is pending, then in progress, then a success that makes the sync healthy", async () => {
    const client = await start();
    expect(await run(client)).toMatchObject({
      status: 200,
      body: { message: "Sync scheduled successfully" },
    });
    client.pass(1000);
    expect(await runs(client)).toEqual([
      {
        id: "1",
        type: "sync_runs",
        attributes: {
          ...{ sync_id: 1, status: "in_progress", sync_run_type: "general", error: null },
          ...{ started_at: "2026-08-01T00:00:01.000Z", finished_at: null, duration: null },
          ...{ total_query_rows: 0, total_rows: 0, skipped_rows: 0, successful_rows: 0, failed_rows: 0 },
          created_at: "2026-08-01T00:00:00.000Z",
          updated_at: "2026-08-01T00:00:01.000Z",
        },
      },
    ]);
    client.pass(2500);
    expect(await client.call("GET", "/syncs/1/sync_runs/1")).toMatchObject({
      status: 200,
      body: {
        data: {
          id: "1",
          attributes: {
            ...{ status: "success", duration: 2.5, finished_at: "2026-08-01T00:00:03.500Z" },
            ...{ total_rows: 3, successful_rows: 3, failed_rows: 0 },
          },
        },
      },
    });
    expect(await statusOf(client)).toBe("healthy");
    expect(await records(client)).toMatchObject([
      {
        type: "sync_records",
        attributes: { record: { id: 1, name: "Row 1" }, status: "success", error: null },
      },
      { attributes: { sync_id: 1, sync_run_id: 1 } },
      {},
    ]);
  });

  it("moves on when the sync is read, too", async () => {
    const client = await start();
    await run(client);
    expect([await statusOf(client), await statusOf(client)]).toEqual(["pending", "healthy"]);
    expect(await runs(client)).toMatchObject([{ attributes: { status: "success" } }]);
  });

  it("fails when the source cannot be reached, without a record", async () => {
    const client = await start({ host: "acme.invalid" });
    await run(client);
    expect([await statusOf(client), await statusOf(client)]).toEqual(["pending", "failed"]);
    expect(await runs(client)).toMatchObject([
      { attributes: { status: "failed", error: "could not connect to acme.invalid", failed_rows: 0 } },
    ]);
    expect(await records(client)).toEqual([]);
  });

  it("fails with every record when the destination cannot be reached, and can then succeed", async () => {
    const client = await start({}, { host: "db.invalid" });
    await run(client);
    expect([await statusOf(client), await statusOf(client)]).toEqual(["pending", "failed"]);
    const failed = {
      error: "could not connect to db.invalid",
      total_rows: 3,
      successful_rows: 0,
      failed_rows: 3,
    };
    expect(await runs(client)).toMatchObject([{ attributes: { status: "failed", ...failed } }]);
    expect(await records(client, "?status=failed")).toHaveLength(3);
    expect(await records(client, "?status=success")).toEqual([]);
    expect(await records(client, "?per_page=2&page=2")).toMatchObject([
      { attributes: { status: "failed", error: "could not connect to db.invalid" } },
    ]);
    await client.call("PUT", "/connectors/2", {
      body: { connector: { configuration: postgres.configuration } },
    });
    expect((await run(client)).status).toBe(200);
    expect([await statusOf(client), await statusOf(client)]).toEqual(["failed", "healthy"]);
    expect((await runs(client)).map(({ id }) => id)).toEqual(["2", "1"]);
    expect((await runs(client, "?status=failed")).map(({ id }) => id)).toEqual(["1"]);
  });

  it("stays in progress when a system never responds, refuses another, and can be cancelled", async () => {
    const client = await start({ host: "192.0.2.7" });
    await run(client);
    for (let look = 0; look < 4; look++) expect(await statusOf(client)).toBe("pending");
    expect(await run(client)).toMatchObject(error(424, "Sync cannot be scheduled due to active sync run"));
    expect(await cancel(client)).toMatchObject({
      status: 200,
      body: { message: "Sync cancelled successfully" },
    });
    expect(await runs(client)).toMatchObject([
      { attributes: { status: "canceled", finished_at: expect.any(String) } },
    ]);
    expect(await cancel(client)).toMatchObject(
      error(424, "Sync cannot be cancelled due to no active sync run"),
    );
    expect((await run(client)).status).toBe(200);
  });

  it("is refused for a sync that is disabled, and ends when it is", async () => {
    const client = await start();
    await run(client);
    await enable(client, false);
    expect(await runs(client)).toMatchObject([{ attributes: { status: "canceled" } }]);
    expect(await run(client)).toMatchObject(error(424, "Sync is disabled"));
    expect(await cancel(client)).toMatchObject(error(424, "Sync is disabled"));
  });

  it("is refused for a sync that has a schedule", async () => {
    const schedule = { schedule_type: "interval", sync_interval: 1, sync_interval_unit: "hours" };
    const client = await start({}, {}, schedule);
    expect(await run(client)).toMatchObject(error(424, "Sync Schedule type should be manual"));
    expect(await runs(client)).toEqual([]);
  });

  it("responds to unknown ids and malformed requests as the other routes do", async () => {
    const client = await start();
    for (const response of [
      await run(client, 9),
      await cancel(client, 9),
      await client.call("GET", "/syncs/9/sync_runs"),
    ]) {
      expect(response).toMatchObject(error(404, "Sync not found"));
    }
    expect(await client.call("GET", "/syncs/1/sync_runs/9")).toMatchObject(error(404, "Sync Run not found"));
    expect(await client.call("GET", "/syncs/1/sync_runs/9/sync_records")).toMatchObject(
      error(404, "SyncRun not found"),
    );
    expect(await run(client, "x")).toMatchObject({
      status: 400,
      body: { errors: { schedule_sync: { sync_id: ["must be an integer"] } } },
    });
    expect(await client.call("GET", "/syncs/1/sync_runs?status=done")).toMatchObject({
      status: 400,
      body: { errors: { status: ["must be a valid status"] } },
    });
  });

  it.each(["/syncs/1", "/models/1", "/connectors/1", "/connectors/2"])("goes with %s", async (path) => {
    const client = await start();
    await run(client);
    expect((await client.call("DELETE", path)).status).toBe(204);
    expect(await client.call("GET", "/syncs/1/sync_runs")).toMatchObject(error(404, "Sync not found"));
    // Nothing of it is there for a sync that comes later.
    await client.call("GET", "/connectors/2/discover");
    expect(await client.call("GET", "/syncs")).toMatchObject({ body: { data: [] } });
  });
});
