import { afterEach, describe, expect, it } from "@jest/globals";
import type { PlatformOptions, TestPlatform } from "../../../../harness/platform";
import { collectionVerbs, rejection, sourceConnectionVerbs, type Fields } from "../../../../harness/verbs";
import { airweaveSettings, github, notion, startWithCollection, stripe } from "./connections";

const jira = {
  name: "tickets",
  shortName: "jira",
  readableCollectionId: "docs",
  config: { project_keys: ["DOCS"], zephyr_scale_api_token: "PLANTEDzephyr0token" },
  authentication: { providerReadableId: "my-composio" },
};
const asanaWith = (accessToken: string): Fields => ({
  name: "tasks",
  shortName: "asana",
  readableCollectionId: "docs",
  authentication: { accessToken },
});
const stripeWith = (api_key: string): Fields => ({ ...stripe, authentication: { credentials: { api_key } } });

describe("an error of Airweave says what to do about its cause", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  const start = async (options: Partial<PlatformOptions["airweave"]> = {}): Promise<void> => {
    platform = await startWithCollection(options);
  };
  const failure = async (
    inputs: Fields,
    settings: Record<string, string> = {},
  ): Promise<{ readonly code: unknown; readonly message: string }> => {
    const verbs = sourceConnectionVerbs({ ...airweaveSettings(platform), ...settings });
    const { code, message } = await rejection(verbs.create(inputs));
    expect(message).not.toContain("PLANTED");
    return { code, message };
  };

  it("a feature flag is no bad key", async () => {
    await start();
    const { code, message } = await failure(jira);
    expect(code).toBe("PC_FEATURE_DISABLED");
    expect(message).toMatch(
      /with status 403 \(The 'Zephyr Scale API Token' feature requires .*\); the account does not have the feature, the key is valid: leave it out of the source connection, or ask the support of Airweave to enable it$/,
    );
  });

  it.each<[string, Partial<PlatformOptions["airweave"]>, string]>([
    [
      "the number of connections",
      { maxSourceConnections: 0 },
      "Usage limit exceeded for source_connections: 0/0",
    ],
    ["the payment", { unpaid: "grace" }, "Action 'source_connections' is not allowed due to payment status"],
  ])("a limit of the plan is no bad argument: %s", async (_what, options, said) => {
    await start(options);
    const { code, message } = await failure(github);
    expect(code).toBe("PC_PLAN_LIMIT");
    expect(message).toContain(`with status 400 (${said}`);
    expect(message).toMatch(/the key and the program are valid: delete what counts towards the limit, or /);
    expect(message).not.toMatch(/correct|apiKey/);
  });

  it.each<[string, Fields, number]>([
    ["a key", stripeWith("sk_test_invalidPLANTED01"), 400],
    ["an expired or revoked key", stripeWith("sk_test_revokedPLANTED01"), 400],
    ["a token", asanaWith("invalid-PLANTEDtoken"), 400],
    ["an expired or revoked token", asanaWith("revoked-PLANTEDtoken"), 400],
  ])("the source's credentials are not Airweave's key: %s", async (_what, inputs, status) => {
    await start();
    const { code, message } = await failure(inputs);
    expect(code).toBe("PC_CREDENTIALS_REFUSED");
    expect(message).toContain(`with status ${status} (`);
    expect(message).toMatch(
      /; not the key of Airweave was refused, but the credentials that the source connection logs in with: correct them in the program, or get new ones /,
    );
  });

  it("a token that has expired before it is sent", async () => {
    await start();
    const inputs = {
      ...asanaWith("PLANTEDtoken"),
      authentication: { accessToken: "PLANTEDtoken", expiresAt: "2020-01-01T00:00:00Z" },
    };
    expect((await failure(inputs)).code).toBe("PC_CREDENTIALS_REFUSED");
  });

  it.each<[string, Fields]>([
    ["with a key", stripeWith("sk_test_unreachablePLANTED")],
    ["that fails itself", stripeWith("sk_test_unavailablePLANTED")],
    ["with a token", asanaWith("unreachable-PLANTEDtoken")],
  ])("a server that Airweave cannot reach or use: %s", async (_what, inputs) => {
    await start();
    const { message } = await failure(inputs);
    expect(message).toMatch(
      /; Airweave could not reach or use another server, the key is valid: if the source connection names a server, check its address and that it accepts connections from Airweave, otherwise try again later/,
    );
    expect(message).not.toMatch(/correct|credentials that/);
  });

  it("a service that limits Airweave is waited for, and named", async () => {
    await start();
    const { code, message } = await failure(stripeWith("sk_test_throttledPLANTED"));
    expect(code).toBe("PC_RATE_LIMITED");
    expect(message).toMatch(/the limit is that of the service that the source reads, not Airweave's$/);
  });

  it("credentials for a connection with another login method", async () => {
    await start();
    const { body } = await platform.ask("POST", "/source-connections", {
      name: notion.name,
      short_name: notion.shortName,
      readable_collection_id: "docs",
    });
    const verbs = sourceConnectionVerbs(airweaveSettings(platform));
    const { id } = body as { id: string };
    const olds = { ...stripe, ...notion, shortName: "stripe", authentication: stripe.authentication };
    const news = { ...olds, authentication: { credentials: { api_key: "sk_test_PLANTEDother" } } };
    const { code, message } = await rejection(verbs.update(id, olds, news));
    expect(code).toBe("PC_REFUSED");
    expect(message).toMatch(
      /Credentials can only be updated for direct authentication\); the connection on the platform was not made with these credentials, .*: declare the method that it has, or replace it with `pulumi up --replace <its URN>`$/,
    );
  });

  it("a wrong key, and a wrong organization", async () => {
    await start({ otherOrganizations: ["00000000-0000-4000-8000-000000000001"] });
    const wrongKey = await failure(github, { "airweave:apiKey": "other" });
    expect(wrongKey.code).toBe("PC_UNAUTHORIZED");
    expect(wrongKey.message).toMatch(
      /status 403 \(Invalid or expired API key\); apiKey came from stack config/,
    );
    for (const last of ["1", "2"]) {
      const { code, message } = await failure(github, {
        "airweave:organizationId": `00000000-0000-4000-8000-00000000000${last}`,
      });
      expect(code).toBe("PC_INVALID_SETTING");
      expect(message).toMatch(/; the key belongs to another organization: set airweave:organizationId /);
    }
  });

  it("a wrong organization does not make objects count as gone", async () => {
    await start();
    const elsewhere = { "airweave:organizationId": "00000000-0000-4000-8000-000000000002" };
    const verbs = collectionVerbs({ ...airweaveSettings(platform), ...elsewhere });
    const recorded = { name: "Documents", readableId: "docs" };
    for (const operation of [verbs.read("docs", recorded), verbs.delete("docs", recorded)]) {
      expect((await rejection(operation)).code).toBe("PC_INVALID_SETTING");
    }
  });
});
