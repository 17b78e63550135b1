import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  startAirweave,
  type AirweaveServer,
  type Answer,
  type Shown,
} from "../../../../contract/airweave-server";

describe("an update of an Airweave connection", () => {
  let server: AirweaveServer;

  beforeAll(async () => {
    server = await startAirweave();
    await server.done("POST", "/collections", { name: "Some", readable_id: "some" });
  });
  afterAll(() => server.stop());

  const github = {
    short_name: "github",
    config: { repo_name: "o/one" },
    authentication: { credentials: { personal_access_token: "ghp_one" } },
  };
  const create = (body: Record<string, unknown>): Promise<Shown> =>
    server.done("POST", "/source-connections", {
      readable_collection_id: "some",
      sync_immediately: false,
      schedule: { cron: "0 3 * * *" },
      ...body,
    });
  const patch = ({ id }: Shown, body: unknown): Promise<Answer> =>
    server.call("PATCH", `/source-connections/${id}`, body);
  const get = ({ id }: Shown): Promise<Shown> => server.done("GET", `/source-connections/${id}`);
  const unscheduled = (made: Shown): Shown => ({
    ...made,
    schedule: { cron: null, next_run: null, continuous: false, cursor_field: null, cursor_value: null },
  });
  const good = { credentials: { personal_access_token: "ghp_two" } };
  const bad = { credentials: { personal_access_token: "ghp" } };

  it.each([
    ["a name", { name: "Another" }],
    ["a description", { description: "Another" }],
    ["a config", { config: { repo_name: "o/two" } }],
    ["credentials", { authentication: good }],
  ])(
    "fails with the schedule gone and the rest lost, if that goes together with %s",
    async (_what, other) => {
      for (const schedule of [null, {}]) {
        const made = await create(github);
        expect(await patch(made, { schedule, ...other })).toMatchObject({
          status: 500,
          body: { detail: expect.stringMatching(/^Internal Server Error: /) },
        });
        expect(await get(made)).toEqual(unscheduled(made));
      }
    },
  );

  it("does not get to invalid credentials that are sent with the removal of a schedule", async () => {
    const made = await create(github);
    const body = { name: "Another", schedule: null, authentication: bad };
    expect(await patch(made, body)).toMatchObject({ status: 500 });
    expect(await get(made)).toEqual(unscheduled(made));
  });

  it("removes a schedule if it is the only change, and applies other changes afterwards", async () => {
    const made = await create(github);
    expect(await patch(made, { schedule: null })).toMatchObject({ status: 200, body: unscheduled(made) });
    expect(await patch(made, { schedule: null, name: "Another" })).toMatchObject({ status: 200 });
  });

  it("loses the old schedule if the new one is sent with invalid credentials", async () => {
    const made = await create(github);
    const response = await patch(made, {
      schedule: { cron: "0 5 * * *" },
      authentication: bad,
      name: "Another",
    });
    expect(response).toMatchObject({
      status: 422,
      body: {
        detail: "Invalid auth fields: personal_access_token: String should have at least 4 characters",
      },
    });
    expect(await get(made)).toEqual(unscheduled(made));
  });

  it.each([
    ["a config that is not valid", { config: { repo_name: "one" } }],
    ["a schedule that means nothing", { schedule: { cron: "0 25 * * *" } }],
  ])("changes nothing for %s", async (_what, other) => {
    const made = await create(github);
    const body = { name: "Another", schedule: { cron: "0 5 * * *" }, authentication: good, ...other };
    expect(await patch(made, body)).toMatchObject({ status: 422 });
    expect(await get(made)).toEqual(made);
  });

  it("changes everything at once if everything is valid", async () => {
    const made = await create(github);
    const change = { name: "Another", description: "What", schedule: { cron: "0 5 * * *" } };
    const config = { repo_name: "o/two" };
    const response = await patch(made, { ...change, config, authentication: good });
    expect(response).toMatchObject({ status: 200, body: { ...change, config } });
    expect(response.body).not.toMatchObject({ modified_at: made.modified_at });
  });

  it("does not change modified_at for a schedule, credentials, or equal values", async () => {
    const made = await create(github);
    for (const body of [
      { schedule: { cron: "0 5 * * *" } },
      { authentication: good },
      { name: made.name },
      { config: { repo_name: "o/one" } },
    ]) {
      expect(await patch(made, body)).toMatchObject({ status: 200, body: { modified_at: made.modified_at } });
    }
  });

  describe("without a sync", () => {
    const without = { ...github, schedule: {} };

    it("makes a sync for a schedule in the grammar of a create call", async () => {
      const made = await create(without);
      expect(made).toMatchObject({ sync_id: null, schedule: null });
      expect(await patch(made, { schedule: { cron: "@daily" } })).toMatchObject({
        status: 422,
        body: { errors: [{ cron_schedule: "Value error, Invalid cron schedule format" }] },
      });
      expect(await patch(made, { schedule: { cron: "99 1 * * *" } })).toMatchObject({
        status: 422,
        body: { detail: "Invalid CRON expression: 99 1 * * *" },
      });
      const response = await patch(made, { name: "Another", schedule: { cron: "0 1 * * *" } });
      expect(response).toMatchObject({
        status: 200,
        body: { name: "Another", sync_id: expect.any(String), schedule: { cron: "0 1 * * *" } },
      });
    });

    it("ignores a schedule that is sent with credentials", async () => {
      const made = await create(without);
      const body = { name: "Another", schedule: { cron: "0 1 * * *" }, authentication: good };
      expect(await patch(made, body)).toMatchObject({ status: 404, body: { detail: "Sync not found" } });
      expect(await get(made)).toEqual(made);
    });
  });

  describe("with federated search", () => {
    const slack = { short_name: "slack", authentication: { access_token: "xoxp" } };

    it.each([
      ["the default schedule", { schedule: null }],
      ["a schedule", { schedule: { cron: "0 1 * * *" } }],
      ["a sync at once", { schedule: {}, sync_immediately: true }],
    ])("cannot be made with %s", async (_what, body) => {
      const request = { readable_collection_id: "some", sync_immediately: false, ...slack, ...body };
      expect(await server.call("POST", "/source-connections", request)).toMatchObject({
        status: 500,
        body: {
          detail: "Internal Server Error: ValueError: Cannot create sync for federated source 'slack'",
        },
      });
    });

    it("never has a schedule", async () => {
      const made = await create({ ...slack, schedule: {} });
      expect(made).toMatchObject({ status: "active", federated_search: true, sync_id: null });
      expect(await patch(made, { schedule: { cron: "0 1 * * *" } })).toMatchObject({ status: 400 });
      const path = `/source-connections/${made.id}`;
      expect(await server.call("POST", `${path}/run`)).toMatchObject({ status: 404 });
      expect(await server.call("GET", `${path}/jobs`)).toMatchObject({ status: 404 });
    });
  });
});
