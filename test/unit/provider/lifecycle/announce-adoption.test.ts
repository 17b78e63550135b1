import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../harness/answering-server";
import {
  clock,
  collectionVerbs,
  connectorVerbs,
  registered,
  rejection,
  said,
  settingsFor,
  sourceConnectionVerbs,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { airweaveSettings, notion, startWithCollection } from "../platforms/airweave/connections";
import { bodyOf, hook, loginSettings, postgres } from "../platforms/aisquared/connectors";

const secret = "PLANTED-wJalrXUtnFEMI";
const inputs = { name: "invoices", type: "s3", config: { remote_url: "s3://bucket/in/", anonymous: true } };
const existing = { ...inputs, id: "id-1", created_at: "2026-01-01T00:00:00Z", updated_at: null };
const adopting = (fields: Fields, id = "id-1"): Fields => ({ ...fields, __options: { adopt: id } });

describe("the check of a resource that takes an object over", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (asked: Asked) => Answered | Promise<Answered>;

  beforeEach(async () => {
    server = await startAnsweringServer((asked) => respond(asked));
    verbs = sourceVerbs(settingsFor(server));
    respond = () => ({ status: 200, body: existing });
    said.length = 0;
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);
  /** The lines of a check that passes. */
  const lines = async (fields: Fields, olds: Fields = {}): Promise<string[]> => {
    said.length = 0;
    expect((await verbs.check(olds, fields)).failures).toEqual([]);
    return [...said];
  };

  it("says that nothing changes on it, after one request", async () => {
    expect(await lines(adopting(inputs))).toEqual([
      'unstructured.Source "invoices": takes over the source "invoices" with the id "id-1"; nothing changes on it',
    ]);
    expect(requests()).toEqual(["GET sources/id-1"]);
  });

  it("leaves an object alone on which the keys that the program lacks are null", async () => {
    const config = { ...inputs.config, endpoint_url: null, recursive: null };
    respond = () => ({ status: 200, body: { ...existing, config } });
    expect(await lines(adopting(inputs))).toEqual([expect.stringContaining("nothing changes on it")]);
    await verbs.create(adopting(inputs));
    expect(requests()).toEqual(["GET sources/id-1", "GET sources/id-1"]);
  });

  it("says what changes, and that secrets are sent again, without their values", async () => {
    const theirs = {
      ...{ remote_url: "s3://theirs/", recursive: false, key: null, secret: null },
      anonymous: true,
    };
    respond = () => ({ status: 200, body: { ...existing, name: "made by hand", config: theirs } });
    const config = { remote_url: "s3://bucket/in/", key: "AKIA-PLANTED", secret };
    expect(await lines(adopting({ ...inputs, config }))).toEqual([
      [
        'unstructured.Source "invoices": takes over the source "made by hand" with the id "id-1"; changes on it: ',
        'name: "made by hand" → "invoices", config.key (secret), config.remote_url: "s3://theirs/" → "s3://bucket/in/", ',
        "config.secret (secret), config.recursive (not in the program), config.anonymous (not in the program)",
      ].join(""),
    ]);
  });

  it("says what the create then sends", async () => {
    respond = () => ({ status: 200, body: { ...existing, config: { ...inputs.config, anonymous: false } } });
    const [line] = await lines(adopting(inputs));
    expect(line).toContain("changes on it: config.anonymous: false → true");
    server.asked.length = 0;
    respond = ({ method }) => ({
      status: 200,
      body: method === "PUT" ? existing : { ...existing, config: {} },
    });
    await verbs.create(adopting(inputs));
    expect(requests()).toEqual(["GET sources/id-1", "PUT sources/id-1"]);
  });

  it("shows no value that the program keeps secret, that may be one, or that is long", async () => {
    const config = { remote_url: `s3://${secret}/`, anonymous: true };
    respond = () => ({
      status: 200,
      body: { ...existing, name: `theirs s3://${secret}/x/ s3://${secret}/y/`, config },
    });
    const secretive = {
      ...{ ...inputs, config: { ...config, remote_url: `s3://${secret}/x/` } },
      __options: { adopt: "id-1", secrets: ["config.remote_url"] },
    };
    const fromEnv = { fromEnv: "TEST_ADOPTION_URL", fingerprint: "" };
    process.env.TEST_ADOPTION_URL = `s3://${secret}/y/`;
    try {
      const shown = [
        ...(await lines(secretive)),
        ...(await lines(adopting({ ...inputs, config: { ...config, remote_url: fromEnv } }))),
        ...(await lines(adopting({ ...inputs, name: "x".repeat(100) }))),
      ];
      expect(shown[0]).toContain("config.remote_url (secret)");
      expect(shown[1]).toContain("config.remote_url (secret)");
      expect(shown[0]).toContain(`"theirs [secret] s3://${secret}/y/"`);
      expect(shown[1]).toContain(`"theirs s3://${secret}/x/ [secret]"`);
      expect(shown[2]).toContain("changes on it: name, config.remote_url: ");
    } finally {
      delete process.env.TEST_ADOPTION_URL;
    }
  });

  it("leaves open what is not known yet, and refuses nothing for that", async () => {
    const unknowns = { ...inputs, type: unknownValue, name: `prefix-${unknownValue}` };
    expect(await lines(adopting(unknowns))).toEqual([
      expect.stringMatching(
        /^unstructured.Source: takes over the source "invoices" with the id "id-1"; changes on it: name \(not known yet\)/,
      ),
    ]);
    expect(await lines(adopting({ ...inputs, config: unknownValue }))).toEqual([
      expect.stringContaining("changes on it: config (not known yet)"),
    ]);
    server.asked.length = 0;
    expect(await lines(adopting(inputs, unknownValue))).toEqual([
      'unstructured.Source "invoices": takes over a source whose id is not known yet',
    ]);
    expect(requests()).toEqual([]);
  });

  it.each<[string, () => Answered]>([
    ["a wrong id", () => ({ status: 404, body: { detail: "Source not found" } })],
    ["an id of the wrong form", () => ({ status: 422, body: { detail: "not a UUID" } })],
    ["another type", () => ({ status: 200, body: { ...existing, type: "gcs" } })],
  ])("fails for %s as the create does", async (_case, response) => {
    respond = response;
    const { failures } = await verbs.check({}, adopting(inputs));
    const { message, code } = await rejection(verbs.create(adopting(inputs)));
    expect(failures).toEqual([{ property: "", reason: message, code }]);
    expect(said).toEqual([]);
  });

  it("fails for an object that the stack manages already", async () => {
    await registered(verbs, "id-1", inputs, inputs);
    const { failures } = await verbs.check({}, adopting({ ...inputs, name: "again" }));
    expect(failures).toEqual([expect.objectContaining({ code: "PC_ADOPT_REFUSED" })]);
    expect(failures[0]?.reason).toContain("this stack manages id-1 already");
    expect(requests()).toEqual([]);
  });

  const withoutLook =
    'unstructured.Source "invoices": takes over the source with the id "id-1"; what changes on it could not be looked up: ';

  it.each([500, 503, 429, 401, 403, 425])("passes after a %s, which it reports", async (status) => {
    respond = () => ({ status, body: { detail: `no: ${secret}` }, headers: { "retry-after": "3600" } });
    const config = { remote_url: "s3://bucket/in/", key: "AKIA-PLANTED", secret };
    const shown = await lines(adopting({ ...inputs, config }));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain(
      `${withoutLook}Unstructured responded to GET sources/id-1 with status ${status}`,
    );
    expect(shown[0]).not.toContain(secret);
    expect(requests()).toEqual(["GET sources/id-1"]);
  });

  it("keeps its own words where a secret is one of them", async () => {
    respond = () => ({ status: 503, body: { detail: "no status" } });
    const config = { remote_url: "s3://bucket/in/", key: "AKIA-PLANTED", secret: "status" };
    const [line] = await lines(adopting({ ...inputs, config }));
    expect(line).toContain(
      `${withoutLook}Unstructured responded to GET sources/id-1 with status 503 (no [secret]);`,
    );
  });

  it("passes without a connection, and tries to make one for the first of all objects only", async () => {
    await server.stop();
    const began = clock.now();
    const shown = await lines(adopting(inputs));
    expect(shown[0]).toContain(
      `${withoutLook}Unstructured could not be reached at ${server.url} (ECONNREFUSED)`,
    );
    expect(await lines(adopting(inputs, "id-2"))).toEqual([shown[0]?.replace('"id-1"', '"id-2"')]);
    expect(clock.now()).toBe(began);
  });

  it("passes without a response within five seconds, for all objects together", async () => {
    respond = async () => {
      await clock.hold(60_000);
      return { status: 200, body: existing };
    };
    const began = clock.now();
    for (const id of ["id-1", "id-2", "id-3"]) {
      expect((await lines(adopting(inputs, id)))[0]).toContain("(no response within 5 s)");
    }
    expect(clock.now() - began).toBe(5_000);
    expect(requests()).toEqual(["GET sources/id-1"]);
    // The clock of all tests runs on while the server still holds the response.
    await clock.sleep(60_000);
  });

  it("passes without settings, and says so", async () => {
    verbs = sourceVerbs();
    const [line] = await lines(adopting(inputs));
    expect(line).toContain(`${withoutLook}a setting is missing: `);
    expect(line).toContain("unstructured:apiKey");
  });

  it("does not look for what is in the state, is not adopted, or has other problems", async () => {
    expect(await lines(adopting(inputs), inputs)).toEqual([]);
    expect(await lines(inputs)).toEqual([]);
    expect(
      (await verbs.check({}, adopting({ ...inputs, config: { remote_ulr: "x" } }))).failures,
    ).not.toEqual([]);
    expect(said).toEqual([]);
    expect(requests()).toEqual([]);
  });
});

describe("what taking an object over changes", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  const line = async (verbs: Verbs, fields: Fields): Promise<string | undefined> => {
    said.length = 0;
    expect((await verbs.check({}, fields)).failures).toEqual([]);
    return said[0];
  };

  it("is found after a login to AI Squared, in nested configurations and other arguments", async () => {
    platform = await startTestPlatform({}, "aisquared");
    const verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
    const make = async (connector: Fields): Promise<string> => {
      const response = await platform.ask("POST", "/api/v1/connectors", { connector });
      return (response.body as { data: { id: string } }).data.id;
    };
    const id = await make({ ...bodyOf(postgres).connector, description: "theirs" });
    const hookId = await make(bodyOf(hook).connector);
    const news = { ...postgres, configuration: { ...postgres.configuration, port: "6543" } };
    expect(await line(verbs, adopting(news, id))).toBe(
      [
        `aisquared.Connector "shop": takes over the connector "shop" with the id "${id}"; changes on it: `,
        'configuration.credentials.password (secret), configuration.port: "5432" → "6543", ',
        "description (not in the program)",
      ].join(""),
    );
    expect(await line(verbs, adopting(hook, hookId))).toContain("; nothing changes on it");
    expect(platform.take().filter((request) => !request.startsWith("GET "))).toEqual(["POST /api/v1/login"]);
  });

  it("is what an update of Airweave sends", async () => {
    platform = await startWithCollection();
    const settings = airweaveSettings(platform);
    const { id } = await sourceConnectionVerbs(settings).create(notion);
    // An operation of its own, which does not know the connection.
    const connections = sourceConnectionVerbs({ ...settings, "airweave:timeout": "299" });
    expect(await line(connections, adopting(notion, id))).toContain("; nothing changes on it");
    expect(await line(connections, adopting({ ...notion, name: "other notes" }, id))).toBe(
      `airweave.SourceConnection "other notes": takes over the source connection "notes" with the id "${id}"; changes on it: name: "notes" → "other notes"`,
    );
    const manuals = { name: "Manuals", readableId: "docs" };
    expect(await line(collectionVerbs(settings), adopting(manuals, "docs"))).toMatch(
      /^airweave.Collection "Manuals": takes over the collection "Documents" with the id "docs"; changes on it: name: "Documents" → "Manuals"$/,
    );
  });
});
