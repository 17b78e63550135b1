import { expect, it } from "@jest/globals";
import { describeOnEngines, type StoredResource, type World } from "../harness";

type Fields = Readonly<Record<string, unknown>>;

const token = "ghp_PLANTEDtoken7HENG";
const otherToken = "ghp_PLANTEDother7HENG";
const stripeKey = "sk_test_PLANTED0123456789";
const cipher = { ciphertext: expect.any(String) };

const github = {
  shortName: "github",
  description: "Our code",
  config: { repo_name: "example-org/example-repo" },
  schedule: { cron: "0 3 * * *" },
  authentication: { credentials: { personal_access_token: token } },
};
const stripe = {
  shortName: "stripe",
  schedule: "none",
  syncImmediately: false,
  authentication: { credentials: { api_key: stripeKey } },
};

/** Connections by name, in the collection `docs` unless they name another. */
type Connections = Readonly<Record<string, Fields>>;

function programOf(collection: Fields, connections: Connections, more = ""): string {
  const declarations = Object.entries(connections).map(
    ([name, args]) =>
      `connections[${JSON.stringify(name)}] = new airweave.SourceConnection(${JSON.stringify(name)}, { readableCollectionId: docs.readableId, ...${JSON.stringify(args)} });`,
  );
  return [
    `const docs = new airweave.Collection("docs", ${JSON.stringify(collection)});`,
    "const connections = {};",
    ...declarations,
    more,
  ].join("\n");
}

const idsOf = (resources: Readonly<Record<string, StoredResource>>): Record<string, string> =>
  Object.fromEntries(Object.entries(resources).map(([name, { id = "" }]) => [name, id]));

/** The write requests since the last call, with logical names in place of ids: `PATCH code`. */
async function takeWrites({ platform, stack }: World, earlier: Fields = {}): Promise<[string, unknown][]> {
  const ids = { ...idsOf(await stack.resources()), ...earlier };
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  const fresh = platform.requests.splice(0);
  platform.take();
  return fresh
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, body }) => {
      const [, kind, id] = path.split("/");
      const name = id === undefined ? kind : (names.get(decodeURIComponent(id)) ?? path);
      return [`${method} ${name}`, body];
    });
}

const lines = (writes: readonly (readonly [string, unknown])[]): string[] => writes.map(([line]) => line);

/** Changes an object outside Pulumi. */
async function changeOutside({ platform }: World, path: string, change: object): Promise<void> {
  expect(await platform.ask("PATCH", path, change)).toMatchObject({ status: 200 });
}

describeOnEngines(
  "the lifecycle of a collection and its source connections",
  (world) => {
    /** A connection for each change to come. */
    const before: Connections = {
      renamed: github,
      described: { ...github, description: undefined },
      undescribed: github,
      configured: github,
      scheduled: github,
      unscheduled: github,
      unmanaged: github,
      rekeyed: github,
      several: github,
      payments: stripe,
    };
    const { schedule: _schedule, ...withoutSchedule } = github;
    const after: Connections = {
      renamed: { ...github, name: "Another name" },
      described: { ...github, description: "Said now" },
      undescribed: { ...github, description: undefined },
      configured: { ...github, config: { ...github.config, branch: "dev" } },
      scheduled: { ...github, schedule: { cron: "0 4 * * *" } },
      unscheduled: { ...github, schedule: "none" },
      unmanaged: withoutSchedule,
      rekeyed: { ...github, authentication: { credentials: { personal_access_token: otherToken } } },
      several: {
        ...github,
        name: "All of it",
        description: "All new",
        config: { repo_name: "example-org/other" },
        schedule: "none",
        authentication: { credentials: { personal_access_token: otherToken } },
      },
      payments: stripe,
    };
    const names = Object.keys(before);

    it("previews without requests", async () => {
      const { platform, project, stack } = world();
      project.program(programOf({ name: "Our documents" }, before));
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 12 } });
      expect(platform.requests).toEqual([]);
    });

    it("creates each with one POST", async () => {
      const { stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 12 } });
      const { docs } = await stack.resources();
      expect(docs?.id).toMatch(/^our-documents-[a-z0-9]{6}$/);
      const writes = await takeWrites(world());
      expect(writes).toHaveLength(11);
      expect(writes[0]).toEqual(["POST collections", { name: "Our documents" }]);
      const body = (name: string): unknown =>
        writes.map(([, sent]) => sent as Fields).find((sent) => sent.name === name);
      expect(body("renamed")).toEqual({
        name: "renamed",
        short_name: "github",
        readable_collection_id: docs?.id,
        description: "Our code",
        config: { repo_name: "example-org/example-repo" },
        schedule: { cron: "0 3 * * *" },
        authentication: { credentials: { personal_access_token: token } },
      });
      expect(body("payments")).toEqual({
        name: "payments",
        short_name: "stripe",
        readable_collection_id: docs?.id,
        schedule: {},
        sync_immediately: false,
        authentication: { credentials: { api_key: stripeKey } },
      });
    });

    it("records outputs from the responses, with credentials encrypted", async () => {
      const { stack } = world();
      const { docs, renamed, payments } = await stack.resources();
      expect(docs?.outputs).toMatchObject({
        name: "Our documents",
        readableId: docs?.id,
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        organizationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: "NEEDS SOURCE",
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}$/),
      });
      expect(renamed?.outputs).toMatchObject({
        readableCollectionId: docs?.id,
        description: "Our code",
        status: "active",
        authMethod: "direct",
        authenticated: true,
        authUrlExpires: null,
        syncId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        cron: "0 3 * * *",
        authentication: { credentials: { personal_access_token: cipher } },
      });
      expect(payments?.outputs).toMatchObject({ description: null, syncId: null, cron: null });
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("sends nothing when nothing has changed", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 12 } });
      expect(platform.requests).toEqual([]);
    });

    it("previews a rename of the collection as one update", async () => {
      const { project, stack } = world();
      project.program(programOf({ name: "Renamed documents" }, before));
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { update: 1, same: 11 } });
    });

    it("updates each field with a PATCH of that field, and the schedule with a separate one", async () => {
      const { project, stack } = world();
      project.program(programOf({ name: "Renamed documents" }, after));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 9, same: 3 } });
      const writes = await takeWrites(world());
      const bodiesOf = (line: string): unknown[] =>
        writes.filter(([one]) => one === line).map(([, body]) => body);
      expect(Object.fromEntries(lines(writes).map((line) => [line, bodiesOf(line)]))).toEqual({
        "PATCH docs": [{ name: "Renamed documents" }],
        "PATCH renamed": [{ name: "Another name" }],
        "PATCH described": [{ description: "Said now" }],
        "PATCH undescribed": [{ description: null }],
        "PATCH configured": [{ config: { repo_name: "example-org/example-repo", branch: "dev" } }],
        "PATCH scheduled": [{ schedule: { cron: "0 4 * * *" } }],
        "PATCH unscheduled": [{ schedule: null }],
        "PATCH rekeyed": [{ authentication: { credentials: { personal_access_token: otherToken } } }],
        "PATCH several": [
          {
            name: "All of it",
            description: "All new",
            config: { repo_name: "example-org/other" },
            authentication: { credentials: { personal_access_token: otherToken } },
          },
          { schedule: null },
        ],
      });
      const { described, undescribed, unscheduled, scheduled } = await stack.resources();
      expect(described?.outputs).toMatchObject({ description: "Said now" });
      expect(undescribed?.outputs).toMatchObject({ description: null });
      expect(unscheduled?.outputs).toMatchObject({ cron: null });
      expect(scheduled?.outputs).toMatchObject({ cron: "0 4 * * *" });
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("finds no drift in credentials and server defaults", async () => {
      const { platform, stack } = world();
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 12 } });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 12 } });
      expect(platform.takeWrites()).toEqual([]);
    });

    it("detects drift in a refresh and repairs it in the next up", async () => {
      const { stack } = world();
      const ids = idsOf(await stack.resources());
      await changeOutside(world(), `/collections/${ids.docs}`, { name: "Theirs" });
      const changes: readonly (readonly [string, object])[] = [
        ["renamed", { name: "Their name" }],
        ["described", { description: "Their words" }],
        ["undescribed", { config: { ...github.config, sync_pull_requests: true } }],
        ["configured", { config: github.config }],
        ["scheduled", { schedule: { cron: "0 1,2,3 * * *" } }],
        ["unscheduled", { schedule: { cron: "0 9 * * *" } }],
        // The program does not declare its schedule.
        ["unmanaged", { schedule: null }],
      ];
      for (const [name, change] of changes)
        await changeOutside(world(), `/source-connections/${ids[name]}`, change);
      expect(await stack.refresh()).toMatchObject({ succeeded: true });
      expect((await stack.resources()).scheduled?.inputs).toMatchObject({
        schedule: { cron: "0 1,2,3 * * *" },
      });
      await takeWrites(world());
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 7, same: 5 } });
      expect(Object.fromEntries(await takeWrites(world()))).toEqual({
        "PATCH docs": { name: "Renamed documents" },
        "PATCH renamed": { name: "Another name" },
        "PATCH described": { description: "Said now" },
        "PATCH undescribed": { config: github.config },
        "PATCH configured": { config: { ...github.config, branch: "dev" } },
        "PATCH scheduled": { schedule: { cron: "0 4 * * *" } },
        "PATCH unscheduled": { schedule: null },
      });
      expect(await stack.refresh()).toMatchObject({ changes: { same: 12 } });
    });

    it("replaces a connection for another source, collection or method, creating first", async () => {
      const { platform, project, stack } = world();
      const old = idsOf(await stack.resources());
      await platform.ask("POST", "/collections", { name: "Elsewhere", readable_id: "elsewhere" });
      const few: Connections = {
        renamed: { ...stripe, name: "Another name" },
        described: { ...github, readableCollectionId: "elsewhere" },
        payments: { ...stripe, authentication: { providerReadableId: "my-composio" } },
      };
      project.program(programOf({ name: "Renamed documents" }, few));
      const outcome = await stack.up();
      expect(outcome).toMatchObject({ succeeded: true, changes: { replace: 3, same: 2 } });
      const writes = lines(await takeWrites(world(), old));
      const posts = writes.splice(0, 3);
      expect(posts).toEqual(Array(3).fill("POST source-connections"));
      expect(writes.sort()).toEqual(names.map((name) => `DELETE ${name}`).sort());
      expect((await stack.resources()).payments?.outputs).toMatchObject({ authMethod: "auth_provider" });
    });

    it("replaces the collection for another readable id, along with its connections", async () => {
      const { project, stack } = world();
      const old = idsOf(await stack.resources());
      const two: Connections = { renamed: { ...stripe, name: "Another name" }, payments: stripe };
      project.program(
        programOf(
          { name: "Renamed documents", readableId: "docs" },
          two,
          `const got = airweave.Collection.get("got", "elsewhere");
           const gotConnection = airweave.SourceConnection.get("got-connection", ${JSON.stringify(old.described)});
           exports.got = got.uuid; exports.described = gotConnection.description; exports.cron = gotConnection.cron;
           connections.described = new airweave.SourceConnection("described", { readableCollectionId: got.readableId, ...${JSON.stringify(github)} });`,
        ),
      );
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 3 } });
      expect(lines(await takeWrites(world(), old))).toEqual([
        "POST collections",
        "POST source-connections",
        "POST source-connections",
        expect.stringMatching(/^DELETE (renamed|payments)$/),
        expect.stringMatching(/^DELETE (renamed|payments)$/),
        "DELETE docs",
      ]);
    });

    it("reads unmanaged objects with `get`, without their configuration", async () => {
      const { stack } = world();
      expect(await stack.outputs()).toEqual({
        got: expect.stringMatching(/^[0-9a-f-]{36}$/),
        described: "Our code",
        cron: "0 3 * * *",
      });
      const { "got-connection": got } = await stack.resources();
      expect(got).toMatchObject({ external: true });
      expect(JSON.stringify(got)).not.toMatch(/repo_name|credentials/);
    });

    it("counts an object that is already gone as deleted", async () => {
      const { platform, project, stack } = world();
      const { payments, renamed } = idsOf(await stack.resources());
      await platform.ask("DELETE", `/source-connections/${payments}`);
      project.program(
        programOf(
          { name: "Renamed documents", readableId: "docs" },
          { renamed: { ...stripe, name: "Another name" } },
        ),
      );
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(Object.keys(await stack.resources()).sort()).toEqual(["docs", "renamed"]);
      expect(platform.takeWrites()).toContain(`DELETE /source-connections/${payments}`);
      expect(await platform.ask("GET", `/source-connections/${renamed}`)).toMatchObject({ status: 200 });
    });

    it("destroys connections before their collection", async () => {
      const { platform, stack } = world();
      const { renamed } = idsOf(await stack.resources());
      const outcome = await stack.destroy();
      expect(outcome).toMatchObject({ succeeded: true, changes: { delete: 3 } });
      expect(outcome.output).not.toMatch(/status 404|error:|failed/);
      expect(platform.takeWrites()).toEqual([
        `DELETE /source-connections/${renamed}`,
        "DELETE /collections/docs",
      ]);
      expect(await stack.resources()).toEqual({});
    });

    it("destroys a collection and connections that refer to it by a literal id, in either order", async () => {
      const { platform, project, stack } = world();
      const shelf = `new airweave.Collection("shelf", { readableId: "shelf" });`;
      const connection = { ...stripe, readableCollectionId: "shelf" };
      project.program(shelf.replace("new", "const shelf = new"));
      await stack.up();
      project.program(
        `${shelf} new airweave.SourceConnection("payments", ${JSON.stringify(connection)});
         new airweave.SourceConnection("other", ${JSON.stringify(connection)});`,
      );
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2, same: 2 } });
      const outcome = await stack.destroy();
      expect(outcome).toMatchObject({ succeeded: true, changes: { delete: 4 } });
      expect(outcome.output).not.toMatch(/status 404|error:|failed/);
      expect(await stack.resources()).toEqual({});
      const { body } = await platform.ask("GET", "/source-connections?collection=shelf");
      expect(body).toEqual([]);
    });
  },
  { platform: "airweave" },
);

describeOnEngines(
  "a source connection that needs a login in the browser",
  (world) => {
    const notion = { shortName: "notion", schedule: { cron: "0 3 * * *" } };
    const calendar = {
      shortName: "gmail",
      config: { after_date: "2024-01-31" },
      authentication: { clientId: "client", clientSecret: "PLANTEDclient7HENG" },
    };
    const docs = { name: "Our documents" };

    const authUrl = async (name: string): Promise<string> => {
      const { platform, stack } = world();
      const { id = "" } = (await stack.resources())[name] ?? {};
      const { body } = await platform.ask("GET", `/source-connections/${id}`);
      return (body as { auth: { auth_url: string } }).auth.auth_url;
    };

    it("outputs the login URL, as a secret", async () => {
      const { platform, project, stack } = world();
      project.program(programOf(docs, { notion, calendar }, "exports.authUrl = connections.notion.authUrl;"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
      const [sent] = platform.takeBodies("POST").filter((body) => (body as Fields).name === "notion");
      expect(sent).toEqual({
        name: "notion",
        short_name: "notion",
        readable_collection_id: expect.any(String),
        schedule: { cron: "0 3 * * *" },
      });
      expect((await stack.resources()).notion?.outputs).toMatchObject({
        status: "pending_auth",
        authenticated: false,
        authMethod: "oauth_browser",
        authUrl: cipher,
        claimToken: cipher,
        authUrlExpires: expect.stringMatching(/Z$/),
        syncId: null,
        cron: null,
      });
      expect(await stack.outputs()).toMatchObject({ authUrl: cipher });
      const state = await stack.stateText();
      expect(state).not.toContain("/authorize/");
      expect(state).not.toContain("PLANTED");
    });

    it("does not change before the login", async () => {
      const { platform, stack } = world();
      const { notion: before } = await stack.resources();
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 4 } });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 4 } });
      expect(platform.takeWrites()).toEqual([]);
      expect(Object.keys((await stack.resources()).notion?.outputs ?? {})).toEqual(
        Object.keys(before?.outputs ?? {}),
      );
    });

    const changed = {
      notion: { ...notion, name: "renamed", schedule: { cron: "0 5 * * *" } },
      calendar: { ...calendar, config: { after_date: "2024-06-30" } },
    };

    const why = "the connection waits for its login in the browser";

    it("keeps a changed configuration, of which the next ups make sure until the login", async () => {
      const { platform, project, stack } = world();
      project.program(programOf(docs, { notion, calendar: changed.calendar }));
      await takeWrites(world());
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 3 } });
      expect(Object.fromEntries(await takeWrites(world()))).toEqual({
        "PATCH calendar": { config: { after_date: "2024-06-30" } },
      });
      expect(await stack.refresh()).toMatchObject({ succeeded: true });
      const { calendar: stored } = await stack.resources();
      expect(stored?.inputs).toMatchObject({ config: { after_date: "2024-06-30" } });
      expect(stored?.outputs).toMatchObject({ config: { after_date: "2024-06-30" } });
      const { body } = await platform.ask("GET", `/source-connections/${stored?.id}`);
      expect(body).toMatchObject({ config: { after_date: "2024/06/30" } });
      const { succeeded, output } = await stack.up();
      expect(succeeded).toBe(true);
      expect(output).toContain(`config: ${why}`);
      expect(platform.takeWrites()).toEqual([]);
    });

    it("renames, but refuses a schedule that the login would revert", async () => {
      const { project, stack } = world();
      project.program(programOf(docs, changed));
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        `airweave.SourceConnection "renamed": update failed: Airweave does not keep schedule: ${why}`,
      );
      const { notion: stored } = await stack.resources();
      expect(stored?.outputs).toMatchObject({ name: "renamed", schedule: { cron: "0 3 * * *" } });
    });

    it("is authenticated after the login, and can then be updated", async () => {
      const { project, stack } = world();
      project.program(programOf(docs, changed));
      for (const name of ["notion", "calendar"]) {
        const page = await fetch(await authUrl(name));
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("What comes next")]);
      }
      expect(await stack.refresh()).toMatchObject({ succeeded: true });
      const resources = await stack.resources();
      expect(resources.notion?.outputs).toMatchObject({
        status: "active",
        authenticated: true,
        authUrlExpires: null,
        cron: "0 3 * * *",
        syncId: expect.any(String),
      });
      expect(resources.calendar?.outputs).toMatchObject({
        authMethod: "oauth_byoc",
        // The login has put back what the connection was created with.
        config: { after_date: "2024/01/31" },
      });
      await takeWrites(world());
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 2, same: 2 } });
      expect(Object.fromEntries(await takeWrites(world()))).toEqual({
        "PATCH notion": { schedule: { cron: "0 5 * * *" } },
        "PATCH calendar": { config: { after_date: "2024-06-30" } },
      });
      expect(await stack.refresh()).toMatchObject({ changes: { same: 4 } });
    });

    it("can be deleted before its login", async () => {
      const { project, stack } = world();
      project.program(programOf(docs, { ...changed, waiting: { shortName: "notion" } }));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1, same: 4 } });
      expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: 5 } });
    });
  },
  { platform: "airweave" },
);
