import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import {
  connectorVerbs,
  markingVerbs,
  rejection,
  secretMark,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { answerOf, postgres, tokenSettings } from "../platforms/aisquared/connectors";

const mask = "*************";

/** Spells every text in its own way, secrets apart. */
function respelled(value: unknown, key = ""): unknown {
  if (key === "password") return mask;
  if (typeof value === "string") return value.trim().toLowerCase();
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([each, inner]) => [each, respelled(inner, each)]));
}

const inputs = {
  ...postgres,
  name: "Shop ",
  description: "All ORDERS",
  configuration: {
    ...postgres.configuration,
    host: "DB.example.com",
    credentials: { ...postgres.configuration.credentials, username: "Loader" },
  },
};

describe("a platform that respells what it was sent", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let stored: Fields;
  let spell: (value: unknown) => unknown;
  beforeEach(async () => {
    spell = respelled;
    server = await startAnsweringServer(({ method, body }) => {
      if (method !== "GET")
        stored = { ...stored, ...(spell((body as { connector: Fields }).connector) as Fields) };
      const { name, description, configuration } = stored;
      return {
        status: 200,
        body: {
          data: answerOf(
            "7",
            { ...postgres, name, description, configuration },
            { created_at: "2026-01-01", updated_at: "2026-01-01" },
          ),
        },
      };
    });
    verbs = connectorVerbs(tokenSettings(server.url));
    stored = {};
  });
  afterEach(() => server.stop());

  const created = async (given: Fields = inputs): Promise<Fields> => (await verbs.create(given)).outs;
  const read = async (recorded: Fields): Promise<{ props: Fields; inputs: Fields }> => {
    const { props = {}, inputs: found = {} } = await verbs.read("7", recorded);
    return { props, inputs: found };
  };
  const drift = (change: Fields): void => {
    stored = { ...stored, ...change };
  };

  it("has no drift in ten rounds, in any argument and at any depth", async () => {
    const outs = await created();
    let recorded = outs;
    for (let round = 0; round < 10; round++) {
      const found = await read(recorded);
      expect(found.props).toEqual(outs);
      expect(found.inputs).toEqual(inputs);
      expect(await verbs.diff("7", found.props, inputs)).toMatchObject({ changes: false });
      recorded = found.props;
    }
  });

  it("reports what is changed there at its path only, and puts it back", async () => {
    const outs = await created();
    const { credentials } = stored.configuration as { credentials: Fields };
    const changes: [Fields, Fields][] = [
      [{ name: "theirs" }, { ...inputs, name: "theirs" }],
      [{ description: "theirs" }, { ...inputs, description: "theirs" }],
      [
        {
          configuration: {
            ...(stored.configuration as Fields),
            credentials: { ...credentials, username: "theirs" },
          },
        },
        {
          ...inputs,
          configuration: {
            ...inputs.configuration,
            credentials: { ...inputs.configuration.credentials, username: "theirs" },
          },
        },
      ],
    ];
    const before = stored;
    for (const [change, expected] of changes) {
      drift(change);
      const { props, inputs: found } = await read(outs);
      expect(found).toEqual(expected);
      expect((await read(props)).inputs).toEqual(expected);
      const repaired = await verbs.update("7", props, inputs);
      expect(stored).toEqual(before);
      expect(repaired.outs).toEqual(outs);
    }
  });

  it("takes a changed value in its spelling", async () => {
    const outs = await created();
    const news = {
      ...inputs,
      name: "Store ",
      configuration: { ...inputs.configuration, host: "DB2.example.com" },
    };
    const updated = await verbs.update("7", outs, news);
    const { props, inputs: found } = await read(updated.outs);
    expect(found).toEqual(news);
    expect(await verbs.diff("7", props, news)).toMatchObject({ changes: false });
  });

  it("is not confused with one that keeps what it had, whose state then stays true", async () => {
    const outs = await created();
    spell = (value) => ({ ...(value as Fields), ...stored });
    const host = { ...inputs, configuration: { ...inputs.configuration, host: "other.example.com" } };
    const user = {
      ...inputs,
      configuration: {
        ...inputs.configuration,
        credentials: { ...inputs.configuration.credentials, username: "other" },
      },
    };
    for (const [news, text] of [
      [{ ...inputs, name: "other" }, 'AI Squared kept the old name "shop"'],
      [{ ...inputs, description: "other" }, "AI Squared kept description as before"],
      [host, "AI Squared kept configuration.host as before"],
      [user, "AI Squared kept configuration.credentials.username as before"],
    ] as const) {
      const error = await rejection(verbs.update("7", outs, news));
      expect(error).toMatchObject({ code: "PC_NOT_APPLIED", message: expect.stringContaining(text) });
      expect(error.properties).toEqual({ ...outs, __inputsDue: true });
      expect((await read(error.properties as Fields)).inputs).toEqual(inputs);
    }
  });

  it("ends the failures of a state in which an earlier release took its spelling for drift", async () => {
    const plain = { ...inputs, name: "shop", description: "orders" };
    const { __answered: _answered, __response: _response, ...outs } = await created(plain);
    const before = { ...outs, configuration: { ...plain.configuration, host: "db.example.com" } };
    const updated = await verbs.update("7", before, plain);
    expect((await read(updated.outs)).inputs).toEqual(plain);
  });

  it("leaves no value in the clear that the program keeps secret, or takes from the environment", async () => {
    const marking = markingVerbs(connectorDefinition, tokenSettings(server.url));
    process.env.DRIFT_HOST = "Host.CANARY";
    const configuration = {
      ...inputs.configuration,
      host: { fromEnv: "DRIFT_HOST", fingerprint: "" },
      database: "CANARY",
    };
    const options = { secrets: ["description", "configuration.database"] };
    const { inputs: given } = await verbs.check(
      {},
      { ...inputs, description: "CANARY", configuration, __options: options },
    );
    const { outs } = await marking.create(given);
    const inClear = JSON.stringify(outs, (_key, value: unknown) =>
      typeof value === "object" && value !== null && Object.keys(secretMark).some((key) => key in value)
        ? null
        : value,
    );
    expect(inClear).not.toMatch(/canary/i);
    const recorded = (await verbs.create(given)).outs;
    expect(JSON.stringify(recorded.__response)).not.toMatch(/host\.canary/i);
    const { props, inputs: found } = await read(recorded);
    expect(found.configuration).toEqual(given.configuration);
    drift({ configuration: { ...(stored.configuration as Fields), host: "elsewhere" } });
    expect(await verbs.diff("7", (await read(props)).props, given)).toMatchObject({ changes: true });
    delete process.env.DRIFT_HOST;
  });
});
