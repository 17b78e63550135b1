import { AirweaveSDKClient, AirweaveSDKError } from "@airweave/sdk";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startAirweave, type AirweaveServer } from "./airweave-server";

/**
 * Runs the vendor's official SDK, unmodified, against the sandbox's Airweave platform, and checks its requests and results.
 */
describe("the vendor's official SDK for TypeScript", () => {
  const apiKey = "key-of-the-sdk";
  let server: AirweaveServer;
  let client: AirweaveSDKClient;

  beforeAll(async () => {
    server = await startAirweave({ apiKey });
    client = new AirweaveSDKClient({ apiKey, baseUrl: server.url });
  });
  afterAll(() => server.stop());

  const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
  const last = (): unknown => server.requests.at(-1);

  it("manages collections", async () => {
    const request = { name: "Finance Data", readable_id: "finance-data" };
    const collection = await client.collections.create(request);
    expect(last()).toEqual({ method: "POST", path: "/collections", body: request });
    expect(collection).toMatchObject({ ...request, id: uuid, status: "NEEDS SOURCE", created_at: time });
    expect(await client.collections.list({ search: "finance", limit: 5 })).toEqual([collection]);
    expect(last()).toMatchObject({ method: "GET", path: "/collections?limit=5&search=finance" });
    expect(await client.collections.get("finance-data")).toEqual(collection);
    expect(await client.collections.delete("finance-data")).toEqual(collection);
    await expect(client.collections.get("finance-data", { maxRetries: 0 })).rejects.toMatchObject({
      statusCode: 404,
      body: { detail: "Collection not found" },
    });
  });

  it("manages source connections and their jobs", async () => {
    await client.collections.create({ name: "Code", readable_id: "code" });
    const request = {
      name: "The repository",
      short_name: "github",
      readable_collection_id: "code",
      description: "What we build",
      config: { repo_name: "example-org/example-repo" },
      schedule: { cron: "0 3 * * *" },
      sync_immediately: false,
      authentication: { credentials: { personal_access_token: "ghp_exampleexampleexample" } },
    };
    const { sync_immediately, authentication, ...shown } = request;
    const made = await client.sourceConnections.create(request);
    expect(last()).toEqual({ method: "POST", path: "/source-connections", body: request });
    expect(made).toMatchObject({
      ...shown,
      id: uuid,
      status: "active",
      created_at: time,
      config: { repo_name: "example-org/example-repo", branch: "", sync_pull_requests: false },
      schedule: { cron: "0 3 * * *", next_run: expect.stringMatching(/T03:00:00Z$/) },
      auth: { method: "direct", authenticated: true },
      sync_id: uuid,
    });
    expect(await client.sourceConnections.get(made.id)).toEqual(made);
    expect(await client.sourceConnections.list({ collection: "code" })).toMatchObject([
      { id: made.id, name: "The repository", auth_method: "direct", is_authenticated: true },
    ]);

    const change = { name: "Our repository", schedule: { cron: "0 4 * * *" } };
    const updated = await client.sourceConnections.update(made.id, change);
    expect(last()).toEqual({ method: "PATCH", path: `/source-connections/${made.id}`, body: change });
    expect(updated).toMatchObject({ ...made, ...change, schedule: change.schedule, modified_at: time });

    const job = await client.sourceConnections.run(made.id, { force_full_sync: true });
    expect(last()).toMatchObject({ path: `/source-connections/${made.id}/run?force_full_sync=true` });
    expect(job).toMatchObject({ id: uuid, source_connection_id: made.id, status: "pending" });
    const stopped = await client.sourceConnections.cancelJob(made.id, job.id);
    expect(stopped).toMatchObject({ id: job.id, status: "cancelled", completed_at: time });
    const next = await client.sourceConnections.run(made.id);
    const jobs = (): unknown => client.sourceConnections.getSourceConnectionJobs(made.id, { limit: 2 });
    expect(await jobs()).toMatchObject([
      { id: next.id, status: "running", completed_at: null },
      { id: job.id },
    ]);
    expect(await client.sourceConnections.get(made.id)).toMatchObject({
      sync: { last_job: { id: next.id, status: "completed" } },
    });
    expect(await jobs()).toMatchObject([
      { id: next.id, status: "completed", duration_seconds: expect.any(Number) },
      { id: job.id, status: "cancelled" },
    ]);
    expect(await client.collections.get("code")).toMatchObject({ status: "ACTIVE" });

    expect(await client.sourceConnections.delete(made.id)).toMatchObject({ id: made.id });
    expect(await client.sourceConnections.list()).toEqual([]);
  });

  it("lists the source types", async () => {
    const listed = await client.sources.list();
    expect(listed).toHaveLength(49 + 13);
    expect(listed.map(({ short_name }) => short_name)).not.toContain("sharepoint_online");
    const github = await client.sources.get("github");
    expect(listed).toContainEqual(github);
    expect(github).toMatchObject({
      name: "GitHub",
      auth_methods: ["direct", "auth_provider"],
      config_fields: { fields: [{ name: "repo_name", type: "string", required: true }, {}, {}] },
    });
  });

  it("throws its typed errors", async () => {
    const short = client.collections.create({ name: "abc" }, { maxRetries: 0 });
    await expect(short).rejects.toBeInstanceOf(AirweaveSDKError);
    await expect(short).rejects.toMatchObject({
      statusCode: 422,
      body: { errors: [{ "body.name": "String should have at least 4 characters" }] },
    });
    const stranger = new AirweaveSDKClient({ apiKey: "another", baseUrl: server.url });
    await expect(stranger.collections.list()).rejects.toMatchObject({ statusCode: 403 });
  });
});
