import { afterEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import type { PlatformName } from "../../../../harness/platform";

/** A run is a create, too: its job appears in another collection than the one it was sent to. */
let platform: TestPlatform;
afterEach(() => platform.stop());

/** Makes what can be run; returns the paths of its run and of its jobs. */
const made: Readonly<Record<"unstructured" | "airweave", () => Promise<{ run: string; jobs: string }>>> = {
  async unstructured() {
    const config = { remote_url: "s3://bucket/", anonymous: true };
    const source_id = await idOf("/api/v1/sources/", { name: "From", type: "s3", config });
    const workflow = { name: "Nightly", workflow_type: "auto", source_id };
    const id = await idOf("/api/v1/workflows/", workflow);
    return { run: `/api/v1/workflows/${id}/run`, jobs: "/api/v1/jobs/" };
  },
  async airweave() {
    await idOf("/collections", { name: "Code", readable_id: "code" });
    const id = await idOf("/source-connections", {
      ...{ name: "The code", short_name: "document360", readable_collection_id: "code" },
      ...{ schedule: { cron: "0 3 * * *" }, sync_immediately: false },
      authentication: { credentials: { api_token: "token-example-0123456789" } },
    });
    return { run: `/source-connections/${id}/run`, jobs: `/source-connections/${id}/jobs` };
  },
};

async function idOf(path: string, body: object): Promise<string> {
  return ((await platform.ask("POST", path, body)).body as { readonly id: string }).id;
}

/** Sends a request that can get a fault. */
async function send(method: string, path: string): Promise<{ status: number; body: unknown }> {
  const headers = { "unstructured-api-key": platform.apiKey, "x-api-key": platform.apiKey };
  const response = await fetch(platform.url + path, { method, headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("<") ? text : JSON.parse(text) };
}

describe.each(["unstructured", "airweave"] as const satisfies PlatformName[])("a run at %s", (name) => {
  it("has a job that can be hidden for a while", async () => {
    platform = await startTestPlatform({}, name);
    const { run, jobs } = await made[name]();
    platform.setFaults([{ fault: { kind: "hidden", requests: 2 }, path: /\/run$/ }]);
    const { status, body } = await send("POST", run);
    expect(status).toBe(name === "unstructured" ? 202 : 200);
    const { id } = body as { readonly id: string };
    for (let look = 0; look < 2; look++) expect(await send("GET", jobs)).toEqual({ status: 200, body: [] });
    expect(await send("GET", jobs)).toMatchObject({ status: 200, body: [{ id }] });
    expect(platform.log.flatMap(({ fault }) => (fault === undefined ? [] : [fault.kind]))).toEqual([
      "hidden",
      "hidden",
      "hidden",
    ]);
  });

  it("can start after the response", async () => {
    let pass = (): void => undefined;
    const passed = new Promise<void>((resolve) => (pass = resolve));
    platform = await startTestPlatform({}, name, { pass: () => passed });
    const { run, jobs } = await made[name]();
    platform.setFaults([{ fault: { kind: "late", milliseconds: 1, response: 504 }, path: /\/run$/ }]);
    expect((await send("POST", run)).status).toBe(504);
    expect((await send("GET", jobs)).body).toEqual([]);
    pass();
    while (platform.log.filter(({ path }) => path === run).length < 2) await new Promise(setImmediate);
    expect((await send("GET", jobs)).body).toHaveLength(1);
  });

  it("happens although its response is lost", async () => {
    platform = await startTestPlatform({}, name);
    const { run, jobs } = await made[name]();
    platform.setFaults([{ fault: { kind: "cut", when: "after" }, path: /\/run$/ }]);
    await expect(send("POST", run)).rejects.toThrow("fetch failed");
    expect((await send("GET", jobs)).body).toHaveLength(1);
  });
});
