import { afterEach, describe, expect, it } from "@jest/globals";
import { ReadingProgress } from "../../../../../provider/src/command-line/export/progress";
import { readWorkspace } from "../../../../../provider/src/command-line/export/read-workspace";
import type { ResourceDefinition } from "../../../../../provider/src/definition/definition";
import { kinds } from "../../../../../provider/src/kinds";
import type { Inventory } from "../../../../../provider/src/inventory/inventory";
import { sourceConnectionDefinition } from "../../../../../provider/src/platforms/airweave/source-connection";
import { startTestPlatform, type PlatformName, type TestPlatform } from "../../../../harness/platform";
import { SkippingClock } from "../../../../harness/skipping-clock";

type Config = Readonly<Record<string, string>>;

let platform: TestPlatform;
afterEach(() => platform.stop());

const start = async (name: PlatformName): Promise<void> => {
  platform = await startTestPlatform({}, name);
};
const settings = (name: PlatformName): Config =>
  name === "aisquared"
    ? { email: "tests@example.com", password: platform.apiKey, apiUrl: platform.url }
    : { apiKey: platform.apiKey, apiUrl: platform.url };
const configOf = (name: PlatformName, values: Config = settings(name)): Config =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}:${key}`, value]));
const read = (
  names: readonly PlatformName[],
  {
    config = configOf(names[0] ?? "unstructured"),
    progress,
    ...selection
  }: {
    config?: Config;
    only?: readonly string[];
    account?: string;
    progress?: (line: string) => void;
  } = {},
): Promise<Inventory> =>
  readWorkspace(
    {
      definitions: kinds.filter(({ platform: { name } }) => names.some((one) => one === name)),
      ...selection,
    },
    { config: (key) => config[key], clock: new SkippingClock() },
    progress,
  );
const namesIn = ({ objects }: Inventory): unknown[] => objects.map(({ fields }) => fields.name);

const s3 = { remote_url: "s3://b/", anonymous: true };
const post = async (
  path: string,
  body: object,
): Promise<{ readonly id: string; readonly readable_id: string }> => {
  const { status, body: made } = await platform.ask("POST", path, body);
  expect([200, 201]).toContain(status);
  return made as { id: string; readable_id: string };
};
const source = (name: string, config: object = s3): Promise<{ id: string }> =>
  post("/api/v1/sources/", { name, type: "s3", config });
const connection = async (name: string, collection: string): Promise<string> =>
  (
    await post("/source-connections", {
      name,
      short_name: "stripe",
      readable_collection_id: collection,
      ...login,
    })
  ).id;
const login = { authentication: { credentials: { api_key: `sk_test_${"x".repeat(24)}` } } };

describe("reading a workspace", () => {
  it("sends only GETs, one for each list that shows whole objects, and sorts by name and id", async () => {
    await start("unstructured");
    for (const name of ["b", "a", "c", "a"])
      await source(name, { ...s3, key: "AKIA", anonymous: false, secret: "hunter2" });
    await post("/api/v1/destinations/", { name: "d", type: "s3", config: s3 });
    const inventory = await read(["unstructured"]);
    expect(platform.take()).toEqual([
      "GET /api/v1/destinations/",
      "GET /api/v1/sources/",
      "GET /api/v1/workflows/?page=1&page_size=20",
    ]);
    expect(namesIn(inventory)).toEqual(["d", "a", "a", "b", "c"]);
    const [, first, second] = inventory.objects;
    expect(String(first?.id) < String(second?.id)).toBe(true);
    expect(first).toMatchObject({ secrets: ["config.key", "config.secret"], unknown: [] });
    expect(JSON.stringify(inventory)).not.toMatch(/hunter2|AKIA|\*\*/);
    expect(JSON.stringify(await read(["unstructured"]))).toBe(JSON.stringify(inventory));
  });

  it("logs in to AI Squared, and reads nothing else but lists", async () => {
    await start("aisquared");
    const connector = {
      connector_type: "source",
      connector_name: "Firecrawl",
      configuration: { api_key: "hunter2", base_url: "https://x.example.com" },
    };
    await platform.ask("POST", "/api/v1/connectors", { connector: { ...connector, name: "web" } });
    const { objects } = await read(["aisquared"]);
    expect(objects).toMatchObject([
      { kind: "aisquared.Connector", id: "1", fields: { name: "web", workspaceId: 1 } },
    ]);
    expect(JSON.stringify(objects)).not.toContain("hunter2");
    expect(platform.take().map((line) => line.replace(/\?.*/, ""))).toEqual([
      "POST /api/v1/login",
      "GET /api/v1/workspaces",
      "GET /api/v1/connectors",
      "GET /api/v1/models",
      "GET /api/v1/syncs",
    ]);
  });

  it("reads Airweave's connections singly, and only those of the names", async () => {
    await start("airweave");
    const { readable_id: collection } = await post("/collections", { name: "Support" });
    const ids = [];
    for (const name of ["mail-eu", "mail-us", "chat-eu"]) ids.push(await connection(name, collection));
    const lines: string[] = [];
    const inventory = await read(["airweave"], { only: ["mail-*"], progress: (line) => lines.push(line) });
    expect(namesIn(inventory)).toEqual(["mail-eu", "mail-us"]);
    expect(inventory.objects[0]).toMatchObject({
      kind: "airweave.SourceConnection",
      fields: {
        shortName: "stripe",
        readableCollectionId: collection,
        authMethod: "direct",
        authenticated: true,
      },
    });
    expect(
      platform
        .take()
        .filter((line) => /source-connections\/./.test(line))
        .sort(),
    ).toEqual(
      ids
        .slice(0, 2)
        .map((id) => `GET /source-connections/${id}`)
        .sort(),
    );
    expect(lines).toContain("reading source connections of Airweave: 2 of 2");
  });

  it("passes over an object that is gone when it is read", async () => {
    await start("airweave");
    const { readable_id: collection } = await post("/collections", { name: "Support" });
    await connection("mail", collection);
    const { listing } = sourceConnectionDefinition;
    const gone = Array.from({ length: 12 }, (_, index) => ({
      id: `00000000-0000-4000-8000-0000000000${index + 10}`,
      name: "gone",
    }));
    const definition: ResourceDefinition = {
      ...sourceConnectionDefinition,
      listing: (inputs) => ({
        ...listing(inputs),
        objects: (body) => [...gone, ...(listing(inputs).objects(body) ?? [])],
      }),
    };
    const config = configOf("airweave");
    const { objects } = await readWorkspace({ definitions: [definition] }, { config: (key) => config[key] });
    expect(objects.map(({ fields }) => fields.name)).toEqual(["mail"]);
  });

  it("carries on after a failure that passes, and says in one line what else fails, without the key", async () => {
    await start("unstructured");
    await source("a");
    platform.setFaults([
      { fault: { kind: "status", status: 500 }, path: /sources/ },
      { fault: { kind: "cut", when: "within" }, path: /destinations/ },
    ]);
    expect(namesIn(await read(["unstructured"]))).toEqual(["a"]);
    platform.setFaults([{ fault: { kind: "body", is: "html" }, path: /sources/, times: 9 }]);
    await expect(read(["unstructured"])).rejects.toMatchObject({ code: "PC_NOT_THE_API" });
    platform.setFaults();
    const wrong = { ...configOf("unstructured"), "unstructured:apiKey": "hunter2-hunter2" };
    const refused = read(["unstructured"], { config: wrong });
    await expect(refused).rejects.toMatchObject({ code: "PC_UNAUTHORIZED" });
    await expect(refused).rejects.toThrow(
      /^unstructured\.Destination: list failed: .*apiKey came from stack config/,
    );
    await expect(refused).rejects.not.toThrow(/hunter2|\n/);
  });

  it("says all settings that are missing at once, and reads an account by its name", async () => {
    await start("unstructured");
    await source("a");
    await expect(read(["unstructured", "aisquared"], { config: {} })).rejects.toThrow(
      /^AI Squared: a setting is missing: .*\nUnstructured: a setting is missing: set unstructured:apiKey .*\[PC_INVALID_SETTING\]$/,
    );
    expect(platform.take()).toEqual([]);
    const accounts = JSON.stringify({ eu: settings("unstructured") });
    const config = { "unstructured:accounts": accounts };
    expect(await read(["unstructured"], { config, account: "eu" })).toMatchObject({
      account: "eu",
      objects: [{}],
    });
    await expect(read(["unstructured"], { config, account: "us" })).rejects.toThrow('no account "us"');
  });

  it("refuses patterns that no name matches, but no workspace without objects", async () => {
    await start("unstructured");
    expect(await read(["unstructured"], { only: ["x*"] })).toEqual({ version: 1, objects: [] });
    await source("a");
    await expect(read(["unstructured"], { only: ["x*", "y"] })).rejects.toThrow(
      "--only x* --only y: none of the 1 objects that were found has such a name",
    );
  });
});

describe("the progress of a long reading", () => {
  it("is one line on a terminal, and a line now and then elsewhere", () => {
    platform = { stop: () => Promise.resolve() } as TestPlatform;
    let [terminal, log, now] = ["", "", 0];
    const onTerminal = new ReadingProgress({ isTTY: true, write: (text) => (terminal += text) }, () => now);
    const inLog = new ReadingProgress({ write: (text) => (log += text) }, () => now);
    for (now = 0; now <= 25_000; now += 1_000) {
      for (const progress of [onTerminal, inLog]) progress.update(`${now / 1_000} of 25`);
    }
    for (const progress of [onTerminal, inLog]) {
      progress.say("waiting");
      progress.end();
    }
    expect(log).toBe("10 of 25\n20 of 25\nwaiting\n");
    expect(terminal.split("\r\u001b[K").slice(-3)).toEqual(["24 of 25", "25 of 25", "waiting\n"]);
  });
});
