import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAirweave,
  type AirweaveServer,
  type Answer,
  type Shown,
} from "../../../../contract/airweave-server";

describe("a login in the browser for an Airweave connection", () => {
  let server: AirweaveServer;
  let now: number;

  beforeEach(async () => {
    now = Date.parse("2026-01-01T12:34:00Z");
    server = await startAirweave({ apiKey: "key", now: () => now });
    await server.done("POST", "/collections", { name: "Some", readable_id: "some" });
  });
  afterEach(() => server.stop());

  const create = (body: Record<string, unknown>): Promise<Shown> =>
    server.done("POST", "/source-connections", { readable_collection_id: "some", ...body });
  /** Acts as a browser: without a key, following redirects. */
  const visit = (url: unknown): Promise<Answer> =>
    server.call("GET", String(url), undefined, { "x-api-key": "" });
  const logIn = async (connection: Shown): Promise<Answer> => {
    return visit(await opened(connection));
  };
  /** @returns where the browser goes from there. */
  const opened = async (connection: Shown): Promise<unknown> => {
    const { status, headers } = await visit(connection.auth.auth_url);
    expect(status).toBe(303);
    return headers.get("location");
  };
  const get = ({ id }: Shown): Promise<Shown> => server.done("GET", `/source-connections/${id}`);
  const verify = ({ id }: Shown, claim_token: unknown): Promise<Answer> =>
    server.call("POST", `/source-connections/${id}/verify-oauth`, { claim_token });

  it("applies the values of the create call", async () => {
    const made = await create({
      short_name: "gmail",
      config: { after_date: "2024-01-31" },
      schedule: { cron: "0 4 * * *" },
      authentication: { client_id: "id", client_secret: "secret" },
      redirect_url: "https://app.example.com/done?tab=1",
    });
    expect(made).toMatchObject({
      status: "pending_auth",
      auth: {
        method: "oauth_browser",
        authenticated: false,
        auth_url_expires: "2026-01-01T12:39:00.000000Z",
      },
      schedule: null,
      sync_id: null,
    });
    // Updates before the login succeed, and are lost.
    const path = `/source-connections/${made.id}`;
    await server.done("PATCH", path, { schedule: { cron: "0 9 * * *" } });
    await server.done("PATCH", path, { config: { after_date: "2025-01-01" } });
    await server.done("PATCH", path, { name: "Renamed" });

    // Only the config is shown meanwhile.
    expect(await get(made)).toMatchObject({ config: { after_date: "2025/01/01" }, schedule: null });

    const callback = await opened(made);
    const back = await visit(callback);
    expect(back.status).toBe(303);
    expect(back.headers.get("location")).toBe(
      `https://app.example.com/done?tab=1&status=success&source_connection_id=${made.id}`,
    );
    const after = await get(made);
    expect(after).toMatchObject({
      name: "Renamed",
      status: "active",
      auth: { method: "oauth_byoc", authenticated: true, authenticated_at: made.created_at, auth_url: null },
      config: { after_date: "2024/01/31", excluded_labels: ["spam", "trash"] },
      schedule: { cron: "0 4 * * *" },
      sync: { last_job: { status: "pending" } },
    });

    expect(await visit(callback)).toMatchObject({ status: 400 });
  });

  it("has a link that works once", async () => {
    const made = await create({ short_name: "notion" });
    const callback = await opened(made);
    const gone = { status: 404, body: { detail: "Authorization link expired or invalid" } };
    expect(await visit(made.auth.auth_url)).toMatchObject(gone);
    const waiting = await get(made);
    expect(waiting).toMatchObject({
      status: "pending_auth",
      auth: { auth_url: null, auth_url_expires: null },
    });
    // A new link, while the first login can still be completed or not.
    const again = await server.done("POST", `/source-connections/${made.id}/reinitiate-oauth`);
    expect(again.auth).toMatchObject({
      auth_url: expect.any(String),
      auth_url_expires: expect.any(String),
    });
    expect(await visit(callback)).toMatchObject({ status: 404 });
    expect(await logIn(again)).toMatchObject({ status: 303 });
  });

  it("loses its default schedule after the login to a schedule of null alone", async () => {
    const made = await create({ short_name: "notion", schedule: {} });
    const path = `/source-connections/${made.id}`;
    await server.done("PATCH", path, { schedule: null });
    await logIn(made);
    expect(await get(made)).toMatchObject({ schedule: { cron: expect.any(String) } });
    await server.done("PATCH", path, { schedule: null });
    expect(await get(made)).toMatchObject({ schedule: { cron: null } });
  });

  it("starts the sync after the verification of the claim token, which is shown once", async () => {
    const made = await create({ short_name: "notion" });
    expect((await get(made)).auth).toMatchObject({ claim_token: null });
    expect(await verify(made, made.auth.claim_token)).toMatchObject({ status: 400 });
    await logIn(made);
    expect(await verify(made, "another")).toMatchObject({ status: 403 });
    expect(await get(made)).toMatchObject({ sync: { last_job: { status: "pending" } } });
    expect(await verify(made, made.auth.claim_token)).toMatchObject({ status: 200 });
    expect(await get(made)).toMatchObject({ sync: { last_job: { status: "completed" } } });
    expect(await verify(made, made.auth.claim_token)).toMatchObject({ status: 400 });
  });

  it("applies the default schedule if the create call had no cron expression", async () => {
    const made = await create({ short_name: "notion", schedule: {} });
    await logIn(made);
    const cron = (await get(made)).schedule;
    expect(cron).toMatchObject({ cron: expect.stringMatching(/^(34 12 \* \* \*|\*\/5 \* \* \* \*)$/) });
  });

  it("makes no sync for a source with federated search", async () => {
    const made = await create({ short_name: "slack", schedule: { cron: "0 4 * * *" } });
    await logIn(made);
    expect(await get(made)).toMatchObject({ status: "active", sync_id: null, federated_search: true });
    expect(await server.done("GET", "/collections/some")).toMatchObject({ status: "ACTIVE" });
  });

  it("can be started within five minutes, and reinitiated after that", async () => {
    const made = await create({ short_name: "notion" });
    now += 5 * 60_000;
    expect(await visit(made.auth.auth_url)).toMatchObject({
      status: 404,
      body: { detail: "Authorization link expired or invalid" },
    });
    const path = `/source-connections/${made.id}/reinitiate-oauth`;
    const again = await server.done("POST", path);
    expect(again.auth.auth_url).not.toBe(made.auth.auth_url);
    expect(again.auth.claim_token).not.toBe(made.auth.claim_token);
    expect(await visit(made.auth.auth_url)).toMatchObject({ status: 404 });
    expect(await logIn(again)).toMatchObject({ status: 303 });
    expect(await server.call("POST", path)).toMatchObject({ status: 400 });
  });

  it("redirects to the URL of the create call, valid or not", async () => {
    const made = await create({ short_name: "notion", redirect_url: "/done" });
    expect((await logIn(made)).headers.get("location")).toBe("/done");
    const other = await create({ short_name: "notion" });
    const location = (await logIn(other)).headers.get("location");
    const query = `status=success&source_connection_id=${other.id}`;
    expect(location).toBe(`${server.url}/app/collections/some?${query}`);
  });

  it("ends at a page that says what comes next", async () => {
    const page = async (url: string | null): Promise<[number, string | null, string]> => {
      const response = await fetch(String(url));
      return [response.status, response.headers.get("content-type"), await response.text()];
    };
    const made = await create({ short_name: "notion", name: "Notes <b>" });
    const location = (await logIn(made)).headers.get("location");
    const [status, type, text] = await page(location);
    expect([status, type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).toContain("“Notes &lt;b&gt;” is logged in");
    for (const step of ["refresh", "up", `POST /source-connections/${made.id}/verify-oauth`]) {
      expect(text).toContain(`<code>${step}</code>`);
    }
    expect(text).not.toContain(String(made.auth.claim_token));
    await verify(made, made.auth.claim_token);
    expect((await page(location))[2]).not.toContain("verify-oauth");
    const waiting = await create({ short_name: "notion" });
    const early = `${server.url}/app/collections/some?source_connection_id=${waiting.id}`;
    for (const url of [early, `${server.url}/app/collections/some`]) expect((await page(url))[0]).toBe(404);
  });

  it("rejects an unexpected callback", async () => {
    expect(await visit("/source-connections/callback?state=x&code=y")).toMatchObject({ status: 404 });
    expect(await visit("/source-connections/callback")).toMatchObject({ status: 400 });
    const made = await create({ short_name: "notion" });
    await server.done("DELETE", `/source-connections/${made.id}`);
    expect(await visit(made.auth.auth_url)).toMatchObject({ status: 404 });
  });

  it("allows new credentials only after it is complete, without changing the method", async () => {
    const made = await create({ short_name: "slack" });
    const path = `/source-connections/${made.id}`;
    const body = { authentication: { credentials: { access_token: "xoxp" } } };
    expect(await server.call("PATCH", path, body)).toMatchObject({ status: 400 });
    await logIn(made);
    expect(await server.done("PATCH", path, body)).toMatchObject({ auth: { method: "oauth_browser" } });
    const notion = await create({ short_name: "notion" });
    await logIn(notion);
    expect(await server.call("PATCH", `/source-connections/${notion.id}`, body)).toMatchObject({
      status: 422,
    });
  });
});
