import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { FaultRule } from "../../../../../sandbox/src";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { startAnsweringServer } from "../../../../harness/answering-server";
import { clock, connectorVerbs, rejection, said, type Verbs } from "../../../../harness/verbs";
import { hook, loginSettings } from "./connectors";

const twenty = Array.from({ length: 20 }, (_, index) => ({ ...hook, name: `hook ${index}` }));

const unauthorized = {
  status: 401,
  body: { errors: [{ status: 401, title: "Error", detail: "Unauthorized" }] },
};

describe("the session of an AI Squared account", () => {
  let platform: TestPlatform;
  const restart = async (...[options]: Parameters<typeof startTestPlatform<"aisquared">>): Promise<void> => {
    await platform.stop();
    platform = await startTestPlatform(options, "aisquared");
  };
  beforeEach(async () => {
    platform = await startTestPlatform({}, "aisquared");
  });
  afterEach(() => platform.stop());
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  const apiUrl = (): Record<string, string> => ({ "aisquared:apiUrl": platform.url });
  /** A token of the user, valid until the next login. */
  const token = async (): Promise<string> => {
    const { body } = await platform.ask("POST", "/api/v1/login", {
      email: platform.env.AISQUARED_EMAIL,
      password: platform.env.AISQUARED_PASSWORD,
    });
    return (body as { data: { id: string } }).data.id;
  };
  const create = async (settings: Record<string, string>): Promise<string> =>
    (await connectorVerbs(settings).create(hook)).id;
  const refusal = async (settings: Record<string, string>): Promise<string> =>
    (await rejection(connectorVerbs(settings).create(hook))).message;

  it("needs no login with a token", async () => {
    const given = await token();
    await create({ ...apiUrl(), "aisquared:token": given, "aisquared:workspaceId": "1" });
    expect(platform.take()).toEqual(["POST /api/v1/connectors"]);
    expect(platform.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${given}`,
      "workspace-id": "1",
    });
  });

  it("is opened with email and password, in the configured workspace", async () => {
    await create({ ...loginSettings(platform), "aisquared:workspaceId": " 1 " });
    expect(platform.take()).toEqual(["POST /api/v1/login", "POST /api/v1/connectors"]);
    expect(platform.requests[0]?.body).toEqual({
      email: platform.env.AISQUARED_EMAIL,
      password: platform.apiKey,
    });
  });

  it("requires a token or a login, and explains both", async () => {
    for (const partly of [{}, { "aisquared:email": "somebody@example.com" }]) {
      expect(await refusal({ ...apiUrl(), ...partly })).toBe(
        'aisquared.Connector "hook": a setting is missing: ' +
          "set aisquared:token (`pulumi config set --secret aisquared:token`) or the environment variable AISQUARED_API_TOKEN; " +
          "or set aisquared:email (`pulumi config set aisquared:email`) or the environment variable AISQUARED_EMAIL" +
          " and set aisquared:password (`pulumi config set --secret aisquared:password`) or the environment variable AISQUARED_PASSWORD",
      );
    }
    expect(platform.take()).toEqual([]);
  });

  it("is opened with the stack config, whatever is in the environment", async () => {
    process.env.AISQUARED_API_TOKEN = "stale";
    await create({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    expect(platform.take()).toEqual(["POST /api/v1/login", "POST /api/v1/connectors"]);

    await restart();
    const given = await token();
    process.env = { ...environment, ...platform.env };
    await create({ "aisquared:token": given, "aisquared:workspaceId": "1" });
    expect(platform.take()).toEqual(["POST /api/v1/connectors"]);
  });

  it("is shared by concurrent requests", async () => {
    const verbs = connectorVerbs(loginSettings(platform));
    await Promise.all(twenty.map((inputs) => verbs.create(inputs)));
    const lines = platform.take();
    expect(lines.slice(0, 2)).toEqual(["POST /api/v1/login", "GET /api/v1/workspaces"]);
    expect(lines.slice(2)).toEqual(Array(20).fill("POST /api/v1/connectors"));
  });

  it("is reopened when another login has ended it, and the refused request is retried", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    await verbs.create(hook);
    await platform.ask("GET", "/api/v1/workspaces");
    platform.take();
    await Promise.all(twenty.map((inputs) => verbs.create({ ...inputs, name: `${inputs.name} later` })));
    const lines = platform.take();
    expect(lines.filter((line) => line.endsWith("/login"))).toHaveLength(1);
    expect(lines.filter((line) => line === "POST /api/v1/connectors")).toHaveLength(20);
  });

  it("is not reopened endlessly: a 401 to the third session in a row is reported", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    for (let times = 0; times < 4; times++) platform.answerNext("GET", unauthorized);
    const { message } = await rejection(verbs.read("1", hook));
    expect(message).toContain(
      'aisquared.Connector "hook": read failed: AI Squared responded to GET connectors/1 with status 401 (Unauthorized); password came from stack config aisquared:password: set aisquared:password',
    );
    const again = ["POST /api/v1/login", "GET /api/v1/connectors/1"];
    expect(platform.take()).toEqual([...again, ...again, ...again]);
    await rejection(verbs.read("1", hook));
    expect(platform.take()).toEqual(["GET /api/v1/connectors/1"]);
  });

  it("is never reopened after a login that was refused", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    const { id } = await verbs.create(hook);
    await platform.ask("GET", "/api/v1/workspaces");
    platform.take();
    const refused = { status: 401, body: { errors: [{ detail: "Invalid email or password" }] } };
    platform.answerNext("POST", refused);
    for (let times = 0; times < 3; times++) {
      expect((await rejection(verbs.read(id, hook))).message).toContain("rejected the login with status 401");
    }
    // The log leaves out what the platform refused.
    expect(platform.take()).toEqual(["POST /api/v1/login"]);
  });

  describe("of two processes that end each other's", () => {
    const logins: number[] = [];
    const begin = async (faults: readonly FaultRule[] = []): Promise<void> => {
      logins.length = 0;
      await platform.stop();
      const log = ({ path }: { readonly path: string }): void => {
        if (path.endsWith("/login")) logins.push(clock.now());
      };
      const delay = (milliseconds: number): Promise<void> => clock.hold(milliseconds);
      platform = await startTestPlatform({ now: clock.now, log }, "aisquared", { faults, delay });
    };
    /** The verbs of another process: another timeout makes another account of the same settings. */
    const process = (number: number): Verbs =>
      connectorVerbs({ ...loginSettings(platform), "aisquared:timeout": String(300 + number) });
    /** The most logins in any 20 s. */
    const most = (): number =>
      Math.max(...logins.map((at) => logins.filter((other) => other >= at && other < at + 20_000).length));

    it("is enough for 20 creates beside 20 reads", async () => {
      await begin();
      const [host, program] = [process(1), process(2)];
      const { id } = await program.create({ ...hook, name: "read" });
      const ends = await Promise.all(
        twenty.flatMap((inputs) => [host.create(inputs), program.read(id, { ...hook, name: "read" })]),
      );
      expect(ends).toHaveLength(40);
      expect(new Set(ends.map((end) => end.id)).size).toBe(21);
      expect(logins.length).toBeGreaterThan(2);
      expect(most()).toBeLessThan(5);
    });

    it("is enough for both where the requests take longer than a turn", async () => {
      await begin([{ fault: { kind: "latency", milliseconds: 1_500 }, path: /connectors/, times: Infinity }]);
      said.length = 0;
      const began = clock.now();
      const [host, program] = [process(3), process(4)];
      await Promise.all(
        Array.from({ length: 120 }, (_, index) => index).flatMap((index) => [
          host.create({ ...hook, name: `hook ${index}` }),
          program.create({ ...hook, name: `other ${index}` }),
        ]),
      );
      expect(most()).toBeLessThan(5);
      expect(clock.now() - began).toBeLessThan(150_000);
      expect(said).toContainEqual(
        expect.stringMatching(
          /^aisquared.Connector "[^"]+" and \d+ more: waiting to log in to AI Squared again, because another client has logged in as the same user until /,
        ),
      );
      const { body } = await platform.ask("GET", "/api/v1/connectors?per_page=1000");
      expect((body as { data: unknown[] }).data).toHaveLength(240);
    });
  });

  it("is not reopened with a token, and a 401 says where the token came from", async () => {
    const given = await token();
    const settings = { ...apiUrl(), "aisquared:token": given, "aisquared:workspaceId": "1" };
    platform.answerNext("GET", unauthorized);
    const { message } = await rejection(connectorVerbs(settings).read("1", hook));
    expect(message).toContain(
      "with status 401 (Unauthorized); token came from stack config aisquared:token: set aisquared:token",
    );
    expect(message).not.toContain(given);
    expect(platform.take()).toEqual(["GET /api/v1/connectors/1"]);
  });

  it("is requested once if the login is refused, because five refusals lock the user", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:password": "PLANTEDwrong7" });
    const errors = await Promise.all(twenty.map((inputs) => rejection(verbs.create(inputs))));
    expect(platform.take()).toEqual(["POST /api/v1/login"]);
    expect(errors[7]?.message).toBe(
      'aisquared.Connector "hook 7": create failed: AI Squared rejected the login with status 401 (Invalid email or password); ' +
        "check aisquared:email and aisquared:password, and use a separate user for each pipeline, because each login invalidates the token of the one before " +
        "(email from stack config aisquared:email, password from stack config aisquared:password, apiUrl from stack config aisquared:apiUrl)",
    );
    for (const { message } of errors) expect(message).not.toContain("PLANTED");
  });

  it("is refused with the platform's message, without the secrets of the objects, even if not all are known", async () => {
    const server = await startAnsweringServer(() => ({
      status: 401,
      body: { errors: [{ detail: "no login, ask about PLANTED-unknown-key" }] },
    }));
    const settings = { ...loginSettings(platform), "aisquared:apiUrl": server.url };
    const configuration = { ...hook.configuration, newer: "PLANTED-unknown-key" };
    const rotated = { fromEnv: "SESSION_SECRET", fingerprint: "salt.of-another-value" };
    const olds = {
      ...{ ...hook, configuration: { ...configuration, older: rotated } },
      ...{ workspaceId: 1, __options: { unknownKeys: "allow" } },
    };
    const news = { ...olds, configuration };
    const { message } = await rejection(connectorVerbs(settings).update("1", olds, news));
    await server.stop();
    expect(message).toContain(
      "update failed: AI Squared rejected the login with status 401 (no login, ask about [secret]); check aisquared:email",
    );
  });

  it("names a page that refuses it, and does not blame the login", async () => {
    let refused = "login";
    const page = "<!doctype html><title>Access denied by PLANTEDwrong7</title><p>No markup";
    const server = await startAnsweringServer(({ path }) =>
      path.endsWith(refused)
        ? { status: 403, body: page }
        : { status: 200, body: { data: { id: "t", type: "token", attributes: { token: "t" } } } },
    );
    const settings = {
      ...loginSettings(platform),
      "aisquared:apiUrl": server.url,
      "aisquared:password": "PLANTEDwrong7",
    };
    const inFront =
      '(an HTML page titled "Access denied by [secret]"); a server in front of the API refused it, such as a proxy or a firewall: check what is in between, and aisquared:apiUrl (';
    const login = await rejection(connectorVerbs(settings).create(hook));
    expect(login.code).toBe("PC_NOT_THE_API");
    expect(login.message).toContain(`AI Squared responded to the login with status 403 ${inFront}`);
    refused = "workspaces";
    const other = { ...settings, "aisquared:email": "other@example.com" };
    const workspaces = await rejection(connectorVerbs(other).create(hook));
    expect(workspaces.message).toContain(`AI Squared responded to GET workspaces with status 403 ${inFront}`);
    await server.stop();
  });

  const throttled = { status: 429, body: { error: "Too many requests, try again later" } };

  it("is requested again when logins are throttled, once for all", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    platform.answerNext("POST", throttled);
    await Promise.all(twenty.map((inputs) => verbs.create(inputs)));
    const login = "POST /api/v1/login";
    expect(platform.take()).toEqual([login, login, ...Array<string>(20).fill("POST /api/v1/connectors")]);
  });

  it("is requested again after transient failures, once for all", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    platform.answerNext("POST", { status: 503, body: "Service Unavailable" });
    await Promise.all(twenty.map((inputs) => verbs.create(inputs)));
    const login = "POST /api/v1/login";
    expect(platform.take()).toEqual([login, login, ...Array<string>(20).fill("POST /api/v1/connectors")]);
  });

  it.each([
    [500, { error: "Internal Server Error" }, " (Internal Server Error); the server failed: try again later"],
    [200, "<html>", " (an HTML page), but without a token; check aisquared:apiUrl"],
  ])("says what to do if the response to the login is %i", async (status, body, detail) => {
    const verbs = connectorVerbs(loginSettings(platform));
    for (let times = 0; times < 3; times++) platform.answerNext("POST", { status, body });
    const { message } = await rejection(verbs.create(hook));
    expect(message).toContain(
      `aisquared.Connector "hook": create failed: AI Squared responded to the login with status ${status}${detail} (email from `,
    );
    for (const line of platform.take()) expect(line).toBe("POST /api/v1/login");
  });

  it("says what to do if logins are throttled until the timeout", async () => {
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:timeout": "20" });
    for (let times = 0; times < 3; times++) platform.answerNext("POST", throttled);
    const errors = await Promise.all(twenty.map((inputs) => rejection(verbs.create(inputs))));
    expect(platform.take()).toEqual(Array(3).fill("POST /api/v1/login"));
    for (const { message } of errors) {
      expect(message).toContain(
        "create failed: AI Squared limits the rate of logins; try again in 30 seconds, or set aisquared:token instead of a login",
      );
    }
  });

  it("uses the only workspace if none is configured", async () => {
    await restart({ workspaces: [{ id: 7, name: "Sales" }] });
    await create(loginSettings(platform));
    expect(platform.requests.at(-1)?.headers["workspace-id"]).toBe("7");
  });

  it("requires a workspace if there are several", async () => {
    await restart({
      workspaces: [
        { id: 1, name: "Sales" },
        { id: 2, name: "Tests" },
      ],
    });
    expect(await refusal(loginSettings(platform))).toContain(
      "create failed: the AI Squared account has several workspaces: 1 (Sales), 2 (Tests); set aisquared:workspaceId to one of them",
    );
    expect(platform.take()).toEqual(["POST /api/v1/login", "GET /api/v1/workspaces"]);
    await restart({ workspaces: [] });
    expect(await refusal(loginSettings(platform))).toContain(
      "the AI Squared account has no workspace; create one first",
    );
  });

  it("reports a workspace that does not belong to the account", async () => {
    const message = await refusal({ ...loginSettings(platform), "aisquared:workspaceId": "9" });
    expect(message).toBe(
      'aisquared.Connector "hook": create failed: AI Squared responded to POST connectors with status 400 ' +
        "(There was a problem with the request format: Workspace not found); " +
        "set aisquared:workspaceId to a workspace of the account, or remove it if the account has only one",
    );
  });

  it("is refused before any request if the workspace is not a number", async () => {
    const { failures } = await connectorVerbs({
      ...loginSettings(platform),
      "aisquared:workspaceId": "sales",
    }).check({}, hook);
    expect(failures.map(({ reason }) => reason)).toEqual([
      'aisquared.Connector "hook": setting aisquared:workspaceId (from stack config aisquared:workspaceId): expected an integer such as 1',
    ]);
    expect(platform.take()).toEqual([]);
  });
});
