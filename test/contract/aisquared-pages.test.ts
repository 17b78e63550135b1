import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { fullFormats } from "ajv-formats/dist/formats";
import type { Document, OpenAPIValidator } from "openapi-backend";
import { parse } from "yaml";
import { repository } from "../harness/project";
import { aisquaredApp } from "../../sandbox/src/platforms/aisquared/app";
import { listen, type RunningPlatform } from "../../sandbox/src/serving/server";

// Jest cannot load this ES module, which only documents with references need.
jest.mock("openapi-backend/refparser", () => ({}));

/**
 * Checks the sandbox's AI Squared platform against the vendor's page "Update Connector" and docs/contracts/aisquared.md: requests and
 * responses must match an OpenAPI description.
 */
describe("the AI Squared platform", () => {
  const definition = parse(
    readFileSync(join(repository, "test", "fixtures", "aisquared-openapi.yaml"), "utf8"),
  ) as Document;
  let validator: OpenAPIValidator;
  const login = { email: "sandbox@example.com", password: "correct horse" };
  let platform: RunningPlatform;
  let token: string;

  beforeAll(async () => {
    const { OpenAPIValidator } = await import("openapi-backend");
    validator = new OpenAPIValidator({ definition, ajvOpts: { formats: fullFormats } });
    platform = await listen(aisquaredApp(login));
    const response = await fetch(`${platform.url}/api/v1/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(login),
    });
    token = ((await response.json()) as { data: { id: string } }).data.id;
  });
  afterAll(() => platform.stop());

  interface Call {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }
  interface ApiResponse {
    readonly status: number;
    readonly body: unknown;
  }

  const headersOf = ({ headers }: Call): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    "workspace-id": "1",
    "content-type": "application/json",
    ...headers,
  });

  const requestProblems = (call: Call): unknown[] =>
    validator.validateRequest({
      method: call.method,
      path: call.path,
      body: call.body,
      headers: headersOf(call),
    }).errors ?? [];

  const responseProblems = (operation: string, { status, body }: ApiResponse): unknown[] => {
    const declared = Object.keys(operationOf(operation).responses ?? {});
    if (!declared.includes(String(status))) return [`status ${status} is not described`];
    if (status === 204) return body === undefined ? [] : ["a body"];
    return validator.validateResponse(body, operation, status).errors ?? [];
  };

  const operationOf = (operation: string): { readonly responses?: object } => {
    const found = validator.router.getOperation(operation);
    if (found === undefined) throw new Error(operation);
    return found;
  };

  /** Sends a request, and checks that the response matches the description. */
  async function send(operation: string, call: Call): Promise<ApiResponse> {
    const response = await fetch(platform.url + call.path, {
      method: call.method,
      headers: headersOf(call),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const text = await response.text();
    const received = {
      status: response.status,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    expect(responseProblems(operation, received)).toEqual([]);
    return received;
  }

  let made = 0;
  const connector = {
    name: "Warehouse",
    connector_type: "source",
    connector_name: "Snowflake",
    configuration: {
      credentials: { auth_type: "username/password", username: "loader", password: "s3cret" },
      host: "acme.snowflakecomputing.com",
      role: "LOADER",
      warehouse: "SMALL",
      database: "SALES",
    },
  };
  const create = async (): Promise<string> => {
    const body = { connector: { ...connector, name: `Warehouse ${++made}` } };
    const call = { method: "POST", path: "/api/v1/connectors", body };
    expect(requestProblems(call)).toEqual([]);
    const response = await send("create", call);
    expect(response.status).toBe(201);
    return (response.body as { data: { id: string } }).data.id;
  };

  it("accepts the page's request, and responds as on the page", async () => {
    const call = { method: "PUT", path: `/api/v1/connectors/${await create()}`, body: { connector } };
    expect(requestProblems(call)).toEqual([]);
    expect(await send("update", call)).toMatchObject({
      status: 200,
      body: { data: { type: "connectors", attributes: { name: "Warehouse", connector_name: "Snowflake" } } },
    });
  });

  it("requires a bearer token, as on the page", async () => {
    const call = { method: "PUT", path: `/api/v1/connectors/${await create()}`, body: { connector } };
    const headers = { authorization: "" };
    expect((await send("update", { ...call, headers })).status).toBe(401);
  });

  it("has a description that requires the page's four keys", () => {
    for (const key of ["name", "connector_type", "configuration", "connector_name"]) {
      const body = {
        connector: Object.fromEntries(Object.entries(connector).filter(([one]) => one !== key)),
      };
      expect(requestProblems({ method: "PUT", path: "/api/v1/connectors/1", body })).toMatchObject([
        { keyword: "required", params: { missingProperty: key } },
      ]);
    }
    const body = { connector: { ...connector, connector_type: "Source" } };
    expect(requestProblems({ method: "PUT", path: "/api/v1/connectors/1", body })).toMatchObject([
      { keyword: "enum" },
    ]);
  });

  it("has a description that rejects other responses", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    const { status, body } = await send("read", { method: "GET", path });
    const { data } = body as { data: { attributes: object } };
    const changed = (attributes: object): object => ({
      data: { ...data, attributes: { ...data.attributes, ...attributes } },
    });
    for (const wrong of [
      { data, meta: {} },
      { data: { ...data, id: 1 } },
      changed({ workspace_id: "1" }),
      changed({ updated_at: "yesterday" }),
      changed({ configuration: [] }),
    ]) {
      expect(responseProblems("update", { status, body: wrong })).toHaveLength(1);
    }
    expect(responseProblems("update", { status: 201, body })).toHaveLength(1);
  });

  it("reads and deletes as in the contract", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    expect((await send("read", { method: "GET", path })).status).toBe(200);
    expect((await send("remove", { method: "DELETE", path })).status).toBe(204);
    for (const [method, operation] of [
      ["GET", "read"],
      ["DELETE", "remove"],
    ] as const) {
      expect((await send(operation, { method, path })).status).toBe(404);
      expect((await send(operation, { method, path: "/api/v1/connectors/x" })).status).toBe(400);
      expect((await send(operation, { method, path, headers: { authorization: "" } })).status).toBe(401);
    }
  });

  it("responds with the contract's errors", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    const update = (sent: unknown, headers = {}): Promise<ApiResponse> =>
      send("update", { method: "PUT", path, headers, body: { connector: sent } });
    const statuses = [
      await update({ ...connector, name: "" }),
      await update({ ...connector, connector_type: "Source" }),
      await update(connector, { "workspace-id": "9" }),
      await update({ ...connector, configuration: { host: 1 } }),
      await update({}),
      await send("create", { method: "POST", path: "/api/v1/connectors", body: {} }),
      await send("create", {
        method: "POST",
        path: "/api/v1/connectors",
        body: { connector: { ...connector, name: `Warehouse ${made}` } },
      }),
      await send("update", { method: "PUT", path: "/api/v1/connectors/999", body: { connector } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 422, 422, 400, 422, 404]);
  });
});
