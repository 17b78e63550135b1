import { describe, expect, it } from "@jest/globals";
import { postgres, snowflake, startAisquared, type AisquaredClient } from "./client";

const manual = {
  ...{ source_id: 1, destination_id: 2, model_id: 1, stream_name: "orders" },
  ...{ sync_mode: "full_refresh", schedule_type: "manual" },
  configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
};
const hourly = { ...manual, schedule_type: "interval", sync_interval: 1, sync_interval_unit: "hours" };

/** Source 1, destination 2 with its catalog, model 1. */
async function start(discover = true): Promise<AisquaredClient> {
  const client = await startAisquared();
  await client.make("/connectors", { connector: snowflake });
  await client.make("/connectors", { connector: postgres });
  if (discover) await client.call("GET", "/connectors/2/discover");
  const model = { connector_id: 1, name: "m", query_type: "raw_sql", query: "select 1", primary_key: "id" };
  await client.make("/models", { model });
  return client;
}
const post = ({ call }: AisquaredClient, sync: unknown) => call("POST", "/syncs", { body: { sync } });
const put = ({ call }: AisquaredClient, sync: unknown) => call("PUT", "/syncs/1", { body: { sync } });
const enable = ({ call }: AisquaredClient, value: unknown) =>
  call("PATCH", "/syncs/1/enable", { body: { enable: value } });
const form = (problems: unknown) => ({ status: 400, body: { errors: { sync: problems } } });
const invalid = (source: unknown) => ({
  status: 422,
  body: { errors: [{ status: 422, title: "Error", source }] },
});
const raised = { status: 400, body: { errors: [{ title: "Bad Request" }] } };
const shows = (attributes: unknown) => ({ body: { data: { attributes } } });

describe("an AI Squared sync", () => {
  it("is created with status 201, pending, with its connectors and its model", async () => {
    const client = await start();
    const response = await post(client, { ...manual, cursor_field: "updated_at", name: "ignored" });
    expect(response).toMatchObject({
      status: 201,
      body: {
        data: {
          id: "1",
          type: "syncs",
          attributes: {
            ...manual,
            ...{ status: "pending", cursor_field: "updated_at", current_cursor_field: null },
            ...{ sync_interval: null, sync_interval_unit: null, cron_expression: null },
            source: { id: 1, name: "Warehouse" },
            destination: { id: 2, name: "Shop" },
            model: { id: 1, name: "m" },
          },
        },
      },
    });
    const { attributes } = (response.body as { data: { attributes: Record<string, object> } }).data;
    expect(attributes).not.toHaveProperty("name");
    expect(attributes.source).not.toHaveProperty("configuration");
    expect((await client.call("GET", "/syncs/1")).body).toEqual(response.body);
    expect((await client.call("GET", "/syncs")).body).toMatchObject({ data: [{ id: "1" }] });
  });

  it("reports every missing or invalid key", async () => {
    const client = await start();
    expect(await post(client, { sync_mode: "all", configuration: [], sync_interval: "x" })).toMatchObject(
      form({
        model_id: ["is missing"],
        destination_id: ["is missing"],
        stream_name: ["is missing"],
        schedule_type: ["is missing"],
        sync_mode: [expect.any(String)],
        configuration: ["must be filled"],
        sync_interval: ["must be an integer"],
      }),
    );
    expect(await post(client, { ...manual, schedule_type: "Manual" })).toMatchObject(raised);
  });

  it("requires the attributes of its type of schedule, and resets the others", async () => {
    const client = await start();
    expect(await post(client, { ...manual, schedule_type: "interval" })).toMatchObject(
      form({ sync_interval: [expect.any(String)], sync_interval_unit: [expect.any(String)] }),
    );
    expect(await post(client, { ...manual, schedule_type: "cron_expression" })).toMatchObject(
      form({ cron_expression: [expect.any(String)] }),
    );
    const cron = { ...hourly, schedule_type: "cron_expression", cron_expression: "0 * * * *" };
    expect(await post(client, { ...cron, cron_expression: "now and then" })).toMatchObject(
      form({ cron_expression: [expect.any(String)] }),
    );
    expect(await post(client, { ...hourly, sync_interval: 0 })).toMatchObject(
      invalid({ sync_interval: "must be greater than 0" }),
    );
    expect(await post(client, cron)).toMatchObject(
      shows({ sync_interval: null, sync_interval_unit: null, cron_expression: "0 * * * *" }),
    );
    expect(await post(client, { ...hourly, cron_expression: "0 * * * *" })).toMatchObject(
      shows({ sync_interval: 1, sync_interval_unit: "hours", cron_expression: null }),
    );
  });

  it("requires a source, though the schema does not", async () => {
    const client = await start();
    const { source_id: _source, ...rest } = manual;
    expect(await post(client, rest)).toMatchObject(invalid({ source_id: "can't be blank" }));
  });

  it("requires a stream of the destination's catalog at every save", async () => {
    const client = await start(false);
    expect(await post(client, manual)).toMatchObject(invalid({ catalog: "Catalog is missing" }));
    await client.call("GET", "/connectors/2/discover");
    expect(await post(client, { ...manual, stream_name: "nothing" })).toMatchObject(
      invalid({ stream_name: expect.any(String) }),
    );
    expect((await post(client, manual)).status).toBe(201);
    const configuration = { ...postgres.configuration, host: "db.invalid" };
    await client.call("PUT", "/connectors/2", { body: { connector: { configuration } } });
    await client.call("GET", "/connectors/2/discover?refresh=true");
    for (const response of [await put(client, { sync_mode: "incremental" }), await enable(client, false)]) {
      expect(response).toMatchObject(invalid({ catalog: "Catalog is missing" }));
    }
  });

  it("drops unknown keys of mappings, and keeps the older format as it is", async () => {
    const client = await start();
    const mapping = {
      from: "a",
      to: "b",
      mapping_type: "vector",
      embedding_config: { mode: "m", x: 1 },
      y: 2,
    };
    expect((await post(client, { ...manual, configuration: [mapping] })).body).toHaveProperty(
      "data.attributes.configuration",
      [{ from: "a", to: "b", mapping_type: "vector", embedding_config: { mode: "m" } }],
    );
    const older = { id: "attributes.id", y: "z" };
    expect((await put(client, { configuration: older })).body).toHaveProperty(
      "data.attributes.configuration",
      older,
    );
  });

  it("keeps absent attributes in an update, and always its cursor field", async () => {
    const client = await start();
    await post(client, { ...hourly, cursor_field: "id" });
    client.pass(1000);
    expect(await put(client, { sync_interval: 2, cursor_field: "other" })).toMatchObject(
      shows({ sync_interval: 2, sync_interval_unit: "hours", cursor_field: "id", schedule_type: "interval" }),
    );
    expect(await put(client, { sync_interval: 2 })).toMatchObject(
      shows({ updated_at: "2026-08-01T00:00:01.000Z" }),
    );
    expect(await put(client, { schedule_type: "manual" })).toMatchObject(
      shows({ sync_interval: null, sync_interval_unit: null }),
    );
    expect(await put(client, { schedule_type: "interval" })).toMatchObject(
      invalid({ sync_interval: "can't be blank", sync_interval_unit: "can't be blank" }),
    );
    expect((await put(client, {})).status).toBe(422);
  });

  it("can be disabled and enabled, but not twice", async () => {
    const client = await start();
    await post(client, manual);
    expect(await enable(client, true)).toMatchObject(raised);
    expect(await enable(client, false)).toMatchObject(shows({ status: "disabled" }));
    expect(await enable(client, false)).toMatchObject(raised);
    expect(await enable(client, true)).toMatchObject(shows({ status: "pending" }));
    expect((await enable(client, "yes")).body).toMatchObject({ errors: { enable: [expect.any(String)] } });
  });

  it("is deleted by itself or with its model", async () => {
    const client = await start();
    await post(client, manual);
    await post(client, manual);
    expect(await client.call("DELETE", "/syncs/1")).toMatchObject({ status: 204, body: undefined });
    const gone = (id: number) => ({
      status: 404,
      body: { error: expect.stringContaining(`Couldn't find Sync with 'id'=${id}`) },
    });
    expect(await client.call("GET", "/syncs/1")).toMatchObject(gone(1));
    expect((await client.call("DELETE", "/models/1")).status).toBe(204);
    expect(await client.call("GET", "/syncs/2")).toMatchObject(gone(2));
  });

  it("has a list of mapping types", async () => {
    const client = await start();
    expect(await client.call("GET", "/syncs/configurations")).toMatchObject({
      status: 200,
      body: { data: { configurations: { catalog_mapping_types: expect.any(Object) } } },
    });
  });
});
