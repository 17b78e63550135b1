import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { unknownValue } from "../../../../../provider/src/values/unknowns";
import { repository } from "../../../../harness/project";
import { collectionVerbs, sourceConnectionVerbs, type Fields } from "../../../../harness/verbs";
import { github, notion, stripe } from "./connections";

const gmail = {
  ...notion,
  shortName: "gmail",
  authentication: { clientId: "client", clientSecret: "PLANTEDclient" },
};
const slack = { ...notion, shortName: "slack" };

/** The problems of arguments, without the resource's name. */
async function problems(inputs: Fields): Promise<string[]> {
  const { failures } = await sourceConnectionVerbs().check({}, inputs);
  const reasons = failures.map(({ reason }) => reason);
  expect(reasons.join("\n")).not.toContain("PLANTED");
  return reasons.map((text) => text.replace(/^airweave\.SourceConnection( "(\\.|[^"\\])*")?: /, ""));
}

const newer = { __options: { otherType: true } };

describe("check of a source connection", () => {
  it.each<[string, Fields]>([
    ["direct credentials", github],
    ["a name of 42 emojis", { ...github, name: "🦊".repeat(42) }],
    ["a name of four spaces", { ...github, name: "    " }],
    ["a description of 255 emojis", { ...github, description: "🦊".repeat(255) }],
    ["an empty description", { ...github, description: "" }],
    ["no schedule", { ...github, schedule: "none" }],
    ["a login in the browser", notion],
    [
      "a login in the browser with a redirect URI",
      { ...notion, authentication: { redirectUri: "https://app.example.com" } },
    ],
    ["a custom OAuth client", gmail],
    [
      "a custom OAuth 1 client",
      { ...notion, authentication: { consumerKey: "PLANTEDkey", consumerSecret: "PLANTED" } },
    ],
    ["an access token", { ...notion, authentication: { accessToken: "PLANTED", refreshToken: "PLANTED" } }],
    [
      "an auth provider",
      { ...notion, authentication: { providerReadableId: "mine", providerConfig: { any: ["thing"] } } },
    ],
    ["a federated source", { ...slack, schedule: "none", syncImmediately: false }],
    [
      "a source marked as newer, with a name similar to a known one",
      { ...notion, shortName: "google_tasks", ...newer },
    ],
    ["an unknown source with any keys", { ...notion, shortName: "my_own_thing", config: { a: 1 }, ...newer }],
    ["a source without a config schema", { ...notion, shortName: "zoom", config: { a: 1 } }],
  ])("accepts %s", async (_what, inputs) => {
    expect(await problems(inputs)).toEqual([]);
  });

  it.each<[string, Fields, unknown[]]>([
    ["a short name", { ...github, name: "🦊🦊🦊" }, ["name: must have at least 4 characters"]],
    ["a long name", { ...github, name: "x".repeat(43) }, ["name: must have at most 42 characters"]],
    [
      "a long description",
      { ...github, description: "x".repeat(256) },
      ["description: must have at most 255 characters"],
    ],
    [
      "a schedule of another type",
      { ...github, schedule: "0 3 * * *" },
      ['schedule: expected { cron: "..." } or "none"'],
    ],
    [
      "a schedule with keys that the server would drop",
      { ...github, schedule: { cron: "0 3 * * *", continuous: true } },
      ['schedule: expected { cron: "..." } or "none"'],
    ],
    [
      "a schedule of a federated source",
      { ...slack, schedule: { cron: "0 3 * * *" } },
      ["schedule: slack is searched directly and never synced; remove it"],
    ],
    [
      "a sync of a federated source",
      { ...slack, syncImmediately: true, authentication: { accessToken: "PLANTED" } },
      ["syncImmediately: slack is searched directly and never synced; remove it"],
    ],
    [
      "two authentication methods",
      { ...github, authentication: { ...github.authentication, accessToken: "PLANTED" } },
      ["authentication: expected one authentication method, got credentials and an access token"],
    ],
    [
      "all authentication methods",
      {
        ...notion,
        authentication: {
          credentials: { any: "PLANTED" },
          expiresAt: "2027-01-01T00:00:00Z",
          clientId: "client",
          providerConfig: {},
        },
      },
      [
        "authentication: expected one authentication method, got credentials and an access token and your own OAuth client and an auth provider",
      ],
    ],
    [
      "a client without a secret",
      { ...gmail, authentication: { clientId: "client" } },
      ["authentication.clientSecret: missing, expected a string"],
    ],
    [
      "an OAuth 1 client without a key",
      { ...notion, authentication: { consumerSecret: "PLANTED" } },
      ["authentication.consumerKey: missing, expected a string"],
    ],
    [
      "two clients",
      {
        ...gmail,
        authentication: { ...gmail.authentication, consumerKey: "PLANTED", consumerSecret: "PLANTED" },
      },
      ["authentication: expected clientId and clientSecret, or consumerKey and consumerSecret, not both"],
    ],
    [
      "a refresh token alone",
      { ...notion, authentication: { refreshToken: "PLANTED" } },
      ["authentication.accessToken: missing, expected a string"],
    ],
    [
      "the settings of a provider without its id",
      { ...notion, authentication: { providerConfig: { secret: "PLANTED" } } },
      ["authentication.providerReadableId: missing, expected a string"],
    ],
    [
      "no credentials",
      { ...github, authentication: { credentials: {} } },
      [
        "authentication.credentials: must not be empty",
        "authentication.credentials.personal_access_token: missing, expected a string",
      ],
    ],
    [
      "a method that the source does not support",
      { ...github, authentication: { accessToken: "PLANTED" } },
      ["authentication: github does not support an access token; use credentials or an auth provider"],
    ],
    [
      "no method if one is required",
      { ...github, authentication: undefined },
      ["authentication: github does not support a browser login; use credentials or an auth provider"],
    ],
    [
      "a login in the browser without the required client",
      { ...gmail, authentication: undefined },
      ["authentication: gmail requires your own OAuth client; set clientId and clientSecret"],
    ],
    [
      "a sync before the login",
      { ...notion, syncImmediately: true },
      ["syncImmediately: a connection with a browser login syncs after the login; remove it"],
    ],
    [
      "a misspelled key of the credentials",
      { ...github, authentication: { credentials: { personal_acces_token: "PLANTED" } } },
      [
        "authentication.credentials.personal_access_token: missing, expected a string",
        "authentication.credentials.personal_acces_token: unknown key; did you mean personal_access_token?",
      ],
    ],
    [
      "credentials of the wrong type",
      { ...stripe, authentication: { credentials: { api_key: 7 } } },
      ["authentication.credentials.api_key: expected a string, got a number"],
    ],
    [
      "invalid credentials",
      { ...stripe, authentication: { credentials: { api_key: "PLANTEDPLANTEDPLANTED" } } },
      ["authentication.credentials.api_key: must match ^sk_(test|live)_[A-Za-z0-9]+$"],
    ],
    [
      "a misspelled key of the authentication",
      { ...github, authentication: { credentials: github.authentication.credentials, redirectUrl: "x" } },
      ["authentication.redirectUrl: unknown key; did you mean redirectUri?"],
    ],
    [
      "an authentication that is not an object",
      { ...github, authentication: "PLANTED" },
      ["authentication: expected an object, got a string"],
    ],
    [
      "a missing key of the configuration",
      { ...github, config: {} },
      ["config.repo_name: missing, expected a string"],
    ],
    [
      "a missing configuration with required keys",
      { ...github, config: undefined },
      ["config.repo_name: missing, expected a string"],
    ],
    [
      "a misspelled source",
      { ...github, shortName: "githb" },
      [expect.stringMatching(/^shortName: unknown .* did you mean github\?/)],
    ],
    [
      "a source in capitals",
      { ...notion, shortName: "Notion" },
      [expect.stringMatching(/^shortName: unknown .* did you mean notion\?/)],
    ],
  ])("refuses %s", async (_what, inputs, expected) => {
    expect((await problems(inputs)).sort()).toEqual([...expected].sort());
  });

  it("reports all problems at once", async () => {
    const found = await problems({
      name: "abc",
      shortName: "github",
      readableCollectionId: "",
      description: "x".repeat(256),
      config: { repo_nam: "a/b" },
      schedule: { cron: "@daily" },
      authentication: { credentials: { token: "PLANTED" } },
      syncImmediately: "PLANTED",
      redirectUrl: 7,
      more: "PLANTED",
    });
    expect(found.map((line) => line.split(":")[0]).sort()).toEqual([
      "authentication.credentials.personal_access_token",
      "authentication.credentials.token",
      "config.repo_nam",
      "config.repo_name",
      "description",
      "more",
      "name",
      "readableCollectionId",
      "redirectUrl",
      "schedule.cron",
      "syncImmediately",
    ]);
  });

  it("treats a source of the server itself as unknown", async () => {
    const files = readdirSync(join(repository, "sandbox", "catalog", "airweave", "source"));
    for (const file of files) {
      const shortName = file.replace(".json", "");
      const found = await problems({ ...notion, shortName, ...newer });
      expect([shortName, found]).toEqual([shortName, []]);
    }
  });

  it("accepts unknown values anywhere", async () => {
    const full = {
      ...github,
      description: "Our code",
      schedule: { cron: "0 3 * * *" },
      syncImmediately: true,
      redirectUrl: "https://app.example.com",
    };
    for (const inputs of [full, gmail, { ...slack, config: {} }]) {
      for (const unknown of withEachUnknown(inputs)) {
        expect([unknown, await problems(unknown)]).toEqual([unknown, []]);
      }
    }
  });

  it("never shows a value and never throws, whatever the inputs", async () => {
    const odd = fc.oneof(fc.constant("PLANTED"), fc.jsonValue({ maxDepth: 2 }), fc.constant(["PLANTED"]));
    const keys = ["credentials", "accessToken", "clientId", "providerReadableId", "redirectUri", "x"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("github", "gmail", "slack", "notion", "zoom"),
        fc.record(
          { config: odd, schedule: odd, authentication: odd, syncImmediately: odd },
          { requiredKeys: [] },
        ),
        fc.dictionary(fc.constantFrom(...keys), odd),
        async (shortName, odds, authentication) => {
          await problems({ ...notion, shortName, authentication, ...odds });
        },
      ),
    );
  });
});

/** Copies of the inputs, each with another value unknown, at every depth. */
function withEachUnknown(fields: Fields): Fields[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const inner = typeof value === "object" && value !== null ? withEachUnknown(value as Fields) : [];
    return [unknownValue, ...inner].map((changed) => ({ ...fields, [key]: changed }));
  });
}

describe("check of a collection", () => {
  it.each<[string, Fields, string | undefined]>([
    ["accepts 64 emojis", { name: "🦊".repeat(64) }, undefined],
    ["refuses 3 characters", { name: "abc" }, "name: must have at least 4 characters"],
    ["refuses 65 characters", { name: "x".repeat(65) }, "name: must have at most 64 characters"],
    ["accepts a readable id", { name: "docs", readableId: "our-docs-2" }, undefined],
    [
      "refuses an invalid readable id",
      { name: "docs", readableId: "our--docs" },
      "readableId: expected small letters and digits, with single hyphens between them",
    ],
    [
      "refuses an empty readable id",
      { name: "docs", readableId: "" },
      "readableId: expected small letters and digits, with single hyphens between them",
    ],
    ["accepts unknown values", { name: unknownValue, readableId: unknownValue }, undefined],
    [
      "refuses an option for configurations",
      { name: "docs", __options: { unknownKeys: "allow" } },
      "options.unknownKeys: unknown key",
    ],
  ])("%s", async (_what, inputs, expected) => {
    const { failures } = await collectionVerbs().check({}, inputs);
    expect(failures.map(({ reason }) => reason.replace(/^airweave\.Collection( "[^"]*")?: /, ""))).toEqual(
      expected === undefined ? [] : [expected],
    );
  });
});
