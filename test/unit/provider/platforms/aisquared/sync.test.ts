import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { syncDefinition } from "../../../../../provider/src/platforms/aisquared/sync";
import { foreignSecret } from "../../../../../provider/src/secrets/foreign-secret";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { markingVerbs, rejection, secretMark, verbsOfKind, type Fields } from "../../../../harness/verbs";
import { testArguments } from "./arguments";
import { loginSettings, postgres } from "./connectors";

const mappings = [{ from: "id", to: "id", mapping_type: "standard" }];
const vector = (api_key: string): Fields => ({
  ...{ from: "text", to: "vector", mapping_type: "vector", hide_embedding: true },
  embedding_config: { mode: "open_ai", model: "text-embedding-3-small", api_key },
});
const manual = {
  ...{ streamName: "orders", syncMode: "full_refresh", scheduleType: "manual" },
  configuration: mappings,
};
const hourly = { ...manual, scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours" };
const nightly = { ...manual, scheduleType: "cron_expression", cronExpression: "0 3 * * *" };

describe("the arguments of an AI Squared sync", () => {
  const verbs = verbsOfKind("aisquared.Sync");
  const problems = async (inputs: Fields): Promise<string[]> =>
    (await verbs.check({}, { sourceId: "1", modelId: "2", destinationId: "3", ...inputs })).failures.map(
      ({ reason }) => reason.replace(/^aisquared\.Sync: /, ""),
    );

  it.each<Fields>([
    manual,
    hourly,
    nightly,
    { ...manual, configuration: { id: "properties.id", "e-mail": "properties.emails[]" } },
    { ...manual, configuration: [...mappings, vector("PLANTEDembedding7")] },
    { ...nightly, cronExpression: "*/15 8-18 1,15 jan-dec MON-FRI" },
    { ...manual, cursorField: "updated_at", syncMode: "incremental", enabled: false },
  ])("are right: %j", async (inputs) => {
    expect(await problems(inputs)).toEqual([]);
  });

  it.each<[Fields, string[]]>([
    [{ ...manual, syncInterval: 1 }, ["syncInterval: does not belong to scheduleType manual; remove it"]],
    [
      { ...manual, cronExpression: "0 3 * * *" },
      ["cronExpression: does not belong to scheduleType manual; remove it"],
    ],
    [
      { ...manual, scheduleType: "interval" },
      [
        "syncInterval: missing, which scheduleType interval needs",
        "syncIntervalUnit: missing, which scheduleType interval needs",
      ],
    ],
    [
      { ...hourly, cronExpression: "0 3 * * *" },
      ["cronExpression: does not belong to scheduleType interval; remove it"],
    ],
    [
      { ...manual, scheduleType: "cron_expression" },
      ["cronExpression: missing, which scheduleType cron_expression needs"],
    ],
    [
      { ...nightly, syncIntervalUnit: "days" },
      ["syncIntervalUnit: does not belong to scheduleType cron_expression; remove it"],
    ],
    [{ ...manual, scheduleType: "Manual" }, ["scheduleType: "]],
    [{ ...manual, syncMode: "full" }, ["syncMode: "]],
    [{ ...hourly, syncInterval: 0 }, ["syncInterval: "]],
    [{ ...hourly, syncInterval: 1.5 }, ["syncInterval: "]],
    [{ ...hourly, syncIntervalUnit: "months" }, ["syncIntervalUnit: "]],
    [{ ...nightly, cronExpression: "0 3 * *" }, ["cronExpression: expected five fields: minute, hour"]],
    [{ ...nightly, cronExpression: "0 25 * * *" }, ["cronExpression: the hour must be from 0 to 23"]],
    [{ ...nightly, cronExpression: "0 3 ! * *" }, ["cronExpression: the day of the month has signs"]],
    [{ ...manual, configuration: [] }, ["configuration: must not be empty"]],
    [{ ...manual, configuration: {} }, ["configuration: must not be empty"]],
    [{ ...manual, configuration: { id: "" } }, ["configuration.id: "]],
    [
      { ...manual, configuration: [{ to: "id", mapping_type: "standard" }] },
      ["configuration[0].from: missing"],
    ],
    [
      { ...manual, configuration: [{ from: "id", to: "id", mapping_type: "other" }] },
      ["configuration[0].mapping_type: "],
    ],
    [{ ...manual, configuration: [{ ...mappings[0], comment: "x" }] }, ["configuration[0].comment: "]],
    [{ ...manual, modelId: "model" }, ["modelId: expected an id"]],
    [{ ...manual, streamName: " " }, ["streamName: must not consist of blanks only"]],
    [{ ...manual, name: "orders" }, ["name: "]],
  ])("are refused before any request: %j", async (inputs, expected) => {
    expect(await problems(inputs)).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});

describe("an AI Squared sync", () => {
  let platform: TestPlatform;
  let ids: { sourceId: string; otherSource: string; modelId: string; otherModel: string };
  let destinationId: string;
  let otherDestination: string;
  let operations = 0;
  /** Those of one operation, which knows nothing of another one. */
  const settings = (): Record<string, string> => ({
    ...loginSettings(platform),
    "aisquared:timeout": (60 + ++operations / 1e6).toFixed(6),
  });
  const verbs = (): ReturnType<typeof verbsOfKind> => verbsOfKind("aisquared.Sync", loginSettings(platform));
  const of = (inputs: Fields): Fields => {
    const { sourceId, modelId } = ids;
    return { sourceId, modelId, destinationId, ...inputs };
  };
  const statusOf = async (id: string): Promise<unknown> => {
    const { body } = await platform.ask("GET", `/api/v1/syncs/${id}`);
    return (body as { data: { attributes: Fields } }).data.attributes.status;
  };
  /** The requests since the last call about syncs and connectors, in order. */
  const taken = (): string[] =>
    platform.take().filter((line) => !line.endsWith("/login") && !line.endsWith("/workspaces"));
  const item = (id: string): string => `/api/v1/syncs/${id}`;

  beforeEach(async () => {
    platform = await startTestPlatform({}, "aisquared");
    const connectors = verbsOfKind("aisquared.Connector", loginSettings(platform));
    const models = verbsOfKind("aisquared.Model", loginSettings(platform));
    const { data_type: _type, ...configuration } = postgres.configuration;
    const destination = { ...postgres, connectorType: "destination", configuration };
    const sourceId = (await connectors.create(postgres)).id;
    const otherSource = (await connectors.create({ ...postgres, name: "other" })).id;
    destinationId = (await connectors.create(destination)).id;
    otherDestination = (await connectors.create({ ...destination, name: "other" })).id;
    const model = { name: "m", queryType: "raw_sql", query: "select 1", primaryKey: "id" };
    const modelId = (await models.create({ ...model, connectorId: sourceId })).id;
    const otherModel = (await models.create({ ...model, connectorId: otherSource })).id;
    await platform.ask("GET", `/api/v1/connectors/${otherDestination}/discover`);
    ids = { sourceId, otherSource, modelId, otherModel };
    platform.take();
  });
  afterEach(() => platform.stop());

  const wireNames: Readonly<Record<string, string>> = {
    ...{ streamName: "stream_name", syncMode: "sync_mode", scheduleType: "schedule_type" },
    ...{ syncInterval: "sync_interval", syncIntervalUnit: "sync_interval_unit" },
    ...{ cronExpression: "cron_expression", configuration: "configuration", cursorField: "cursor_field" },
  };
  testArguments(
    {
      platform: () => platform,
      verbs,
      ...{ path: "syncs", key: "sync" },
      attributes: ({ sourceId, modelId, destinationId: destination, enabled = true, ...inputs }) => ({
        ...Object.fromEntries(
          Object.entries(wireNames).map(([name, wireName]) => [wireName, inputs[name] ?? null]),
        ),
        source_id: Number(sourceId),
        model_id: Number(modelId),
        destination_id: Number(destination),
        status: enabled === true ? "pending" : "disabled",
      }),
    },
    {
      sourceId: () => ({
        from: of(manual),
        to: of({ ...manual, sourceId: ids.otherSource }),
        replaces: true,
        theirs: { source_id: Number(ids.otherSource) },
        shown: { sourceId: ids.otherSource },
      }),
      modelId: () => ({
        from: of(manual),
        to: of({ ...manual, modelId: ids.otherModel }),
        replaces: true,
        theirs: { model_id: Number(ids.otherModel) },
        shown: { modelId: ids.otherModel },
      }),
      destinationId: () => ({
        from: of(manual),
        to: of({ ...manual, destinationId: otherDestination }),
        replaces: true,
        theirs: { destination_id: Number(otherDestination) },
        shown: { destinationId: otherDestination },
      }),
      streamName: () => ({
        from: of(manual),
        to: of({ ...manual, streamName: "customers" }),
        theirs: { stream_name: "customers" },
        shown: { streamName: "customers" },
      }),
      syncMode: () => ({
        from: of(manual),
        to: of({ ...manual, syncMode: "incremental" }),
        theirs: { sync_mode: "incremental" },
        shown: { syncMode: "incremental" },
      }),
      "scheduleType to an interval": () => ({
        from: of(manual),
        to: of(hourly),
        theirs: { schedule_type: "cron_expression", cron_expression: "0 3 * * *" },
        shown: { scheduleType: "cron_expression", cronExpression: "0 3 * * *" },
      }),
      "scheduleType to a cron expression": () => ({
        from: of(nightly),
        to: of(manual),
        theirs: { schedule_type: "cron_expression", cron_expression: "0 4 * * *" },
        shown: { cronExpression: "0 4 * * *" },
      }),
      syncInterval: () => ({
        from: of(hourly),
        to: of({ ...hourly, syncInterval: 2 }),
        theirs: { sync_interval: 3 },
        shown: { syncInterval: 3 },
      }),
      syncIntervalUnit: () => ({
        from: of(hourly),
        to: of({ ...hourly, syncIntervalUnit: "days" }),
        theirs: { sync_interval_unit: "weeks" },
        shown: { syncIntervalUnit: "weeks" },
      }),
      cronExpression: () => ({
        from: of(nightly),
        to: of({ ...nightly, cronExpression: "0 5 * * *" }),
        theirs: { cron_expression: "0 6 * * *" },
        shown: { cronExpression: "0 6 * * *" },
      }),
      "configuration, from mappings to paths": () => ({
        from: of(manual),
        to: of({ ...manual, configuration: { id: "properties.id" } }),
        theirs: { configuration: [{ ...mappings[0], to: "theirs" }] },
        shown: { configuration: [{ ...mappings[0], to: "theirs" }] },
      }),
      "configuration[1].embedding_config.api_key": () => ({
        from: of({ ...manual, configuration: [...mappings, vector("PLANTEDembedding7")] }),
        to: of({ ...manual, configuration: [...mappings, vector("PLANTEDother7")] }),
        theirs: { configuration: [...mappings, vector("CANARY")] },
        shown: { configuration: [...mappings, vector(foreignSecret)] },
      }),
    },
  );

  it.each<[string, Fields[]]>([
    ["has another one in its place", [...mappings, vector("CANARY")]],
    ["has its mapping no more", mappings],
  ])(
    "shows no secret of the program in an error, though the platform %s, until it is sent again",
    async (_what, configuration) => {
      const secret = "PLANTEDembedding7";
      const inputs = of({ ...manual, configuration: [...mappings, vector(secret)] });
      const { id, outs } = await verbs().create(inputs);
      const refused = { status: 422, body: { errors: [{ detail: `no ${secret}` }] } };
      await platform.ask("PUT", item(id), { sync: { configuration } });
      const first = await verbs().read(id, outs);
      const { props = {} } = await verbs().read(id, first.props ?? {});
      expect(props).toEqual(first.props);
      expect(JSON.stringify({ ...props, __overwritten: undefined })).not.toContain(secret);
      platform.answerNext("DELETE", refused);
      expect((await rejection(verbs().delete(id, props))).message).toContain("no [secret]");
      platform.answerNext("PUT", refused);
      const changed = of({ ...manual, configuration: [...mappings, vector("PLANTEDother7")] });
      expect((await rejection(verbs().update(id, props, changed))).message).toContain("no [secret]");
      // As with `ignoreChanges`.
      const ignored = of({ ...manual, configuration: props.configuration, enabled: false });
      const { outs: disabled } = await verbs().update(id, props, ignored);
      platform.answerNext("DELETE", refused);
      expect((await rejection(verbs().delete(id, disabled))).message).toContain("no [secret]");

      const { props: marked } = await markingVerbs(syncDefinition, settings()).read(id, first.props ?? {});
      expect(marked).toHaveProperty("__overwritten", { ...secretMark, value: props.__overwritten });
      const { outs: repaired } = await verbs().update(id, props, inputs);
      expect(repaired).not.toHaveProperty("__overwritten");
    },
  );

  it("is replaced for another cursor field, which an update would drop without a word", async () => {
    const incremental = of({ ...manual, syncMode: "incremental" });
    for (const [before, after] of [
      [incremental, { ...incremental, cursorField: "updated_at" }],
      [{ ...incremental, cursorField: "updated_at" }, incremental],
      [
        { ...incremental, cursorField: "updated_at" },
        { ...incremental, cursorField: "id" },
      ],
    ] as const) {
      const { id, outs } = await verbs().create(before);
      expect(outs.cursorField).toBe((before as Fields).cursorField ?? null);
      expect(await verbs().diff(id, outs, after)).toMatchObject({ replaces: ["cursorField"] });
      expect((await verbs().read(id, outs)).inputs).toEqual(before);
    }
  });

  describe("is created", () => {
    it("after the destination was discovered, in one request with integers for ids", async () => {
      const { id } = await verbs().create(of(hourly));
      const { body } = platform.requests.at(-1) ?? {};
      expect(taken()).toEqual([`GET /api/v1/connectors/${destinationId}/discover`, "POST /api/v1/syncs"]);
      expect(body).toEqual({
        sync: {
          source_id: Number(ids.sourceId),
          model_id: Number(ids.modelId),
          destination_id: Number(destinationId),
          ...{ stream_name: "orders", sync_mode: "full_refresh", configuration: mappings },
          ...{ schedule_type: "interval", sync_interval: 1, sync_interval_unit: "hours" },
        },
      });
      expect(await statusOf(id)).toBe("pending");
    });

    it("not at all for a stream that the destination lacks; the error names the nearest ones", async () => {
      const { message } = await rejection(verbs().create(of({ ...manual, streamName: "order" })));
      expect(message).toBe(
        'aisquared.Sync: create failed: streamName: the destination has no stream "order"; it has "orders", "customers"; name one of them, or refresh its catalog in AI Squared if the stream is new',
      );
      expect(platform.takeWrites().filter((line) => line.includes("/syncs"))).toEqual([]);
      expect(await rejection(verbs().create(of({ ...manual, streamName: "order" })))).toMatchObject({
        code: "PC_REFUSED",
      });
    });

    it("disabled, if the program says so", async () => {
      const { id, outs } = await verbs().create(of({ ...hourly, enabled: false }));
      expect(platform.takeWrites().slice(-2)).toEqual(["POST /api/v1/syncs", `PATCH ${item(id)}/enable`]);
      expect(await statusOf(id)).toBe("disabled");
      expect(outs).toMatchObject({ enabled: false, status: "disabled" });
      expect(await verbs().diff(id, outs, of({ ...hourly, enabled: false }))).toMatchObject({
        changes: false,
      });
    });

    it("and recorded, where it then cannot be disabled", async () => {
      platform.answerNext("PATCH", { status: 403, body: { errors: [{ detail: "no" }] } });
      const failure = (await rejection(verbs().create(of({ ...hourly, enabled: false })))) as unknown as {
        id: string;
        properties: Fields;
      };
      expect(await statusOf(failure.id)).toBe("pending");
      const wanted = of({ ...hourly, enabled: false });
      expect(await verbs().diff(failure.id, failure.properties, wanted)).toMatchObject({
        changes: true,
        replaces: [],
      });
      await verbs().update(failure.id, failure.properties, wanted);
      expect(await statusOf(failure.id)).toBe("disabled");
    });
  });

  describe("is enabled and disabled", () => {
    it("with one request, after a read", async () => {
      const { id, outs } = await verbs().create(of(hourly));
      platform.take();
      const disabled = of({ ...hourly, enabled: false });
      const first = await verbs().update(id, outs, disabled);
      expect(platform.requests.at(-1)?.body).toEqual({ enable: false });
      expect(taken()).toEqual([`GET ${item(id)}`, `PATCH ${item(id)}/enable`]);
      expect(await statusOf(id)).toBe("disabled");
      expect((await verbs().read(id, first.outs)).inputs).toEqual(disabled);
      await verbs().update(id, first.outs, of(hourly));
      expect(platform.takeBodies("PATCH")).toEqual([{ enable: true }]);
      expect(await statusOf(id)).toBe("pending");
    });

    it("without a request, if it is so already", async () => {
      const { id, outs } = await verbs().create(of(hourly));
      await platform.ask("PATCH", `${item(id)}/enable`, { enable: false });
      platform.take();
      const disabled = of({ ...hourly, enabled: false });
      const { outs: updated } = await verbs().update(id, outs, disabled);
      expect(taken()).toEqual([`GET ${item(id)}`]);
      expect(await verbs().diff(id, updated, disabled)).toMatchObject({ changes: false });
    });

    it("also if the response was lost, after which the server refuses the same request", async () => {
      const { id, outs } = await verbs().create(of(hourly));
      platform.setFaults([{ method: "PATCH", path: /enable/, fault: { kind: "cut", when: "after" } }]);
      const disabled = of({ ...hourly, enabled: false });
      const { outs: updated } = await verbs().update(id, outs, disabled);
      expect(platform.log.filter(({ method }) => method === "PATCH").length).toBeGreaterThan(1);
      expect(await statusOf(id)).toBe("disabled");
      expect(await verbs().diff(id, updated, disabled)).toMatchObject({ changes: false });
    });

    it("by somebody else is drift, with which the program has its own again", async () => {
      for (const enabled of [undefined, true, false]) {
        const wanted = of(enabled === undefined ? hourly : { ...hourly, enabled });
        const { id, outs } = await verbs().create(wanted);
        await platform.ask("PATCH", `${item(id)}/enable`, { enable: enabled === false });
        const { props = {}, inputs } = await verbs().read(id, outs);
        expect(inputs).toEqual({ ...wanted, enabled: enabled === false });
        await verbs().update(id, props, wanted);
        expect(await statusOf(id)).toBe(enabled === false ? "disabled" : "pending");
      }
    });
  });

  describe("becomes manual", () => {
    it("while it is disabled, which ends its schedule", async () => {
      const { id, outs } = await verbs().create(of(hourly));
      platform.takeWrites();
      const { outs: updated } = await verbs().update(id, outs, of(manual));
      expect(platform.requests.find(({ method }) => method === "PUT")?.body).toEqual({
        sync: { schedule_type: "manual" },
      });
      expect(platform.takeWrites().filter((line) => !line.endsWith("/login"))).toEqual([
        `PATCH ${item(id)}/enable`,
        `PUT ${item(id)}`,
        `PATCH ${item(id)}/enable`,
      ]);
      expect(await statusOf(id)).toBe("pending");
      expect(await verbs().diff(id, updated, of(manual))).toMatchObject({ changes: false });
    });

    it.each([
      ["PUT", /syncs/, 1],
      ["PATCH", /enable/, 2],
    ] as const)("and is enabled by the next update, if a request fails: %s %s", async (method, path, nth) => {
      const { id, outs } = await verbs().create(of(hourly));
      const refusal = { kind: "refusal", status: 403, body: { errors: [{ detail: "no" }] } } as const;
      platform.setFaults([{ method, path, nth, fault: refusal }]);
      const { properties } = await rejection(verbs().update(id, outs, of(manual)));
      expect(await statusOf(id)).toBe("disabled");
      expect(await verbs().diff(id, properties as Fields, of(manual))).toMatchObject({ changes: true });
      // A refresh in between does not hide it.
      const { props = {} } = await verbs().read(id, properties as Fields);
      expect(await verbs().diff(id, props, of(manual))).toMatchObject({ changes: true });
      await verbs().update(id, properties as Fields, of(manual));
      expect(await platform.ask("GET", item(id))).toMatchObject({
        body: { data: { attributes: { status: "pending", schedule_type: "manual" } } },
      });
    });

    it("without enabling it, if it is to be disabled", async () => {
      const { id, outs } = await verbs().create(of(hourly));
      platform.takeWrites();
      await verbs().update(id, outs, of({ ...manual, enabled: false }));
      expect(taken().filter((line) => !line.startsWith("GET"))).toEqual([
        `PUT ${item(id)}`,
        `PATCH ${item(id)}/enable`,
      ]);
      expect(await statusOf(id)).toBe("disabled");
    });
  });

  it("has secrets that are marked, in whichever mapping", async () => {
    const { outs } = await markingVerbs(syncDefinition, settings()).create(
      of({ ...manual, configuration: [...mappings, vector("PLANTEDembedding7")] }),
    );
    expect(outs).toMatchObject({
      configuration: [
        mappings[0],
        { embedding_config: { mode: "open_ai", api_key: { ...secretMark, value: "PLANTEDembedding7" } } },
      ],
    });
  });

  it("shows no drift in its status", async () => {
    const { id, outs } = await verbs().create(of(hourly));
    const { props = {}, inputs } = await verbs().read(id, { ...outs, status: "healthy" });
    expect(inputs).toEqual(of(hourly));
    expect(await verbs().diff(id, props, of(hourly))).toMatchObject({ changes: false });
  });

  describe("that exists", () => {
    it("is adopted by what it connects, without a request that writes if it is as declared", async () => {
      const { id } = await verbs().create(of(hourly));
      const adopting = verbsOfKind("aisquared.Sync", settings());
      platform.takeWrites();
      const given = of({
        ...hourly,
        __options: { adopt: { streamName: "orders" }, adopter: "/orders" },
      });
      expect((await adopting.check({}, given)).failures).toEqual([]);
      const adopted = await adopting.create(given);
      expect(adopted.id).toBe(id);
      expect(platform.takeWrites().filter((line) => line.includes("/syncs"))).toEqual([]);
    });

    it("is not adopted if its cursor field is another one", async () => {
      const { id } = await verbs().create(of({ ...hourly, cursorField: "updated_at" }));
      const given = of({ ...hourly, __options: { adopt: id, adopter: "/orders" } });
      const { message } = await rejection(verbsOfKind("aisquared.Sync", settings()).create(given));
      expect(message).toContain(
        `cursorField of ${id} is "updated_at" on the platform, which no request changes`,
      );
    });
  });
});
