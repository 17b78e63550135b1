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

/** The present as the server writes it, moved by some milliseconds. */
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
      "an OAuth client of one's own",
      { ...notion, shortName: "gmail" },
      { clientId: "client", clientSecret: "PLANTED", redirectUri: "https://app.example.com" },
      { client_id: "client", client_secret: "PLANTED", redirect_uri: "https://app.example.com" },
    ],
    [
      "an OAuth 1 client of one's own",
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

  it("sends no authentication for a login in the browser that nothing is said of", async () => {
    expect(await bodyOf(notion)).not.toHaveProperty("authentication");
  });

  it("asks for neither schedule nor sync where nothing is synced", async () => {
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

  it("sends what counts at creation only", async () => {
    expect(
      await bodyOf({ ...notion, syncImmediately: false, redirectUrl: "https://app.example.com/done" }),
    ).toMatchObject({ sync_immediately: false, redirect_url: "https://app.example.com/done" });
  });

  it("adopts a connection, whatever way it logged in, with one PATCH at most", async () => {
    const adopted = async (inputs: Fields): Promise<[string, unknown][]> => {
      const { id } = await sourceConnectionVerbs(airweaveSettings(platform)).create(inputs);
      // Of another account the stack has nothing yet.
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
    // Whether these are the credentials that it has is not to be seen, nor which settings somebody wished to have.
    expect(await adopted(github)).toEqual([
      ["GET", undefined],
      ["PATCH", { config: github.config, authentication: github.authentication }],
    ]);
  });

  it("takes over what an unclear create has made, complete with what a list does not show", async () => {
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

describe("an unclear create", () => {
  let server: AnsweringServer;
  let answer: (asked: Asked) => Answered;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => answer(asked));
  });
  afterEach(() => server.stop());

  const listed = (id: string, created_at: string): Fields => ({
    id,
    name: "code",
    short_name: "github",
    readable_collection_id: "docs",
    created_at,
  });

  it("does not take an older connection for its own, though times have no zone", async () => {
    answer = ({ method, path }) =>
      method === "POST"
        ? "break"
        : {
            status: 200,
            body: path.includes("?") ? [listed("older", now(-60_000))] : listed("older", now()),
          };
    const { message } = await rejection(sourceConnectionVerbs(airweaveSettings(server)).create(github));
    expect(message).toContain(
      "It may exist now: the platform has a source connection of that name and source in that collection (older)",
    );
  });

  it("tells its own from an older one, and from one of another source", async () => {
    const other = { ...listed("other", now()), short_name: "stripe" };
    answer = ({ method, path }) =>
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

  it("finds a collection by its name, on whichever page it is", async () => {
    const full = Array.from({ length: 1_000 }, (_, index) => ({
      readable_id: `other-${index}`,
      name: "Other",
    }));
    answer = ({ method, path }) => {
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
