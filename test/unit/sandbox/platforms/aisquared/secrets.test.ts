import { describe, expect, it } from "@jest/globals";
import type { LoggedRequest } from "../../../../../sandbox/src";
import { openAi, password, postgres, snowflake, startAisquared } from "./client";

const mask = "*************";
const http = {
  name: "Api",
  connector_type: "destination",
  connector_name: "Http",
  configuration: { destination_url: "https://api.example.com", headers: { Authorization: "Bearer t0p" } },
};
const configurationOf = (body: unknown): unknown =>
  (body as { data: { attributes: { configuration: unknown } } }).data.attributes.configuration;

describe("secrets in AI Squared's responses", () => {
  it("are 13 asterisks, in every response with the connector", async () => {
    const { call, make } = await startAisquared();
    const shown = {
      ...snowflake.configuration,
      credentials: { ...snowflake.configuration.credentials, password: mask },
    };
    const created = await call("POST", "/connectors", { body: { connector: snowflake } });
    const updated = await call("PUT", "/connectors/1", { body: { connector: snowflake } });
    for (const { body } of [created, updated, await call("GET", "/connectors/1")]) {
      expect(configurationOf(body)).toEqual(shown);
    }
    const model = { connector_id: 1, name: "m", query_type: "raw_sql", query: "select 1", primary_key: "id" };
    await make("/models", { model });
    for (const path of ["/connectors", "/models"]) {
      const { body } = await call("GET", path);
      expect(JSON.stringify(body)).not.toContain("s3cret");
      expect(JSON.stringify(body)).toContain(mask);
    }
  });

  it("are masked by key at every depth, even if null or empty", async () => {
    const { call } = await startAisquared();
    const { credentials } = snowflake.configuration;
    const configuration = {
      ...snowflake.configuration,
      password: null,
      credentials: { ...credentials, password: "" },
      more: [{ password: { a: 1 }, user: "u" }],
    };
    const { body } = await call("POST", "/connectors", {
      body: { connector: { ...snowflake, configuration } },
    });
    expect(configurationOf(body)).toMatchObject({
      password: mask,
      credentials: { password: mask },
      more: [{ password: mask, user: "u" }],
    });
  });

  it("are in plaintext if the vendor has not flagged them", async () => {
    const { call } = await startAisquared();
    const { body } = await call("POST", "/connectors", { body: { connector: http } });
    expect(configurationOf(body)).toEqual(http.configuration);
  });

  it("are in plaintext on an older server", async () => {
    const { call } = await startAisquared({ masks: false });
    const { body } = await call("POST", "/connectors", { body: { connector: snowflake } });
    expect(configurationOf(body)).toEqual(snowflake.configuration);
  });

  it("are lost in an update that sends the mask", async () => {
    const client = await startAisquared({ masks: false });
    await client.make("/connectors", { connector: openAi });
    const configuration = { ...openAi.configuration, api_key: mask };
    const { body } = await client.call("PUT", "/connectors/1", { body: { connector: { configuration } } });
    expect(configurationOf(body)).toEqual(configuration);
  });
});

describe("the request log of AI Squared", () => {
  it("has every request, including refused ones, before the response is received", async () => {
    const log: LoggedRequest[] = [];
    const { call } = await startAisquared({ log: (request) => log.push(request) });
    log.length = 0;
    await call("GET", "/connectors?type=source");
    await call("GET", "/connectors", { headers: { authorization: undefined } });
    const one = { platform: "aisquared", method: "GET", path: "/api/v1/connectors", body: null };
    expect(log).toEqual([
      { ...one, status: 200 },
      { ...one, status: 401 },
    ]);
  });

  it("has only the known public parts of a body", async () => {
    const log: LoggedRequest[] = [];
    const { call } = await startAisquared({ log: (request) => log.push(request) });
    expect(log[0]?.body).toEqual({ email: expect.any(String), password: "[secret]" });
    log.length = 0;
    const configuration = { ...postgres.configuration, unknown: "s3cret", host: { a: "s3cret" } };
    await call("POST", "/connectors", { body: { connector: postgres } });
    await call("PUT", "/connectors/1", { body: { connector: { configuration, icon: "s3cret" } } });
    await call("POST", "/connectors", { body: { connector: http } });
    await call("POST", "/connectors", { body: { connector: { ...postgres, connector_name: "Other" } } });
    const { connector_type: type, connector_name: name, configuration: connection_spec } = postgres;
    await call("POST", "/connector_definitions/check_connection", { body: { type, name, connection_spec } });
    const model = { name: "m", configuration: { embedding_config: { api_key: "s3cret" } } };
    await call("POST", "/models", { body: { model } });
    await call("POST", "/syncs", { body: { sync: { stream_name: "orders", configuration: ["s3cret"] } } });
    await call("PUT", "/connectors/1", { body: { connector: { configuration: { credentials: "s3cret" } } } });
    await call("POST", "/connectors", { body: ["s3cret"] });
    await call("POST", "/connectors", { body: { connector: "s3cret" } });
    const scrubbed = {
      ...postgres.configuration,
      credentials: { ...postgres.configuration.credentials, password: "[secret]" },
    };
    expect(log.map(({ body }) => body)).toEqual([
      { connector: { ...postgres, configuration: scrubbed } },
      {
        connector: {
          configuration: { ...scrubbed, unknown: "[secret]", host: { a: "[secret]" } },
          icon: "[secret]",
        },
      },
      {
        connector: {
          ...http,
          configuration: { destination_url: "https://api.example.com", headers: "[secret]" },
        },
      },
      { connector: { ...postgres, connector_name: "Other", configuration: "[secret]" } },
      { type, name, connection_spec: scrubbed },
      { model: { name: "m", configuration: "[secret]" } },
      { sync: { stream_name: "orders", configuration: "[secret]" } },
      { connector: { configuration: { credentials: "[secret]" } } },
      "[secret]",
      { connector: "[secret]" },
    ]);
    expect(JSON.stringify(log)).not.toMatch(new RegExp(`s3cret|t0p|${password}`));
  });
});
