import { describe, expect, it } from "@jest/globals";
import { openAi, postgres, snowflake, startAisquared } from "./client";

const refused = (detail: unknown, source?: unknown) => ({
  status: 422,
  body: { errors: [{ status: 422, title: "Error", detail, ...(source === undefined ? {} : { source }) }] },
});
const down = { ...postgres.configuration, host: "db.invalid" };
const idOf = (body: unknown): string => (body as { data: { id: string } }).data.id;
const streamsOf = (body: unknown): string[] =>
  (
    body as { data: { attributes: { catalog: { streams: { name: string }[] } } } }
  ).data.attributes.catalog.streams.map(({ name }) => name);

describe("the catalog of an AI Squared connector", () => {
  it("is stored until a discovery with refresh=true", async () => {
    const { call, make } = await startAisquared();
    const path = `/connectors/${await make("/connectors", { connector: postgres })}/discover`;
    const first = await call("GET", path);
    expect(first).toMatchObject({
      status: 200,
      body: {
        data: {
          type: "catalogs",
          attributes: { connector_id: 1, workspace_id: 1, catalog_hash: expect.any(String) },
        },
      },
    });
    expect(streamsOf(first.body)).toEqual(["customers", "orders"]);
    for (const query of ["", "?refresh=false", "?refresh=1", "?refresh=TRUE"]) {
      expect((await call("GET", path + query)).body).toEqual(first.body);
    }
    const second = await call("GET", `${path}?refresh=true`);
    expect(idOf(second.body)).not.toBe(idOf(first.body));
    expect((await call("GET", path)).body).toEqual(second.body);
  });

  it("has the streams of a system that are the same for everybody", async () => {
    const { call, make } = await startAisquared();
    const hubspot = { name: "crm", connector_type: "destination", connector_name: "Hubspot" };
    const connector = { ...hubspot, configuration: { access_token: "a" } };
    const { body } = await call("GET", `/connectors/${await make("/connectors", { connector })}/discover`);
    expect(streamsOf(body)).toEqual(["contacts", "companies", "deals", "line_items"]);
  });

  it("fails with the same message for every cause, and is lost in a failed refresh", async () => {
    const { call, make } = await startAisquared();
    const path = `/connectors/${await make("/connectors", { connector: postgres })}/discover`;
    await call("GET", path);
    await call("PUT", "/connectors/1", { body: { connector: { configuration: down } } });
    expect((await call("GET", path)).status).toBe(200);
    const failed = refused("Discover catalog failed", { catalog: "can't be blank" });
    expect(await call("GET", `${path}?refresh=true`)).toMatchObject(failed);
    expect(await call("GET", path)).toMatchObject(failed);
  });

  it("may be defined by the user, with one stream named after the connector", async () => {
    const { call, make } = await startAisquared();
    await make("/connectors", { connector: openAi });
    const sent = (type: string) => ({ connector_id: 1, catalog: { json_schema: { type } } });
    const made = await call("POST", "/catalogs", { body: sent("object") });
    expect(made.status).toBe(201);
    expect(streamsOf(made.body)).toEqual([openAi.name]);
    const edited = await call("PUT", "/catalogs/77", { body: sent("string") });
    expect(edited.status).toBe(201);
    expect(idOf(edited.body)).toBe(idOf(made.body));
    expect((await call("GET", "/connectors/1/discover")).body).toEqual(edited.body);
    expect((await call("POST", "/catalogs", { body: { connector_id: 1 } })).status).toBe(400);
  });
});

describe("querying a source of AI Squared", () => {
  it("returns rows without ids or types", async () => {
    const { call, make } = await startAisquared();
    await make("/connectors", { connector: snowflake });
    const response = await call("POST", "/connectors/1/query_source", {
      body: { query: "select 1", limit: 1 },
    });
    expect(response).toMatchObject({ status: 200, body: { data: [{ id: 1, name: expect.any(String) }] } });
    expect((await call("POST", "/connectors/1/query_source", { body: {} })).body).toEqual({
      errors: { query: ["is missing"] },
    });
  });

  it("refuses a destination, an AI model without a catalog and an unreachable system", async () => {
    const { call, make } = await startAisquared();
    const query = async (connector: object): Promise<unknown> => {
      const id = await make("/connectors", { connector });
      return call("POST", `/connectors/${id}/query_source`, { body: { query: "select 1" } });
    };
    expect(await query(postgres)).toMatchObject(refused("Connector is not a source"));
    expect(await query(openAi)).toMatchObject(refused("Catalog is not present for the connector"));
    const configuration = { ...snowflake.configuration, host: "acme.invalid" };
    expect(await query({ ...snowflake, configuration })).toMatchObject(
      refused(expect.stringContaining("acme.invalid")),
    );
  });
});

describe("the definitions of AI Squared's connectors", () => {
  it("are two lists, or one with a given type", async () => {
    const { call } = await startAisquared();
    const { body } = await call("GET", "/connector_definitions");
    const { source, destination } = body as Record<string, { name: string }[]>;
    expect(source).toHaveLength(29);
    expect(destination).toHaveLength(27);
    expect((await call("GET", "/connector_definitions?type=source")).body).toEqual(source);
    expect((await call("GET", "/connector_definitions?type=Source")).body).toBeNull();
    expect((await call("GET", "/connector_definitions?type=both")).status).toBe(400);
    const models = await call("GET", "/connector_definitions?type=source&category=ai_ml");
    const same = await call("GET", "/connector_definitions?type=source&category=AI%20Model");
    expect(models.body).toEqual(same.body);
    expect(models.body).toEqual(expect.arrayContaining([expect.objectContaining({ name: "OpenAI" })]));
  });

  it("are found by name in any case; an unknown one is an empty list", async () => {
    const { call } = await startAisquared();
    expect((await call("GET", "/connector_definitions/snowFLAKE?type=source")).body).toMatchObject({
      name: "Snowflake",
      connector_type: "source",
      category: "Data Warehouse",
      connector_spec: {
        stream_type: "dynamic",
        connector_query_type: "raw_sql",
        connection_specification: {
          properties: { credentials: { properties: { password: { multiwoven_secret: true } } } },
        },
      },
    });
    expect(await call("GET", "/connector_definitions/Nothing?type=source")).toMatchObject({
      status: 200,
      body: { data: [] },
    });
    expect((await call("GET", "/connector_definitions/Snowflake")).body).toEqual({
      errors: { type: ["is missing"] },
    });
  });

  it("include an error of the vendor's: the destination AmazonS3 has the type source", async () => {
    const { call } = await startAisquared();
    expect((await call("GET", "/connector_definitions/AmazonS3?type=destination")).body).toMatchObject({
      connector_type: "source",
    });
  });

  it("check a connection with status 200, even if it fails", async () => {
    const { call } = await startAisquared();
    const check = (connection_spec: unknown, name = "Postgresql") =>
      call("POST", "/connector_definitions/check_connection", {
        body: { type: "destination", name, connection_spec },
      });
    expect(await check(postgres.configuration)).toMatchObject({
      status: 200,
      body: { type: "connection_status", connection_status: { status: "succeeded" } },
    });
    expect(await check(down)).toMatchObject({
      status: 200,
      body: { connection_status: { status: "failed", message: expect.stringContaining("db.invalid") } },
    });
    expect((await check({ any: "thing" })).status).toBe(200);
    expect(await check(down, "Nothing")).toMatchObject({
      status: 400,
      body: { errors: { name: [expect.any(String)] } },
    });
  });
});
