import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { fullFormats } from "ajv-formats/dist/formats";
import type { Document, OpenAPIValidator } from "openapi-backend";
import { parse } from "yaml";
import { repository } from "../harness/project";
import { aisquaredApp } from "../../sandbox/src/platforms/aisquared/app";
import { listen, type RunningPlatform } from "../../sandbox/src/serving/server";

// An ES module, which jest cannot load; only descriptions with references need it.
jest.mock("openapi-backend/refparser", () => ({}));

/**
 * The sandbox's AI Squared platform against the vendor's page "Update Connector", and against the contract: requests and answers are held
 * to an OpenAPI description, in both directions.
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
  interface Answer {
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

  const answerProblems = (operation: string, { status, body }: Answer): unknown[] => {
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

  /** Sends a request, and holds its answer to the description. */
  async function answer(operation: string, call: Call): Promise<Answer> {
    const response = await fetch(platform.url + call.path, {
      method: call.method,
      headers: headersOf(call),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const text = await response.text();
    const given = {
      status: response.status,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    expect(answerProblems(operation, given)).toEqual([]);
    return given;
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
    const given = await answer("create", call);
    expect(given.status).toBe(201);
    return (given.body as { data: { id: string } }).data.id;
  };

  it("takes the page's request, and answers as the page has it", async () => {
    const call = { method: "PUT", path: `/api/v1/connectors/${await create()}`, body: { connector } };
    expect(requestProblems(call)).toEqual([]);
    expect(await answer("update", call)).toMatchObject({
      status: 200,
      body: { data: { type: "connectors", attributes: { name: "Warehouse", connector_name: "Snowflake" } } },
    });
  });

  it("needs a bearer, as the page says", async () => {
    const call = { method: "PUT", path: `/api/v1/connectors/${await create()}`, body: { connector } };
    const headers = { authorization: "" };
    expect((await answer("update", { ...call, headers })).status).toBe(401);
  });

  it("is asked with each of the page's four keys, or not as the page says", () => {
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

  it("is held to the page: other answers are none of its", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    const { status, body } = await answer("read", { method: "GET", path });
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
      expect(answerProblems("update", { status, body: wrong })).toHaveLength(1);
    }
    expect(answerProblems("update", { status: 201, body })).toHaveLength(1);
  });

  it("reads and deletes as the contract has it", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    expect((await answer("read", { method: "GET", path })).status).toBe(200);
    expect((await answer("remove", { method: "DELETE", path })).status).toBe(204);
    for (const [method, operation] of [
      ["GET", "read"],
      ["DELETE", "remove"],
    ] as const) {
      expect((await answer(operation, { method, path })).status).toBe(404);
      expect((await answer(operation, { method, path: "/api/v1/connectors/x" })).status).toBe(400);
      expect((await answer(operation, { method, path, headers: { authorization: "" } })).status).toBe(401);
    }
  });

  it("refuses in the contract's shapes", async () => {
    const path = `/api/v1/connectors/${await create()}`;
    const update = (sent: unknown, headers = {}): Promise<Answer> =>
      answer("update", { method: "PUT", path, headers, body: { connector: sent } });
    const statuses = [
      await update({ ...connector, name: "" }),
      await update({ ...connector, connector_type: "Source" }),
      await update(connector, { "workspace-id": "9" }),
      await update({ ...connector, configuration: { host: 1 } }),
      await update({}),
      await answer("create", { method: "POST", path: "/api/v1/connectors", body: {} }),
      await answer("create", {
        method: "POST",
        path: "/api/v1/connectors",
        body: { connector: { ...connector, name: `Warehouse ${made}` } },
      }),
      await answer("update", { method: "PUT", path: "/api/v1/connectors/999", body: { connector } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 422, 422, 400, 422, 404]);
  });
});
