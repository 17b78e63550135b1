import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type Answered, type AnsweringServer } from "../../../harness/answering-server";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import {
  connectorVerbs,
  markingVerbs,
  rejection,
  secretMark,
  seen,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const __provider = 'exports.handler = () => require("pulumi-connectors/host");';
const before = {
  __provider,
  ...{ name: "invoices", type: "s3" },
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal" },
};
const after = { ...before, name: "bills", config: { ...before.config, secret: "another" } };
/** What the state keeps of an object beside its outputs. */
const kept = { __response: { secrets: ["key", "secret"] }, ...seen };
const times = { createdAt: "2026-01-01T00:00:00Z", updatedAt: null, connectionTest: null };
const recorded = { ...before, ...times };
const fromEnvironment = { fromEnv: "INDETERMINATE_SECRET", fingerprint: "" };

/** The object as the platform returns it, with masks. */
const shown = (name: string): Fields => ({
  ...{ id, name, type: "s3", created_at: times.createdAt, updated_at: null },
  config: { remote_url: "s3://bucket/in/", key: "**********", secret: "**********" },
});

describe("an update with an indeterminate outcome", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let onPut: readonly Answered[];
  let always: Answered | undefined;
  let remote: Fields;

  beforeEach(async () => {
    remote = shown("invoices");
    always = undefined;
    process.env.INDETERMINATE_SECRET = "from-the-env";
    server = await startAnsweringServer(({ method, body }) => {
      if (always !== undefined) return always;
      if (method === "GET") return { status: 200, body: remote };
      const [response = { status: 200, body: { ...remote, name: (body as Fields).name } }, ...rest] = onPut;
      onPut = rest;
      return response;
    });
    verbs = sourceVerbs(settingsFor(server));
  });
  afterEach(async () => {
    delete process.env.INDETERMINATE_SECRET;
    await server.stop();
  });

  const puts = (): unknown[] =>
    server.asked.filter(({ method }) => method === "PUT").map(({ body }) => (body as Fields).name);

  it.each<[string, readonly Answered[]]>([
    ["the last response is a server error", [500, 500, 500].map((status) => ({ status, body: "" }))],
    ["the connection broke once, and the retry is refused", ["break", { status: 401, body: {} }]],
    ["the response is not an object", [{ status: 200, body: "" }]],
  ])("is recorded as indeterminate when %s", async (_when, responses) => {
    onPut = responses;
    const error = await rejection(verbs.update(id, recorded, after));
    expect(error).toMatchObject({ code: "PC_INDETERMINATE_UPDATE", id, reasons: [error.message] });
    const sent = { name: "bills", config: after.config };
    expect(error.properties).toEqual({
      ...recorded,
      __unclear: ["name", "config"],
      __attempts: [sent],
      __inputsDue: true,
    });
  });

  it("keeps secret what only the earlier program marked, because the engine marks what the current one does", async () => {
    onPut = [{ status: 200, body: "" }];
    const marking = markingVerbs(sourceDefinition, settingsFor(server));
    const withSecrets = { ...recorded, __options: { secrets: ["config.remote_url"] } };
    const error = await rejection(marking.update(id, withSecrets, after));
    const { name, config: sent } = after;
    expect(error.properties).toMatchObject({
      config: { remote_url: { ...secretMark, value: "s3://bucket/in/" } },
      __attempts: { ...secretMark, value: [{ name, config: sent }] },
    });
  });

  it("is not indeterminate if the platform refuses it at once", async () => {
    onPut = [{ status: 422, body: { detail: "no" } }];
    const error = await rejection(verbs.update(id, recorded, after));
    expect(error).not.toHaveProperty("id");
    expect(error.code).toBe("PC_REFUSED");
  });

  it("shows as a change whatever the program declares next, which is sent once", async () => {
    const sent = { name: "bills", config: after.config };
    const indeterminate = { ...recorded, __unclear: ["name", "config"], __attempts: [sent] };
    for (const program of [before, after]) {
      expect(await verbs.diff(id, indeterminate, program)).toMatchObject({ changes: true, replaces: [] });
      onPut = [];
      const { outs } = await verbs.update(id, indeterminate, program);
      expect(puts()).toEqual([program.name]);
      expect(outs).toEqual({ ...program, ...times, ...kept });
      expect(await verbs.diff(id, outs, program)).toMatchObject({ changes: false });
      server.asked.length = 0;
    }
  });

  it("stays recorded if the next update is refused or indeterminate, too", async () => {
    const first = { config: after.config };
    const indeterminate = { ...recorded, __unclear: ["config"], __attempts: [first], __inputsDue: true };
    onPut = [{ status: 422, body: { detail: "no" } }];
    expect(await rejection(verbs.update(id, indeterminate, before))).not.toHaveProperty("properties");
    const renamed = { ...before, name: "bills" };
    const second = { name: "bills", config: before.config };
    let state: Fields = indeterminate;
    for (let times = 0; times < 2; times++) {
      onPut = [{ status: 200, body: "" }];
      state = (await rejection(verbs.update(id, state, renamed))).properties as Fields;
      expect(state).toEqual({ ...indeterminate, __unclear: ["config", "name"], __attempts: [first, second] });
    }
  });

  it("hides the secrets that it may have sent from the platform's messages, and nothing else", async () => {
    onPut = [{ status: 200, body: "" }];
    const withSecrets = {
      ...after,
      config: { ...after.config, remote_url: "s3://hush/", secret: fromEnvironment, newer: "unknown" },
      __options: { secrets: ["config.remote_url"], unknownKeys: "allow" },
    };
    const { inputs } = await verbs.check(recorded, withSecrets);
    const { properties } = await rejection(verbs.update(id, recorded, inputs));
    const third = { ...before, config: { ...before.config, secret: "a third one" } };
    const detail = "AKIA, wJal, from-the-env, unknown, s3://hush/ and a third one do not go together";
    const messages = async (state: Fields): Promise<string[]> => {
      const operations = [verbs.update(id, state, third), verbs.delete(id, state), verbs.read(id, state)];
      return (await Promise.all(operations.map(rejection))).map(({ message }) => message);
    };
    always = { status: 422, body: { detail } };
    const [ofUpdate, ...ofOthers] = await messages(properties as Fields);
    const masked = "([secret], [secret], [secret], [secret], [secret] and";
    expect(ofUpdate).toContain(`${masked} [secret] do not go together`);
    for (const message of ofOthers) expect(message).toContain(`${masked} a third one do not go together`);
    const { __attempts: _sent, ...withoutAttempts } = properties as Fields;
    for (const message of await messages(withoutAttempts)) {
      expect(message).toContain("422 (not shown, because it may repeat what an earlier update has sent);");
    }
    process.env.INDETERMINATE_SECRET = "another by now";
    for (const message of await messages(properties as Fields)) {
      expect(message).toContain(
        "422 (not shown, because it may repeat what the environment variable INDETERMINATE_SECRET was before);",
      );
    }
  });

  it("records that an argument was removed", async () => {
    const settings = { apiUrl: server.url, token: "a-token", workspaceId: "1" };
    const config = Object.entries(settings).map(([name, value]) => [`aisquared:${name}`, value]);
    const connectors = connectorVerbs(Object.fromEntries(config) as Record<string, string>);
    const configuration = { destination_url: "https://hooks.example.com/" };
    const hook = { name: "hook", connectorType: "destination", connectorName: "Http", configuration };
    const { createdAt, connectionTest } = times;
    const olds = { ...hook, description: "for invoices", workspaceId: 1, createdAt, connectionTest };
    onPut = [{ status: 200, body: "" }];
    const { properties } = await rejection(connectors.update("1", olds, hook));
    expect(properties).toEqual({
      ...olds,
      __unclear: ["description"],
      __attempts: [{ description: null }],
      __inputsDue: true,
    });
    always = { status: 422, body: { errors: [{ detail: "the hook is not ours" }] } };
    const { message } = await rejection(connectors.update("1", properties as Fields, hook));
    expect(message).toContain("422 (the hook is not ours)");
  });

  it("is settled by a read, except for secrets", async () => {
    remote = shown("bills");
    const { config } = after;
    const open = { __unclear: ["name", "config"], __attempts: [{ name: "bills", config }, { name: "bill" }] };
    const { props, inputs } = await verbs.read(id, { ...recorded, ...open });
    expect(props).toMatchObject({ name: "bills", config: before.config, __unclear: ["config"] });
    expect(props?.__attempts).toEqual([{ config }]);
    expect(inputs).toEqual({ name: "bills", type: "s3", config: before.config });
  });

  it("records an object that it was adopting, with the program's values in place of masks", async () => {
    onPut = [{ status: 200, body: "" }];
    const adopting = { ...after, __options: { adopt: id } };
    const error = await rejection(verbs.create(adopting));
    expect(error.id).toBe(id);
    const { name, config, __options } = adopting;
    expect(error.properties).toEqual({
      ...kept,
      ...{ ...adopting, ...times, __unclear: ["name", "config"] },
      __attempts: [{ name, config, __options }],
    });
    onPut = [];
    const { outs } = await verbs.update(id, error.properties as Fields, adopting);
    expect(outs).toEqual({ ...adopting, ...times, ...kept });
    expect(puts()).toEqual(["bills", "bills"]);
  });

  it("has the object deleted before a replacement if names are unique, because it may have the new name", async () => {
    const connector = {
      ...{ name: "old", connectorType: "source", connectorName: "Postgresql", configuration: { host: "h" } },
      ...{ workspaceId: "1", createdAt: times.createdAt },
    };
    const news = { ...connector, name: "new", connectorName: "Snowflake" };
    const replaced = { changes: true, replaces: ["connectorName"] };
    const connectors = connectorVerbs();
    expect(await connectors.diff("1", connector, news)).toMatchObject({
      ...replaced,
      deleteBeforeReplace: false,
    });
    expect(await connectors.diff("1", { ...connector, __unclear: ["name"] }, news)).toMatchObject({
      ...replaced,
      deleteBeforeReplace: true,
    });
  });
});
