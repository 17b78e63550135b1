import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { aisquared, airweave, otherType, unstructured } from "../../../../provider/src";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import type { PlatformName } from "../../../harness/platform";
import { startAnsweringServer } from "../../../harness/answering-server";
import { endOf, failure, withSettings } from "./program";

let platform: TestPlatform;
const start = async (name: PlatformName): Promise<void> => {
  platform = await startTestPlatform({}, name);
  const secret = name === "aisquared" ? "password" : "apiKey";
  withSettings({
    [`${name}:apiUrl`]: platform.url,
    [`${name}:${secret}`]: platform.apiKey,
    [`${name}:email`]: platform.env.AISQUARED_EMAIL ?? "",
  });
};
const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const { status, body: made } = await platform.ask("POST", path, body);
  if (status >= 300) throw new Error(JSON.stringify(made));
  return made as Record<string, unknown>;
};
const environment = { ...process.env };
afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await platform.stop();
});

describe("a lookup at Unstructured", () => {
  beforeEach(() => start("unstructured"));

  const secrets = { key: "PLANTED-access-key", secret: "PLANTED-secret-key" };
  const source = async (
    name: string,
    config: object = { remote_url: "s3://b/", ...secrets },
  ): Promise<string> => String((await post("/api/v1/sources/", { name, type: "s3", config })).id);

  it("finds a source by name or id, with its outputs and what is public of its configuration", async () => {
    const id = await source("invoices");
    await source("others");
    platform.take();
    const found = await unstructured.getSource({ name: "invoices", type: "s3" });
    expect(found).toMatchObject({ id, name: "invoices", type: "s3", updatedAt: null });
    expect(typeof found.createdAt).toBe("string");
    expect(found.config).toMatchObject({ remote_url: "s3://b/", recursive: true });
    expect(Object.keys(found.config)).not.toEqual(expect.arrayContaining(["secret"]));
    expect(JSON.stringify(found)).not.toMatch(/PLANTED|\*\*\*/);
    expect(await unstructured.getSource({ id })).toEqual(found);
    expect(platform.take()).toEqual(["GET /api/v1/sources/?source_type=s3", `GET /api/v1/sources/${id}`]);
  });

  it("lists the sources of a type, and destinations likewise", async () => {
    const ids = [await source("a"), await source("b")];
    await post("/api/v1/sources/", {
      name: "c",
      type: "gcs",
      config: { remote_url: "gs://b/", service_account_key: "{}" },
    });
    const { id } = await post("/api/v1/destinations/", {
      name: "index",
      type: "pinecone",
      config: { index_name: "docs", namespace: "n", api_key: "PLANTED-pinecone" },
    });
    expect((await unstructured.listSources({ type: "s3" })).map((each) => each.id).sort()).toEqual(
      ids.sort(),
    );
    expect(await unstructured.listSources()).toHaveLength(3);
    expect(await unstructured.listSources({ name: "a", type: "gcs" })).toEqual([]);
    const [index] = await unstructured.listDestinations();
    expect(index).toEqual(await unstructured.getDestination({ name: "index" }));
    expect(index).toMatchObject({ id, config: { index_name: "docs", namespace: "n" } });
    expect(JSON.stringify(index)).not.toContain("PLANTED");
  });

  it("names those that there are if it finds none or several, at most ten", async () => {
    const first = await source("twice");
    const second = await source("twice");
    expect(await failure(unstructured.getSource({ name: "twice" }))).toBe(
      `unstructured.Source "twice": get failed: Unstructured has 2 sources with name "twice": "twice" (${first}, s3), "twice" (${second}, s3); give the id of one of them [PC_AMBIGUOUS]`,
    );
    for (let index = 0; index < 11; index++) await source(`s${index}`);
    const none = await failure(unstructured.getSource({ name: "none" }));
    expect(none).toMatch(
      /^unstructured\.Source "none": get failed: Unstructured has no source with name "none"; it has ("[^"]+" \([\w-]+, s3\),? ){10}and 3 more \[PC_NOT_FOUND\]$/,
    );
    const id = "7a1f0000-0000-4000-8000-000000000000";
    expect(await failure(unstructured.getSource({ id }))).toBe(
      `unstructured.Source: get failed: Unstructured has no source with the id "${id}" [PC_NOT_FOUND]`,
    );
  });

  it.each([
    [401, "PC_UNAUTHORIZED", "apiKey came from stack config unstructured:apiKey: set unstructured:apiKey"],
    [403, "PC_FORBIDDEN", "the account may not do this"],
    [404, "PC_NOT_FOUND", "nothing is served there: check the address"],
    [429, "PC_RATE_LIMITED", "too many requests: try again after 2"],
  ])("says what to do about a %i, without the key", async (status, code, text) => {
    const server = await startAnsweringServer(() => ({
      status,
      headers: { "retry-after": "3600" },
      body: { detail: `PLANTED-api-key may not` },
    }));
    withSettings({ "unstructured:apiUrl": server.url, "unstructured:apiKey": "PLANTED-api-key" });
    const message = await failure(unstructured.getSource({ name: "invoices" }));
    expect(message).toContain(
      `unstructured.Source "invoices": list failed: Unstructured responded to GET sources/ with status ${status} ([secret] may not); `,
    );
    expect(message).toContain(text);
    expect(message).toContain(`[${code}]`);
    expect(message).not.toContain("PLANTED");
    expect(await failure(unstructured.listSources())).toContain(`[${code}]`);
    await server.stop();
  });

  it("needs the settings, from the stack config or the environment, of the account that it names", async () => {
    const id = await source("here");
    withSettings({});
    expect(await failure(unstructured.getSource({ name: "here" }))).toMatch(
      /^unstructured\.Source "here": a setting is missing: set unstructured:apiKey .* \[PC_INVALID_SETTING\]$/,
    );
    process.env.UNSTRUCTURED_API_KEY_EU = platform.apiKey;
    process.env.UNSTRUCTURED_API_URL_EU = platform.url;
    expect(await unstructured.getSource({ name: "here" }, { account: "eu" })).toMatchObject({ id });
    const accounts = { us: { apiUrl: platform.url, apiKey: platform.apiKey } };
    withSettings({ "unstructured:accounts": JSON.stringify(accounts) });
    expect(await unstructured.listSources({}, { account: "us" })).toHaveLength(1);
    expect(await failure(unstructured.listSources({}, { account: "uss" }))).toContain("did you mean us?");
  });

  it("shows nothing of a type that the catalog does not know, and no credentials in a public value", async () => {
    const config = { remote_url: "https://user:PLANTED@host/", future_key: "PLANTED", recursive: true };
    const of = (type: string): object => ({
      id: type,
      name: type,
      type,
      config,
      created_at: "2026-01-01T00:00:00Z",
    });
    const server = await startAnsweringServer(() => ({ status: 200, body: [of("s3"), of("brand-new")] }));
    withSettings({ "unstructured:apiUrl": server.url, "unstructured:apiKey": "key" });
    const [known, unknown] = await unstructured.listSources();
    expect(known?.config).toEqual({ recursive: true });
    expect(unknown?.config).toEqual({});
    expect(await unstructured.getSource({ name: "brand-new", type: otherType("brand-new") })).toEqual(
      unknown,
    );
    await server.stop();
  });

  describe("with inputs", () => {
    it("is an output, secret if an argument is one", async () => {
      const id = await source("invoices");
      const given = { name: pulumi.output("invoices"), type: Promise.resolve("s3" as const) };
      const plain = await endOf(unstructured.getSourceOutput(given));
      expect(plain).toMatchObject({ isKnown: true, isSecret: false, value: { id, type: "s3" } });
      expect(await endOf(unstructured.getSourceOutput(given).id)).toMatchObject({ value: id });
      const secret = unstructured.listSourcesOutput({ name: pulumi.secret("invoices") });
      expect(await endOf(secret)).toMatchObject({ isSecret: true, value: [{ id }] });
    });

    it("is unknown where an argument is, and sends no request", async () => {
      withSettings({}, true);
      const unknown = pulumi.output(pulumi.unknown as string);
      for (const output of [
        unstructured.getSourceOutput({ name: unknown }),
        unstructured.getSourceOutput({ id: unknown }),
        unstructured.listSourcesOutput({ name: pulumi.interpolate`x-${unknown}` }),
      ]) {
        expect(await endOf<unknown>(output)).toMatchObject({ isKnown: false, value: undefined });
      }
      expect(platform.take()).toEqual([]);
    });
  });
});

describe("the arguments of a lookup", () => {
  beforeEach(() => start("aisquared"));

  // As a program in JavaScript may give them.
  const getSource = unstructured.getSource as (...args: unknown[]) => Promise<unknown>;
  const listSources = unstructured.listSources as (...args: unknown[]) => Promise<unknown>;
  const getConnector = aisquared.getConnector as (...args: unknown[]) => Promise<unknown>;

  it.each<[string, () => Promise<unknown>, string]>([
    [
      "a misspelt key",
      () => getSource({ nmae: "PLANTED" }),
      "getSource: nmae: unknown key; did you mean name?",
    ],
    [
      "a key of something else",
      () => listSources({ id: "PLANTED" }),
      "listSources: id: unknown key; expected name, type",
    ],
    [
      "a misspelt option",
      () => getSource({ name: "n" }, { acount: "eu" }),
      "getSource: options.acount: unknown key; did you mean account?",
    ],
    ["nothing", () => getSource(), "getSource: name: missing, expected id or name"],
    ["a type alone", () => getSource({ type: "s3" }), "getSource: name: missing, expected id or name"],
    [
      "both",
      () => getSource({ id: "i", name: "n" }),
      "getSource: id: expected alone, got it with name; leave one or the other out",
    ],
    ["an empty name", () => getSource({ name: "" }), "getSource: name: expected a string that is not empty"],
    ["a number", () => getSource({ id: 7 }), "getSource: id: expected a string that is not empty"],
    ["a string", () => getSource("PLANTED"), "getSource: the arguments: expected an object"],
    [
      "an output",
      () => getSource({ name: pulumi.output("n") }),
      "getSource: name: expected a plain value, got an output; the function of that name with Output takes outputs",
    ],
    [
      "a misspelt type",
      () => listSources({ type: "s33" }),
      'listSources: type: unknown Unstructured source type; did you mean s3? For a type newer than this release, use otherType("...")',
    ],
    [
      "a misspelt role",
      () => getConnector({ name: "n", connectorType: "sources" }),
      "getConnector: connectorType: expected one of source, destination",
    ],
    [
      "a misspelt system",
      () => getConnector({ name: "n", connectorName: "Postgres" }),
      "getConnector: connectorName: unknown AI Squared destination type; did you mean Postgresql",
    ],
  ])("are refused before any request: %s", async (_, lookup, text) => {
    const message = await failure(lookup());
    expect(message).toContain(text);
    expect(message).toContain("[PC_INVALID_ARGUMENT]");
    expect(message).not.toContain("PLANTED");
    expect(platform.take()).toEqual([]);
  });
});

describe("a lookup at AI Squared", () => {
  beforeEach(() => start("aisquared"));

  const connector = async (name: string, type: "source" | "destination" = "destination"): Promise<string> => {
    const of = {
      source: {
        connector_name: "Postgresql",
        configuration: {
          data_type: "structured",
          host: "db",
          port: "5432",
          database: "d",
          schema: "public",
          credentials: { auth_type: "username/password", username: "u", password: "PLANTED-password" },
        },
      },
      destination: {
        connector_name: "Http",
        configuration: { destination_url: "https://hooks.example.com/" },
      },
    }[type];
    const { data } = await post("/api/v1/connectors", { connector: { name, connector_type: type, ...of } });
    return (data as { id: string }).id;
  };

  it("reads two pages, narrows by type and system, and hides what is masked", async () => {
    const ids = [];
    for (let index = 0; index < 101; index++) ids.push(await connector(`c${index}`));
    const [both, source] = [await connector("both"), await connector("both", "source")];
    platform.take();
    expect(await aisquared.listConnectors({ connectorType: "destination" })).toHaveLength(102);
    expect(platform.take().filter((line) => line.startsWith("GET /api/v1/connectors"))).toHaveLength(2);
    // The oldest is on the last page.
    expect(await aisquared.getConnector({ name: "c0" })).toMatchObject({ id: ids[0], connectorName: "Http" });
    expect(await failure(aisquared.getConnector({ name: "both" }))).toContain("[PC_AMBIGUOUS]");
    expect(await aisquared.getConnector({ name: "both", connectorName: "Http" })).toMatchObject({ id: both });
    const found = await aisquared.getConnector({ name: "both", connectorType: "source" });
    expect(found).toMatchObject({
      id: source,
      workspaceId: 1,
      description: null,
      configuration: { host: "db", port: "5432" },
    });
    expect(Object.keys(found.configuration)).not.toContain("credentials");
    expect(await aisquared.getConnector({ id: source })).toEqual(found);
    expect(JSON.stringify(await aisquared.listConnectors())).not.toMatch(/PLANTED|\*\*\*/);
  });
});

describe("a lookup at Airweave", () => {
  beforeEach(() => start("airweave"));

  const connection = async (name: string, more: object): Promise<string> =>
    String((await post("/source-connections", { name, readable_collection_id: "docs", ...more })).id);
  const stripe = {
    short_name: "stripe",
    authentication: { credentials: { api_key: "sk_test_PLANTED0123456789" } },
  };

  it("finds collections and source connections, and reads singly what the list lacks", async () => {
    await post("/collections", { name: "Documents", readable_id: "docs" });
    await post("/collections", { name: "Documents too", readable_id: "docs-too" });
    const id = await connection("payments", stripe);
    const waiting = await connection("notes", { short_name: "notion" });
    platform.take();

    expect(await airweave.getCollection({ name: "Documents" })).toMatchObject({
      id: "docs",
      readableId: "docs",
    });
    expect(await airweave.getCollection({ id: "docs-too" })).toMatchObject({ name: "Documents too" });
    expect(await airweave.listCollections()).toHaveLength(2);
    platform.take();

    const found = await airweave.getSourceConnection({ name: "payments", shortName: "stripe" });
    expect(found).toMatchObject({
      id,
      authMethod: "direct",
      authenticated: true,
      readableCollectionId: "docs",
    });
    const list = "GET /source-connections?skip=0&limit=1000";
    expect(platform.take()).toEqual([list, `GET /source-connections/${id}`]);
    const all = await airweave.listSourceConnections({ readableCollectionId: "docs" });
    expect(all.map((each) => each.id).sort()).toEqual([id, waiting].sort());
    expect(platform.take()).toHaveLength(3);
    for (const each of all) expect(Object.keys(each)).not.toEqual(expect.arrayContaining(["authUrl"]));
    for (const each of all) expect(Object.keys(each)).not.toEqual(expect.arrayContaining(["claimToken"]));

    const output = airweave.getSourceConnectionOutput({ name: "notes" });
    expect(await endOf(output.status)).toMatchObject({ value: "pending_auth", isSecret: false });
    const url = await endOf(output.authUrl);
    expect(url).toMatchObject({ isSecret: true, value: expect.stringContaining("http") });
    const listed = airweave.listSourceConnectionsOutput({ shortName: "notion" });
    expect(await endOf(listed.apply(([only]) => only?.authUrl))).toEqual(url);
    expect(await endOf(output)).toMatchObject({ isSecret: false });
  });

  it("leaves out what is deleted between the list and the read", async () => {
    await platform.stop();
    const of = (id: string): object => ({
      id,
      name: id,
      short_name: "stripe",
      readable_collection_id: "docs",
    });
    const server = await startAnsweringServer(({ path }) =>
      path.includes("?")
        ? { status: 200, body: [of("there"), of("gone")] }
        : path.endsWith("gone")
          ? { status: 404, body: { detail: "Source connection not found" } }
          : { status: 200, body: of("there") },
    );
    withSettings({ "airweave:apiUrl": server.url, "airweave:apiKey": "key" });
    expect((await airweave.listSourceConnections()).map(({ id }) => id)).toEqual(["there"]);
    expect(await failure(airweave.getSourceConnection({ name: "gone" }))).toContain(
      'airweave.SourceConnection "gone": get failed: Airweave has no source connection with the id "gone" [PC_NOT_FOUND]',
    );
    await server.stop();
  });
});
