import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { aisquaredApp } from "../../../../../sandbox/src/platforms/aisquared/app";
import { listen } from "../../../../../sandbox/src/serving/server";
import { email, password, startAisquared, type AisquaredClient } from "./client";

const minute = 60_000;
const unauthorized = {
  status: 401,
  body: { errors: [{ status: 401, title: "Error", detail: "Unauthorized" }] },
};
const tokenOf = ({ body }: { readonly body: unknown }): string => (body as { data: { id: string } }).data.id;
const withToken = (token: string | undefined) => ({
  headers: { authorization: token === undefined ? undefined : `Bearer ${token}` },
});

describe("a session of AI Squared", () => {
  it("begins with a login, which returns the token as id and as attribute", async () => {
    const { login } = await startAisquared();
    const response = await login();
    const token = tokenOf(response);
    expect(response).toMatchObject({
      status: 200,
      body: { data: { type: "token", id: token, attributes: { token } } },
    });
    expect(token.split(".")).toHaveLength(3);
  });

  it("requires a token of this server and user", async () => {
    const { call, token } = await startAisquared();
    const { token: other } = await startAisquared();
    const [head, , tail] = token.split(".");
    const forged = [head, Buffer.from('{"jti":"1"}').toString("base64url"), tail].join(".");
    for (const wrong of [undefined, "", "nonsense", other, forged]) {
      expect(await call("GET", "/connectors", withToken(wrong))).toMatchObject(unauthorized);
    }
    expect((await call("GET", "/connectors")).status).toBe(200);
  });

  it("lasts 30 minutes", async () => {
    const { call, pass } = await startAisquared();
    pass(30 * minute - 1000);
    expect((await call("GET", "/workspaces")).status).toBe(200);
    pass(1000);
    expect(await call("GET", "/workspaces")).toMatchObject(unauthorized);
  });

  it("ends with the user's next login", async () => {
    const { call, login } = await startAisquared();
    const token = tokenOf(await login());
    expect(await call("GET", "/workspaces")).toMatchObject(unauthorized);
    expect((await call("GET", "/workspaces", withToken(token))).status).toBe(200);
  });

  it("does not end with a wrong login", async () => {
    const { call, login } = await startAisquared();
    expect((await login("wrong")).status).toBe(401);
    expect((await call("GET", "/workspaces")).status).toBe(200);
  });

  it("ends with a logout", async () => {
    const { call } = await startAisquared();
    expect((await call("DELETE", "/logout")).status).toBe(200);
    expect(await call("GET", "/workspaces")).toMatchObject(unauthorized);
    expect(await call("DELETE", "/logout")).toMatchObject(unauthorized);
  });

  it("survives a restart of the platform", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aisquared-"));
    const dataPath = join(folder, "aisquared.json");
    const { token } = await startAisquared({ dataPath });
    const now = (): number => Date.parse("2026-08-01T00:10:00Z");
    const restarted = await listen(aisquaredApp({ email, password, dataPath, now }));
    const response = await fetch(`${restarted.url}/api/v1/workspaces`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await restarted.stop();
    rmSync(folder, { recursive: true });
    expect(response.status).toBe(200);
  });
});

describe("a login of AI Squared", () => {
  const wrongLogins = async ({ login, pass }: AisquaredClient, times: number): Promise<unknown[]> => {
    const responses = [];
    for (let time = 0; time < times; time++) {
      pass(20_000);
      responses.push((await login("wrong")).status);
    }
    return responses;
  };

  it("is locked for an hour after five wrong ones", async () => {
    const client = await startAisquared();
    expect(await wrongLogins(client, 5)).toEqual([401, 401, 401, 401, 401]);
    client.pass(60 * minute - 1000);
    expect((await client.login()).status).toBe(401);
    client.pass(1000);
    expect((await client.login()).status).toBe(200);
  });

  it("is not locked after four wrong ones, which a correct one resets", async () => {
    const client = await startAisquared();
    for (const _round of [1, 2]) {
      await wrongLogins(client, 4);
      client.pass(20_000);
      expect((await client.login()).status).toBe(200);
    }
  });

  it("is throttled to five in 20 seconds, with the time to wait", async () => {
    const { login, pass } = await startAisquared();
    for (const _more of [2, 3, 4, 5]) expect((await login()).status).toBe(200);
    pass(5000);
    const response = await login();
    expect(response).toMatchObject({ status: 429, body: { error: expect.any(String) } });
    expect(response.headers.get("retry-after")).toBe("15");
    pass(15_000);
    expect((await login()).status).toBe(200);
  });

  it("requires email and password", async () => {
    const { call } = await startAisquared();
    expect(await call("POST", "/login", { body: { email: "" } })).toMatchObject({
      status: 400,
      body: { errors: { email: ["must be filled"], password: ["is missing"] } },
    });
  });
});

describe("a workspace of AI Squared", () => {
  const workspaces = [
    { id: 1, name: "One" },
    { id: 7, name: "Seven" },
  ];

  it("is listed, without a header", async () => {
    const { call } = await startAisquared({ workspaces });
    const response = await call("GET", "/workspaces", { headers: { "workspace-id": undefined } });
    expect(response).toMatchObject({
      status: 200,
      body: {
        data: [
          { id: "1", type: "workspaces", attributes: { name: "One" } },
          { id: "7", type: "workspaces", attributes: { name: "Seven" } },
        ],
      },
    });
  });

  it("must be named in the header of all other requests, and be the user's own", async () => {
    const { call } = await startAisquared({ workspaces });
    for (const path of ["/connectors", "/models", "/syncs", "/connector_definitions", "/connectors/1"]) {
      for (const id of [undefined, "", "2", "x"]) {
        expect(await call("GET", path, { headers: { "workspace-id": id } })).toMatchObject({
          status: 400,
          body: {
            errors: [
              {
                status: 400,
                title: "Bad Request",
                detail: expect.stringMatching(
                  /^There was a problem with the request format: Workspace not found$/,
                ),
                source: { pointer: "/request/payload" },
              },
            ],
          },
        });
      }
    }
    expect((await call("GET", "/connectors", { headers: { "workspace-id": "7" } })).status).toBe(200);
  });
});
