import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { TestPlatform } from "../../../../harness/platform";
import { rejection, sourceConnectionVerbs, type Fields, type Verbs } from "../../../../harness/verbs";
import { airweaveSettings, github, logIn, notion, startWithCollection, stripe } from "./connections";

const gmail = {
  ...notion,
  name: "mail",
  shortName: "gmail",
  config: { after_date: "2024-01-31", included_labels: "inbox, work" },
  authentication: { clientId: "client", clientSecret: "PLANTED" },
};
/** With a completed login. */
const mail = { ...gmail, authentication: { accessToken: "PLANTED" } };

describe("read of a source connection", () => {
  let platform: TestPlatform;
  let verbs: Verbs;

  beforeEach(async () => {
    platform = await startWithCollection();
    verbs = sourceConnectionVerbs(airweaveSettings(platform));
  });
  afterEach(() => platform.stop());

  const patch = async (id: string, change: object): Promise<void> => {
    expect(await platform.ask("PATCH", `/source-connections/${id}`, change)).toMatchObject({ status: 200 });
  };
  const refreshed = async (id: string, props: Fields): Promise<{ props: Fields; inputs: Fields }> => {
    const { props: outs = {}, inputs = {} } = await verbs.read(id, props);
    return { props: outs, inputs };
  };

  it.each<[string, Fields]>([
    ["credentials and defaults of the server", { ...github, schedule: { cron: "0 3 * * *" } }],
    ["no schedule", { ...stripe, schedule: "none" }],
    ["the server's default schedule", stripe],
    ["a token", { ...notion, authentication: { accessToken: "PLANTED" } }],
    ["an auth provider", { ...stripe, authentication: { providerReadableId: "my-composio" } }],
    ["a pending login in the browser", { ...notion, schedule: { cron: "0 3 * * *" } }],
    ["values that the server normalizes", mail],
    ["such values before a login", gmail],
    [
      "arguments that apply only at creation",
      { ...stripe, syncImmediately: true, redirectUrl: "https://x.example" },
    ],
    ["a federated source", { ...notion, shortName: "slack", schedule: "none" }],
    ["a source without a config schema", { ...notion, shortName: "zoom", config: { any: ["thing"] } }],
  ])("finds no drift in ten rounds with %s", async (_what, inputs) => {
    const { id, outs } = await verbs.create(inputs);
    let props: Fields = outs;
    for (let round = 0; round < 10; round++) {
      const read = await refreshed(id, props);
      expect(read.inputs).toEqual(inputs);
      expect(await verbs.diff(id, read.props, inputs)).toMatchObject({ changes: false });
      ({ props } = read);
    }
    // The platform may run the sync after the first read.
    expect(props).toEqual(outs);
  });

  it("finds no drift after a login, whatever the server normalizes", async () => {
    const inputs = { ...gmail, schedule: { cron: "0 3 * * *" } };
    const { id, outs } = await verbs.create(inputs);
    await logIn(platform, outs.authUrl);
    const { props, inputs: read } = await refreshed(id, outs);
    expect(read).toEqual(inputs);
    expect(props).toMatchObject({
      status: "active",
      authMethod: "oauth_byoc",
      authenticated: true,
      authUrl: null,
      authUrlExpires: null,
      claimToken: null,
      cron: "0 3 * * *",
    });
  });

  it("detects a changed default, and an update reverts it", async () => {
    const { id, outs } = await verbs.create(github);
    await patch(id, { config: { ...github.config, branch: "dev" } });
    const { props, inputs } = await refreshed(id, outs);
    expect(inputs.config).toEqual({ ...github.config, branch: "dev" });
    expect(await verbs.diff(id, props, github)).toMatchObject({ changes: true, replaces: [] });
    await verbs.update(id, props, github);
    expect(platform.takeBodies("PATCH")).toEqual([{ config: github.config }]);
  });

  it("detects a change of a normalized value", async () => {
    const { id, outs } = await verbs.create(mail);
    await patch(id, { config: { after_date: "2024-06-30", included_labels: ["inbox", "work"] } });
    const { props, inputs } = await refreshed(id, outs);
    expect(inputs.config).toEqual({ after_date: "2024/06/30", included_labels: "inbox, work" });
    expect(await verbs.diff(id, props, mail)).toMatchObject({ changes: true });
    // The platform then has the value in its own spelling again, as at first.
    const { outs: reverted } = await verbs.update(id, props, mail);
    expect(await verbs.diff(id, reverted, mail)).toMatchObject({ changes: false });
  });

  it("detects an added, removed or changed schedule if the program declares one", async () => {
    for (const [schedule, change, found] of [
      ["none", { cron: "0 9 * * *" }, { cron: "0 9 * * *" }],
      [{ cron: "0 3 * * *" }, null, "none"],
      [{ cron: "0 3 * * *" }, { cron: "@daily" }, { cron: "@daily" }],
    ] as const) {
      const inputs = { ...github, schedule };
      const { id, outs } = await verbs.create(inputs);
      await patch(id, { schedule: change });
      const { props, inputs: read } = await refreshed(id, outs);
      expect(read.schedule).toEqual(found);
      expect(await verbs.diff(id, props, inputs)).toMatchObject({ changes: true, replaces: [] });
    }
  });

  it("returns all outputs and no configuration for `get`", async () => {
    const { id, outs } = await verbs.create(github);
    const { props = {}, inputs } = await verbs.read(id, { __provider: "code" });
    expect(inputs).toBeUndefined();
    const {
      config: _config,
      authentication: _authentication,
      __unmanaged: _unmanaged,
      __response: _response,
      ...shown
    } = outs;
    expect(props).toEqual(shown);
    const missing = "00000000-0000-4000-8000-000000000000";
    expect((await rejection(verbs.read(missing, { __provider: "code" }))).message).toContain(
      `get failed: Airweave has no source connection with the id "${missing}"`,
    );
  });

  it("returns nothing when the connection is gone, and counts that as deleted", async () => {
    const { id, outs } = await verbs.create(github);
    await platform.ask("DELETE", `/source-connections/${id}`);
    expect(await verbs.read(id, outs)).toEqual({});
    await verbs.delete(id, outs);
  });
});
