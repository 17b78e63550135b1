import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { LoggedRequest } from "../../../../../sandbox/src";
import { startAirweave, type AirweaveServer, type Answer } from "../../../../contract/airweave-server";

describe("a new Airweave connection", () => {
  const log: LoggedRequest[] = [];
  const folder = mkdtempSync(join(tmpdir(), "airweave-create-"));
  const options = {
    dataPath: join(folder, "airweave.json"),
    log: (request: LoggedRequest) => log.push(request),
    authProviders: [
      { readable_id: "my-composio", short_name: "composio" },
      { readable_id: "my-pipedream", short_name: "pipedream" },
    ],
  } as const;
  let server: AirweaveServer;

  beforeAll(async () => {
    server = await startAirweave(options);
    await server.done("POST", "/collections", { name: "Some", readable_id: "some" });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const create = (body: Record<string, unknown>): Promise<Answer> =>
    server.call("POST", "/source-connections", {
      readable_collection_id: "some",
      sync_immediately: false,
      ...body,
    });
  const stub = { short_name: "stub", authentication: { credentials: { stub_key: "x" } } };
  const created = (config: unknown, short_name: string): Promise<Answer> =>
    create({ short_name, config, authentication: { provider_readable_id: "my-composio" } });

  describe("with an auth provider", () => {
    const asana = (authentication: unknown): Promise<Answer> =>
      create({ short_name: "asana", authentication });

    it("shows the provider, but not its config", async () => {
      const provider_config = { auth_config_id: "config", account_id: "account" };
      const response = await asana({ provider_readable_id: "my-composio", provider_config });
      expect(response).toMatchObject({
        status: 200,
        body: {
          status: "active",
          auth: { method: "auth_provider", provider_readable_id: "my-composio", provider_id: "my-composio" },
        },
      });
      expect(JSON.stringify(response.body)).not.toMatch(/"account"/);
      const path = `/source-connections/${(response.body as { id: string }).id}`;
      const body = { authentication: { credentials: { access_token: "x" } } };
      expect(await server.call("PATCH", path, body)).toMatchObject({
        status: 400,
        body: { detail: "Credentials can only be updated for direct authentication" },
      });
    });

    it.each([
      ["one that is not connected", 404, { provider_readable_id: "nope" }],
      ["a config that lacks a key", 422, { provider_readable_id: "my-composio", provider_config: {} }],
      ["a config that is no map", 422, { provider_readable_id: "my-composio", provider_config: "x" }],
      ["a key too many", 422, { provider_readable_id: "my-composio", credentials: { a: "b" } }],
    ])("refuses %s", async (_what, status, authentication) => {
      expect(await asana(authentication)).toMatchObject({ status });
    });

    it("refuses one that does not support the source", async () => {
      const authentication = { provider_readable_id: "my-pipedream" };
      const config = { repo_name: "o/r" };
      expect(await create({ short_name: "github", config, authentication })).toMatchObject({ status: 400 });
      expect(await asana(authentication)).toMatchObject({ status: 200 });
    });
  });

  const gitlab = (access_token: string): readonly [string, object] => ["gitlab", { access_token }];
  const github = (personal_access_token: string): readonly [string, object] => [
    "github",
    { credentials: { personal_access_token } },
  ];
  it.each([
    [...gitlab("an invalid one"), 400, "Validation failed for source 'gitlab': credential validation failed"],
    [...github("ghp_invalid"), 400, "Validation failed for source 'github': credential validation failed"],
    [
      ...github("ghp_revoked"),
      400,
      "Invalid or revoked OAuth access token for source 'github'. Verify the token with the provider and try again.",
    ],
    [...github("ghp_unreachable"), 400, "Validation failed for github: [Errno -2] Name or service not known"],
    [
      ...gitlab("unreachable"),
      500,
      "Internal Server Error: ConnectError: [Errno -2] Name or service not known",
    ],
    [
      ...gitlab("unavailable"),
      502,
      "The provider for 'gitlab' returned an error while validating credentials. Please try again later.",
    ],
    [...gitlab("throttled"), 429, "Rate limited — retry after 5.0s"],
  ] as const)(
    "of %s with %j is refused with %i, as its service decides",
    async (short_name, authentication, status, detail) => {
      const config = short_name === "github" ? { repo_name: "o/r" } : {};
      expect(await create({ short_name, config, authentication })).toMatchObject({
        status,
        body: { detail },
      });
    },
  );

  it.each([
    ["bitbucket", "file_extensions", ".ts, .py,", [".ts", ".py"]],
    ["gmail", "after_date", "2024-01-31", "2024/01/31"],
    ["outlook_mail", "after_date", "2024-01-31", "2024/01/31"],
    ["github", "sync_pull_requests", "yes", true],
    ["github", "sync_pull_requests", 0, false],
    ["salesforce", "instance_url", "https://mine.my.salesforce.com", "mine.my.salesforce.com"],
    ["intercom", "exclude_closed_conversations", null, null],
  ])("of %s stores %s=%j as %j", async (short_name, key, given, kept) => {
    const required = { github: { repo_name: "o/r" }, bitbucket: { workspace: "w" } };
    const config = { ...required[short_name as "github"], [key]: given };
    expect(await created(config, short_name)).toMatchObject({
      status: 200,
      body: { config: { [key]: kept } },
    });
  });

  it.each([
    [
      "stub",
      { entity_count: 3.5 },
      "entity_count: Input should be a valid integer, got a number with a fractional part",
    ],
    ["stub", { entity_count: 100_001 }, "entity_count: Input should be less than or equal to 100000"],
    [
      "stub",
      { entity_count: "x", seed: [] },
      "entity_count: Input should be a valid integer, unable to parse string as an integer; seed: Input should be a valid integer",
    ],
    [
      "stub",
      { inject_special_tokens: "maybe" },
      "inject_special_tokens: Input should be a valid boolean, unable to interpret input",
    ],
    ["jira", { project_keys: [] }, "project_keys: List should have at least 1 item after validation, not 0"],
    ["jira", { project_keys: ["A", 1] }, "project_keys.1: Input should be a valid string"],
    ["jira", { project_keys: {} }, "project_keys: Input should be a valid list"],
    [
      "timed",
      { duration_seconds: "x" },
      "duration_seconds: Input should be a valid number, unable to parse string as a number",
    ],
  ])("of %s rejects %j", async (short_name, config, problem) => {
    const authentication =
      short_name === "jira" ? { provider_readable_id: "my-composio" } : stub.authentication;
    expect(await create({ short_name, config, authentication })).toMatchObject({
      status: 422,
      body: { detail: `Invalid config fields: ${problem}` },
    });
  });

  it.each([
    ["*/5 * * * *", 400],
    ["5/15 3-6 1,15 JAN SUN", 200],
    ["0 */2 * 2-4 0-6", 200],
    ["0 1 * * MON,TUE", 422],
    ["0 1-3,5 * * *", 422],
    ["0 1 * *", 422],
    ["0 0 31 13 *", 422],
  ])("with the schedule %s has the status %d", async (cron, status) => {
    expect(await create({ ...stub, schedule: { cron } })).toMatchObject({ status });
  });

  it.each([
    ["0 1 * * MON-FRI", "0 1 * * MON-FRI"],
    ["0 1-3,5 * * 7", "0 1-3,5 * * 7"],
    ["@weekly", "@weekly"],
    ["0 1 * * * * 2030", undefined],
    ["0 1", undefined],
    ["2030-01-01T00:00:00", undefined],
  ])("accepts the schedule %s in an update, in the full grammar", async (cron, kept) => {
    const { body } = await create(stub);
    const path = `/source-connections/${(body as { id: string }).id}`;
    expect(await server.call("PATCH", path, { schedule: { cron } })).toMatchObject(
      kept === undefined
        ? { status: 422, body: { detail: `Invalid CRON expression: ${cron}` } }
        : { status: 200, body: { schedule: { cron: kept, next_run: expect.stringMatching(/Z$/) } } },
    );
  });

  it("has completed its first job when it is read", async () => {
    const response = await create({ ...stub, sync_immediately: true });
    expect(response).toMatchObject({
      body: { sync: { successful_runs: 0, last_job: { status: "pending" } } },
    });
    const { id } = response.body as { id: string };
    expect(await server.done("GET", `/source-connections/${id}`)).toMatchObject({
      sync: { successful_runs: 1, last_job: { status: "completed" } },
    });
  });

  it("cannot be of a test source if the server has none", async () => {
    const other = await startAirweave({ internalSources: false });
    await other.done("POST", "/collections", { name: "Some", readable_id: "some" });
    const body = { ...stub, readable_collection_id: "some" };
    expect(await other.call("POST", "/source-connections", body)).toMatchObject({ status: 404 });
    await other.stop();
  });

  it("may use fields and sources of enabled features", async () => {
    const other = await startAirweave({ featureFlags: ["zephyr_scale", "sharepoint_2019_v2"] });
    await other.done("POST", "/collections", { name: "Some", readable_id: "some" });
    const config = { project_keys: "A, B", zephyr_scale_api_token: "token" };
    expect(
      await other.done("POST", "/source-connections", {
        short_name: "jira",
        readable_collection_id: "some",
        config,
      }),
    ).toMatchObject({ config: { project_keys: ["A", "B"], zephyr_scale_api_token: "token" } });
    const names = ((await other.call("GET", "/sources")).body as { short_name: string }[]).map(
      ({ short_name }) => short_name,
    );
    expect(names).toContain("sharepoint2019v2");
    await other.stop();
  });

  it("leaves no secret in the log, and survives a restart", async () => {
    log.length = 0;
    const secrets = ["ghp_of_the_log", "zephyr-of-the-log", "client-of-the-log", "more-of-the-log"];
    const [token, zephyr, client, more] = secrets;
    const { body } = await create({
      name: "Logged one",
      short_name: "github",
      config: { repo_name: "o/r", branch: "main", other: more },
      authentication: { credentials: { personal_access_token: token } },
    });
    await create({ short_name: "jira", config: { project_keys: ["A"], zephyr_scale_api_token: zephyr } });
    const login = await create({
      short_name: "notion",
      authentication: { client_id: "c", client_secret: client },
    });
    const { id, auth } = login.body as { id: string; auth: Record<string, string> };
    await server.call("GET", String(auth.auth_url));
    await server.call("POST", `/source-connections/${id}/verify-oauth`, { claim_token: auth.claim_token });
    await server.call("PATCH", `/source-connections/${id}`, [more]);

    const text = JSON.stringify(log);
    for (const secret of [...secrets, auth.claim_token, auth.auth_url?.split("/").at(-1)]) {
      expect(text).not.toContain(secret);
    }
    expect(log[0]).toEqual({
      platform: "airweave",
      method: "POST",
      path: "/source-connections",
      status: 200,
      body: {
        readable_collection_id: "some",
        sync_immediately: false,
        name: "Logged one",
        short_name: "github",
        config: { repo_name: "o/r", branch: "main", other: "[secret]" },
        authentication: "[secret]",
      },
    });

    const other = await startAirweave(options);
    const { id: kept } = body as { id: string };
    expect(await other.done("GET", `/source-connections/${kept}`)).toEqual(body);
    await other.stop();
  });
});
