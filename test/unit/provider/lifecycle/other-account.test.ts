import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openClient } from "../../../../provider/src/client/object-client";
import { fingerprintOfKey } from "../../../../provider/src/lifecycle/identity";
import { unpacked } from "../../../../provider/src/lifecycle/packed-records";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { startAnsweringServer } from "../../../harness/answering-server";
import { startTestPlatform, type TestPlatform } from "../../../harness/platform";
import {
  collectionVerbs,
  connectorVerbs,
  markingVerbs,
  rejection,
  said,
  secretMark,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { answerOf, hook, loginSettings, tokenSettings } from "../platforms/aisquared/connectors";

const variable = "PULUMI_CONNECTORS_NOT_FOUND_IS_GONE";
const config = { remote_url: "s3://bucket/in/", access_key_id: "AKIA", secret_access_key: "wJal" };
const inputs = { name: "invoices", type: "s3", config };

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

/** The platforms that a test has started. */
let started: TestPlatform[] = [];
afterEach(async () => {
  await Promise.all(started.map((platform) => platform.stop()));
  started = [];
});
async function start(...args: Parameters<typeof startTestPlatform>): Promise<TestPlatform> {
  const platform = await startTestPlatform(...args);
  started.push(platform);
  return platform;
}

/** The lines that verbs have said since. */
function sayings(): () => string[] {
  const from = said.length;
  return () => said.slice(from);
}

interface State {
  readonly id: string;
  readonly outs: Fields;
}

/** Expects that reading, changing and deleting an object are refused, and that nothing is written. */
async function expectRefused(
  platform: TestPlatform,
  verbs: Verbs,
  { id, outs }: State,
  news: Fields,
  said: RegExp,
): Promise<void> {
  platform.take();
  for (const verb of [
    () => verbs.read(id, outs),
    () => verbs.update(id, outs, news),
    () => verbs.delete(id, outs),
  ]) {
    const { code, message } = await rejection(verb());
    expect([code, message]).toEqual(["PC_OTHER_ACCOUNT", expect.stringMatching(said)]);
    for (const key of [platform.apiKey, "key-of-eu"]) expect(message).not.toContain(key);
  }
  expect(platform.takeWrites()).toEqual([]);
}

describe("an object that was made with another key", () => {
  let us: TestPlatform;
  let eu: TestPlatform;
  let ofUs: Verbs;
  let ofEu: Verbs;
  let state: State;
  const path = (): string => `/api/v1/sources/${state.id}`;
  beforeEach(async () => {
    us = await start();
    eu = await start();
    eu.rotateKey("key-of-eu");
    ofUs = sourceVerbs(settingsFor(us));
    ofEu = sourceVerbs(settingsFor({ url: eu.url, apiKey: "key-of-eu" }));
    state = await ofUs.create(inputs);
    us.take();
  });

  it("is neither forgotten nor deleted nor changed where it is not found", async () => {
    const elsewhere = new RegExp(
      `^unstructured\\.Source "invoices": \\w+ refused: Unstructured has no source with the id "${state.id}" at ${eu.url}/api/v1/, but it was last seen at ${us.url}/api/v1/ with another key, and may still exist: compare the settings \\(apiKey from stack config unstructured:apiKey, apiUrl from stack config unstructured:apiUrl\\); .*, or set the environment variable ${variable}=true for this operation if the source is gone$`,
    );
    await expectRefused(eu, ofEu, state, { ...inputs, name: "bills" }, /invoices|bills/);
    expect((await rejection(ofEu.read(state.id, state.outs))).message).toMatch(elsewhere);
    expect((await us.ask("GET", path())).status).toBe(200);
  });

  it("is not a change", async () => {
    expect(await ofEu.diff(state.id, state.outs, inputs)).toMatchObject({ changes: false, replaces: [] });
  });

  it("counts as gone if the user says so, and as gone or not by no other word", async () => {
    const news = { ...inputs, name: "bills" };
    for (const word of ["1", "yes", "TRUE", " true"]) {
      process.env[variable] = word;
      const { code, message } = await rejection(ofEu.read(state.id, state.outs));
      expect([code, message]).toEqual([
        "PC_INVALID_SETTING",
        expect.stringContaining("neither true nor false"),
      ]);
    }
    for (const word of ["", "false"]) {
      process.env[variable] = word;
      expect((await rejection(ofEu.delete(state.id, state.outs))).code).toBe("PC_OTHER_ACCOUNT");
    }
    process.env[variable] = "true";
    const lines = sayings();
    expect(await ofEu.read(state.id, state.outs)).toEqual({});
    await ofEu.delete(state.id, state.outs);
    expect(lines()).toEqual([
      `unstructured.Source "invoices": the source with the id "${state.id}" was already gone`,
    ]);
    expect((await rejection(ofEu.update(state.id, state.outs, news))).code).toBe("PC_NOT_FOUND");
  });

  it("is refused to a get, too, once it was seen", async () => {
    const got = await ofUs.read(state.id, { __options: { resource: "got" } });
    expect(await ofUs.read(state.id, got.props ?? {})).toEqual(got);
    expect((await rejection(ofEu.read(state.id, got.props ?? {}))).code).toBe("PC_OTHER_ACCOUNT");
    expect((await rejection(ofEu.read(state.id, { __options: { resource: "got" } }))).code).toBe(
      "PC_NOT_FOUND",
    );
    await us.ask("DELETE", path());
    expect(await ofUs.read(state.id, got.props ?? {})).toEqual({});
  });

  it("is as gone as ever where the state does not say with what it was made, as one of 0.1.0", async () => {
    const { __identity, ...outs } = state.outs;
    expect(__identity).toBeDefined();
    const lines = sayings();
    expect(await ofEu.read(state.id, outs)).toEqual({});
    await ofEu.delete(state.id, outs);
    expect(lines()).toEqual([expect.stringContaining("was already gone")]);
    expect(await ofUs.read(state.id, outs)).toMatchObject({ props: state.outs });
  });
});

describe("an object whose key was rotated", () => {
  let platform: TestPlatform;
  let state: State;
  const rotated = (): Verbs => sourceVerbs(settingsFor({ url: platform.url, apiKey: "key-of-today" }));
  const path = (): string => `/api/v1/sources/${state.id}`;
  beforeEach(async () => {
    platform = await start();
    state = await sourceVerbs(settingsFor(platform)).create(inputs);
    platform.rotateKey("key-of-today");
    platform.take();
  });

  it("is found, and then known by the new key", async () => {
    const { props = {} } = await rotated().read(state.id, state.outs);
    const { __identity: before, ...outs } = state.outs;
    const { __identity: after, ...read } = props;
    expect(read).toEqual(outs);
    expect(after).not.toEqual(before);
    platform.take();
    expect((await rotated().read(state.id, props)).props).toEqual(props);
    await rotated().delete(state.id, props);
    expect(platform.take()).toEqual([`GET ${path()}`, `DELETE ${path()}`]);
  });

  it("is looked at once before it is changed", async () => {
    const news = { ...inputs, name: "bills" };
    const { outs } = await rotated().update(state.id, state.outs, news);
    expect(platform.take()).toEqual([`GET ${path()}`, `PUT ${path()}`]);
    await rotated().update(state.id, outs, inputs);
    expect(platform.take()).toEqual([`PUT ${path()}`]);
  });

  it("is looked at before it is deleted", async () => {
    await rotated().delete(state.id, state.outs);
    expect(platform.take()).toEqual([`GET ${path()}`, `DELETE ${path()}`]);
  });

  it("keeps the key with which it was seen as long as nothing is sent", async () => {
    const { outs } = await rotated().update(state.id, state.outs, {
      ...inputs,
      __options: { publicKeys: ["brand_new"] },
    });
    expect(platform.take()).toEqual([]);
    expect(outs.__identity).toEqual(state.outs.__identity);
  });

  it("is not taken for gone when it was deleted meanwhile, unless the user says so", async () => {
    await platform.ask("DELETE", path());
    const { code, message } = await rejection(rotated().read(state.id, state.outs));
    expect(code).toBe("PC_OTHER_ACCOUNT");
    expect(message).toContain("but it was last seen with another key, and may still exist");
    process.env[variable] = "true";
    expect(await rotated().read(state.id, state.outs)).toEqual({});
  });
});

it("records of an issued key what shows neither the key nor that it is used again", async () => {
  const platform = await start();
  const verbs = markingVerbs(sourceDefinition, settingsFor(platform));
  const [one, two] = [await verbs.create(inputs), await verbs.create({ ...inputs, name: "bills" })];
  const identities = [one, two].map(({ outs }) => unpacked(outs).__identity);
  expect(identities[0]).toEqual([`${platform.url}/api/v1/`, expect.stringMatching(/^[\w-]{12}$/)]);
  expect(identities[1]).not.toEqual(identities[0]);
  expect(JSON.stringify([one, two])).not.toContain(platform.apiKey);
});

it.each([
  ["a short key", 19],
  ["no short key", 20],
])("keeps a fingerprint secret if the key could be guessed: %s", async (_name, length) => {
  const platform = await start();
  const apiKey = "k".repeat(length);
  platform.rotateKey(apiKey);
  const verbs = markingVerbs(sourceDefinition, settingsFor({ url: platform.url, apiKey }));
  const { outs } = await verbs.create(inputs);
  expect(unpacked(outs).__identity).toEqual(
    length < 20
      ? {
          address: `${platform.url}/api/v1/`,
          key: { ...secretMark, value: expect.stringMatching(/^[\w-]{22}$/) },
        }
      : [`${platform.url}/api/v1/`, expect.stringMatching(/^[\w-]{12}$/)],
  );
});

it("keeps the fingerprint of a password secret, however long it is", async () => {
  const platform = await start({}, "aisquared");
  const verbs = markingVerbs(connectorDefinition, loginSettings(platform));
  const { outs } = await verbs.create(hook);
  expect(platform.apiKey.length).toBeGreaterThan(20);
  expect(outs.__identity).toMatchObject({
    key: { ...secretMark, value: expect.stringMatching(/^[\w-]{22}$/) },
  });
});

it("leaves the identity of an earlier release as it is while the key is the same", async () => {
  const platform = await start();
  const verbs = sourceVerbs(settingsFor(platform));
  const { id, outs } = await verbs.create(inputs);
  const [address] = outs.__identity as string[];
  const client = openClient(sourceDefinition, { config: (key) => settingsFor(platform)[key] }, inputs);
  const __identity = { address, key: await fingerprintOfKey(client, id) };
  expect((await verbs.read(id, { ...outs, __identity })).props).toEqual({ ...outs, __identity });
});

it("says of a delete that met a 404 that the object was gone, unless an earlier attempt may have deleted it", async () => {
  const statuses: number[] = [404];
  const server = await startAnsweringServer(() => ({
    status: statuses.shift() ?? 404,
    body: { detail: "?" },
  }));
  const verbs = sourceVerbs(settingsFor(server));
  const lines = sayings();
  await verbs.delete("a", inputs);
  expect(lines()).toEqual([`unstructured.Source "invoices": the source with the id "a" was already gone`]);
  statuses.push(502, 404);
  await verbs.delete("b", inputs);
  expect(lines()).toHaveLength(1);
  await server.stop();
});

describe("a create of unknown outcome", () => {
  it("is not forgotten by other settings", async () => {
    const us = await start();
    const eu = await start();
    eu.rotateKey("key-of-eu");
    const ofUs = sourceVerbs(settingsFor(us));
    const ofEu = sourceVerbs(settingsFor({ url: eu.url, apiKey: "key-of-eu" }));
    us.setFaults([{ fault: { kind: "status", status: 504 }, method: "POST", times: 99 }]);
    const { id, properties } = await rejection(ofUs.create({ ...inputs, name: "open" }));
    us.setFaults();
    const open = properties as Fields;
    expect(open).toMatchObject({ __openCreate: expect.anything(), __identity: expect.anything() });
    const long: Fields = { ...open, __openCreate: { since: Date.now() - 3_600_000, later: [] } };
    const nowhere =
      /has no source of an earlier create, whose outcome was not known at .*, but it was last seen at .* with another key/;
    for (const verb of [() => ofEu.read(String(id), long), () => ofEu.delete(String(id), long)]) {
      const { code, message } = await rejection(verb());
      expect([code, message]).toEqual(["PC_OTHER_ACCOUNT", expect.stringMatching(nowhere)]);
    }
    await ofEu.diff(String(id), long, { ...inputs, name: "open" });
    expect((await rejection(ofEu.create({ ...inputs, name: "open" }))).code).toBe("PC_OTHER_ACCOUNT");
    expect(eu.takeWrites()).toEqual([]);
    expect(await ofUs.read(String(id), long)).toEqual({});
    await ofUs.delete(String(id), long);
  });
});

describe("a connector of another workspace", () => {
  const workspaces = [
    { id: 1, name: "One" },
    { id: 2, name: "Two" },
  ];
  let platform: TestPlatform;
  let state: State;
  const of = (workspaceId: string, server = platform): Verbs =>
    connectorVerbs({ ...loginSettings(server), "aisquared:workspaceId": workspaceId });
  beforeEach(async () => {
    platform = await start({ workspaces }, "aisquared");
    state = await of("1").create(hook);
    platform.take();
  });
  const both =
    /refused: the connector with the id "1" is in workspace 1 of AI Squared, and the settings \(.*workspaceId from stack config aisquared:workspaceId.*\) lead to workspace 2; /;

  it("is neither forgotten nor deleted nor changed", async () => {
    await expectRefused(platform, of("2"), state, { ...hook, description: "d" }, both);
    const { __identity, ...of010 } = state.outs;
    expect(__identity).toEqual({ address: `${platform.url}/api/v1/`, key: expect.any(String) });
    await expectRefused(platform, of("2"), { ...state, outs: of010 }, { ...hook, description: "d" }, both);
    expect((await platform.ask("GET", `/api/v1/connectors/${state.id}`)).status).toBe(200);
  });

  it("asks for nothing before it refuses to write", async () => {
    await rejection(of("2").delete(state.id, state.outs));
    await rejection(of("2").update(state.id, state.outs, { ...hook, description: "d" }));
    expect(platform.take().filter((line) => !line.endsWith("/login"))).toEqual([]);
  });

  it("is refused by a diff that changes it, and said once by others", async () => {
    const lines = sayings();
    const elsewhere = of("2");
    for (let time = 0; time < 2; time++) {
      expect(await elsewhere.diff(state.id, state.outs, hook)).toMatchObject({ changes: false });
    }
    expect(lines()).toEqual([
      'aisquared.Connector "hook": the connector is in workspace 1 of AI Squared, and stays there: workspaceId from stack config aisquared:workspaceId is 2',
    ]);
    for (const news of [
      { ...hook, description: "d" },
      { ...hook, connectorName: "Slack" },
    ]) {
      const { code, message } = await rejection(elsewhere.diff(state.id, state.outs, news));
      expect([code, message]).toEqual(["PC_OTHER_ACCOUNT", expect.stringMatching(both)]);
    }
    expect(await connectorVerbs().diff(state.id, state.outs, { ...hook, description: "d" })).toMatchObject({
      changes: true,
    });
    expect(platform.take()).toEqual([]);
  });

  it("counts as gone if the user says so", async () => {
    process.env[variable] = "true";
    expect(await of("2").read(state.id, state.outs)).toEqual({});
    await of("2").delete(state.id, state.outs);
    expect(platform.takeWrites()).toEqual([]);
  });

  it("is the same for another login to the only workspace", async () => {
    const only = await start({ token: "token-of-today" }, "aisquared");
    const { id, outs } = await of("1", only).create(hook);
    only.take();
    const verbs = connectorVerbs({ "aisquared:apiUrl": only.url, "aisquared:token": "token-of-today" });
    await verbs.update(id, outs, { ...hook, description: "d" });
    expect(only.take()).toEqual(["GET /api/v1/workspaces", `PUT /api/v1/connectors/${id}`]);
    await verbs.delete(id, outs);
    await verbs.delete(id, outs);
    expect(await verbs.read(id, outs)).toEqual({});
  });

  it("is not the one with the same id and workspace on another server", async () => {
    const other = await start({ token: "key-of-eu" }, "aisquared");
    const elsewhere = connectorVerbs({ ...tokenSettings(other.url), "aisquared:token": "key-of-eu" });
    expect((await elsewhere.create(hook)).id).toBe(state.id);
    for (const word of ["", "true"]) {
      process.env[variable] = word;
      await expectRefused(
        other,
        elsewhere,
        state,
        { ...hook, description: "d" },
        /the connector with the id "1" at .* is another one, created at another time, and not the one in the state, which was last seen at .* with another key/,
      );
    }
  });

  it("is not the one with the same id in the workspace that a response names", async () => {
    const server = await startAnsweringServer(() => ({
      status: 200,
      body: { data: answerOf("1", hook, { workspace_id: 2 }) },
    }));
    const { code, message } = await rejection(
      connectorVerbs(tokenSettings(server.url)).read("1", state.outs),
    );
    expect(code).toBe("PC_OTHER_ACCOUNT");
    expect(message).toContain("is in workspace 2, and not the one in the state, which was in workspace 1");
    await server.stop();
  });

  it("is the same where only the port of this machine has changed", async () => {
    const { __identity, ...rest } = state.outs;
    const outs = {
      ...rest,
      __identity: { ...(__identity as Fields), address: "http://localhost:1/api/v1/" },
    };
    await of("1").delete(state.id, outs);
    expect(platform.take()).not.toContain(`GET /api/v1/connectors/${state.id}`);
    expect(await of("1").read(state.id, outs)).toEqual({});
  });

  it("has no fingerprint of a password where address and workspace say it all", async () => {
    const { __identity, ...rest } = state.outs;
    const outs = { ...rest, __identity: { address: "https://staging.example.com/api/v1/" } };
    const { props } = await of("1").read(state.id, outs);
    expect(props).toMatchObject({ __identity: { address: `${platform.url}/api/v1/` } });
    await platform.ask("DELETE", `/api/v1/connectors/${state.id}`);
    const { code, message } = await rejection(of("1").read(state.id, outs));
    expect(code).toBe("PC_OTHER_ACCOUNT");
    expect(message).toContain(
      "but it was last seen at https://staging.example.com/api/v1/, and may still exist",
    );
  });
});

describe("a collection of another organization", () => {
  const ours = "11111111-1111-4111-8111-111111111111";
  const theirs = "22222222-2222-4222-8222-222222222222";
  const settings = ({ url }: TestPlatform, key: string, more: Fields = {}): Record<string, string> => ({
    "airweave:apiUrl": url,
    "airweave:apiKey": key,
    ...(more as Record<string, string>),
  });
  const collection = { name: "Support", readableId: "support" };
  let platform: TestPlatform;
  let state: State;
  beforeEach(async () => {
    platform = await start({ organizationId: ours, otherOrganizations: [theirs] }, "airweave");
    state = await collectionVerbs(settings(platform, platform.apiKey)).create(collection);
    platform.take();
  });

  it("is refused to a key whose organization has collections, by its name", async () => {
    const other = await start({ organizationId: theirs }, "airweave");
    other.rotateKey("key-of-eu");
    const elsewhere = collectionVerbs(settings(other, "key-of-eu"));
    await elsewhere.create({ name: "Another" });
    await expectRefused(
      other,
      elsewhere,
      state,
      { ...collection, name: "Renamed" },
      new RegExp(
        `the collection with the id "support" is in organization ${ours} of Airweave, and the settings \\(.*\\) lead to organization ${theirs}; `,
      ),
    );
  });

  it("is refused to another key whose organization nobody knows", async () => {
    const other = await start({ organizationId: theirs }, "airweave");
    other.rotateKey("key-of-eu");
    await expectRefused(
      other,
      collectionVerbs(settings(other, "key-of-eu")),
      state,
      { ...collection, name: "Renamed" },
      /has no collection with the id "support" at .*, but it was last seen at .* with another key/,
    );
  });

  it("is refused by the setting, before anything is written", async () => {
    const elsewhere = collectionVerbs(
      settings(platform, platform.apiKey, { "airweave:organizationId": theirs }),
    );
    for (const verb of [
      () => elsewhere.delete(state.id, state.outs),
      () => elsewhere.update(state.id, state.outs, { ...collection, name: "Renamed" }),
      () => elsewhere.diff(state.id, state.outs, { ...collection, name: "Renamed" }),
    ]) {
      expect((await rejection(verb())).code).toBe("PC_OTHER_ACCOUNT");
    }
    expect(platform.take()).toEqual([]);
  });

  it("is gone for another key of the same organization", async () => {
    await collectionVerbs(settings(platform, platform.apiKey)).create({ name: "Another" });
    await platform.ask("DELETE", "/collections/support");
    platform.rotateKey("key-of-today");
    const rotated = collectionVerbs(settings(platform, "key-of-today"));
    const outs = { ...state.outs, createdAt: "2026-01-01T00:00:00" };
    platform.take();
    expect(await rotated.read(state.id, outs)).toEqual({});
    await rotated.delete(state.id, outs);
    expect(platform.take()).toEqual([
      "GET /collections/support",
      "GET /collections?skip=0&limit=1",
      "DELETE /collections/support",
    ]);
  });
});
