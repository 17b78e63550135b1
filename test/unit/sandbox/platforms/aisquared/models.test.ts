import { describe, expect, it } from "@jest/globals";
import { openAi, snowflake, startAisquared, type AisquaredClient } from "./client";

const sql = { connector_id: 1, name: "Rows", query_type: "raw_sql", query: "select 1", primary_key: "id" };
const missing = (id: string) => ({
  status: 404,
  body: { error: expect.stringContaining(`Couldn't find Model with 'id'=${id}`) },
});

async function start(connector: unknown = snowflake): Promise<AisquaredClient> {
  const client = await startAisquared();
  await client.make("/connectors", { connector });
  return client;
}
const post = ({ call }: AisquaredClient, model: unknown) => call("POST", "/models", { body: { model } });
const put = ({ call }: AisquaredClient, model: unknown) => call("PUT", "/models/1", { body: { model } });
const form = (problems: unknown) => ({ status: 400, body: { errors: { model: problems } } });
const invalid = (detail: string, source: unknown) => ({
  status: 422,
  body: { errors: [{ status: 422, title: "Error", detail, source }] },
});
const configurations = {
  ai_ml: { harvesters: [] },
  dynamic_sql: { harvesters: [], json_schema: {} },
  unstructured: {
    harvesters: [],
    embedding_config: { api_key: "k", model: "m" },
    chunk_config: { chunk_size: 1, chunk_overlap: 0 },
  },
  vector_search: { harvesters: [], json_schema: {}, embedding_config: { api_key: "k", model: "m" } },
};

describe("a model of AI Squared", () => {
  it("is created with status 201, and has its connector in place of connector_id", async () => {
    const client = await start();
    const response = await post(client, sql);
    const { connector_id: _id, ...shown } = sql;
    expect(response).toMatchObject({
      status: 201,
      body: {
        data: {
          id: "1",
          type: "models",
          attributes: { ...shown, description: null, connector: { id: 1, connector_name: "Snowflake" } },
        },
      },
    });
    const { attributes } = (response.body as { data: { attributes: object } }).data;
    expect(attributes).not.toHaveProperty("connector_id");
    expect((await client.call("GET", "/models/1")).body).toEqual(response.body);
    expect((await client.call("GET", "/models")).body).toMatchObject({ data: [{ id: "1" }] });
  });

  it("requires a connector, a name and a known query type", async () => {
    const client = await start();
    expect(await post(client, { primary_key: "id" })).toMatchObject(
      form({ connector_id: ["is missing"], name: ["is missing"], query_type: ["is missing"] }),
    );
    expect(await post(client, { ...sql, query_type: "data" })).toMatchObject(
      form({ query_type: [expect.any(String)] }),
    );
    expect(await post(client, { ...sql, query_type: "semistructured" })).toMatchObject({
      status: 400,
      body: { errors: [{ title: "Bad Request" }] },
    });
    expect(await post(client, { ...sql, connector_id: 9 })).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining("Couldn't find Connector with 'id'=9") },
    });
  });

  it("requires a primary key unless it is unstructured", async () => {
    const client = await start();
    expect(await post(client, { ...sql, primary_key: null })).toMatchObject(
      form({ primary_key: [expect.any(String)] }),
    );
    const configuration = configurations.unstructured;
    expect(
      (await post(client, { connector_id: 1, name: "m", query_type: "unstructured", configuration })).status,
    ).toBe(201);
  });

  it("requires a query for some types, without a limit at the end", async () => {
    const client = await start();
    for (const query_type of ["raw_sql", "dbt", "soql"]) {
      for (const query of [null, "select 1 LIMIT 5", "select 1 limit 5 ;", "select 1 offset"]) {
        expect(await post(client, { ...sql, query_type, query })).toMatchObject(
          form({ query: [expect.any(String)] }),
        );
      }
    }
    expect((await post(client, { ...sql, query: "select * from (select 1 limit 5) as x" })).status).toBe(201);
    const { query: _query, ...rest } = sql;
    expect(await post(client, { ...rest, query_type: "table_selector" })).toMatchObject(
      invalid("Model creation failed", { query: "can't be blank" }),
    );
  });

  it("requires the configuration of its type", async () => {
    const client = await start();
    for (const [query_type, configuration] of Object.entries(configurations)) {
      const model = { connector_id: 1, name: "m", query_type, primary_key: "id" };
      if (query_type !== "ai_ml") {
        expect((await post(client, { ...model, configuration })).status).toBe(201);
      }
      expect(await post(client, model)).toMatchObject(form({ configuration: [expect.any(String)] }));
      for (const key of Object.keys(configuration)) {
        const { [key]: _left, ...rest } = configuration as Record<string, unknown>;
        expect(await post(client, { ...model, configuration: { ...rest, other: 1 } })).toMatchObject(
          form({ configuration: [expect.stringContaining(key)] }),
        );
        expect(
          await post(client, { ...model, configuration: { ...configuration, [key]: "x" } }),
        ).toMatchObject(invalid("Model creation failed", { configuration: expect.any(String) }));
      }
    }
    const chunkless = { ...configurations.unstructured, chunk_config: { chunk_size: 0, chunk_overlap: 0 } };
    expect(
      (await post(client, { ...sql, query_type: "unstructured", configuration: chunkless })).status,
    ).toBe(422);
  });

  it("for an AI model requires the connector's catalog, and shows its schema", async () => {
    const client = await start(openAi);
    const model = { connector_id: 1, name: "m", query_type: "ai_ml", primary_key: "id" };
    const sent = { ...model, configuration: configurations.ai_ml };
    expect(await post(client, sent)).toMatchObject({
      status: 422,
      body: { errors: [{ detail: "Catalog is not present for the connector" }] },
    });
    const json_schema = { input: [] };
    await client.make("/catalogs", { connector_id: 1, catalog: { json_schema } });
    expect(await post(client, sent)).toMatchObject({
      status: 201,
      body: { data: { attributes: { configuration: { harvesters: [], json_schema } } } },
    });
    const configuration = { ...openAi.configuration, url: "https://model.invalid" };
    await client.call("PUT", "/connectors/1", { body: { connector: { configuration } } });
    await client.call("GET", "/connectors/1/discover?refresh=true");
    for (const path of ["/models/1", "/models"]) expect((await client.call("GET", path)).status).toBe(400);
  });

  it("keeps absent attributes in an update, and replaces the configuration as a whole", async () => {
    const client = await start();
    await post(client, { ...sql, configuration: { a: 1 } });
    client.pass(1000);
    expect(await put(client, { configuration: { b: 2 }, description: "d" })).toMatchObject({
      status: 200,
      body: {
        data: {
          attributes: {
            ...{ name: "Rows", query: "select 1", description: "d", configuration: { b: 2 } },
            updated_at: "2026-08-01T00:00:01.000Z",
          },
        },
      },
    });
    const { body } = await put(client, { name: "Rows" });
    expect(body).toMatchObject({ data: { attributes: { updated_at: "2026-08-01T00:00:01.000Z" } } });
    expect(body).not.toMatchObject({ data: { attributes: { configuration: { a: 1 } } } });
  });

  it("is validated in an update, too", async () => {
    const client = await start();
    await post(client, sql);
    expect(await put(client, { query: "select 1 limit 1" })).toMatchObject(
      form({ query: [expect.any(String)] }),
    );
    expect(await put(client, { query: null })).toMatchObject(
      invalid("Model update failed", { query: "can't be blank" }),
    );
    expect(await put(client, { query_type: "ai_ml" })).toMatchObject(
      invalid("Model update failed", { configuration: expect.any(String) }),
    );
    expect((await put(client, { query_type: "unstructured", query: null, primary_key: null })).status).toBe(
      422,
    );
    expect((await put(client, {})).body).toEqual({ error: "param is missing or the value is empty: model" });
  });

  it("is not found by another id, with a message under error", async () => {
    const client = await start();
    expect(await client.call("GET", "/models/4")).toMatchObject(missing("4"));
    expect(await client.call("DELETE", "/models/4")).toMatchObject(missing("4"));
    expect((await client.call("GET", "/models/x")).body).toEqual({ errors: { id: ["must be an integer"] } });
  });

  it("is listed by query types; a page must be a number", async () => {
    const client = await start();
    await post(client, sql);
    await post(client, { ...sql, query_type: "dbt" });
    const listed = async (query: string): Promise<number> =>
      ((await client.call("GET", `/models?${query}`)).body as { data: unknown[] }).data.length;
    expect(await listed("query_type=dbt")).toBe(1);
    expect(await listed("query_type=raw_sql,dbt")).toBe(2);
    for (const query of ["page=x", "page[number]=1"]) {
      expect(await client.call("GET", `/models?${query}`)).toMatchObject({
        status: 400,
        body: { errors: { page: ["must be an integer"] } },
      });
    }
  });
});
