import { afterEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import type { Answered, PlatformOptions } from "../../../../harness/platform";

/** Checks the jobs of the Airweave platform against docs/contracts/airweave.md, section 3.7. */
let platform: TestPlatform;
afterEach(() => platform.stop());

/** With a connection that has a schedule, and no job yet. @returns its path. */
async function start(
  config: object = {},
  options: Partial<PlatformOptions["airweave"]> = {},
): Promise<string> {
  platform = await startTestPlatform(options, "airweave");
  await platform.ask("POST", "/collections", { name: "Code", readable_id: "code" });
  const { body } = await platform.ask("POST", "/source-connections", {
    ...{ name: "The articles", short_name: "document360", readable_collection_id: "code", config },
    ...{ schedule: { cron: "0 3 * * *" }, sync_immediately: false },
    authentication: { credentials: { api_token: "token-example-0123456789" } },
  });
  const { id } = body as { readonly id?: string };
  if (id === undefined) throw new Error(JSON.stringify(body));
  return `/source-connections/${id}`;
}

const run = (path: string): Promise<Answered> => platform.ask("POST", `${path}/run`);
const idOf = ({ body }: Answered): string => (body as { readonly id: string }).id;
const jobs = async (path: string): Promise<unknown> => (await platform.ask("GET", `${path}/jobs`)).body;
const connection = async (path: string): Promise<unknown> => (await platform.ask("GET", path)).body;

describe("a job that a request starts", () => {
  it("is pending, then running, then completed", async () => {
    const path = await start();
    const started = await run(path);
    expect(started).toMatchObject({ status: 200, body: { status: "pending", started_at: null } });
    const id = idOf(started);
    expect(await jobs(path)).toEqual([
      {
        id,
        source_connection_id: expect.any(String),
        status: "running",
        started_at: expect.any(String),
        ...{ completed_at: null, duration_seconds: null },
        ...{ entities_inserted: 0, entities_updated: 0, entities_deleted: 0, entities_failed: 0 },
        ...{ error: null, error_category: null, error_details: null },
      },
    ]);
    const done = {
      id,
      status: "completed",
      completed_at: expect.any(String),
      duration_seconds: expect.any(Number),
    };
    for (let look = 0; look < 2; look++) expect(await jobs(path)).toMatchObject([done]);
    expect(await connection(path)).toMatchObject({ status: "active", sync: { last_job: done } });
  });

  it("moves on when its connection is read or listed", async () => {
    const path = await start();
    await run(path);
    const { body } = await platform.ask("GET", "/source-connections");
    expect(body).toMatchObject([{ status: "syncing" }]);
    expect(await connection(path)).toMatchObject({ status: "active" });
  });

  it("keeps another from starting while it is active", async () => {
    const path = await start();
    await run(path);
    const detail = "Cannot start new sync: a sync job is already running";
    expect(await run(path)).toEqual({ status: 400, body: { detail } });
    expect(await jobs(path)).toMatchObject([{ status: "completed" }]);
    expect((await run(path)).status).toBe(200);
    expect(await jobs(path)).toMatchObject([{ status: "running" }, { status: "completed" }]);
  });

  it("fails when the source cannot be reached", async () => {
    const path = await start({ base_url: "https://docs.invalid" });
    await run(path);
    await jobs(path);
    const error = "could not connect to docs.invalid";
    expect(await jobs(path)).toMatchObject([{ status: "failed", error, completed_at: expect.any(String) }]);
    expect(await connection(path)).toMatchObject({ status: "error" });
    expect((await run(path)).status).toBe(200);
  });

  it("keeps running when the source never responds, until it is cancelled", async () => {
    const path = await start({ base_url: "http://192.0.2.7" });
    const id = idOf(await run(path));
    for (let look = 0; look < 4; look++) expect(await jobs(path)).toMatchObject([{ status: "running" }]);
    const cancel = (): Promise<Answered> => platform.ask("POST", `${path}/jobs/${id}/cancel`);
    expect(await cancel()).toMatchObject({ status: 200, body: { id, status: "cancelling" } });
    expect(await cancel()).toMatchObject({ status: 400 });
    expect(await jobs(path)).toMatchObject([{ status: "cancelled", completed_at: expect.any(String) }]);
    expect(await cancel()).toEqual({
      status: 400,
      body: { detail: "Cannot cancel job in cancelled state" },
    });
  });

  it("waits without a worker", async () => {
    const path = await start({}, { worker: false });
    await run(path);
    for (let look = 0; look < 2; look++) expect(await jobs(path)).toMatchObject([{ status: "pending" }]);
  });
});
