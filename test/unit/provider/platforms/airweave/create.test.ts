import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Asked,
  type Answered,
} from "../../../../harness/answering-server";
import type { TestPlatform } from "../../../../harness/platform";
import {
  collectionVerbs,
  rejection,
  sourceConnectionVerbs,
  type Fields,
  type Verbs,
} from "../../../../harness/verbs";
import {
  airweaveSettings,
  github,
  notion,
  shown,
  startWithCollection,
  stripe,
  takeRequests,
} from "./connections";

/** The current time in the server's format, shifted by some milliseconds. */
const now = (shift = 0): string => new Date(Date.now() + shift).toISOString().replace("Z", "000");

describe("create of a source connection", () => {
  let platform: TestPlatform;
  let verbs: Verbs;

  beforeEach(async () => {
    platform = await startWithCollection();
    verbs = sourceConnectionVerbs(airweaveSettings(platform));
  });
  afterEach(() => platform.stop());

  const bodyOf = async (inputs: Fields): Promise<unknown> => {
    await verbs.create(inputs);
    const [[method, body] = [], ...others] = takeRequests(platform);
    expect([method, others]).toEqual(["POST", []]);
    return body;
  };

  it.each<[string, Fields, Fields, Fields | undefined]>([
    ["credentials", stripe, stripe.authentication, stripe.authentication],
    [
      "an access token",
      notion,
      { accessToken: "PLANTED", refreshToken: "PLANTED2", expiresAt: "2099-01-01T00:00:00Z" },
      { access_token: "PLANTED", refresh_token: "PLANTED2", expires_at: "2099-01-01T00:00:00Z" },
    ],
    [
      "a login in the browser",
      notion,
      { redirectUri: "https://app.example.com" },
      { redirect_uri: "https://app.example.com" },
    ],
    [
      "a custom OAuth client",
      { ...notion, shortName: "gmail" },
      { clientId: "client", clientSecret: "PLANTED", redirectUri: "https://app.example.com" },
      { client_id: "client", client_secret: "PLANTED", redirect_uri: "https://app.example.com" },
    ],
    [
      "a custom OAuth 1 client",
      { ...notion, shortName: "trello" },
      { consumerKey: "PLANTED", consumerSecret: "PLANTED2" },
      { consumer_key: "PLANTED", consumer_secret: "PLANTED2" },
    ],
    [
      "an auth provider",
      stripe,
      { providerReadableId: "my-composio", providerConfig: { auth_config_id: "a", account_id: "b" } },
      { provider_readable_id: "my-composio", provider_config: { auth_config_id: "a", account_id: "b" } },
    ],
  ])("sends %s under the vendor's names", async (_what, inputs, authentication, sent) => {
    expect(await bodyOf({ ...inputs, authentication })).toEqual({
      name: inputs.name,
      short_name: inputs.shortName,
      readable_collection_id: "docs",
      authentication: sent,
    });
  });

  it("sends no authentication for an implicit browser login", async () => {
    expect(await bodyOf(notion)).not.toHaveProperty("authentication");
  });

  it("requests neither schedule nor sync for a federated source", async () => {
    const slack = { ...notion, shortName: "slack" };
    for (const [inputs, authentication] of [
      [slack, undefined],
      [{ ...slack, schedule: "none" }, { accessToken: "PLANTED" }],
      [{ ...slack, syncImmediately: false }, { providerReadableId: "my-composio" }],
    ] as const) {
      const sent = await bodyOf(authentication === undefined ? inputs : { ...inputs, authentication });
      expect(sent).toMatchObject({ schedule: {}, sync_immediately: false });
    }
  });

  it("sends the arguments that apply only at creation", async () => {
    expect(
      await bodyOf({ ...notion, syncImmediately: false, redirectUrl: "https://app.example.com/done" }),
    ).toMatchObject({ sync_immediately: false, redirect_url: "https://app.example.com/done" });
  });

  it("adopts a connection with any authentication method, with at most one PATCH", async () => {
    const adopted = async (inputs: Fields): Promise<[string, unknown][]> => {
      const { id } = await sourceConnectionVerbs(airweaveSettings(platform)).create(inputs);
      // A new account, of which the stack manages nothing yet.
      const another = sourceConnectionVerbs({
        ...airweaveSettings(platform),
        "airweave:organizationId": "6fa9265f-8ce5-4f74-bc96-4897e25b5513",
      });
      takeRequests(platform);
      const { outs } = await another.create({ ...inputs, __options: { adopt: id } });
      expect(outs).toMatchObject(inputs);
      return takeRequests(platform);
    };
    expect(await adopted({ ...notion, authentication: { accessToken: "PLANTED" } })).toEqual([
      ["GET", undefined],
    ]);
    expect(await adopted(notion)).toEqual([["GET", undefined]]);
    expect(await adopted({ ...stripe, authentication: { providerReadableId: "my-composio" } })).toEqual([
      ["GET", undefined],
    ]);
    // A value that the server respells looks like another one.
    const mail = { ...notion, shortName: "gmail", config: { after_date: "2024-01-31" } };
    expect(await adopted({ ...mail, authentication: { accessToken: "PLANTED" } })).toEqual([
      ["GET", undefined],
      ["PATCH", { config: mail.config }],
    ]);
    // Its credentials cannot be compared. Of its settings, only defaults are not in the program.
    expect(await adopted(github)).toEqual([
      ["GET", undefined],
      ["PATCH", { authentication: github.authentication }],
    ]);
  });

  it("finds the created connection when the response is lost, including outputs that lists omit", async () => {
    platform.answerNext("POST", { status: 504, body: { detail: "Request timed out" } });
    const made = platform.ask("POST", "/source-connections", {
      name: "code",
      short_name: "github",
      readable_collection_id: "docs",
      config: github.config,
      authentication: github.authentication,
    });
    const { id } = (await made).body as Fields;
    const created = await verbs.create(github);
    expect(created.id).toBe(id);
    expect(created.outs).toMatchObject({
      ...github,
      description: null,
      cron: "*/5 * * * *",
      authMethod: "direct",
      __unmanaged: { branch: "", sync_pull_requests: false },
    });
    expect(created.outs.syncId).toBe((await shown(platform, created.id)).sync_id);
    expect(platform.take()).toEqual([
      "POST /source-connections",
      "GET /source-connections?collection=docs&skip=0&limit=1000",
      `GET /source-connections/${created.id}`,
    ]);
  });
});

describe("a create with an indeterminate outcome", () => {
  let server: AnsweringServer;
  let respond: (asked: Asked) => Answered;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
  });
  afterEach(() => server.stop());

  const listed = (id: string, created_at: string): Fields => ({
    id,
    name: "code",
    short_name: "github",
    readable_collection_id: "docs",
    created_at,
  });

  it("does not mistake an older connection for its own, although times have no zone", async () => {
    respond = ({ method, path }) =>
      method === "POST"
        ? "break"
        : {
            status: 200,
            body: path.includes("?") ? [listed("older", now(-3_600_000))] : listed("older", now()),
          };
    const { message } = await rejection(sourceConnectionVerbs(airweaveSettings(server)).create(github));
    expect(message).toContain(
      "It may exist now: the platform has a source connection of that name and source in that collection (older)",
    );
  });

  it("distinguishes its connection from older ones and from those of other sources", async () => {
    const other = { ...listed("other", now()), short_name: "stripe" };
    respond = ({ method, path }) =>
      method === "POST"
        ? "break"
        : {
            status: 200,
            body: path.includes("?")
              ? [listed("ours", now()), other, listed("older", now(-60_000))]
              : { ...listed("ours", now()), status: "active" },
          };
    const verbs = sourceConnectionVerbs(airweaveSettings(server));
    expect(await verbs.create(github)).toMatchObject({ id: "ours", outs: { status: "active" } });
  });

  it("finds a collection by name on any page", async () => {
    const full = Array.from({ length: 1_000 }, (_, index) => ({
      readable_id: `other-${index}`,
      name: "Other",
    }));
    respond = ({ method, path }) => {
      if (method === "POST") return { status: 500, body: { detail: "Internal Server Error: X: y" } };
      const second = [{ readable_id: "our-docs-abc123", id: "uuid", name: "Our docs", created_at: now() }];
      return { status: 200, body: path.includes("skip=0") ? full : second };
    };
    const created = await collectionVerbs(airweaveSettings(server)).create({ name: "Our docs" });
    expect(created).toMatchObject({
      id: "our-docs-abc123",
      outs: { name: "Our docs", readableId: "our-docs-abc123", uuid: "uuid", status: null },
    });
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/collections",
      "/collections?search=Our%20docs&skip=0&limit=1000",
      "/collections?search=Our%20docs&skip=1000&limit=1000",
    ]);
  });
});
