import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { referencePrefix } from "../../../../../provider/src/values/reference";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../../harness/answering-server";
import { clock, connectorVerbs, rejection, said, type Fields, type Verbs } from "../../../../harness/verbs";
import { answerOf, bodyOf, postgres, tokenSettings } from "./connectors";

const id = "7";
const path = "connector_definitions/check_connection";
const withVerify = (verify: string, inputs: Fields = postgres): Fields => ({
  ...inputs,
  __options: { verify },
});
const failing = withVerify("fail");
const { password } = postgres.configuration.credentials;

const verdict = (status: string, message = ""): Answered => ({
  status: 200,
  body: { type: "connection_status", connection_status: { status, message } },
});
const refused = verdict("failed", `password "${password}" of loader was refused`);
/** What the server responds where a client of its own raises. */
const exception = (detail: string): Answered => ({
  status: 400,
  body: { errors: [{ status: 400, title: "Bad Request", detail, source: { pointer: "/request/payload" } }] },
});

describe("the connection test of a connector, before a write", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let test: () => Answered | Promise<Answered>;

  beforeEach(async () => {
    test = () => verdict("succeeded");
    server = await startAnsweringServer(({ path: asked, body }: Asked) => {
      if (asked === path) return test();
      const { connector = {} } = (body ?? {}) as { connector?: Fields };
      return { status: 200, body: { data: answerOf(id, postgres, connector) } };
    });
    verbs = connectorVerbs({ ...tokenSettings(server.url), "aisquared:timeout": "60" });
    said.length = 0;
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.splice(0).map(({ method, path: to }) => `${method} ${to}`);
  const spec = (configuration: Fields): Fields => ({
    type: "source",
    name: "Postgresql",
    connection_spec: configuration,
  });

  it("has the complete configuration that is sent afterwards", async () => {
    process.env.SHOP_PASSWORD = password;
    const reference = `${referencePrefix}SHOP_PASSWORD`;
    const { configuration } = postgres;
    const credentials = { ...configuration.credentials, password: reference };
    const referring = withVerify("fail", { ...postgres, configuration: { ...configuration, credentials } });
    const { inputs } = await verbs.check({}, referring);
    const { outs } = await verbs.create(inputs);
    expect(server.asked).toEqual([
      { method: "POST", path, body: spec(configuration) },
      { method: "POST", path: "connectors", body: bodyOf(postgres) },
    ]);
    expect(outs.connectionTest).toMatchObject({ status: "succeeded", message: null });

    const changed = { ...configuration, database: "orders" };
    requests();
    const updated = await verbs.update(id, outs, withVerify("fail", { ...postgres, configuration: changed }));
    expect(server.asked).toMatchObject([
      { method: "POST", path, body: spec(changed) },
      { method: "PUT", path: `connectors/${id}`, body: { connector: { configuration: changed } } },
    ]);
    expect(updated.outs.connectionTest).toMatchObject({ status: "succeeded" });
    delete process.env.SHOP_PASSWORD;
    server.asked.length = 0;
    const error = await rejection(verbs.create(inputs));
    expect(error).toMatchObject({ code: "PC_VARIABLE_NOT_SET" });
    expect(server.asked).toEqual([]);
  });

  it("that fails creates nothing", async () => {
    test = () => refused;
    const error = await rejection(verbs.create(failing));
    expect(error.message).toBe(
      'aisquared.Connector "shop": create failed: the connection test of AI Squared failed (password "[secret]" of loader was refused); correct the connector in the program, or the system that it connects to; nothing was created',
    );
    expect(error).toMatchObject({ code: "PC_CONNECTION_TEST_FAILED" });
    expect(error).not.toHaveProperty("id");
    expect(requests()).toEqual([`POST ${path}`]);
  });

  it("that fails updates and adopts nothing", async () => {
    const { outs } = await verbs.create(postgres);
    requests();
    test = () => refused;
    const error = await rejection(verbs.update(id, outs, { ...failing, name: "orders" }));
    expect(error.message).toMatch(/update failed: the connection test .*; nothing was updated$/);
    expect(error).not.toHaveProperty("id");
    const adopting = { ...postgres, __options: { adopt: "8", verify: "fail" } };
    expect(await rejection(verbs.create(adopting))).not.toHaveProperty("id");
    expect(requests()).toEqual([`POST ${path}`, "GET connectors/8", `POST ${path}`]);
  });

  it("shows a line with warn, and the write follows", async () => {
    test = () => refused;
    const { outs } = await verbs.create(withVerify("warn"));
    expect(requests()).toEqual([`POST ${path}`, "POST connectors"]);
    expect(outs.connectionTest).toMatchObject({
      status: "failed",
      message: 'password "[secret]" of loader was refused',
    });
    expect(said).toEqual([
      'aisquared.Connector "shop": the connection test of AI Squared failed (password "[secret]" of loader was refused)',
    ]);
    expect((await verbs.diff(id, outs, failing)).changes).toBe(false);
  });

  it.each<[string, Answered, string, string]>([
    [
      "a client of the server raises",
      exception("FATAL: no such database"),
      "failed",
      "FATAL: no such database",
    ],
    ["the server reaches nothing", exception("getaddrinfo: db.example.com"), "failed", "could not reach"],
    [
      "the system is not enabled",
      { status: 400, body: { errors: { name: ["is not the name of a source"] } } },
      "unknown",
      "not the outcome of a test",
    ],
    ["the workspace is wrong", exception("Workspace not found"), "unknown", "not the outcome of a test"],
    ["the user may not", { status: 403, body: {} }, "unknown", "a Viewer may only read"],
    [
      "the server has no such thing",
      { status: 404, body: {} },
      "unknown",
      "the server has no connection tests",
    ],
    ["a page comes back", { status: 200, body: "<html></html>" }, "unknown", "not the outcome of a test"],
    ["something else comes back", { status: 200, body: { result: "ok" } }, "unknown", "not the outcome"],
  ])("where %s", async (_what, response, status, message) => {
    test = () => response;
    const { outs } = await verbs.create(withVerify("warn"));
    expect(outs.connectionTest).toEqual({
      ...{ status, message: expect.stringContaining(message) },
      testedAt: expect.any(String),
    });
    expect(requests()).toEqual([`POST ${path}`, "POST connectors"]);
    expect((await rejection(verbs.create(failing))).code).toBe("PC_CONNECTION_TEST_FAILED");
    expect(requests()).toEqual([`POST ${path}`]);
  });

  it.each<[string, (text: string) => string]>([
    ["as it is", (text) => text],
    ["quoted", (text) => JSON.stringify(JSON.stringify(text))],
    ["in a URL", (text) => `postgres://loader:${encodeURIComponent(text)}@db.example.com`],
    ["in base64", (text) => Buffer.from(`loader:${text}`).toString("base64")],
    ["truncated", (text) => `${text.slice(0, 14)}...`],
  ])("shows and stores no secret that the platform repeats %s", async (_form, form) => {
    const hidden = 'PLANTED "pass" wörd';
    const { configuration } = postgres;
    const credentials = { ...configuration.credentials, password: hidden };
    const inputs = withVerify("warn", { ...postgres, configuration: { ...configuration, credentials } });
    const repeated = form(hidden);
    for (const response of [verdict("failed", `no: ${repeated}`), exception(`no: ${repeated}`)]) {
      test = () => response;
      const { outs } = await verbs.create(inputs);
      const message = String((outs.connectionTest as Fields).message);
      expect(message).toContain("[secret]");
      for (const text of [message, said.join()]) {
        expect(text).not.toContain(repeated);
        expect(text).not.toMatch(/PLANTED|UExBTlRFR/);
      }
    }
  });

  it("takes no time from the write, however long it is tried", async () => {
    let creates = 0;
    await server.stop();
    server = await startAnsweringServer(({ path: asked }: Asked) => {
      if (asked === path) return { status: 504, body: "" };
      return creates++ < 2 ? { status: 425 } : { status: 200, body: { data: answerOf(id, postgres) } };
    });
    verbs = connectorVerbs({ ...tokenSettings(server.url), "aisquared:timeout": "60" });
    const began = clock.now();
    const { outs } = await verbs.create(withVerify("warn"));
    expect(outs.connectionTest).toMatchObject({
      status: "unknown",
      message: expect.stringMatching(/status 504.*tried \d+ times/),
    });
    expect(clock.now() - began).toBeGreaterThan(50_000);
    expect(creates).toBe(3);
  });

  it("is recorded with a write that does not succeed completely", async () => {
    const { outs } = await verbs.create(postgres);
    await server.stop();
    server = await startAnsweringServer(({ path: asked }: Asked) =>
      asked === path ? verdict("succeeded") : { status: 200, body: { data: answerOf(id, postgres) } },
    );
    verbs = connectorVerbs(tokenSettings(server.url));
    const error = await rejection(verbs.update(id, outs, { ...failing, name: "orders" }));
    expect(error.code).toBe("PC_NOT_APPLIED");
    expect(error.properties).toMatchObject({ name: "shop", connectionTest: { status: "succeeded" } });
  });
});
