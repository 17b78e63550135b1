import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { foreignSecret } from "../../../../../provider/src/secrets/foreign-secret";
import { modelDefinition } from "../../../../../provider/src/platforms/aisquared/model";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { markingVerbs, rejection, secretMark, verbsOfKind, type Fields } from "../../../../harness/verbs";
import { testArguments } from "./arguments";
import { loginSettings, postgres } from "./connectors";

const sql = { name: "orders", queryType: "raw_sql", query: "select * from orders", primaryKey: "id" };
const embedding_config = { api_key: "PLANTEDembedding7", model: "text-embedding-3-small" };
const harvesters = [{ value: "question", method: "dom", selector: "#question" }];
const json_schema = { type: "object", properties: { answer: { type: "string" } } };
const chunk_config = { chunk_size: 512, chunk_overlap: 0 };

/** A model of each type with exactly what it needs. */
const byType: Readonly<Record<string, Fields>> = {
  raw_sql: sql,
  dbt: { ...sql, queryType: "dbt" },
  soql: { ...sql, queryType: "soql" },
  table_selector: { ...sql, queryType: "table_selector", query: "orders" },
  ai_ml: { name: "m", queryType: "ai_ml", primaryKey: "id", configuration: { harvesters } },
  dynamic_sql: {
    ...{ name: "m", queryType: "dynamic_sql", primaryKey: "id" },
    configuration: { harvesters, json_schema },
  },
  unstructured: {
    ...{ name: "m", queryType: "unstructured" },
    configuration: { harvesters, embedding_config, chunk_config },
  },
  vector_search: {
    ...{ name: "m", queryType: "vector_search", primaryKey: "id" },
    configuration: { harvesters, json_schema, embedding_config },
  },
};

describe("the arguments of an AI Squared model", () => {
  const verbs = verbsOfKind("aisquared.Model");
  const problems = async (inputs: Fields): Promise<string[]> =>
    (await verbs.check({}, { connectorId: "1", ...inputs })).failures.map(({ reason }) =>
      reason.replace(/^aisquared\.Model "\w+": /, ""),
    );

  it.each(Object.keys(byType))("are enough with what a %s model needs, and not with less", async (type) => {
    const complete = byType[type] ?? {};
    expect(await problems(complete)).toEqual([]);
    const { name: _name, queryType: _type, configuration: given, ...rest } = complete;
    const configuration = { ...(given as Fields | undefined) };
    for (const key of Object.keys(rest)) {
      expect(await problems({ ...complete, [key]: undefined })).toEqual([
        `${key}: missing, which a ${type} model needs`,
      ]);
    }
    for (const key of Object.keys(configuration)) {
      expect(await problems({ ...complete, configuration: { ...configuration, [key]: undefined } })).toEqual([
        expect.stringMatching(new RegExp(`^configuration\\.${key}: missing`)),
      ]);
    }
    if (Object.keys(configuration).length > 0) {
      expect(await problems({ ...complete, configuration: undefined })).toEqual([
        `configuration: missing, which a ${type} model needs: ${Object.keys(configuration).join(", ")}`,
      ]);
    }
  });

  it.each<[Fields, string]>([
    [{ ...sql, queryType: "semistructured" }, "queryType: "],
    [{ ...sql, name: "  " }, "name: must not consist of blanks only"],
    [{ ...sql, connectorId: "warehouse" }, "connectorId: expected an id"],
    [{ ...sql, connectorId: 7 }, "connectorId: expected a string"],
    [{ ...sql, query: "select 1 limit 10" }, "query: must not end in LIMIT or OFFSET"],
    [{ ...sql, query: "select 1 LIMIT 10 OFFSET 5;" }, "query: must not end in LIMIT or OFFSET"],
    [{ ...byType.soql, query: "SELECT Id FROM Lead LIMIT 5" }, "query: must not end in LIMIT or OFFSET"],
    [{ ...sql, configuration: { harvesters } }, "configuration: a raw_sql model has none; remove it"],
    [
      { ...byType.ai_ml, configuration: { harvesters, json_schema } },
      "configuration.json_schema: AI Squared takes it from the catalog of the connector",
    ],
    [
      {
        ...byType.unstructured,
        configuration: { harvesters, embedding_config: { ...embedding_config, api_key: "" }, chunk_config },
      },
      "configuration.embedding_config.api_key: ",
    ],
    [
      {
        ...byType.unstructured,
        configuration: { harvesters, embedding_config, chunk_config: { chunk_size: 0, chunk_overlap: 0 } },
      },
      "configuration.chunk_config.chunk_size: ",
    ],
  ])("are refused before any request: %j", async (inputs, problem) => {
    expect(await problems(inputs)).toEqual([expect.stringContaining(problem)]);
  });

  it("may end in LIMIT where the server takes it, or inside the query", async () => {
    for (const inputs of [
      { ...byType.dynamic_sql, query: "select 1 limit 5" },
      { ...byType.table_selector, query: "limit" },
      { ...sql, query: "select * from (select 1 limit 5) as some" },
    ]) {
      expect(await problems(inputs)).toEqual([]);
    }
  });
});

describe("an AI Squared model", () => {
  let platform: TestPlatform;
  let connectorId: string;
  let otherConnectorId: string;
  const settings = (): Record<string, string> => loginSettings(platform);
  const verbs = (): ReturnType<typeof verbsOfKind> => verbsOfKind("aisquared.Model", settings());
  const of = (inputs: Fields): Fields => ({ ...inputs, connectorId });

  beforeEach(async () => {
    platform = await startTestPlatform({}, "aisquared");
    const connectors = verbsOfKind("aisquared.Connector", settings());
    connectorId = (await connectors.create(postgres)).id;
    otherConnectorId = (await connectors.create({ ...postgres, name: "other" })).id;
    platform.take();
  });
  afterEach(() => platform.stop());

  const wireNames: Readonly<Record<string, string>> = { queryType: "query_type", primaryKey: "primary_key" };
  testArguments(
    {
      platform: () => platform,
      verbs,
      ...{ path: "models", key: "model" },
      attributes: ({ connectorId: connector, description = null, ...inputs }) => ({
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [wireNames[name] ?? name, value]),
        ),
        description,
        connector: { id: Number(connector) },
      }),
    },
    {
      name: () => ({
        from: of(sql),
        to: of({ ...sql, name: "sales" }),
        theirs: { name: "theirs" },
        shown: { name: "theirs" },
      }),
      connectorId: () => ({
        from: of(sql),
        to: { ...sql, connectorId: otherConnectorId },
        replaces: true,
        theirs: { connector_id: Number(otherConnectorId) },
        shown: { connectorId: otherConnectorId },
      }),
      queryType: () => ({
        from: of(sql),
        to: of(byType.dbt ?? {}),
        theirs: { query_type: "soql" },
        shown: { queryType: "soql" },
      }),
      query: () => ({
        from: of(sql),
        to: of({ ...sql, query: "select 2" }),
        theirs: { query: "select 3" },
        shown: { query: "select 3" },
      }),
      primaryKey: () => ({
        from: of({ ...byType.unstructured, primaryKey: "id" }),
        to: of(byType.unstructured ?? {}),
        theirs: { primary_key: "theirs" },
        shown: { primaryKey: "theirs" },
      }),
      description: () => ({
        from: of(sql),
        to: of({ ...sql, description: "What was ordered" }),
        theirs: { description: "theirs" },
        shown: { description: "theirs" },
      }),
      configuration: () => ({
        from: of(byType.dynamic_sql ?? {}),
        to: of({ ...byType.dynamic_sql, configuration: { harvesters: [], json_schema } }),
        theirs: { configuration: { harvesters, json_schema: {} } },
        shown: { configuration: { harvesters, json_schema: {} } },
      }),
      "configuration.embedding_config.api_key": () => ({
        from: of(byType.vector_search ?? {}),
        to: of({
          ...byType.vector_search,
          configuration: {
            ...{ harvesters, json_schema },
            embedding_config: { ...embedding_config, api_key: "PLANTEDother7" },
          },
        }),
        theirs: {
          configuration: {
            harvesters,
            json_schema,
            embedding_config: { ...embedding_config, api_key: "CANARY" },
          },
        },
        shown: {
          configuration: {
            ...{ harvesters, json_schema },
            embedding_config: { ...embedding_config, api_key: foreignSecret },
          },
        },
      }),
    },
  );

  it("sends integers for ids, and nothing that is not declared", async () => {
    await verbs().create(of(sql));
    expect(platform.takeBodies("POST")).toContainEqual({
      model: {
        ...{ name: "orders", query_type: "raw_sql", query: sql.query, primary_key: "id" },
        connector_id: Number(connectorId),
      },
    });
  });

  it("has secrets that are marked, also where the platform shows others, and that are in no message", async () => {
    const marking = markingVerbs(modelDefinition, settings());
    const { outs } = await marking.create(of(byType.vector_search ?? {}));
    expect(outs).toMatchObject({
      configuration: { embedding_config: { api_key: { ...secretMark, value: embedding_config.api_key } } },
    });
    const configuration = { ...(byType.vector_search?.configuration as Fields) };
    configuration.embedding_config = { ...embedding_config, api_key: "CANARY" };
    const plain = await verbs().create(of(byType.vector_search ?? {}));
    await platform.ask("PUT", `/api/v1/models/${plain.id}`, { model: { configuration } });
    expect(JSON.stringify(await verbs().read(plain.id, plain.outs))).not.toContain("CANARY");
    platform.answerNext("PUT", { status: 422, body: { error: `no ${embedding_config.api_key}` } });
    const changed = of({ ...byType.vector_search, name: "other" });
    const { message } = await rejection(verbs().update(plain.id, plain.outs, changed));
    expect(message).toContain("no [secret]");
  });

  it("shows no drift in the schema that the server adds to the configuration of an AI model", async () => {
    await platform.ask("GET", `/api/v1/connectors/${connectorId}/discover`);
    const inputs = of(byType.ai_ml ?? {});
    const { id, outs } = await verbs().create(inputs);
    const { body } = await platform.ask("GET", `/api/v1/models/${id}`);
    expect(JSON.stringify(body)).toContain("json_schema");
    const read = await verbs().read(id, outs);
    expect(read.inputs).toEqual(inputs);
    expect(await verbs().diff(id, read.props ?? {}, inputs)).toMatchObject({ changes: false });
  });

  it("is replaced by one without a configuration, which cannot be removed", async () => {
    const { id, outs } = await verbs().create(of(byType.vector_search ?? {}));
    expect(await verbs().diff(id, outs, of(sql))).toMatchObject({
      replaces: ["queryType"],
      deleteBeforeReplace: false,
    });
    const back = await verbs().create(of(sql));
    expect(await verbs().diff(back.id, back.outs, of(byType.vector_search ?? {}))).toMatchObject({
      replaces: [],
      changes: true,
    });
    await verbs().update(back.id, back.outs, of(byType.vector_search ?? {}));
    const { body } = await platform.ask("GET", `/api/v1/models/${back.id}`);
    expect(body).toMatchObject({
      data: { attributes: { query_type: "vector_search", query: null, primary_key: "id" } },
    });
  });

  it("is read by itself where the list of all models fails", async () => {
    await platform.ask("GET", `/api/v1/connectors/${connectorId}/discover`);
    const made = [];
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) {
      made.push({ inputs: of({ ...sql, name }), ...(await verbs().create(of({ ...sql, name }))) });
    }
    const broken = await verbs().create(of(byType.ai_ml ?? {}));
    // A failed discovery leaves no catalog.
    await platform.ask("PUT", `/api/v1/connectors/${connectorId}`, {
      connector: { configuration: { ...postgres.configuration, host: "unreachable.invalid" } },
    });
    await platform.ask("GET", `/api/v1/connectors/${connectorId}/discover?refresh=true`);
    expect(await platform.ask("GET", "/api/v1/models")).toMatchObject({ status: 400 });
    platform.take();
    // As one operation does: with settings that no other one has.
    const operation = verbsOfKind("aisquared.Model", { ...settings(), "aisquared:timeout": "61" });
    for (const { id, outs, inputs } of made) {
      expect((await operation.read(id, outs)).inputs).toEqual(inputs);
    }
    const requests = platform.take().filter((line) => line.includes("/models"));
    expect(requests.filter((line) => line.includes("/models?"))).toHaveLength(1);
    expect(requests.filter((line) => !line.includes("?")).sort()).toEqual(
      made.map(({ id }) => `GET /api/v1/models/${id}`).sort(),
    );
    const { message } = await rejection(operation.read(broken.id, broken.outs));
    expect(message).toContain("catalog");
  });
});
