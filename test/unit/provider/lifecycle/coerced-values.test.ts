import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import {
  connectorVerbs,
  settingsFor,
  sourceConnectionVerbs,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

// What pydantic's lax mode makes of a value. Undefined: it refuses the value.
const booleans: readonly (readonly [given: unknown, value: boolean | undefined])[] = [
  ...["true", "True", "TRUE", "t", "yes", "Y", "on", "1", 1, true].map((given) => [given, true] as const),
  ...["false", "False", "f", "no", "N", "off", "0", 0, false].map((given) => [given, false] as const),
  ...["", " true", "true\n", "2", "ja", 2, 0.5, [], {}].map((given) => [given, undefined] as const),
];
const integers: readonly (readonly [given: unknown, value: number | undefined])[] = [
  ...[20, "20", " 20 ", "20\n", "+20", "020", "2_0", "20.", "20.0", "20.00"].map(
    (given) => [given, 20] as const,
  ),
  ["-3", -3],
  [true, 1],
  [false, 0],
  ...["", " ", "20.5", "2e1", "0x14", "_20", "2__0", "twenty", "NaN", "Infinity", 20.5, [], {}].map(
    (given) => [given, undefined] as const,
  ),
];

interface Kind {
  readonly kind: string;
  readonly verbs: (platform: TestPlatform) => Verbs;
  readonly inputs: (config: Fields) => Fields;
  readonly path: string;
  readonly body: (inputs: Fields) => object;
}

const unstructured: Kind = {
  kind: "unstructured.Source",
  verbs: (platform) => sourceVerbs(settingsFor(platform)),
  inputs: (config) => ({
    name: "pages",
    type: "jira",
    config: { url: "https://a.example", username: "u", password: "p", ...config },
  }),
  path: "/api/v1/sources/",
  body: (inputs) => inputs,
};
const airweave: Kind = {
  kind: "airweave.SourceConnection",
  verbs: ({ url, apiKey }) => sourceConnectionVerbs({ "airweave:apiUrl": url, "airweave:apiKey": apiKey }),
  inputs: (config) => ({
    name: "code",
    shortName: "github",
    readableCollectionId: "all",
    config: { repo_name: "a/bcd", ...config },
    authentication: { credentials: { personal_access_token: "token" } },
  }),
  path: "/source-connections",
  body: ({ name, shortName, readableCollectionId, config, authentication }) => ({
    name,
    short_name: shortName,
    readable_collection_id: readableCollectionId,
    config,
    authentication,
  }),
};

describe.each([
  ["unstructured", unstructured, "cloud", booleans],
  ["unstructured", { ...unstructured, inputs: kafka }, "port", integers],
  ["airweave", airweave, "sync_pull_requests", booleans],
] as const)("a value as %s takes it", (name, { kind, verbs: verbsOn, inputs, path, body }, key, values) => {
  let platform: TestPlatform;
  let verbs: Verbs;
  beforeAll(async () => {
    platform = await startTestPlatform({}, name);
    verbs = verbsOn(platform);
    if (name === "airweave")
      await platform.ask("POST", "/collections", { name: "Everything", readable_id: "all" });
  });
  afterAll(() => platform.stop());

  it.each(values.map(([given, value]) => [JSON.stringify(given), given, value] as const))(
    `${kind} ${key}: %s is taken or refused by check as by the server, and compared as what the server makes of it`,
    async (_title, given, value) => {
      const news = inputs({ [key]: given });
      const { failures } = await verbs.check({}, news);
      const { status } = await platform.ask("POST", path, body(news));
      expect({ check: failures.length === 0, server: status === 200 }).toEqual({
        check: value !== undefined,
        server: value !== undefined,
      });
      if (value === undefined) {
        expect(failures.map(({ reason }) => reason)).toEqual([
          expect.stringMatching(new RegExp(`config\\.${key}: expected `)),
        ]);
        return;
      }
      const { id, outs } = await verbs.create(news);
      const { props, inputs: read } = await verbs.read(id, outs);
      expect(read?.config).toEqual(news.config);
      expect(await verbs.diff(id, props ?? {}, inputs({ [key]: value }))).toMatchObject({ changes: false });
      expect(await verbs.diff(id, props ?? {}, news)).toMatchObject({ changes: false });
      const other = typeof value === "boolean" ? !value : value + 1;
      expect(await verbs.diff(id, props ?? {}, inputs({ [key]: String(other) }))).toMatchObject({
        changes: true,
      });
    },
  );
});

function kafka(config: Fields): Fields {
  return {
    name: "events",
    type: "kafka-cloud",
    config: { bootstrap_server: "h", topic: "t", kafka_api_key: "k", secret: "s", ...config },
  };
}

describe("a quoted value of a source", () => {
  let platform: TestPlatform;
  let verbs: Verbs;
  beforeAll(async () => {
    platform = await startTestPlatform();
    verbs = sourceVerbs(settingsFor(platform));
  });
  beforeEach(() => void platform.take());
  afterAll(() => platform.stop());

  it("is sent as it is written, like every example of the vendor's", async () => {
    const { id, outs } = await verbs.create(kafka({ port: "9092", num_messages_to_consume: "50" }));
    const [created] = platform.takeBodies("POST");
    expect(created).toMatchObject({ config: { port: "9092", num_messages_to_consume: "50" } });
    await verbs.update(id, outs, kafka({ port: "9093", num_messages_to_consume: "50" }));
    const [updated] = platform.takeBodies("PUT");
    expect(updated).toMatchObject({ config: { port: "9093", num_messages_to_consume: "50" } });
  });

  it("counts among the alternatives as the value that it stands for", async () => {
    const check = async (config: Fields): Promise<unknown> =>
      (await verbs.check({}, { name: "s", type: "s3", config: { remote_url: "s3://b/", ...config } }))
        .failures;
    expect(await check({ anonymous: "true" })).toEqual([]);
    expect(await check({ anonymous: "false" })).toHaveLength(1);
    expect(await check({ anonymous: "true", key: "k", secret: "s" })).toHaveLength(1);
    expect(await check({ anonymous: "false", key: "k", secret: "s" })).toEqual([]);
  });

  it("shows a change on the platform", async () => {
    const news = kafka({ port: "9092" });
    const { id, outs } = await verbs.create(news);
    await platform.ask("PUT", `/api/v1/sources/${id}`, {
      name: "events",
      config: { ...(news.config as Fields), port: 9093 },
    });
    expect((await verbs.read(id, outs)).inputs?.config).toMatchObject({ port: 9093 });
  });

  it("may come from a variable, and is compared as what it stands for", async () => {
    process.env.KAFKA_PORT = " 9092.0";
    const port = { fromEnv: "KAFKA_PORT", fingerprint: "" };
    const { inputs, failures } = await verbs.check({}, kafka({ port }));
    expect(failures).toEqual([]);
    const { id, outs } = await verbs.create(inputs);
    const { inputs: read } = await verbs.read(id, outs);
    expect(read?.config).toEqual(inputs.config);
    delete process.env.KAFKA_PORT;
  });
});

describe("a comma-separated list", () => {
  it("is taken by Airweave alone", async () => {
    const bitbucket = (file_extensions: unknown): Fields => ({
      name: "code",
      shortName: "bitbucket",
      readableCollectionId: "all",
      config: { file_extensions },
      authentication: { credentials: { access_token: "0123456789", workspace: "w" } },
    });
    const onAirweave = sourceConnectionVerbs();
    expect((await onAirweave.check({}, bitbucket(".ts, .js"))).failures).toEqual([]);
    expect(await onAirweave.diff("id", bitbucket(".ts, .js"), bitbucket([".ts", ".js"]))).toMatchObject({
      changes: false,
    });
    const drive = {
      name: "d",
      type: "google_drive",
      config: { drive_id: "d", service_account_key: "k", extensions: "pdf, doc" },
    };
    expect((await sourceVerbs().check({}, drive)).failures).toHaveLength(1);
  });
});

describe("AI Squared", () => {
  it("is strict", async () => {
    const sftp = (port: unknown): Fields => ({
      name: "files",
      connectorType: "source",
      connectorName: "Sftp",
      configuration: {
        host: "h",
        port,
        username: "u",
        password: "p",
        file_path: "/",
        file_name: "f",
        format_type: "csv",
      },
    });
    const { failures } = await connectorVerbs().check({}, sftp("22"));
    expect(failures.map(({ reason }) => reason).join()).toContain(
      "configuration.port: expected a number, got a string",
    );
    expect(JSON.stringify((await connectorVerbs().check({}, sftp(22))).failures)).not.toContain("port");
  });
});
