import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { TestPlatform } from "../../../../harness/platform";
import { clock, rejection, sourceConnectionVerbs, type Fields, type Verbs } from "../../../../harness/verbs";
import {
  airweaveSettings,
  github,
  logIn,
  notion,
  shown,
  startWithCollection,
  stripe,
  takeRequests,
} from "./connections";

const gmail = {
  ...notion,
  name: "mail",
  shortName: "gmail",
  config: { after_date: "2024-01-31" },
  schedule: { cron: "0 3 * * *" },
  authentication: { clientId: "client", clientSecret: "PLANTED" },
};

describe("a source connection that waits for its login", () => {
  let platform: TestPlatform;
  let operations = 0;

  beforeEach(async () => {
    platform = await startWithCollection({ now: clock.now, worker: false });
  });
  afterEach(() => platform.stop());

  /** The verbs in one more operation: no other shares what it knows. */
  const operation = (): Verbs =>
    sourceConnectionVerbs({
      ...airweaveSettings(platform),
      "airweave:timeout": (60 + ++operations / 1e6).toFixed(6),
    });
  const created = async (inputs: Fields): Promise<{ id: string; outs: Fields }> => {
    const made = await operation().create(inputs);
    takeRequests(platform);
    return made;
  };
  /** What an `up` does with a resource in the state: nothing, or an update. */
  const up = async (id: string, olds: Fields, news: Fields): Promise<Fields> => {
    const verbs = operation();
    const { changes, replaces } = await verbs.diff(id, olds, news);
    expect(replaces).toEqual([]);
    return changes ? (await verbs.update(id, olds, news)).outs : olds;
  };
  const refreshed = async (id: string, props: Fields): Promise<Fields> =>
    (await operation().read(id, props)).props ?? {};
  const open = async (authUrl: unknown): Promise<URL> => {
    const { status, headers } = await fetch(String(authUrl), { redirect: "manual" });
    expect(status).toBe(303);
    return new URL(headers.get("location") ?? "", platform.url);
  };
  const cronOf = async (id: string): Promise<unknown> =>
    ((await shown(platform, id)).schedule as Fields | null)?.cron ?? null;

  describe("has a link that", () => {
    const renewing = { ...notion, __options: { renewLogin: true } };

    it("the outputs lack after the next refresh, once it was opened", async () => {
      const { id, outs } = await created(notion);
      expect(outs).toMatchObject({ authUrl: expect.any(String), authUrlExpires: expect.any(String) });
      expect(await refreshed(id, outs)).toMatchObject({ authUrl: outs.authUrl, claimToken: outs.claimToken });
      await open(outs.authUrl);
      const props = await refreshed(id, outs);
      expect(props).toMatchObject({ status: "pending_auth", authUrl: null, authUrlExpires: null });
      expect(await operation().diff(id, props, notion)).toMatchObject({ changes: false });
    });

    it("stays as long as it is good, with the option renewLogin", async () => {
      const { id, outs } = await created(renewing);
      expect(await up(id, outs, renewing)).toBe(outs);
      await clock.sleep(4 * 60_000);
      expect(await up(id, outs, renewing)).toBe(outs);
      expect(takeRequests(platform)).toEqual([]);
    });

    it("is renewed by an up with that option when it has expired, and works", async () => {
      const { id, outs } = await created(renewing);
      await clock.sleep(6 * 60_000);
      expect(await up(id, outs, notion)).toBe(outs);
      const after = await up(id, outs, renewing);
      expect(takeRequests(platform).map(([method]) => method)).toEqual(["GET", "POST"]);
      expect(after).toMatchObject({ status: "pending_auth", authUrl: expect.any(String) });
      expect(after.authUrl).not.toBe(outs.authUrl);
      expect(after.claimToken).not.toBe(outs.claimToken);
      expect(await up(id, after, renewing)).toBe(after);
      await logIn(platform, after.authUrl);
      expect(await refreshed(id, after)).toMatchObject({ status: "active", authUrl: null });
    });

    it("is renewed when a refresh has found that it was opened, together with another change", async () => {
      const { id, outs } = await created(renewing);
      await open(outs.authUrl);
      const props = await refreshed(id, outs);
      const after = await up(id, props, { ...renewing, description: "New" });
      expect(takeRequests(platform).slice(-3)).toEqual([
        ["PATCH", { description: "New" }],
        ["GET", undefined],
        ["POST", undefined],
      ]);
      expect(after).toMatchObject({ description: "New", authUrl: expect.any(String) });
    });

    it("is not renewed once the login is done, though the state does not know that", async () => {
      const { id, outs } = await created(renewing);
      await logIn(platform, outs.authUrl);
      await clock.sleep(6 * 60_000);
      takeRequests(platform);
      const after = await up(id, outs, renewing);
      expect(takeRequests(platform).map(([method]) => method)).toEqual(["GET"]);
      expect(after).toMatchObject({ status: "active", authUrl: null, authenticated: true });
      expect(await up(id, after, renewing)).toBe(after);
    });

    it("leaves the state with the change when only the renewal fails", async () => {
      const { id, outs } = await created(renewing);
      await clock.sleep(6 * 60_000);
      platform.setFaults([
        { fault: { kind: "status", status: 503 }, path: /reinitiate-oauth$/, times: Infinity },
      ]);
      const error = await rejection(up(id, outs, { ...renewing, description: "New" }));
      expect(error).toMatchObject({ id, properties: { description: "New", authUrl: outs.authUrl } });
    });

    it("is an option of connections only", async () => {
      const { failures } = await operation().check({}, renewing);
      expect(failures).toEqual([]);
      const { failures: wrong } = await operation().check(
        {},
        { ...notion, __options: { renewLogin: "yes" } },
      );
      expect(wrong).toMatchObject([{ reason: expect.stringContaining("options.renewLogin: ") }]);
    });
  });

  describe('with schedule: "none"', () => {
    const unscheduled = { ...notion, schedule: "none" };

    it("gets rid of the schedule that the login brings, with the next up and without a refresh", async () => {
      const { id, outs } = await created(unscheduled);
      await logIn(platform, outs.authUrl);
      expect(await cronOf(id)).toEqual(expect.any(String));
      takeRequests(platform);
      const after = await up(id, outs, unscheduled);
      expect(takeRequests(platform)).toEqual([
        ["GET", undefined],
        ["PATCH", { schedule: null }],
      ]);
      expect(await cronOf(id)).toBeNull();
      expect(after).toMatchObject({ status: "active", schedule: "none", cron: null, authUrl: null });
      expect(after).not.toHaveProperty("__deferred");
      expect(await up(id, after, unscheduled)).toBe(after);
    });

    it("succeeds with one read before the login, as often as it is run", async () => {
      const { id, outs } = await created(unscheduled);
      let olds = outs;
      for (let round = 0; round < 3; round++) {
        olds = await up(id, olds, unscheduled);
        expect(takeRequests(platform)).toEqual([["GET", undefined]]);
        expect(olds).toEqual(outs);
      }
      await logIn(platform, outs.authUrl);
      await up(id, olds, unscheduled);
      expect(await cronOf(id)).toBeNull();
    });

    it("is brought about with another change, and after a refresh before or after the login", async () => {
      for (const refreshesAt of ["before", "after"]) {
        const { id, outs } = await created({ ...unscheduled, name: `notes ${refreshesAt}` });
        const before = refreshesAt === "before" ? await refreshed(id, outs) : outs;
        await logIn(platform, outs.authUrl);
        const olds = refreshesAt === "after" ? await refreshed(id, before) : before;
        const news = { ...unscheduled, name: `notes ${refreshesAt}`, description: "New" };
        const after = await up(id, olds, news);
        expect(await shown(platform, id)).toMatchObject({ description: "New", schedule: { cron: null } });
        expect(await up(id, after, news)).toBe(after);
      }
    });

    it("leaves the schedule alone if the program does so by then, and sets a cron if it has one", async () => {
      const { id, outs } = await created(unscheduled);
      await logIn(platform, outs.authUrl);
      expect(await operation().diff(id, outs, notion)).toMatchObject({ changes: false });
      await up(id, outs, { ...notion, schedule: { cron: "0 7 * * *" } });
      expect(await cronOf(id)).toBe("0 7 * * *");
    });

    it("has nothing to wait for where nothing is ever synced", async () => {
      const slack = { ...unscheduled, shortName: "slack" };
      const { id, outs } = await created(slack);
      expect(await operation().diff(id, outs, slack)).toMatchObject({ changes: false });
    });
  });

  describe("keeps a change of its config", () => {
    const changed = { ...gmail, config: { after_date: "2024-06-30", gmail_query: "in:all" } };

    it("so that state and platform agree, before the login and after it", async () => {
      const { id, outs } = await created(gmail);
      const after = await up(id, outs, { ...changed, description: "New" });
      expect(takeRequests(platform)).toEqual([
        ["PATCH", { description: "New", config: changed.config }],
        ["GET", undefined],
      ]);
      expect(after).toMatchObject({
        config: changed.config,
        description: "New",
        claimToken: outs.claimToken,
      });
      expect((await shown(platform, id)).config).toMatchObject({ after_date: "2024/06/30" });
      expect(await refreshed(id, after)).toMatchObject({ config: changed.config });

      // The login puts back the config of the create call.
      await logIn(platform, outs.authUrl);
      expect((await shown(platform, id)).config).toMatchObject({ after_date: "2024/01/31" });
      takeRequests(platform);
      const news = { ...changed, description: "New" };
      const settled = await up(id, after, news);
      expect(takeRequests(platform)).toEqual([
        ["GET", undefined],
        ["PATCH", { config: changed.config }],
      ]);
      expect((await shown(platform, id)).config).toMatchObject({ after_date: "2024/06/30" });
      expect(await up(id, settled, news)).toBe(settled);
    });

    it("but not of its schedule, which fails by name and is left out of the state", async () => {
      const { id, outs } = await created(gmail);
      const news = { ...changed, schedule: { cron: "0 5 * * *" } };
      const error = await rejection(up(id, outs, news));
      expect(error.message).toBe(
        'airweave.SourceConnection "mail": update failed: Airweave does not keep schedule: the connection waits for its login in the browser, which puts back what it was made with; log in at its `authUrl` and run `pulumi up` again, or take the change out of the program',
      );
      const properties = error.properties as Fields;
      expect(properties).toMatchObject({ config: changed.config, schedule: gmail.schedule });
      await logIn(platform, outs.authUrl);
      const after = await up(id, properties, news);
      expect(await shown(platform, id)).toMatchObject({
        config: { after_date: "2024/06/30" },
        schedule: { cron: "0 5 * * *" },
      });
      expect(await up(id, after, news)).toBe(after);
    });

    it("and is open if it cannot be read back", async () => {
      const { id, outs } = await created(gmail);
      platform.setFaults([
        { fault: { kind: "status", status: 500 }, method: "GET", path: /connections\//, times: Infinity },
      ]);
      const error = await rejection(up(id, outs, changed));
      platform.setFaults();
      expect(error).toMatchObject({ code: "PC_INDETERMINATE_UPDATE", id });
      const after = await up(id, error.properties as Fields, changed);
      expect(after).toMatchObject({ config: changed.config });
    });
  });

  describe("is adopted", () => {
    const adopting = (inputs: Fields, id: string): Fields => ({ ...inputs, __options: { adopt: id } });

    it("with the schedule that it has, which cannot be seen", async () => {
      const { id, outs: made } = await created(gmail);
      const { outs } = await operation().create(adopting(gmail, id));
      expect(
        takeRequests(platform).every(([, body]) => !Object.hasOwn((body ?? {}) as Fields, "schedule")),
      ).toBe(true);
      expect(outs).toMatchObject({ schedule: gmail.schedule, status: "pending_auth" });
      await logIn(platform, made.authUrl);
      takeRequests(platform);
      const after = await up(id, outs, gmail);
      expect(takeRequests(platform).filter(([method]) => method !== "GET")).toEqual([]);
      expect(await up(id, after, gmail)).toBe(after);
    });

    it("with another schedule, which it gets after the login", async () => {
      const { id, outs: made } = await created(gmail);
      const news = { ...gmail, schedule: { cron: "0 9 * * *" } };
      const { outs } = await operation().create(adopting(news, id));
      await logIn(platform, made.authUrl);
      await up(id, outs, news);
      expect(await cronOf(id)).toBe("0 9 * * *");
    });
  });
});

describe("the adoption of a source connection with another login method", () => {
  let platform: TestPlatform;

  beforeEach(async () => {
    platform = await startWithCollection();
  });
  afterEach(() => platform.stop());

  const make = async (body: Fields): Promise<string> => {
    const given = { name: "code", readable_collection_id: "docs", ...body };
    return String(((await platform.ask("POST", "/source-connections", given)).body as Fields).id);
  };
  const token = { access_token: "PLANTED" };
  const direct = { credentials: { personal_access_token: "ghp_PLANTEDtoken7HENG" } };
  const { authentication: _, ...browser } = github;

  it.each<[string, Fields, Fields, string]>([
    [
      "a token for a browser login",
      { short_name: "notion" },
      { ...notion, authentication: { accessToken: "PLANTEDaccess" } },
      "is a browser login (oauth_browser) on the platform, and the program declares an access token",
    ],
    [
      "a browser login for a token",
      { short_name: "notion", authentication: token },
      notion,
      "is an access token (oauth_token) on the platform, and the program declares a browser login",
    ],
    [
      "credentials for a token",
      { short_name: "slack", authentication: token, schedule: {}, sync_immediately: false },
      { ...notion, shortName: "slack", authentication: { credentials: { access_token: "PLANTEDaccess" } } },
      "is an access token (oauth_token) on the platform, and the program declares credentials",
    ],
    [
      "a browser login for credentials",
      { short_name: "github", config: github.config, authentication: direct },
      browser,
      "is credentials (direct) on the platform, and the program declares a browser login",
    ],
    [
      "an auth provider for credentials",
      { short_name: "stripe", authentication: stripe.authentication },
      { ...stripe, authentication: { providerReadableId: "my-composio" } },
      "is credentials (direct) on the platform, and the program declares an auth provider",
    ],
    [
      "another auth provider",
      { short_name: "stripe", authentication: { provider_readable_id: "my-composio" } },
      { ...stripe, authentication: { providerReadableId: "another" } },
      'is that of the auth provider "my-composio" on the platform, and the program declares "another"',
    ],
  ])("is refused, by name and before anything is sent: %s", async (_what, body, inputs, text) => {
    const id = await make(body);
    const before = await shown(platform, id);
    const verbs = sourceConnectionVerbs(airweaveSettings(platform));
    const error = await rejection(verbs.create({ ...inputs, __options: { adopt: id } }));
    expect(error.code).toBe("PC_ADOPT_REFUSED");
    expect(error.message).toContain(
      `adopt failed: authentication of ${id} ${text}; declare what it is, or adopt another source connection`,
    );
    expect(error.message).not.toContain("PLANTED");
    // Nothing is in the state, and the connection is free for another resource.
    expect(error).not.toHaveProperty("id");
    expect(platform.takeWrites()).toEqual([]);
    expect(await shown(platform, id)).toEqual(before);
  });

  it("is no conflict for a client of one's own, of which the platform tells only after the login", async () => {
    const mail = { ...gmail, name: "code" };
    const id = await make({
      short_name: "gmail",
      config: gmail.config,
      authentication: { client_id: "client", client_secret: "PLANTED" },
    });
    const verbs = sourceConnectionVerbs(airweaveSettings(platform));
    expect(await verbs.create({ ...mail, __options: { adopt: id } })).toMatchObject({ id });
  });

  it("is refused for new credentials, too, where the state has a connection with another method", async () => {
    const slack = {
      ...notion,
      shortName: "slack",
      authentication: { credentials: { access_token: "PLANTEDone" } },
    };
    const id = await make({
      short_name: "slack",
      authentication: token,
      schedule: {},
      sync_immediately: false,
    });
    const { body } = await platform.ask("GET", `/source-connections/${id}`);
    const olds = { ...slack, authMethod: (body as { auth: Fields }).auth.method, __managed: true };
    const news = { ...slack, authentication: { credentials: { access_token: "PLANTEDtwo" } } };
    platform.take();
    const error = await rejection(sourceConnectionVerbs(airweaveSettings(platform)).update(id, olds, news));
    expect(error.message).toContain(
      `update failed: authentication of ${id} is an access token (oauth_token) on the platform, and the program declares credentials; declare what it is, or replace the source connection`,
    );
    expect(platform.takeWrites()).toEqual([]);
  });
});
