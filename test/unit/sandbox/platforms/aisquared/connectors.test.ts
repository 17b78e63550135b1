import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../../../harness/project";
import { openAi, postgres, snowflake, startAisquared, type AisquaredClient } from "./client";

const notFound = {
  status: 404,
  body: { errors: [{ status: 404, title: "Error", detail: "Connector not found" }] },
};
const raised = (message: RegExp) => ({
  status: 400,
  body: { errors: [{ status: 400, title: "Bad Request", detail: expect.stringMatching(message) }] },
});
const pair = "[:connector_type, :connector_name]";
const create = (client: AisquaredClient, connector: unknown = snowflake): Promise<string> =>
  client.make("/connectors", { connector });
const put = (client: AisquaredClient, id: string, connector: unknown) =>
  client.call("PUT", `/connectors/${id}`, { body: { connector } });
const namesOf = (body: unknown): string[] =>
  (body as { data: { attributes: { name: string } }[] }).data.map(({ attributes }) => attributes.name);

describe("creating an AI Squared connector", () => {
  it("returns status 201 with all attributes, names in canonical spelling", async () => {
    const client = await startAisquared();
    expect(await client.call("POST", "/connectors", { body: { connector: snowflake } })).toMatchObject({
      status: 201,
      body: {
        data: {
          id: "1",
          type: "connectors",
          attributes: {
            name: "Warehouse",
            description: null,
            connector_type: "source",
            workspace_id: 1,
            created_at: "2026-08-01T00:00:00.000Z",
            updated_at: "2026-08-01T00:00:00.000Z",
            connector_name: "Snowflake",
            icon: expect.stringMatching(/^https:/),
          },
        },
      },
    });
  });

  it("reports every missing or invalid key", async () => {
    const { call } = await startAisquared();
    expect(await call("POST", "/connectors", { body: { connector: {} } })).toMatchObject({
      status: 400,
      body: {
        errors: {
          connector: {
            name: ["is missing"],
            connector_name: ["is missing"],
            connector_type: ["is missing"],
            configuration: ["is missing"],
          },
        },
      },
    });
    const wrong = { name: "", connector_name: 7, connector_type: "both", configuration: {} };
    expect((await call("POST", "/connectors", { body: { connector: wrong } })).body).toMatchObject({
      errors: {
        connector: {
          name: ["must be filled"],
          connector_name: ["must be a string"],
          connector_type: [expect.any(String)],
          configuration: ["must be filled"],
        },
      },
    });
    expect((await call("POST", "/connectors", { body: {} })).body).toEqual({
      errors: { connector: ["is missing"] },
    });
  });

  it("checks the schema before the workspace, and the workspace before stored objects", async () => {
    const { call } = await startAisquared();
    const headers = { "workspace-id": "9" };
    const bad = await call("PUT", "/connectors/x", { headers, body: { connector: { name: 7 } } });
    expect(bad.body).toEqual({
      errors: { id: ["must be an integer"], connector: { name: ["must be a string"] } },
    });
    const foreign = await call("PUT", "/connectors/9", { headers, body: { connector: snowflake } });
    expect(foreign).toMatchObject(raised(/Workspace not found$/));
  });

  it("requires a connector name of the type, in exact case", async () => {
    const { call } = await startAisquared();
    for (const connector_name of ["snowflake", "Airtable", "Nothing"]) {
      expect(
        await call("POST", "/connectors", { body: { connector: { ...snowflake, connector_name } } }),
      ).toMatchObject({ status: 400, body: { errors: { connector: { [pair]: [expect.any(String)] } } } });
    }
  });

  it("accepts a type in another case in the schema, and then raises an exception", async () => {
    const { call } = await startAisquared();
    const connector = { ...snowflake, connector_type: "Source" };
    expect(await call("POST", "/connectors", { body: { connector } })).toMatchObject(
      raised(/'Source' is not a valid connector_type$/),
    );
  });

  it("validates the configuration strictly, without reporting the key", async () => {
    const { call } = await startAisquared();
    const { configuration } = postgres;
    const { host: _host, ...hostless } = configuration;
    for (const wrong of [hostless, { ...configuration, port: 5432 }, { ...configuration, credentials: {} }]) {
      const connector = { ...postgres, configuration: wrong };
      expect(await call("POST", "/connectors", { body: { connector } })).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              status: 422,
              title: "Error",
              detail: "Connector creation failed",
              source: { configuration: expect.not.stringMatching(/host|port|credentials/) },
            },
          ],
        },
      });
    }
  });

  it("keeps unknown keys of a configuration, and adds no defaults", async () => {
    const client = await startAisquared();
    const { is_stream: _stream, config: _config, ...rest } = openAi.configuration;
    const configuration = { ...rest, own: { deep: [1] } };
    await create(client, { ...openAi, configuration });
    const { body } = await client.call("GET", "/connectors/1");
    expect(body).toMatchObject({ data: { attributes: { configuration: { own: { deep: [1] } } } } });
    const shown = (body as { data: { attributes: { configuration: object } } }).data.attributes.configuration;
    expect(Object.keys(shown)).toEqual(Object.keys(configuration));
  });

  it("accepts other values than a schema's constant", async () => {
    const client = await startAisquared();
    const credentials = { ...snowflake.configuration.credentials, auth_type: "other" };
    await create(client, { ...snowflake, configuration: { ...snowflake.configuration, credentials } });
  });

  it("accepts the catalog's examples of every connector, and masks their secrets", async () => {
    const { call } = await startAisquared();
    for (const connector_type of ["source", "destination"]) {
      const folder = join(repository, "provider/catalog/aisquared", connector_type);
      for (const path of readdirSync(folder)) {
        const { examples } = JSON.parse(readFileSync(join(folder, path), "utf8")) as { examples: object[] };
        const connector_name = parse(path).name;
        for (const [index, configuration] of examples.entries()) {
          const connector = {
            name: `${connector_name} ${index}`,
            connector_type,
            connector_name,
            configuration,
          };
          const { status, body } = await call("POST", "/connectors", { body: { connector } });
          expect({ path, status }).toEqual({ path, status: 201 });
          expect(JSON.stringify(body)).not.toMatch(
            /not-a-real-(password|api-key|private-key|client-secret)"/,
          );
        }
      }
    }
  });

  it("checks formats of strings, too", async () => {
    const client = await startAisquared();
    const example = join(repository, "provider/catalog/aisquared/destination/GoogleSheets.json");
    const { examples } = JSON.parse(readFileSync(example, "utf8")) as {
      examples: [{ credentials_json: object }];
    };
    const [configuration] = examples;
    const sheets = { name: "Sheets", connector_type: "destination", connector_name: "GoogleSheets" };
    const id = await create(client, { ...sheets, configuration });
    const credentials_json = { ...configuration.credentials_json, client_email: "nobody" };
    expect((await put(client, id, { configuration: { ...configuration, credentials_json } })).status).toBe(
      422,
    );
  });

  it("refuses a second one with the same name and type", async () => {
    const client = await startAisquared();
    await create(client);
    expect(await client.call("POST", "/connectors", { body: { connector: snowflake } })).toMatchObject({
      status: 422,
      body: {
        errors: [{ status: 422, title: "Error", detail: "A connector with the same name already exists." }],
      },
    });
    await create(client, { ...postgres, name: snowflake.name });
  });

  it("raises an exception for query_type, which is permitted but does not exist, and drops other keys", async () => {
    const client = await startAisquared();
    const sent = { ...snowflake, query_type: "raw_sql" };
    expect(await client.call("POST", "/connectors", { body: { connector: sent } })).toMatchObject(
      raised(/unknown attribute 'query_type'/),
    );
    await create(client, { ...snowflake, icon: "mine", id: 7 });
    const { body } = await client.call("GET", "/connectors/1");
    expect(body).not.toMatchObject({ data: { attributes: { icon: "mine" } } });
  });

  it("ignores a body of another type than JSON, and raises an exception for invalid JSON", async () => {
    const { call } = await startAisquared();
    const body = JSON.stringify({ connector: snowflake });
    const headers = { "content-type": "application/vnd.api+json" };
    expect(await call("POST", "/connectors", { body, headers })).toMatchObject({
      status: 400,
      body: { errors: { connector: ["is missing"] } },
    });
    expect(await call("POST", "/connectors", { body: "{" })).toMatchObject(raised(/./));
  });

  it("never reuses an id", async () => {
    const client = await startAisquared();
    expect((await client.call("DELETE", `/connectors/${await create(client)}`)).status).toBe(204);
    expect(await create(client)).toBe("2");
  });
});

describe("reading AI Squared connectors", () => {
  it("has status 400 for an id that is not an integer, and 404 for an unknown one", async () => {
    const { call } = await startAisquared();
    for (const [method, path] of [
      ["GET", ""],
      ["PUT", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["GET", "/discover"],
      ["POST", "/query_source"],
    ] as const) {
      const sent = method === "PUT" || method === "PATCH" ? { connector: { name: "x" } } : { query: "q" };
      const rest = method === "GET" ? {} : { body: sent };
      expect(await call(method, `/connectors/abc${path}`, rest)).toMatchObject({
        status: 400,
        body: { errors: { id: ["must be an integer"] } },
      });
      expect(await call(method, `/connectors/9${path}`, rest)).toMatchObject(notFound);
    }
  });

  it("does not find one of another workspace", async () => {
    const client = await startAisquared({
      workspaces: [
        { id: 1, name: "One" },
        { id: 2, name: "Two" },
      ],
    });
    const id = await create(client);
    const headers = { "workspace-id": "2" };
    expect(await client.call("GET", `/connectors/${id}`, { headers })).toMatchObject(notFound);
    expect((await client.call("GET", "/connectors", { headers })).body).toMatchObject({ data: [] });
  });

  it("lists ten per page, the last changed first, with links to the other pages", async () => {
    const client = await startAisquared();
    for (let number = 1; number <= 11; number++) {
      client.pass(1000);
      await create(client, { ...snowflake, name: `c${number}` });
    }
    client.pass(1000);
    await put(client, "1", { description: "changed" });
    const first = await client.call("GET", "/connectors?type=source");
    expect(namesOf(first.body)).toEqual(["c1", "c11", "c10", "c9", "c8", "c7", "c6", "c5", "c4", "c3"]);
    expect(Object.keys(first.body as object)).toEqual(["data", "links"]);
    const { links } = first.body as { links: Record<string, string> };
    expect(links).toMatchObject({ prev: null, next: links.last });
    expect(links.self).toMatch(new RegExp(`^${client.url}/api/v1/connectors\\?.*type=source`));
    const second = await client.call("GET", links.next?.slice(`${client.url}/api/v1`.length) ?? "");
    expect(namesOf(second.body)).toEqual(["c2"]);
    expect(second.body).toMatchObject({ links: { prev: links.first, next: null } });
    expect(namesOf((await client.call("GET", "/connectors?per_page=100")).body)).toHaveLength(11);
  });

  it("filters by type, category and sub category", async () => {
    const client = await startAisquared();
    for (const connector of [snowflake, postgres, openAi]) await create(client, connector);
    const listed = async (query: string): Promise<string[]> =>
      namesOf((await client.call("GET", `/connectors?${query}`)).body).sort();
    expect(await listed("type=source")).toEqual(["Model", "Warehouse"]);
    expect(await listed("type=destination")).toEqual(["Shop"]);
    expect(await listed("category=ai_ml")).toEqual(["Model"]);
    expect(await listed("category=data")).toEqual(["Shop", "Warehouse"]);
    expect(await listed("sub_category=llm")).toEqual(["Model"]);
    expect(await listed("sub_category=database")).toEqual(["Warehouse"]);
    expect((await client.call("GET", "/connectors?type=both")).body).toMatchObject({
      errors: { type: [expect.any(String)] },
    });
    expect(await client.call("GET", "/connectors?category=other")).toMatchObject(raised(/./));
  });
});

describe("updating an AI Squared connector", () => {
  it("keeps absent attributes, with PUT and PATCH", async () => {
    const client = await startAisquared();
    const id = await create(client, { ...snowflake, description: "old" });
    for (const [method, name] of [
      ["PUT", "put"],
      ["PATCH", "patched"],
    ] as const) {
      const body = { connector: { name } };
      expect(await client.call(method, `/connectors/${id}`, { body })).toMatchObject({
        status: 200,
        body: { data: { id, attributes: { name, description: "old", connector_name: "Snowflake" } } },
      });
    }
    expect((await put(client, id, { description: null })).body).toMatchObject({
      data: { attributes: { description: null } },
    });
  });

  it("replaces the configuration as a whole", async () => {
    const client = await startAisquared();
    const id = await create(client, {
      ...snowflake,
      configuration: { ...snowflake.configuration, schema: "PUBLIC" },
    });
    const { body } = await put(client, id, { configuration: { ...snowflake.configuration, role: "NEW" } });
    const { configuration } = (body as { data: { attributes: { configuration: object } } }).data.attributes;
    expect(configuration).toMatchObject({ role: "NEW" });
    expect(configuration).not.toHaveProperty("schema");
    const { role: _role, ...incomplete } = snowflake.configuration;
    expect(await put(client, id, { configuration: incomplete })).toMatchObject({
      status: 422,
      body: {
        errors: [{ detail: "Connector update failed", source: { configuration: expect.any(String) } }],
      },
    });
  });

  it("changes updated_at only if something else has changed", async () => {
    const client = await startAisquared();
    const id = await create(client);
    client.pass(1000);
    expect((await put(client, id, snowflake)).body).toMatchObject({
      data: { attributes: { updated_at: "2026-08-01T00:00:00.000Z" } },
    });
    expect((await put(client, id, { name: "new" })).body).toMatchObject({
      data: {
        attributes: { updated_at: "2026-08-01T00:00:01.000Z", created_at: "2026-08-01T00:00:00.000Z" },
      },
    });
  });

  it("checks the connector name only if the type is sent, too, and raises an exception otherwise", async () => {
    const client = await startAisquared();
    const id = await create(client);
    expect(await put(client, id, { connector_type: "source", connector_name: "Nothing" })).toMatchObject({
      status: 400,
      body: { errors: { connector: { [pair]: [expect.any(String)] } } },
    });
    expect(await put(client, id, { connector_name: "Nothing" })).toMatchObject(raised(/Nothing/));
    expect(await put(client, id, { connector_type: "destination" })).toMatchObject(raised(/Snowflake/));
  });

  it("changes type and connector in place, with the new schema", async () => {
    const client = await startAisquared();
    const id = await create(client);
    const { connector_type, connector_name, configuration } = postgres;
    expect((await put(client, id, { connector_type, connector_name })).status).toBe(422);
    expect(await put(client, id, { connector_type, connector_name, configuration })).toMatchObject({
      status: 200,
      body: { data: { id, attributes: { connector_type, connector_name, name: "Warehouse" } } },
    });
  });

  it("accepts another's name, but not a blank one", async () => {
    const client = await startAisquared();
    await create(client);
    const id = await create(client, { ...snowflake, name: "other" });
    expect((await put(client, id, { name: snowflake.name })).status).toBe(200);
    expect(await put(client, id, { name: "  " })).toMatchObject({
      status: 422,
      body: { errors: [{ detail: "Connector update failed", source: { name: "can't be blank" } }] },
    });
  });

  it("refuses an empty object with a message under error, after finding the connector", async () => {
    const client = await startAisquared();
    const id = await create(client);
    expect(await put(client, id, {})).toMatchObject({
      status: 422,
      body: { error: "param is missing or the value is empty: connector" },
    });
    expect(await put(client, "9", {})).toMatchObject(notFound);
  });

  it("moves a connector to the given workspace", async () => {
    const client = await startAisquared();
    const id = await create(client);
    expect((await put(client, id, { workspace_id: 5 })).body).toMatchObject({
      data: { attributes: { workspace_id: 5 } },
    });
    expect(await client.call("GET", `/connectors/${id}`)).toMatchObject(notFound);
  });
});

describe("deleting an AI Squared connector", () => {
  it("also deletes its models, its catalog and all syncs that use it", async () => {
    const client = await startAisquared();
    const [source, destination, other] = [
      await create(client),
      await create(client, postgres),
      await create(client, { ...snowflake, name: "other" }),
    ];
    await client.call("GET", `/connectors/${destination}/discover`);
    const model = async (connector_id: string): Promise<string> =>
      client.make("/models", {
        model: { connector_id, name: "m", query_type: "raw_sql", query: "select 1", primary_key: "id" },
      });
    const sync = (source_id: string, model_id: string): Promise<string> =>
      client.make("/syncs", {
        sync: {
          ...{ source_id, model_id, destination_id: destination, stream_name: "orders" },
          ...{ sync_mode: "full_refresh", schedule_type: "manual", configuration: { id: "id" } },
        },
      });
    const [ofSource, ofOther] = [await model(source), await model(other)];
    const syncs = [await sync(source, ofOther), await sync(other, ofSource), await sync(other, ofOther)];
    const statuses = async (): Promise<number[]> =>
      Promise.all(syncs.map(async (id) => (await client.call("GET", `/syncs/${id}`)).status));

    expect(await client.call("DELETE", `/connectors/${source}`)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await client.call("GET", `/connectors/${source}`)).toMatchObject(notFound);
    expect((await client.call("GET", `/models/${ofSource}`)).status).toBe(404);
    expect((await client.call("GET", `/models/${ofOther}`)).status).toBe(200);
    expect(await statuses()).toEqual([404, 404, 200]);

    expect((await client.call("DELETE", `/connectors/${destination}`)).status).toBe(204);
    expect(await statuses()).toEqual([404, 404, 404]);
    expect((await client.call("GET", `/models/${ofOther}`)).status).toBe(200);
  });
});
