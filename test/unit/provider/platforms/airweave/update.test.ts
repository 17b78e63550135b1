import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestPlatform } from "../../../../harness/platform";
import {
  collectionVerbs,
  rejection,
  sourceConnectionVerbs,
  type Fields,
  type Verbs,
} from "../../../../harness/verbs";
import { airweaveSettings, github, notion, shown, startWithCollection, takeRequests } from "./connections";

const otherCredentials = { credentials: { personal_access_token: "ghp_PLANTEDother7HENG" } };
const scheduled = { ...github, description: "Our code", schedule: { cron: "0 3 * * *" } };

describe("update of a source connection", () => {
  let folder: string;
  let platform: TestPlatform;
  let verbs: Verbs;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-connectors-"));
    platform = await startWithCollection({ dataPath: join(folder, "airweave.json"), worker: false });
    verbs = sourceConnectionVerbs(airweaveSettings(platform));
  });
  afterEach(async () => {
    await platform.stop();
    rmSync(folder, { recursive: true });
  });

  const created = async (inputs: Fields): Promise<{ id: string; outs: Fields }> => {
    const made = await verbs.create(inputs);
    takeRequests(platform);
    return made;
  };

  it("sends the schedule separately, after everything else", async () => {
    for (const schedule of [{ cron: "0 5 * * *" }, "none"]) {
      const { id, outs } = await created(scheduled);
      const news = {
        ...github,
        name: "other",
        config: { repo_name: "a/bcd", branch: "dev" },
        schedule,
        authentication: otherCredentials,
      };
      const after = await verbs.update(id, outs, news);
      expect(takeRequests(platform)).toEqual([
        [
          "PATCH",
          {
            name: "other",
            description: null,
            config: { repo_name: "a/bcd", branch: "dev" },
            authentication: otherCredentials,
          },
        ],
        ["PATCH", { schedule: schedule === "none" ? null : schedule }],
      ]);
      expect(after.outs).toMatchObject({ ...news, description: null });
      expect(await verbs.diff(id, after.outs, news)).toMatchObject({ changes: false });
    }
  });

  it("adds a schedule and credentials to a connection that has had no sync", async () => {
    const { id, outs } = await created({ ...github, schedule: "none", syncImmediately: false });
    expect(outs).toMatchObject({ syncId: null, cron: null });
    const news = { ...github, schedule: { cron: "0 5 * * *" }, authentication: otherCredentials };
    expect((await verbs.update(id, outs, news)).outs).toMatchObject({
      cron: "0 5 * * *",
      syncId: expect.any(String),
    });
  });

  it("records the first request if the second fails, and then sends only the schedule", async () => {
    const { id, outs } = await created(scheduled);
    const news = { ...scheduled, name: "other", schedule: "none", authentication: otherCredentials };
    platform.answerNext("PATCH", { status: 200, body: { ...(await shown(platform, id)), name: "other" } });
    for (let times = 0; times < 3; times++) {
      platform.answerNext("PATCH", { status: 500, body: { detail: "Internal Server Error: X: y" } });
    }
    const error = await rejection(verbs.update(id, outs, news));
    expect(error.message).toContain("status 500 (Internal Server Error: X: y; tried 3 times in ");
    expect(error.id).toBe(id);
    const properties = error.properties as Fields;
    expect(Object.keys(properties).sort()).toEqual(
      [...Object.keys(outs), "__unclear", "__attempts", "__inputsDue"].sort(),
    );
    expect(properties).toMatchObject({
      __unclear: ["schedule"],
      __attempts: [{ schedule: "none" }],
      name: "other",
      authentication: otherCredentials,
      schedule: { cron: "0 3 * * *" },
      cron: "0 3 * * *",
    });
    takeRequests(platform);
    await verbs.update(id, properties, news);
    expect(takeRequests(platform)).toEqual([["PATCH", { schedule: null }]]);
    const putBack = { ...news, schedule: scheduled.schedule };
    expect((await verbs.update(id, properties, putBack)).outs).not.toHaveProperty("__unclear");
    expect(takeRequests(platform)).toEqual([["PATCH", { schedule: scheduled.schedule }]]);
  });

  it("changes nothing in the state if the first request fails", async () => {
    const { id, outs } = await created(scheduled);
    const refused = { ...scheduled, config: { repo_name: "x" }, schedule: { cron: "0 5 * * *" } };
    const error = await rejection(verbs.update(id, outs, refused));
    expect(error.message).toContain("status 422 (Invalid config fields: repo_name: ");
    expect(error).not.toHaveProperty("id");
    expect(takeRequests(platform)).toHaveLength(1);
  });

  it("leaves an undeclared schedule unchanged", async () => {
    const { id, outs } = await created(scheduled);
    const { schedule: _, ...news } = scheduled;
    expect(await verbs.diff(id, outs, news)).toMatchObject({ changes: false });
    const renamed = await verbs.update(id, outs, { ...news, name: "other" });
    expect(takeRequests(platform)).toEqual([["PATCH", { name: "other" }]]);
    expect(renamed.outs).toMatchObject({ cron: "0 3 * * *" });
  });

  it("resets a configuration that is removed from the program", async () => {
    const gmail = {
      ...notion,
      shortName: "gmail",
      authentication: { accessToken: "PLANTED" },
    };
    const { id, outs } = await created({ ...gmail, config: { excluded_labels: ["spam"] } });
    await verbs.update(id, outs, gmail);
    expect(takeRequests(platform)).toEqual([["PATCH", { config: {} }]]);
    expect((await shown(platform, id)).config).toMatchObject({ excluded_labels: ["spam", "trash"] });
  });

  it("hides no change that somebody else made to what it did not send", async () => {
    const { id, outs } = await created({ ...github, description: "Ours" });
    await platform.ask("PATCH", `/source-connections/${id}`, {
      description: "theirs",
      config: { ...github.config, branch: "theirs" },
    });
    const news = { ...github, name: "renamed", description: "Ours" };
    const renamed = await verbs.update(id, outs, news);
    expect(await verbs.diff(id, renamed.outs, news)).toMatchObject({ changes: true });
    const { inputs: read } = await verbs.read(id, renamed.outs);
    expect(read).toEqual({ ...news, description: "theirs", config: { ...github.config, branch: "theirs" } });
  });

  it("has the same result as a create for any change, without server errors", async () => {
    const gone = fc.constant(undefined);
    const anyInputs = fc.record({
      name: fc.constantFrom("code", "other", "🦊🦊🦊🦊"),
      description: fc.oneof(gone, fc.constantFrom("", "Our code", "Other")),
      config: fc.record({
        repo_name: fc.constantFrom("a/bcd", "a/other"),
        branch: fc.oneof(gone, fc.constantFrom("", "dev")),
        sync_pull_requests: fc.oneof(gone, fc.boolean()),
      }),
      schedule: fc.constantFrom("none", { cron: "0 3 * * *" }, { cron: "*/5 * * * *" }),
      authentication: fc.constantFrom(github.authentication, otherCredentials),
      syncImmediately: fc.oneof(gone, fc.boolean()),
    });
    const stored = (id: string): unknown => {
      const data = JSON.parse(readFileSync(join(folder, "airweave.json"), "utf8")) as {
        source_connections: (Fields & { id: string; sync: Fields | null })[];
      };
      const found = data.source_connections.find((one) => one.id === id);
      const { name, description, config, secrets }: Fields = found ?? {};
      return { name, description, config, secrets, cron: found?.sync?.cron ?? null };
    };
    await fc.assert(
      fc.asyncProperty(anyInputs, anyInputs, async (before, after) => {
        const [olds, news] = [before, after].map((inputs) => defined({ ...github, ...inputs })) as [
          Fields,
          Fields,
        ];
        const { id, outs } = await verbs.create(olds);
        const updated = await verbs.update(id, outs, news);
        const like = await verbs.create(news);
        expect(stored(id)).toEqual(stored(like.id));
        expect(await verbs.diff(id, updated.outs, news)).toMatchObject({ changes: false });
        const read = await verbs.read(id, updated.outs);
        expect(await verbs.diff(id, read.props ?? {}, news)).toMatchObject({ changes: false });
        for (const one of [id, like.id]) await verbs.delete(one, news);
      }),
      { numRuns: 25, seed: 20261121 },
    );
  });
});

/** Without undefined values, as the engine passes it. */
function defined(fields: Fields): Fields {
  return JSON.parse(JSON.stringify(fields)) as Fields;
}

describe("update of a collection", () => {
  it("sends the name, and fails if the collection is gone", async () => {
    const platform = await startWithCollection();
    const verbs = collectionVerbs(airweaveSettings(platform));
    const { id, outs } = await verbs.create({ name: "Before" });
    takeRequests(platform);
    const { outs: after } = await verbs.update(id, outs, { name: "Afterwards" });
    expect(takeRequests(platform)).toEqual([["PATCH", { name: "Afterwards" }]]);
    expect(after).toMatchObject({ name: "Afterwards", readableId: id });
    expect(await verbs.diff(id, after, { name: "Afterwards" })).toMatchObject({ changes: false });
    await platform.ask("DELETE", `/collections/${id}`);
    expect((await rejection(verbs.update(id, after, { name: "Before" }))).message).toContain(
      "the collection is gone from the platform: run `pulumi refresh`",
    );
    expect(await verbs.read(id, after)).toEqual({});
    await verbs.delete(id, after);
    await platform.stop();
  });
});
