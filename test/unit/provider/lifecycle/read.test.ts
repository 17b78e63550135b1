import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import {
  markingVerbs,
  rejection,
  secretMark,
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
    const { recursive: _cleared, ...expected } = { ...config, remote_url: "s3://elsewhere/" };
    const result = await verbs.read(id, recorded);
    expect(result.props?.config).toEqual(expected);
    expect(result.inputs?.config).toEqual(expected);
    const diff = await verbs.diff(id, result.props ?? {}, { name: "invoices", type: "s3", config });
    expect(diff.changes).toBe(true);
  });

  it("marks every secret itself, under whatever spelling or type it was applied", async () => {
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
      const { props, inputs } = await marking.read(id, { ...recorded, type, config: applied });
      expect(props).toMatchObject({ config: sealed });
      expect(inputs).toMatchObject({ config: sealed });
    }
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

  it("forgets a change that was taken back", async () => {
    remote = object({ anonymous: true, endpoint_url: null });
    const changed = await verbs.read(id, recorded);
    expect(changed.props?.config).toEqual({ ...config, anonymous: true });
    remote = object({ anonymous: false, endpoint_url: null });
    const back = await verbs.read(id, changed.props ?? {});
    expect(back.props).toEqual(recorded);
    expect(back.inputs?.config).toEqual(config);
  });

  it("takes a setting that was cleared for one that is not there, which any program may leave so", async () => {
    const withEndpoint = { ...config, endpoint_url: "http://minio:9000" };
    remote = object({ endpoint_url: null });
    const { props, inputs } = await verbs.read(id, { ...recorded, config: withEndpoint, __unmanaged: {} });
    expect(inputs?.config).toEqual(config);
    const desired = { name: "invoices", type: "s3", config: withEndpoint };
    expect((await verbs.diff(id, props ?? {}, desired)).changes).toBe(true);
    expect((await verbs.diff(id, props ?? {}, { ...inputs })).changes).toBe(false);
    expect((await verbs.check({}, { ...inputs })).failures).toEqual([]);
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

  it("looks again for an object that was made only just now, which a platform may not show yet", async () => {
    let unseen = 0;
    const lagging = await startAnsweringServer(() =>
      unseen-- > 0 ? { status: 404, body: { detail: "not found" } } : { status: 200, body: object({}) },
    );
    const others = sourceVerbs(settingsFor(lagging));
    const madeBefore = (seconds: number): Fields => ({
      ...recorded,
      createdAt: new Date(Date.now() - seconds * 1000).toISOString(),
    });
    const asked = async (fields: Fields, times: number): Promise<[found: boolean, requests: number]> => {
      [unseen, lagging.asked.length] = [times, 0];
      const { id: found } = await others.read(id, fields);
      return [found !== undefined, lagging.asked.length];
    };
    expect(await asked(madeBefore(5), 4)).toEqual([true, 5]);
    expect(await asked(madeBefore(5), 5)).toEqual([false, 5]);
    expect(await asked(madeBefore(60), 1)).toEqual([false, 1]);
    expect(await asked({ ...recorded, createdAt: null }, 1)).toEqual([false, 1]);
    await lagging.stop();
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

  it("does not take what comes from something else at that address for an answer", async () => {
    const page = "<!doctype html><title>Sign in</title>";
    const elsewhere = await startAnsweringServer(() => ({ status, body: page }));
    const others = sourceVerbs(settingsFor(elsewhere));
    let status = 404;
    for (const operation of [() => others.read(id, recorded), () => others.delete(id, recorded)]) {
      expect((await rejection(operation())).message).toContain("nothing is served there: check the address");
    }
    status = 200;
    const adopting = { name: "invoices", type: "s3", config, __options: { adopt: "elsewhere" } };
    const isNoAnswer = /is not a source; it does not come from the API: check the address \(/;
    for (const operation of [
      () => others.read(id, recorded),
      () => others.read(id, { __provider: "code" }),
      () => others.create(adopting),
    ]) {
      const error = await rejection(operation());
      expect(error.message).toMatch(isNoAnswer);
      expect(error).not.toHaveProperty("id");
    }
    const update = await rejection(others.update(id, recorded, { ...recorded, name: "other" }));
    expect(update.message).toMatch(isNoAnswer);
    expect(update.properties).toEqual({ ...recorded, __unclear: ["name"], __attempts: [{ name: "other" }] });
    await elsewhere.stop();
  });

  it("notices when something that was got is gone", async () => {
    remote = undefined;
    const got = { __provider: "code", name: "invoices", type: "s3", createdAt: null, updatedAt: null };
    expect(await verbs.read(id, got)).toEqual({});
  });
});
