import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import { rejection, seen, settingsFor, sourceVerbs, type Fields, type Verbs } from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const olds = {
  name: "before",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal", recursive: false },
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: null,
};
const news = {
  name: "after",
  type: "s3",
  config: { remote_url: "s3://bucket/other/", key: "AKIA", secret: "another", recursive: true },
};

describe("update", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (sent: Fields) => Fields;

  beforeAll(async () => {
    server = await startAnsweringServer(({ body }) => {
      const sent = body as Fields;
      const object = { id, type: "s3", created_at: olds.createdAt, updated_at: "2026-02-01T00:00:00Z" };
      return { status: 200, body: respond({ ...object, ...sent }) };
    });
    verbs = sourceVerbs(settingsFor(server));
  });
  afterAll(() => server.stop());

  it("sends the whole configuration and records what the platform added", async () => {
    respond = (object) => ({
      ...object,
      config: { ...(object.config as Fields), anonymous: false, token: null },
    });
    const { outs } = await verbs.update(id, olds, news);
    expect(server.asked.at(-1)).toEqual({
      method: "PUT",
      path: `sources/${id}`,
      body: { name: "after", config: news.config },
    });
    expect(outs).toEqual({
      ...news,
      ...seen,
      createdAt: olds.createdAt,
      updatedAt: "2026-02-01T00:00:00Z",
      connectionTest: null,
      __unmanaged: { anonymous: false },
      __response: { secrets: ["key", "secret"] },
    });
  });

  it("fails if the platform kept the name, and records the rest as updated", async () => {
    respond = (object) => ({ ...object, name: "before" });
    const error = await rejection(verbs.update(id, olds, news));
    expect(error.message).toBe(
      'unstructured.Source "after": update failed: Unstructured kept the old name "before"; put that name back into the program, or create a new source with the resource option `onRename: "replace"`',
    );
    expect(error).toMatchObject({ id, reasons: [error.message] });
    expect(error.properties).toEqual({
      ...news,
      ...seen,
      __response: { secrets: ["key", "secret"] },
      name: "before",
      createdAt: olds.createdAt,
      updatedAt: "2026-02-01T00:00:00Z",
      connectionTest: null,
      __inputsDue: true,
    });
  });

  it("fails if the platform kept a setting, and records the old value", async () => {
    respond = (object) => ({ ...object, config: { ...(object.config as Fields), recursive: false } });
    const error = await rejection(verbs.update(id, olds, news));
    expect(error.message).toContain("Unstructured kept config.recursive as before");
    expect(error.properties).toMatchObject({
      name: "after",
      config: { ...news.config, recursive: false },
    });
  });

  it("accepts that the platform normalizes or masks a value", async () => {
    respond = (object) => ({
      ...object,
      config: { remote_url: "s3://bucket/other", key: "**********", secret: "**********", recursive: "true" },
    });
    expect((await verbs.update(id, olds, news)).outs).toMatchObject({ config: news.config });
  });

  it("works on a truncated state", async () => {
    respond = (object) => object;
    expect((await verbs.update(id, {}, news)).outs).toMatchObject({
      ...news,
      updatedAt: "2026-02-01T00:00:00Z",
    });
  });
});
