import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fingerprinted, resolved, unsetVariables } from "../../../../provider/src/secrets/references";
import { mapReferences } from "../../../../provider/src/values/reference";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import {
  rejection,
  settingsFor,
  sourceConnectionVerbs,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const to = (name: string): Fields => ({ fromEnv: name, fingerprint: "" });
const config = (values: Fields): Fields => ({
  remote_url: "s3://bucket/in/",
  access_key_id: "AKIA",
  secret_access_key: "wJal",
  ...values,
});
const inputs = (values: Fields): Fields => ({ name: "invoices", type: "s3", config: config(values) });
const secret = { secret_access_key: to("TEST_SECRET") };
const notShown = "(not shown, because it may repeat what the environment variable TEST_SECRET was before)";

beforeEach(() => {
  process.env.TEST_SECRET = "CANARY-secret";
  process.env.TEST_URL = "s3://CANARY/";
});
afterEach(() => {
  delete process.env.TEST_SECRET;
  delete process.env.TEST_URL;
});

describe("a reference to the environment", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (sent: Fields) => { status: number; body: unknown };
  const object = (sent: Fields): Fields => ({ id, type: "s3", created_at: "2026-01-01T00:00:00Z", ...sent });

  beforeAll(async () => {
    server = await startAnsweringServer(({ body }) => respond((body ?? {}) as Fields));
    verbs = sourceVerbs(settingsFor(server));
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    respond = (sent) => ({ status: 200, body: object(sent) });
  });

  /** The inputs that check returns. */
  const checked = async (values: Fields, olds: Fields = {}): Promise<Fields> => {
    const { inputs: result, failures } = await verbs.check(olds, inputs(values));
    expect(failures).toEqual([]);
    return result;
  };
  const created = async (values: Fields): Promise<{ ins: Fields; outs: Fields }> => {
    const ins = await checked(values);
    return { ins, outs: (await verbs.create(ins)).outs };
  };

  it("is checked by the value of the variable, which no message shows", async () => {
    process.env.TEST_URL = "ftp://CANARY/";
    const { failures } = await verbs.check({}, inputs({ remote_url: to("TEST_URL") }));
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(/^unstructured.Source "invoices": config.remote_url: /),
        code: "PC_INVALID_ARGUMENT",
      },
    ]);
    expect(JSON.stringify(failures)).not.toContain("CANARY");
  });

  it.each([
    ["has the same value", "CANARY-secret", "(no bucket for [secret])"],
    ["has changed", "CANARY-rotated", notShown],
    ["is no longer set", undefined, notShown],
  ])("keeps the applied value out of messages if the variable %s", async (_title, value, said) => {
    const { outs } = await created(secret);
    if (value === undefined) delete process.env.TEST_SECRET;
    else process.env.TEST_SECRET = value;
    respond = () => ({ status: 409, body: { detail: "no bucket for CANARY-secret" } });
    const deleted = await rejection(verbs.delete(id, outs));
    const read = await rejection(verbs.read(id, outs));
    const news = (await verbs.check(outs, inputs({ ...secret, remote_url: "s3://b/" }))).inputs;
    const updated = value === undefined ? [] : [await rejection(verbs.update(id, outs, news))];
    for (const { message } of [deleted, read, ...updated]) {
      expect(message).toContain(`with status 409 ${said}; `);
    }
  });

  it("is not checked if the variable is not set, unlike the other values", async () => {
    delete process.env.TEST_SECRET;
    expect((await verbs.check({}, inputs(secret))).failures).toEqual([]);
    const { failures } = await verbs.check({}, inputs({ ...secret, recursiv: true }));
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringContaining("config.recursiv")]);
  });

  it.each([
    ["name", { ...inputs({}), name: to("TEST_SECRET") }, "name: fromEnv is for the settings of a connector"],
    ["config", { ...inputs({}), config: to("TEST_SECRET") }, "config: fromEnv is for the settings"],
    [
      "text",
      inputs({ remote_url: "s3://environment variable: TEST_SECRET/" }),
      "config.remote_url: fromEnv replaces a whole value, not a part of a string",
    ],
  ])("is refused where it is not supported: %s", async (_where, given, problem) => {
    const { failures } = await verbs.check({}, given);
    expect(failures[0]?.reason).toContain(problem);
  });

  it("shows a change only if the value has changed", async () => {
    const { ins, outs } = await created(secret);
    expect(await verbs.diff(id, outs, await checked(secret, ins))).toMatchObject({ changes: false });
    process.env.TEST_SECRET = "CANARY-other";
    const news = await checked(secret, ins);
    expect(await verbs.diff(id, outs, news)).toMatchObject({ changes: true, replaces: [] });
    delete process.env.TEST_SECRET;
    expect(await verbs.diff(id, outs, await checked(secret, ins))).toMatchObject({ changes: false });
  });

  it("shows a change from and to a literal of the same value", async () => {
    const { ins, outs } = await created(secret);
    const literal = await checked({ secret_access_key: "CANARY-secret" }, ins);
    expect(await verbs.diff(id, outs, literal)).toMatchObject({ changes: true });
    const { outs: after } = await verbs.update(id, outs, literal);
    const back = await checked(secret, literal);
    expect(await verbs.diff(id, after, back)).toMatchObject({ changes: true });
    expect(JSON.stringify((await verbs.update(id, after, back)).outs)).not.toContain("CANARY");
  });

  it("stays a reference if the platform returns its value, and shows drift otherwise", async () => {
    const shown = { remote_url: to("TEST_URL") };
    const { ins, outs } = await created(shown);
    expect(server.asked.at(-1)?.body).toMatchObject({ config: { remote_url: "s3://CANARY/" } });
    expect(JSON.stringify(outs)).not.toContain("CANARY");
    respond = () => ({
      status: 200,
      body: object(inputs({ remote_url: "s3://CANARY/", secret_access_key: "***" })),
    });
    const same = await verbs.read(id, outs);
    expect(same.inputs?.config).toEqual(ins.config);
    respond = () => ({ status: 200, body: object(inputs({ remote_url: "s3://CANARY/2/" })) });
    const { props = {}, inputs: read = {} } = await verbs.read(id, outs);
    expect(JSON.stringify([props, read])).not.toContain("CANARY");
    expect(await verbs.diff(id, props, await checked(shown, read))).toMatchObject({ changes: true });
  });

  it("is resolved in an update, which does not fail because of it", async () => {
    const { ins, outs } = await created({ remote_url: "s3://CANARY/" });
    const news = await checked({ remote_url: to("TEST_URL") }, ins);
    const { outs: after } = await verbs.update(id, outs, news);
    expect(server.asked.at(-1)?.body).toMatchObject({ config: { remote_url: "s3://CANARY/" } });
    expect(after.config).toEqual(news.config);
  });

  it("hides its value in the platform's messages", async () => {
    respond = () => ({ status: 422, body: { detail: "the key CANARY-secret is not good" } });
    const { message } = await rejection(verbs.create(await checked(secret)));
    expect(message).toContain("the key [secret] is not good");
  });

  it("reports all variables that a request needs but are not set", async () => {
    delete process.env.TEST_SECRET;
    delete process.env.TEST_URL;
    const asked = server.asked.length;
    const { message } = await rejection(verbs.create(inputs({ ...secret, remote_url: to("TEST_URL") })));
    expect(message).toBe(
      'unstructured.Source "invoices": create failed: config.remote_url: the environment variable TEST_URL is not set; config.secret_access_key: the environment variable TEST_SECRET is not set; set it where you run pulumi, and run it again',
    );
    expect(server.asked).toHaveLength(asked);
  });
});

describe("a reference in the credentials of a connection", () => {
  let server: AnsweringServer;
  afterAll(() => server.stop());

  it("is sent, not needed by unrelated updates, and recorded without its value", async () => {
    const view = { id, name: "issues", short_name: "github", readable_collection_id: "c", status: "active" };
    server = await startAnsweringServer(({ body }) => ({
      status: 200,
      body: { ...view, ...(body as Fields) },
    }));
    const verbs = sourceConnectionVerbs({ "airweave:apiUrl": server.url, "airweave:apiKey": "k" });
    const given = {
      name: "issues",
      shortName: "github",
      readableCollectionId: "c",
      config: { repo_name: "a/b" },
      authentication: { credentials: { personal_access_token: to("TEST_SECRET") } },
    };
    const { inputs: ins, failures } = await verbs.check({}, given);
    expect(failures).toEqual([]);
    const { outs } = await verbs.create(ins);
    expect(server.asked[0]?.body).toMatchObject({
      authentication: { credentials: { personal_access_token: "CANARY-secret" } },
    });
    expect(JSON.stringify(outs)).not.toContain("CANARY");
    delete process.env.TEST_SECRET;
    const { inputs: news } = await verbs.check(ins, { ...given, name: "renamed" });
    await verbs.update(id, outs, news);
    expect(server.asked.at(-1)).toMatchObject({ method: "PATCH", body: { name: "renamed" } });
  });
});

describe("fingerprints", () => {
  it("do not contain the value, distinguish values, and differ between objects", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string({ minLength: 6 }), (one, other) => {
        process.env.TEST_SECRET = one.replaceAll("\0", "0");
        const before = fingerprinted({ config: secret }, {});
        expect(fingerprinted({ config: secret }, before)).toEqual(before);
        expect(fingerprinted({ config: secret }, {})).not.toEqual(before);
        expect(resolved(before)).toEqual({ config: { secret_access_key: process.env.TEST_SECRET } });
        mapReferences(before, ({ fingerprint }) =>
          expect(fingerprint).not.toContain(process.env.TEST_SECRET),
        );
        process.env.TEST_SECRET = other.replaceAll("\0", "1");
        const isSame = one.replaceAll("\0", "0") === process.env.TEST_SECRET;
        expect(JSON.stringify(fingerprinted({ config: secret }, before)) === JSON.stringify(before)).toBe(
          isSame,
        );
      }),
    );
  });

  it("are kept when the key is replaced by an alias", () => {
    const before = fingerprinted({ config: secret }, {});
    const after = fingerprinted({ config: { secret: to("TEST_SECRET") } }, before) as { config: Fields };
    expect(after.config.secret).toEqual((before as { config: Fields }).config.secret_access_key);
  });

  it("treat an empty variable as unset", () => {
    process.env.TEST_SECRET = "";
    expect(unsetVariables({ config: secret })).toEqual(["TEST_SECRET"]);
  });
});
