import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../harness/answering-server";
import {
  connectorVerbs,
  registered,
  said,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { answerOf, tokenSettings } from "../platforms/aisquared/connectors";

const adopting = (fields: Fields): Fields => ({ ...fields, __options: { adopt: "7", adopter: "/a" } });

describe("adopting an object with settings that the program does not declare", () => {
  let server: AnsweringServer;
  /** The object on the platform; a PUT replaces its configuration. */
  let object: { config: Fields };
  let respond: (asked: Asked) => Answered;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
    said.length = 0;
  });
  afterEach(() => server.stop());

  const requests = (): string[] =>
    server.asked.splice(0).map(({ method, path }) => `${method} ${path.replace("connectors", "sources")}`);

  const check = async (verbs: Verbs, fields: Fields): Promise<string> => {
    said.length = 0;
    expect((await verbs.check({}, fields)).failures).toEqual([]);
    return said.join("\n").replace(/^.*; /, "");
  };

  /** Expects that neither a refresh nor an `up` of the next operations finds a change. */
  const expectQuiet = async (verbs: () => Verbs, outs: Fields, fields: Fields): Promise<void> => {
    const recorded = { ...outs, __managed: true };
    const { props = {}, inputs: after } = await verbs().read("7", recorded);
    expect(after).toEqual(expect.objectContaining(fields));
    expect(props).toEqual({ ...recorded, __identity: expect.anything() });
    for (const olds of [recorded, props]) {
      expect(await registered(verbs(), "7", olds, fields)).toMatchObject({ changes: false });
    }
  };

  describe("at Unstructured", () => {
    const inputs = { name: "invoices", type: "s3", config: { remote_url: "s3://in/", anonymous: true } };
    const verbs = (): Verbs => sourceVerbs(settingsFor(server));

    beforeEach(() => {
      object = { config: inputs.config };
      respond = ({ method, body }) => {
        if (method === "PUT") object = { config: (body as { config: Fields }).config };
        return { status: 200, body: { ...inputs, id: "7", updated_at: null, ...object } };
      };
    });

    it.each<[string, Fields]>([
      ["the catalog's default", { recursive: true }],
      ["the default in another form", { recursive: "true" }],
      ["null", { recursive: null, endpoint_url: null, key: null }],
    ])("writes nothing where they are %s, and is quiet afterwards", async (_case, undeclared) => {
      object = { config: { ...inputs.config, ...undeclared } };
      const news = adopting(inputs);
      expect(await check(verbs(), news)).toBe("nothing changes on it");
      const { outs } = await verbs().create(news);
      expect(requests()).toEqual(["GET sources/7", "GET sources/7"]);
      expect(outs).toMatchObject(inputs);
      expect(outs.config).toEqual(inputs.config);
      await expectQuiet(verbs, outs, news);
      expect(requests()).toEqual(["GET sources/7"]);
    });

    it("finds later that one of them has left its default, and resets it", async () => {
      object = { config: { ...inputs.config, recursive: true } };
      const news = adopting(inputs);
      const { outs } = await verbs().create(news);
      object = { config: { ...inputs.config, recursive: false } };
      const { props = {}, inputs: found } = await verbs().read("7", { ...outs, __managed: true });
      expect(found).toMatchObject({ config: { ...inputs.config, recursive: false } });
      expect(await registered(verbs(), "7", props, news)).toMatchObject({ changes: true });
      await verbs().update("7", props, news);
      expect(object.config).toEqual(inputs.config);
    });

    it.each<[string, Fields]>([
      ["a value that is not the default", { recursive: false }],
      ["a value of a setting without a default", { endpoint_url: "https://minio.example.com" }],
      ["a key that the catalog does not know", { brand_new: 1 }],
      ["a masked secret", { token: "******" }],
    ])("says that it resets %s, and does so", async (_case, undeclared) => {
      object = { config: { ...inputs.config, ...undeclared } };
      const news = adopting(inputs);
      const [key] = Object.keys(undeclared);
      expect(await check(verbs(), news)).toBe(`changes on it: config.${key} (not in the program)`);
      const { outs } = await verbs().create(news);
      expect(requests()).toEqual(["GET sources/7", "GET sources/7", "PUT sources/7"]);
      expect(object.config).toEqual(inputs.config);
      await expectQuiet(verbs, outs, news);
    });

    it("leaves the defaults out of a write that has another reason", async () => {
      object = { config: { remote_url: "s3://theirs/", anonymous: true, recursive: true } };
      expect(await check(verbs(), adopting(inputs))).toBe(
        'changes on it: config.remote_url: "s3://theirs/" → "s3://in/"',
      );
      await verbs().create(adopting(inputs));
      expect(object.config).toEqual(inputs.config);
    });

    it("sends what the program declares, also where that is the default", async () => {
      const declared = { ...inputs, config: { ...inputs.config, recursive: true } };
      object = { config: { ...inputs.config, recursive: null } };
      expect(await check(verbs(), adopting(declared))).toBe(
        "changes on it: config.recursive: nothing → true",
      );
      await verbs().create(adopting(declared));
      expect(object.config).toEqual(declared.config);
    });
  });

  describe("at AI Squared, inside other settings", () => {
    const inputs = {
      name: "api",
      connectorType: "source",
      connectorName: "Http",
      configuration: {
        increment_type: "Page",
        http_method: "GET",
        base_url: "https://api.example.com",
        config: {},
      },
    };
    const verbs = (): Verbs => connectorVerbs(tokenSettings(server.url));

    beforeEach(() => {
      respond = ({ method, body }) => {
        if (method === "PUT") {
          const { connector } = body as { connector: { configuration: Fields } };
          object = { config: connector.configuration };
        }
        const attributes = {
          configuration: object.config,
          created_at: "2026-01-01T00:00:00Z",
          updated_at: null,
        };
        return { status: 200, body: { data: answerOf("7", inputs, attributes) } };
      };
    });

    const { config: _config, ...without } = inputs.configuration;

    it.each<[string, Fields, Fields]>([
      ["a declared object", inputs.configuration, { config: { timeout: "30" }, path: "/" }],
      ["an object that is not declared", without, { config: { timeout: "30" } }],
    ])("writes nothing for defaults in %s", async (_case, declared, undeclared) => {
      const news = adopting({ ...inputs, configuration: declared });
      object = { config: { ...declared, ...undeclared } };
      expect(await check(verbs(), news)).toBe("nothing changes on it");
      const { outs } = await verbs().create(news);
      expect(requests()).toEqual(["GET sources/7", "GET sources/7"]);
      await expectQuiet(verbs, outs, news);
    });

    it.each<[string, Fields, string]>([
      ["a declared object", inputs.configuration, "configuration.config.timeout"],
      ["an object that is not declared", without, "configuration.config"],
    ])("says what it resets in %s, and does so", async (_case, declared, path) => {
      const news = adopting({ ...inputs, configuration: declared });
      object = { config: { ...declared, config: { timeout: "60" } } };
      expect(await check(verbs(), news)).toBe(`changes on it: ${path} (not in the program)`);
      const { outs } = await verbs().create(news);
      expect(requests()).toEqual(["GET sources/7", "GET sources/7", "PUT sources/7"]);
      expect(object.config).toEqual(declared);
      await expectQuiet(verbs, outs, news);
    });
  });
});
