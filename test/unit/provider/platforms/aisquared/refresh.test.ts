import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { startAnsweringServer, type AnsweringServer } from "../../../../harness/answering-server";
import { foreignSecret } from "../../../../../provider/src/secrets/foreign-secret";
import { connectorVerbs, type Fields, type Verbs } from "../../../../harness/verbs";
import { answerOf, bodyOf, hook, loginSettings, postgres, tokenSettings } from "./connectors";

const mask = "*************";
const openAi = {
  name: "model",
  connectorType: "source",
  connectorName: "OpenAI",
  configuration: { api_key: "PLANTEDkey7", request_format: "{}", response_format: "{}" },
};
const withHeaders = {
  ...hook,
  name: "with headers",
  configuration: { ...hook.configuration, headers: { Authorization: "PLANTEDheader7" } },
};
const { credentials, ...withoutCredentials } = postgres.configuration;

describe("a refresh of an AI Squared connector", () => {
  let platform: TestPlatform;
  let verbs: Verbs;
  const start = async (masks: boolean): Promise<void> => {
    platform = await startTestPlatform({ masks }, "aisquared");
    verbs = connectorVerbs(loginSettings(platform));
  };
  afterEach(() => platform.stop());

  it.each([true, false])(
    "finds no drift in ten rounds without changes (the platform masks secrets: %s)",
    async (masks) => {
      await start(masks);
      for (const inputs of [postgres, openAi, withHeaders, hook]) {
        const { id, outs } = await verbs.create(inputs);
        let recorded = outs;
        for (let round = 0; round < 10; round++) {
          const { props = {}, inputs: read } = await verbs.read(id, recorded);
          expect(props).toEqual(outs);
          expect(read).toEqual(inputs);
          expect(await verbs.diff(id, props, inputs)).toMatchObject({ changes: false });
          recorded = props;
        }
      }
    },
  );

  it("does not detect a changed secret, which the next update corrects", async () => {
    await start(true);
    const { id, outs } = await verbs.create(openAi);
    const connector = { configuration: { ...openAi.configuration, api_key: "theirs" } };
    await platform.ask("PUT", `/api/v1/connectors/${id}`, { connector });
    const { props = {} } = await verbs.read(id, outs);
    expect(await verbs.diff(id, props, openAi)).toMatchObject({ changes: false });
    await verbs.update(id, props, { ...openAi, name: "another name" });
    expect(platform.takeBodies("PUT")).toEqual([bodyOf({ ...openAi, name: "another name" })]);
  });

  it("never takes a secret from a platform that returns it, declared or not", async () => {
    await start(false);
    const declared = await verbs.create(postgres);
    const without = { ...postgres, name: "other", configuration: withoutCredentials };
    const undeclared = await verbs.create(without);
    const theirs = { ...credentials, password: "CANARY" };
    const connector = { configuration: { ...withoutCredentials, credentials: theirs } };
    for (const { id } of [declared, undeclared]) {
      await platform.ask("PUT", `/api/v1/connectors/${id}`, { connector });
    }
    const foreign = { ...withoutCredentials, credentials: foreignSecret };
    for (const [{ id, outs }, inputs] of [
      [declared, postgres],
      [undeclared, { ...without, configuration: foreign }],
    ] as const) {
      const { props, ...read } = await verbs.read(id, outs);
      expect(read.inputs).toEqual(inputs);
      expect(JSON.stringify(props)).not.toContain("CANARY");
    }
  });
});

describe("a refresh of an AI Squared connector, whatever the response,", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let configuration: unknown;
  let more: Fields;
  beforeEach(async () => {
    more = {};
    server = await startAnsweringServer(({ body }) => {
      const { connector: { description = null } = {} } = (body ?? {}) as { connector?: Fields };
      return {
        status: 200,
        body: { data: answerOf("7", { ...postgres, description, configuration }, more) },
      };
    });
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterEach(() => server.stop());

  const read = async (remote: unknown, recorded: Fields = postgres) => {
    configuration = remote;
    const { props = {}, inputs = {} } = await verbs.read("7", recorded);
    return { props, inputs };
  };

  /** What an update records, whether it succeeds or fails partially. */
  const updated = async (olds: Fields, news: Fields): Promise<Fields> => {
    try {
      return (await verbs.update("7", olds, news)).outs;
    } catch (error) {
      const { properties, code } = error as { properties?: Fields; code?: string };
      // A secret that only the platform knows is not sent either.
      if (code === "PC_INVALID_ARGUMENT") return olds;
      if (properties === undefined) throw error;
      return properties;
    }
  };

  it("treats absent secrets as unchanged", async () => {
    const { password: _password, ...shown } = credentials;
    for (const remote of [
      withoutCredentials,
      { ...withoutCredentials, credentials: null },
      { ...withoutCredentials, credentials: shown },
      { ...withoutCredentials, credentials: { ...shown, password: null } },
      { ...withoutCredentials, credentials: mask },
    ]) {
      const { props, inputs } = await read(remote);
      expect(inputs).toEqual(postgres);
      expect(await verbs.diff("7", props, postgres)).toMatchObject({ changes: false });
    }
  });

  it("detects a removed public setting at any depth, and the next update sends it", async () => {
    const { schema: _schema, ...noSchema } = postgres.configuration;
    const { username: _username, ...noUsername } = credentials;
    for (const remote of [noSchema, { ...postgres.configuration, credentials: noUsername }]) {
      const { props, inputs } = await read({
        ...remote,
        credentials: { ...remote.credentials, password: mask },
      });
      expect(inputs.configuration).toEqual(remote);
      expect(await verbs.diff("7", props, postgres)).toMatchObject({ changes: true, replaces: [] });
      configuration = postgres.configuration;
      await verbs.update("7", props, postgres);
      expect(server.asked.at(-1)?.body).toEqual(bodyOf(postgres));
    }
  });

  it("detects an undeclared description, and the next update removes it", async () => {
    more = { description: "theirs" };
    const { props, inputs } = await read(postgres.configuration);
    expect(inputs).toMatchObject({ description: "theirs" });
    more = {};
    const { outs } = await verbs.update("7", props, postgres);
    const { connector } = bodyOf(postgres);
    expect(server.asked.at(-1)?.body).toEqual({ connector: { ...connector, description: null } });
    expect(await verbs.diff("7", outs, postgres)).toMatchObject({ changes: false });
  });

  it("never records or sends a mask", async () => {
    const masks = fc.integer({ min: 1, max: 20 }).map((length) => "*".repeat(length));
    const plain = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !text.includes("*")),
      fc.constantFrom<unknown>(null, "", 0, true, 5432),
    );
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        { arbitrary: masks, weight: 4 },
        { arbitrary: plain, weight: 3 },
        { arbitrary: fc.array(tie("any"), { maxLength: 3 }), weight: 1 },
        {
          arbitrary: fc.dictionary(fc.constantFrom("username", "password", "auth_type", "x"), tie("any")),
          weight: 2,
        },
      ),
    })).any;
    const keys = [...Object.keys(postgres.configuration), "password", "headers", "url", "undeclared"];
    const remote = fc.oneof(fc.dictionary(fc.constantFrom(...keys), value), value);
    await fc.assert(
      fc.asyncProperty(
        remote,
        remote,
        fc.constantFrom("Postgresql", "Snowflake", "Http", "Later"),
        fc.subarray(Object.keys(postgres.configuration), { minLength: 1 }),
        async (first, second, connectorName, declared) => {
          const given = Object.fromEntries(
            Object.entries(postgres.configuration).filter(([key]) => declared.includes(key)),
          );
          const inputs = { ...postgres, connectorName, configuration: given };
          configuration = first;
          const created = await verbs.create(inputs);
          const { props, inputs: shown } = await read(second, created.outs);
          const outs = await updated(props, { ...inputs, description: "changed" });
          const again = await read(first, outs);
          await updated(again.props, { ...again.inputs, description: "changed again" });
          const sent = server.asked.map(({ body }) => body);
          server.asked.length = 0;
          expect(JSON.stringify([created, props, shown, outs, again, sent])).not.toMatch(/"\*+"/);
        },
      ),
      { numRuns: 60, seed: 20261121 },
    );
  });
});
