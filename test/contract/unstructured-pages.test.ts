import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../harness";

/**
 * Checks the sandbox's Unstructured platform against the vendor's pages "Create source connector", "Update source connector" and
 * "Update destination connector", and against docs/contracts/unstructured.md.
 */
describe("the Unstructured platform", () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform.stop());

  interface ApiResponse {
    readonly status: number;
    readonly body: unknown;
  }

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const response = await fetch(platform.url + path, {
      method,
      redirect: "manual",
      headers: { "unstructured-api-key": platform.apiKey, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
    };
  }

  const source = {
    name: "My S3 Source",
    type: "s3",
    config: {
      remote_url: "s3://my-bucket/input/",
      access_key_id: "AKIAIOSFODNN7EXAMPLE",
      secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      recursive: true,
    },
  };
  const destination = {
    name: "My S3 Destination",
    type: "s3",
    config: { remote_url: "s3://my-bucket/output/", key: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI" },
  };
  const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

  const create = async (path = "/api/v1/sources/", body: unknown = source): Promise<string> => {
    const response = await call("POST", path, body);
    expect(response.status).toBe(200);
    return (response.body as { id: string }).id;
  };

  it("creates with 200, and returns what was sent, secrets in plain text, with defaults", async () => {
    const response = await call("POST", "/api/v1/sources/", source);
    expect(response).toEqual({
      status: 200,
      body: {
        id: uuid,
        ...source,
        config: {
          ...source.config,
          token: null,
          anonymous: false,
          endpoint_url: null,
          ambient_credentials: null,
        },
        created_at: iso,
        updated_at: null,
      },
    });
  });

  it("masks secrets under any alias on GET and in lists, but not unset ones", async () => {
    const id = await create("/api/v1/destinations/", destination);
    const masked = {
      remote_url: "s3://my-bucket/output/",
      key: "**********",
      secret: "**********",
      token: null,
    };
    const one = await call("GET", `/api/v1/destinations/${id}`);
    expect(one).toMatchObject({ status: 200, body: { id, config: masked } });
    const list = await call("GET", "/api/v1/destinations/");
    expect(list.body).toEqual([one.body]);
    const sources = await call("GET", "/api/v1/sources/?source_type=s3");
    expect(sources.body).toMatchObject([
      { config: { access_key_id: "**********", secret_access_key: "**********" } },
    ]);
    expect((await call("GET", "/api/v1/sources/?source_type=gcs")).body).toEqual([]);
  });

  it("replaces the whole configuration on PUT, renames, and returns secrets in plain text", async () => {
    const id = await create();
    const update = {
      name: "My Updated S3 Source",
      config: { remote_url: "s3://my-new-bucket/input/", access_key_id: "AKIA", secret_access_key: "other" },
    };
    const response = await call("PUT", `/api/v1/sources/${id}`, update);
    expect(response).toMatchObject({
      status: 200,
      body: {
        id,
        name: update.name,
        type: "s3",
        config: { ...update.config, recursive: true },
        created_at: iso,
        updated_at: iso,
      },
    });
  });

  it("keeps what a PUT omits, and ignores another type", async () => {
    const id = await create();
    const { body } = await call("PUT", `/api/v1/sources/${id}`, { name: "renamed", type: "gcs" });
    expect(body).toMatchObject({
      name: "renamed",
      type: "s3",
      config: { remote_url: "s3://my-bucket/input/" },
    });
  });

  it("deletes with 200, and then responds with 404", async () => {
    const id = await create();
    expect(await call("DELETE", `/api/v1/sources/${id}`)).toEqual({
      status: 200,
      body: { detail: `Source with id ${id} successfully deleted.` },
    });
    for (const method of ["GET", "PUT", "DELETE"]) {
      const response = await call(method, `/api/v1/sources/${id}`, method === "PUT" ? source : undefined);
      expect(response).toEqual({ status: 404, body: { detail: `Source with id ${id} not found` } });
    }
  });

  it("requires the key in the header", async () => {
    const response = await fetch(`${platform.url}/api/v1/sources/`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      detail: "API key is missing, please provide an API key in the header.",
    });
    expect(
      await call("GET", "/api/v1/sources/", undefined, { "unstructured-api-key": "wrong" }),
    ).toMatchObject({
      status: 401,
      body: { detail: expect.any(String) },
    });
  });

  it("refuses a malformed request with 422 and the path of every problem", async () => {
    const response = await call("POST", "/api/v1/sources/", { name: 7, config: "s3" });
    expect(response).toEqual({
      status: 422,
      body: {
        detail: [
          { type: "string_type", loc: ["body", "name"], msg: "Input should be a valid string" },
          { type: "missing", loc: ["body", "type"], msg: "Field required" },
          { type: "dict_type", loc: ["body", "config"], msg: "Input should be a valid dictionary" },
        ],
      },
    });
    for (const body of ["", "{", "[]", "7"]) {
      expect(await call("POST", "/api/v1/sources/", body)).toMatchObject({
        status: 422,
        body: { detail: expect.anything() },
      });
    }
    expect((await call("GET", "/api/v1/sources/not-a-uuid")).body).toMatchObject({
      detail: [{ loc: ["path", "source_id"] }],
    });
  });

  it("refuses an unsupported type with 422, and an invalid configuration with 412", async () => {
    expect(await call("POST", "/api/v1/sources/", { ...source, type: "motherduck" })).toEqual({
      status: 422,
      body: { detail: "Source connector type motherduck not supported" },
    });
    expect(
      await call("POST", "/api/v1/sources/", { ...source, config: { recursive: "perhaps" } }),
    ).toMatchObject({
      status: 412,
      body: { errors: [{ field: "remote_url" }, { field: "recursive" }] },
    });
  });

  it("redirects a path without its trailing slash, keeping method and body", async () => {
    const response = await fetch(`${platform.url}/api/v1/sources`, {
      method: "POST",
      headers: { "unstructured-api-key": platform.apiKey, "content-type": "application/json" },
      body: JSON.stringify(source),
    });
    expect(response.redirected).toBe(true);
    expect(await response.json()).toMatchObject({ name: "My S3 Source" });
    expect((await call("GET", "/api/v1/sources")).status).toBe(307);
    expect(await call("GET", "/api/v1/nothing")).toEqual({ status: 404, body: { detail: "Not Found" } });
    expect(await call("PATCH", "/api/v1/sources/")).toEqual({
      status: 405,
      body: { detail: "Method Not Allowed" },
    });
  });

  it("schedules a connection check, and then reports its result", async () => {
    const id = await create();
    const path = `/api/v1/sources/${id}/connection-check`;
    expect((await call("GET", path)).status).toBe(404);
    expect(await call("POST", path)).toMatchObject({
      status: 202,
      body: { id: uuid, status: "SCHEDULED", reason: null, created_at: iso, reported_at: null },
    });
    expect(await call("GET", path)).toMatchObject({
      status: 200,
      body: { status: "SCHEDULED", reason: null, reported_at: null },
    });
    const done = { status: 200, body: { id: uuid, status: "SUCCESS", reason: null, reported_at: iso } };
    for (let looks = 0; looks < 2; looks++) expect(await call("GET", path)).toMatchObject(done);
  });

  it.each([
    ["fails", "https://s3.invalid", { status: "FAILURE", reason: "could not connect to s3.invalid" }],
    ["stays scheduled", "http://192.0.2.7:9000", { status: "SCHEDULED", reason: null, reported_at: null }],
  ])("%s a check of %s", async (_what, endpoint_url, expected) => {
    for (const role of ["sources", "destinations"]) {
      const { body } = await call("POST", `/api/v1/${role}/`, {
        ...{ name: "checked", type: "s3" },
        config: { remote_url: "s3://b/", anonymous: true, endpoint_url },
      });
      const path = `/api/v1/${role}/${(body as { id: string }).id}/connection-check`;
      const started = await call("POST", path);
      const looks = [await call("GET", path), await call("GET", path), await call("GET", path)];
      expect(looks[0]).toMatchObject({ body: { status: "SCHEDULED" } });
      expect(looks[2]).toEqual(looks[1]);
      const { id } = started.body as { id: string };
      expect(looks[2]).toMatchObject({ status: 200, body: { id, ...expected } });
      // A new check is another one.
      expect(await call("POST", path)).toMatchObject({ status: 202, body: { status: "SCHEDULED" } });
      expect((await call("GET", path)).body).not.toMatchObject({ id });
    }
  });
});
