import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { diff } from "../../../../provider/src/lifecycle/diff";
import { markSecrets } from "../../../../provider/src/secrets/mark-secrets";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import {
  rejection,
  secretMark,
  seen,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const secret = (value: unknown): Fields => ({ ...secretMark, value });
const times = { createdAt: "2026-01-01T00:00:00Z", updatedAt: null, connectionTest: null };
const sentTimes = { created_at: times.createdAt, updated_at: null };

const other = {
  name: "n",
  type: "newer",
  config: { host: "db.example.com", port: 5432, password: "pw-PLANTED" },
  __options: { otherType: true, publicKeys: ["host", "port"] },
};
const known = {
  name: "n",
  type: "s3",
  config: { remote_url: "s3://b/", key: "AKIA", secret: "wJal", newer: "PLANTED", more: { size: 1 } },
  __options: { unknownKeys: "allow", publicKeys: ["more"] },
};

async function reasons(news: Fields): Promise<string[]> {
  const { failures } = await sourceVerbs().check({}, news);
  return failures.map(({ reason }) => reason.replace(/^unstructured.Source "n": /, ""));
}

describe("a type that is newer than the catalog", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let response: { status: number; body: unknown };
  beforeAll(async () => {
    server = await startAnsweringServer(() => response);
    verbs = sourceVerbs(settingsFor(server));
  });
  afterAll(() => server.stop());

  const object = (inputs: Fields, config: Fields): { status: number; body: unknown } => ({
    status: 200,
    body: { id, name: inputs.name, type: inputs.type, config, ...sentTimes },
  });

  it("is stored with every value secret, except the keys listed as public", async () => {
    response = object(other, { ...other.config, password: "**********", added: "by the server" });
    const { outs } = await verbs.create(other);
    expect(markSecrets(sourceDefinition, outs)).toEqual({
      ...seen,
      ...other,
      ...times,
      __response: { secrets: ["password"] },
      config: { host: "db.example.com", port: 5432, password: secret("pw-PLANTED") },
    });
  });

  it("can be adopted if the types match", async () => {
    const adopting = { ...other, __options: { ...other.__options, adopt: "id-2" } };
    const found = (type: string): typeof response => ({
      status: 200,
      body: { id: "id-2", name: "n", type, config: other.config, ...sentTimes },
    });
    response = found("another");
    expect((await rejection(verbs.create(adopting))).message).toContain('"another"');
    response = found("newer");
    expect(await verbs.create(adopting)).toMatchObject({ id: "id-2", outs: { config: other.config } });
  });

  it("shows drift in all keys that the platform returns, and keeps secrets", async () => {
    response = object(other, { host: "moved.example.com", port: null, password: "**********" });
    const { props, inputs } = await verbs.read(id, { ...other, ...times });
    const config = { host: "moved.example.com", password: "pw-PLANTED" };
    expect(props).toMatchObject({ config });
    expect(inputs).toEqual({ ...other, config });
  });

  it("hides values that are not public when the platform repeats them", async () => {
    response = { status: 422, body: { detail: "no pw-PLANTED at db.example.com" } };
    const { message } = await rejection(verbs.create(other));
    expect(message).toContain("(no [secret] at db.example.com)");
  });

  it("is still accepted when the catalog has caught up", async () => {
    const described = { ...other, type: "s3", config: { anything: [1] } };
    expect(await reasons(described)).toEqual([]);
    expect(await reasons({ ...described, __options: {} })).not.toEqual([]);
  });

  it.each([
    [
      "public keys that are not a list",
      { ...known, __options: { publicKeys: "more" } },
      "options.publicKeys: expected an array, got a string",
    ],
    [
      "an invalid value",
      { ...known, __options: { unknownKeys: "yes" } },
      "options.unknownKeys: expected one of allow, refuse",
    ],
    [
      "a secret listed as public",
      { ...known, __options: { unknownKeys: "allow", publicKeys: ["secret", "key", "more"] } },
      "options.publicKeys: config.secret is a secret; leave it out",
    ],
  ])("refuses %s among the options", async (_what, news, problem) => {
    expect(await reasons(news)).toContain(problem);
  });
});

describe("a key that is newer than the catalog", () => {
  it("is refused unless the program allows it", async () => {
    expect(await reasons(known)).toEqual([]);
    expect(await reasons({ ...known, __options: {} })).toEqual([
      "config.more: unknown key",
      "config.newer: unknown key",
    ]);
  });

  it("may be inside a value that may also be a string", async () => {
    const drive = {
      name: "n",
      type: "google_drive",
      config: { drive_id: "d", service_account_key: { id: "i", newer: 1 } },
    };
    expect(await reasons(drive)).toEqual(["config.service_account_key.newer: unknown key"]);
    expect(await reasons({ ...drive, __options: { unknownKeys: "allow" } })).toEqual([]);
  });

  it("may satisfy an alternative, and nothing else", async () => {
    const login = { ...known, config: { remote_url: "s3://b/", newer_login: "x" } };
    expect(await reasons(login)).toEqual([]);
    expect(await reasons({ ...login, config: { newer_login: "x", recursive: 2 } })).toEqual([
      "config.remote_url: missing, expected a string",
      "config.recursive: expected a boolean, got a number",
    ]);
    expect(await reasons({ ...login, config: { remote_url: "s3://b/" } })).toHaveLength(1);
  });

  it("is secret, unlike known keys that are not", () => {
    expect(markSecrets(sourceDefinition, { ...known, ...times })).toMatchObject({
      config: {
        remote_url: "s3://b/",
        key: secret("AKIA"),
        secret: secret("wJal"),
        newer: secret("PLANTED"),
        more: { size: 1 },
      },
    });
  });

  it("is secret below a known key, too", () => {
    const credentials = { auth_type: "username/password", username: "u", password: "p", newer: "n" };
    const snowflake = {
      connectorType: "source",
      connectorName: "Snowflake",
      configuration: { host: "h", credentials },
    };
    const options = { __options: { unknownKeys: "allow" } };
    expect(markSecrets(connectorDefinition, { ...snowflake, ...options })).toMatchObject({
      configuration: {
        host: "h",
        credentials: {
          auth_type: "username/password",
          username: "u",
          password: secret("p"),
          newer: secret("n"),
        },
      },
    });
  });
});

describe("a change of the options for newer keys", () => {
  it.each<[string, Fields, boolean]>([
    ["a key made public", { unknownKeys: "allow", publicKeys: ["more", "newer"] }, true],
    ["a key no longer public", { unknownKeys: "allow" }, true],
    ["newer keys no longer allowed", { publicKeys: ["more"] }, true],
    ["a type marked as newer", { ...known.__options, otherType: true }, true],
    ["an option without effect on an update", { ...known.__options, onRename: "replace" }, false],
  ])("is written to the state if it matters there: %s", (_what, options, changes) => {
    const { __options: _, ...rest } = known;
    const olds = { ...known, ...times };
    expect(diff(sourceDefinition, olds, { ...rest, __options: options })).toMatchObject({
      changes,
      replaces: [],
    });
  });
});
