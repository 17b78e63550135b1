import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { startAnsweringServer, type AnsweringServer } from "../../harness/answering-server";
import { rejection, settingsFor, sourceVerbs, type Fields, type Verbs } from "../../harness/verbs";

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

  it("finds nothing changed when secrets are masked and defaults are there", async () => {
    remote = object({ anonymous: false, endpoint_url: null, token: null });
    const result = await verbs.read(id, recorded);
    expect(result.props).toEqual(recorded);
    expect(result.inputs).toEqual({ name: "invoices", type: "s3", config });
  });

  it("takes managed keys as the platform has them, but no secret", async () => {
    remote = object({ remote_url: "s3://elsewhere/", recursive: null, secret_access_key: "in the clear" });
    const expected = { ...config, remote_url: "s3://elsewhere/", recursive: null };
    const result = await verbs.read(id, recorded);
    expect(result.props?.config).toEqual(expected);
    expect(result.inputs?.config).toEqual(expected);
  });

  it("takes another name", async () => {
    remote = object({}, { name: "renamed in the UI", updated_at: "2026-02-01T00:00:00Z" });
    expect(await verbs.read(id, recorded)).toMatchObject({
      props: { name: "renamed in the UI", updatedAt: "2026-02-01T00:00:00Z" },
      inputs: { name: "renamed in the UI" },
    });
  });

  it("takes a number or boolean that comes back as text for the same", async () => {
    remote = object({ recursive: "true" });
    expect((await verbs.read(id, recorded)).props?.config).toEqual(config);
  });

  it("shows what the program does not declare only if it has changed since the last apply", async () => {
    remote = object({ anonymous: true, endpoint_url: null, ambient_credentials: true });
    const result = await verbs.read(id, recorded);
    expect(result.inputs?.config).toEqual({ ...config, anonymous: true });
    const diff = await verbs.diff(id, result.props ?? {}, { name: "invoices", type: "s3", config });
    expect(diff).toMatchObject({ changes: true, replaces: [] });
  });

  it("keeps the program's spelling of the type, which cannot change", async () => {
    remote = object({}, { type: "S3" });
    expect(await verbs.read(id, recorded)).toMatchObject({ props: { type: "s3" }, inputs: { type: "s3" } });
  });

  it("never takes a mask, a reference to a secret, or null for a value of a type that the catalog does not know", async () => {
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

  it("stores nothing of what it does not know to be public", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.constant("CANARY")), async (extra) => {
        remote = object({}, { config: { ...extra, secret: "CANARY", token: "CANARY" } });
        const known = await verbs.read(id, recorded);
        const unknown = await verbs.read(id, { ...recorded, type: "other", config: { url: "x" } });
        expect(JSON.stringify([known, unknown])).not.toContain("CANARY");
      }),
    );
  });

  it("answers nothing when the object is gone", async () => {
    remote = undefined;
    expect(await verbs.read(id, recorded)).toEqual({});
  });

  it("reads for `get` without any part of the configuration", async () => {
    remote = object({ access_key_id: "CANARY" });
    expect(await verbs.read(id, { __provider: "code" })).toEqual({
      id,
      props: { name: "invoices", type: "s3", createdAt: "2026-01-01T00:00:00Z", updatedAt: null },
    });
  });

  it("fails a `get` of what does not exist", async () => {
    remote = undefined;
    const error = await rejection(verbs.read(id, { __provider: "code" }));
    expect(error.message).toBe(
      `unstructured.Source: get failed: Unstructured has no source with the id "${id}"`,
    );
  });

  it("notices when something that was got is gone", async () => {
    remote = undefined;
    const got = { __provider: "code", name: "invoices", type: "s3", createdAt: null, updatedAt: null };
    expect(await verbs.read(id, got)).toEqual({});
  });
});
