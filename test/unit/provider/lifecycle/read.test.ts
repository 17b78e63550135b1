import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import {
  markingVerbs,
  rejection,
  secretMark,
  seen,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const mask = "**********";
const config = {
  remote_url: "s3://bucket/in/",
  access_key_id: "AKIA",
  secret_access_key: "wJal",
  recursive: true,
};

describe("read", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let remote: Fields | undefined;

  beforeAll(async () => {
    server = await startAnsweringServer(() =>
      remote === undefined ? { status: 404, body: { detail: "not found" } } : { status: 200, body: remote },
    );
    verbs = sourceVerbs(settingsFor(server));
  });
  afterAll(() => server.stop());

  const recorded = {
    name: "invoices",
    type: "s3",
    config,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: null,
    connectionTest: null,
    __unmanaged: { anonymous: false, endpoint_url: null },
  };
  const object = (remoteConfig: Fields, parts: Fields = {}): Fields => ({
    id,
    name: "invoices",
    type: "s3",
    config: { ...config, access_key_id: mask, secret_access_key: mask, ...remoteConfig },
    created_at: "2026-01-01T00:00:00Z",
    updated_at: null,
    ...parts,
  });

  it("finds no drift when secrets are masked and defaults added", async () => {
    remote = object({ anonymous: false, endpoint_url: null, token: null });
    const result = await verbs.read(id, recorded);
    expect(result.props).toEqual({ ...recorded, ...seen });
    expect(result.inputs).toEqual({ name: "invoices", type: "s3", config });
  });

  it("returns inputs only if they are not those of the state, or the state lacks them after an update that failed in part", async () => {
    const verbsOfHost = markingVerbs(sourceDefinition, settingsFor(server));
    remote = object({});
    expect(Object.keys(await verbsOfHost.read(id, recorded))).toEqual(["id", "props"]);
    const { props, inputs } = await verbsOfHost.read(id, { ...recorded, __inputsDue: true });
    expect(inputs).toMatchObject({ name: "invoices", type: "s3" });
    expect(props).not.toHaveProperty("__inputsDue");
    remote = object({ remote_url: "s3://elsewhere/" });
    expect((await verbsOfHost.read(id, recorded)).inputs).toMatchObject({
      config: { remote_url: "s3://elsewhere/" },
    });
  });

  it("takes the values of managed keys from the platform, except secrets", async () => {
    remote = object({ remote_url: "s3://elsewhere/", recursive: null, secret_access_key: "in the clear" });
    const { recursive: _cleared, ...expected } = { ...config, remote_url: "s3://elsewhere/" };
    const result = await verbs.read(id, recorded);
    expect(result.props?.config).toEqual(expected);
    expect(result.inputs?.config).toEqual(expected);
    const diff = await verbs.diff(id, result.props ?? {}, { name: "invoices", type: "s3", config });
    expect(diff.changes).toBe(true);
  });

  it("marks every secret, whatever its alias or type", async () => {
    remote = object({});
    const marking = markingVerbs(sourceDefinition, settingsFor(server));
    const secret = (value: unknown): Fields => ({ ...secretMark, value });
    const cases: readonly (readonly [string, Fields, Fields])[] = [
      [
        "s3",
        { remote_url: "s3://b/", key: "AKIA", aws_secret_access_key: "wJal" },
        { remote_url: "s3://bucket/in/", key: secret("AKIA"), aws_secret_access_key: secret("wJal") },
      ],
      [
        "other",
        { token: "x", nested: { password: "p" } },
        { token: secret("x"), nested: secret({ password: "p" }) },
      ],
    ];
    for (const [type, applied, sealed] of cases) {
      const state = { ...recorded, type, config: applied, __inputsDue: true };
      const { props, inputs } = await marking.read(id, state);
      expect(props).toMatchObject({ config: sealed });
      expect(inputs).toMatchObject({ config: sealed });
    }
  });

  it("takes a new name", async () => {
    remote = object({}, { name: "renamed in the UI", updated_at: "2026-02-01T00:00:00Z" });
    expect(await verbs.read(id, recorded)).toMatchObject({
      props: { name: "renamed in the UI", updatedAt: "2026-02-01T00:00:00Z" },
      inputs: { name: "renamed in the UI" },
    });
  });

  it("treats a number or boolean that comes reverted as a string as unchanged", async () => {
    remote = object({ recursive: "true" });
    expect((await verbs.read(id, recorded)).props?.config).toEqual(config);
  });

  it("shows drift in undeclared keys only if they have changed since the last update", async () => {
    remote = object({ anonymous: true, endpoint_url: null, ambient_credentials: true });
    const result = await verbs.read(id, recorded);
    expect(result.inputs?.config).toEqual({ ...config, anonymous: true });
    const diff = await verbs.diff(id, result.props ?? {}, { name: "invoices", type: "s3", config });
    expect(diff).toMatchObject({ changes: true, replaces: [] });
  });

  it("shows no drift after it was reverted", async () => {
    remote = object({ anonymous: true, endpoint_url: null });
    const changed = await verbs.read(id, recorded);
    expect(changed.props?.config).toEqual({ ...config, anonymous: true });
    remote = object({ anonymous: false, endpoint_url: null });
    const reverted = await verbs.read(id, changed.props ?? {});
    expect(reverted.props).toEqual({ ...recorded, ...seen });
    expect(reverted.inputs?.config).toEqual(config);
  });

  it("treats a cleared setting as absent, so that a program may omit it", async () => {
    const withEndpoint = { ...config, endpoint_url: "http://minio:9000" };
    remote = object({ endpoint_url: null });
    const { props, inputs } = await verbs.read(id, { ...recorded, config: withEndpoint, __unmanaged: {} });
    expect(inputs?.config).toEqual(config);
    const desired = { name: "invoices", type: "s3", config: withEndpoint };
    expect((await verbs.diff(id, props ?? {}, desired)).changes).toBe(true);
    expect((await verbs.diff(id, props ?? {}, { ...inputs })).changes).toBe(false);
    expect((await verbs.check({}, { ...inputs })).failures).toEqual([]);
  });

  it("keeps the program's spelling of the type", async () => {
    remote = object({}, { type: "S3" });
    expect(await verbs.read(id, recorded)).toMatchObject({ props: { type: "s3" }, inputs: { type: "s3" } });
  });

  it("never records a mask, a reference to a secret, or null as a value of an unknown type", async () => {
    const applied = { url: "https://x", password: "hunter2", key: "{}", nested: { token: "abc", size: 1 } };
    remote = object(
      {},
      {
        config: {
          url: "https://y",
          password: mask,
          key: { id: "secret-1", type: "rsa" },
          nested: { token: mask, size: 2 },
        },
      },
    );
    const result = await verbs.read(id, { ...recorded, type: "other", config: applied });
    expect(result.props?.config).toEqual({
      url: "https://y",
      password: "hunter2",
      key: "{}",
      nested: { token: "abc", size: 2 },
    });
    remote = object({}, { config: { url: "https://x", password: null, key: null, nested: null } });
    expect((await verbs.read(id, { ...recorded, type: "other", config: applied })).props?.config).toEqual(
      applied,
    );
  });

  it("stores no values that are not known to be public", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.constant("CANARY")), async (extra) => {
        remote = object({}, { config: { ...extra, secret: "CANARY", token: "CANARY" } });
        const known = await verbs.read(id, recorded);
        const unknown = await verbs.read(id, { ...recorded, type: "other", config: { url: "x" } });
        expect(JSON.stringify([known, unknown])).not.toContain("CANARY");
      }),
    );
  });

  it("returns nothing when the object is gone", async () => {
    remote = undefined;
    expect(await verbs.read(id, recorded)).toEqual({});
  });

  it("retries a 404 for an object created just now, which the platform may not return yet", async () => {
    let notFound = 0;
    const lagging = await startAnsweringServer(() =>
      notFound-- > 0 ? { status: 404, body: { detail: "not found" } } : { status: 200, body: object({}) },
    );
    const others = sourceVerbs(settingsFor(lagging));
    const createdSecondsAgo = (seconds: number): Fields => ({
      ...recorded,
      createdAt: new Date(Date.now() - seconds * 1000).toISOString(),
    });
    const read = async (fields: Fields, times: number): Promise<[found: boolean, requests: number]> => {
      [notFound, lagging.asked.length] = [times, 0];
      const { id: found } = await others.read(id, fields);
      return [found !== undefined, lagging.asked.length];
    };
    expect(await read(createdSecondsAgo(5), 4)).toEqual([true, 5]);
    expect(await read(createdSecondsAgo(5), 5)).toEqual([false, 5]);
    expect(await read(createdSecondsAgo(60), 1)).toEqual([false, 1]);
    expect(await read({ ...recorded, createdAt: null }, 1)).toEqual([false, 1]);
    await lagging.stop();
  });

  it("returns no configuration for `get`", async () => {
    remote = object({ access_key_id: "CANARY" });
    expect(await verbs.read(id, { __provider: "code" })).toEqual({
      id,
      props: {
        ...{ name: "invoices", type: "s3", createdAt: "2026-01-01T00:00:00Z", updatedAt: null },
        connectionTest: null,
        ...seen,
      },
    });
  });

  it("fails a `get` of an object that does not exist", async () => {
    remote = undefined;
    const error = await rejection(verbs.read(id, { __provider: "code" }));
    expect(error.code).toBe("PC_NOT_FOUND");
    expect(error.message).toBe(
      `unstructured.Source: get failed: Unstructured has no source with the id "${id}"`,
    );
  });

  it("names the resource of a `get` that fails, whatever the reason", async () => {
    remote = undefined;
    const get = async (options: Fields, of = verbs): Promise<string> =>
      (await rejection(of.read(id, { __provider: "code", __options: { resource: "got", ...options } })))
        .message;
    const refusing = await startAnsweringServer(() => ({ status: 401, body: { detail: "no" } }));
    const refused = sourceVerbs(settingsFor(refusing));
    expect(await get({})).toBe(
      `unstructured.Source "got": get failed: Unstructured has no source with the id "${id}"`,
    );
    expect(await get({}, refused)).toMatch(/^unstructured\.Source "got": read failed: .* with status 401 /);
    expect(await get({}, sourceVerbs())).toMatch(/^unstructured\.Source "got": a setting is missing: /);
    expect(await get({ account: "eu" })).toMatch(/^unstructured\.Source "got": .*accounts/);
    await refusing.stop();
  });

  it("keeps the name of a `get` for the next refresh", async () => {
    remote = object({});
    const options = { resource: "got" };
    const { props } = await verbs.read(id, { __provider: "code", __options: options });
    expect(props).toMatchObject({ name: "invoices", __options: options });
  });

  it("draws no conclusion from the response of another server at that address", async () => {
    const page = "<!doctype html><title>Sign in</title>";
    const elsewhere = await startAnsweringServer(() => ({ status, body: page }));
    const others = sourceVerbs(settingsFor(elsewhere));
    let status = 404;
    for (const operation of [() => others.read(id, recorded), () => others.delete(id, recorded)]) {
      expect((await rejection(operation())).message).toContain("nothing is served there: check the address");
    }
    status = 200;
    const adopting = { name: "invoices", type: "s3", config, __options: { adopt: "elsewhere" } };
    const notTheApi = /is not a source; it does not come from the API: check the address \(/;
    for (const operation of [
      () => others.read(id, recorded),
      () => others.read(id, { __provider: "code" }),
      () => others.create(adopting),
    ]) {
      const error = await rejection(operation());
      expect(error.message).toMatch(notTheApi);
      expect(error).not.toHaveProperty("id");
    }
    const update = await rejection(others.update(id, recorded, { ...recorded, name: "other" }));
    expect(update.message).toMatch(notTheApi);
    expect(update.properties).toEqual({
      ...recorded,
      __unclear: ["name"],
      __attempts: [{ name: "other" }],
      __inputsDue: true,
    });
    await elsewhere.stop();
  });

  it("notices that an object read with `get` is gone", async () => {
    remote = undefined;
    const got = { __provider: "code", name: "invoices", type: "s3", createdAt: null, updatedAt: null };
    expect(await verbs.read(id, got)).toEqual({});
  });
});
