import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startAirweave, type AirweaveServer, type Shown } from "./airweave-server";

/** Checks the sandbox's Airweave platform against the vendor's page "Update Source Connection". */
describe("the update of a source connection", () => {
  let server: AirweaveServer;
  let before: Shown;
  let path: string;

  beforeAll(async () => {
    server = await startAirweave({ apiKey: "key-of-the-page" });
    await server.done("POST", "/collections", { name: "Code", readable_id: "code" });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    before = await server.done("POST", "/source-connections", {
      name: "The repository",
      description: "What we build",
      short_name: "github",
      readable_collection_id: "code",
      config: { repo_name: "example-org/one", branch: "main" },
      schedule: { cron: "0 3 * * *" },
      sync_immediately: false,
      authentication: { credentials: { personal_access_token: "ghp_one" } },
    });
    path = `/source-connections/${before.id}`;
  });

  const config = { repo_name: "example-org/two", branch: "", sync_pull_requests: true };
  const schedule = { cron: "0 4 * * *", next_run: expect.stringMatching(/T04:00:00Z$/) };

  it.each([
    ["name", { name: "Another name" }, { name: "Another name" }],
    ["description", { description: "What they build" }, { description: "What they build" }],
    ["config", { config: { repo_name: "example-org/two", sync_pull_requests: true } }, { config }],
    ["schedule", { schedule: { cron: "0 4 * * *" } }, { schedule: expect.objectContaining(schedule) }],
    ["authentication", { authentication: { credentials: { personal_access_token: "ghp_two" } } }, {}],
  ])("changes only the %s", async (_field, body, changed) => {
    const after = await server.done("PATCH", path, body);
    expect(after).toEqual({ ...before, ...changed, modified_at: expect.any(String) });
    expect(await server.done("GET", path)).toEqual(after);
  });

  it("responds with the members that the page lists", async () => {
    const after = await server.done("PATCH", path, { name: "Another name" });
    expect(Object.keys(after)).toEqual(
      expect.arrayContaining(
        "id organization_id name short_name readable_collection_id status created_at modified_at auth description config schedule sync sync_id entities".split(
          " ",
        ),
      ),
    );
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect([after.id, after.organization_id, after.sync_id]).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(uuid)),
    );
    for (const time of [after.created_at, after.modified_at]) expect(Date.parse(String(time))).not.toBeNaN();
  });

  it.each([
    ["a name of 3 characters", { name: "abc" }, "body.name"],
    ["a name of 43 characters", { name: "a".repeat(43) }, "body.name"],
    ["a description of 256 characters", { description: "d".repeat(256) }, "body.description"],
    ["a config that is not an object", { config: ["repo_name"] }, "body.config"],
    ["a schedule that is not an object", { schedule: "0 4 * * *" }, "body.schedule"],
  ])("refuses %s and changes nothing", async (_what, body, field) => {
    const response = await server.call("PATCH", path, body);
    expect(response).toMatchObject({ status: 422, body: { errors: [{ [field]: expect.any(String) }] } });
    expect(await server.done("GET", path)).toEqual(before);
  });

  it.each([4, 42])("accepts a name of %d characters", async (length) => {
    const name = "ä".repeat(length);
    expect(await server.done("PATCH", path, { name })).toMatchObject({ name });
  });

  it("accepts a description of 255 characters, and null for none", async () => {
    const description = "d".repeat(255);
    expect(await server.done("PATCH", path, { description })).toMatchObject({ description });
    expect(await server.done("PATCH", path, { description: null })).toMatchObject({ description: null });
  });

  it("requires a UUID and an API key", async () => {
    expect(await server.call("PATCH", "/source-connections/1", { name: "Another name" })).toMatchObject({
      status: 422,
    });
    const response = await server.call("PATCH", path, { name: "Another name" }, { "x-api-key": "" });
    expect(response).toMatchObject({ status: 401 });
  });
});
