import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { foreignSecret } from "../../../../provider/src/secrets/foreign-secret";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { isEqual } from "../../../../provider/src/values/fields";
import { startAnsweringServer, type Answered, type AnsweringServer } from "../../../harness/answering-server";
import {
  markingVerbs,
  rejection,
  said,
  secretMark,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const mask = "**********";
const inputs = {
  name: "az",
  type: "azure",
  config: { remote_url: "az://c/in/", account_name: "acme", account_key: "QWNjb3VudEtleTEyMw==" },
};

describe("a secret that is lost or swapped on the platform", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** What the platform has. */
  let stored: Fields;
  let name: unknown;
  /** The response to a deletion; by default it succeeds. */
  let refusal: Answered | undefined;
  /** How it shows that in the response to a read, and to a write. */
  let shown: { read: (config: Fields) => Fields; write: (config: Fields) => Fields };

  const secrets = ["account_key", "sas_token", "connection_string"];
  const masked = (config: Fields): Fields =>
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        secrets.includes(key) && value !== null ? mask : value,
      ]),
    );
  const whole = (config: Fields): Fields => ({
    ...Object.fromEntries(secrets.map((key) => [key, null])),
    ...config,
  });

  beforeAll(async () => {
    server = await startAnsweringServer(({ method, body }) => {
      if (method === "DELETE" && refusal !== undefined) return refusal;
      if (method !== "GET") {
        stored = whole((body as { config: Fields }).config);
        ({ name } = body as Fields);
      }
      const config = method === "GET" ? shown.read(stored) : shown.write(stored);
      return {
        status: 200,
        body: { id, name, type: "azure", config, created_at: "2026-01-01T00:00:00Z", updated_at: null },
      };
    });
    verbs = sourceVerbs(settingsFor(server));
  });
  beforeEach(() => {
    refusal = undefined;
    shown = { read: masked, write: (config) => config };
    server.asked.length = 0;
    said.length = 0;
  });
  afterAll(() => server.stop());

  const requests = (): string[] => server.asked.splice(0).map(({ method }) => method);
  const created = async (given: Fields = inputs): Promise<Fields> => {
    const { outs } = await verbs.create(given);
    requests();
    return outs;
  };
  const refreshed = async (recorded: Fields): Promise<{ props: Fields; config: Fields }> => {
    const { props = {}, inputs: read = {} } = await verbs.read(id, recorded);
    requests();
    return { props, config: read.config as Fields };
  };
  const { account_key: _key, ...withoutKey } = inputs.config;

  it("is drift at its path where it was shown in the response to the create, and sent again", async () => {
    const outs = await created();
    stored = { ...stored, account_key: null };
    const { props, config } = await refreshed(outs);
    expect(config).toEqual(withoutKey);
    expect(await verbs.diff(id, props, inputs)).toMatchObject({ changes: true, replaces: [] });
    const repaired = await verbs.update(id, props, inputs);
    // The read shows whether the platform shows the secret at all.
    expect(requests()).toEqual(["PUT", "GET"]);
    expect(repaired.outs).toEqual(outs);
    expect((await refreshed(repaired.outs)).config).toEqual(inputs.config);
    stored = { ...stored, account_key: null };
    expect((await refreshed(repaired.outs)).config).toEqual(withoutKey);
  });

  it("is shown in no error, for the platform may still repeat it", async () => {
    const outs = await created();
    stored = { ...stored, account_key: null };
    const { props } = await refreshed(outs);
    // A read that finds another change as well keeps it.
    name = "renamed";
    const { props: later } = await refreshed(props);
    refusal = { status: 422, body: { detail: `bad key ${inputs.config.account_key}` } };
    for (const recorded of [props, later]) {
      expect((await rejection(verbs.delete(id, recorded))).message).toContain("bad key [secret]");
    }
    expect(later.__overwritten).toEqual(props.__overwritten);
    // Another tool may have edited the state.
    for (const __overwritten of [7, "x", null, [7, null]]) {
      const edited = { ...outs, __overwritten };
      expect((await rejection(verbs.delete(id, edited))).message).toContain("bad key [secret]");
      expect((await refreshed(edited)).props.__overwritten).toMatchObject([{ config: inputs.config }]);
    }
  });

  it("is drift where another secret took its place, which is not the program's", async () => {
    const outs = await created();
    stored = { ...stored, account_key: null, sas_token: "sv=CANARY" };
    const { props, config } = await refreshed(outs);
    expect(config).toEqual({ ...withoutKey, sas_token: foreignSecret });
    const marked = await markingVerbs(sourceDefinition, settingsFor(server)).read(id, outs);
    const secret = { ...secretMark, value: foreignSecret };
    expect(marked).toMatchObject({
      props: { config: { sas_token: secret } },
      inputs: { config: { sas_token: secret } },
    });
    expect((await refreshed(props)).props).toEqual(props);
    const repaired = await verbs.update(id, props, inputs);
    expect(stored).toEqual(whole(inputs.config));
    expect(repaired.outs).toEqual(outs);
    expect(await verbs.diff(id, repaired.outs, inputs)).toMatchObject({ changes: false });
  });

  it("is drift again as soon as the other secret is gone as well", async () => {
    const outs = await created();
    stored = { ...stored, sas_token: "sv=CANARY" };
    const found = await refreshed(outs);
    expect(found.config).toEqual({ ...inputs.config, sas_token: foreignSecret });
    stored = { ...stored, sas_token: null };
    expect(await refreshed(found.props)).toEqual({ props: outs, config: inputs.config });
  });

  it("is never sent where the program keeps what the refresh found", async () => {
    const outs = await created();
    stored = { ...stored, sas_token: "sv=CANARY" };
    const { props, config } = await refreshed(outs);
    // As with `ignoreChanges`.
    const kept = { ...inputs, config };
    expect(await verbs.diff(id, props, kept)).toMatchObject({ changes: false });
    const error = await rejection(verbs.update(id, props, { ...kept, name: "renamed" }));
    expect(error.code).toBe("PC_INVALID_ARGUMENT");
    expect(error.message).toContain(
      "config.sas_token: this is set on the platform, and only the platform knows it",
    );
    expect(requests()).toEqual([]);
  });

  it.each<[string, (config: Fields) => Fields, (config: Fields) => Fields]>([
    [
      "repeats it in the response to a write, and never shows it later",
      (config) => config,
      () => ({ account_key: null }),
    ],
    ["repeats it in the response to a write, and leaves it out later", (config) => config, () => ({})],
    [
      "shows a mask for what is not set, but not in the response to a write",
      (config) => config,
      (config) => ({ ...config, sas_token: mask }),
    ],
  ])(
    "is found once at most, and no more after the repair, where the platform %s",
    async (_what, write, readSecrets) => {
      shown = {
        write,
        read: (config) => {
          const { account_key: key, sas_token: _sas, ...rest } = masked(config);
          return { ...rest, ...readSecrets({ account_key: key }) };
        },
      };
      let recorded = await created();
      let news = inputs;
      let found = 0;
      for (let round = 0; round < 10; round++) {
        const { props, config } = await refreshed(recorded);
        recorded = props;
        // A write for another reason, after which the response shows the secret again.
        if (round === 5) news = { ...news, config: { ...news.config, account_name: "other" } };
        const { changes } = await verbs.diff(id, recorded, news);
        if (round !== 5 && !isEqual(config, news.config)) found++;
        if (changes) recorded = (await verbs.update(id, recorded, news)).outs;
      }
      expect(found).toBe(1);
      expect(said.join("\n")).toMatch(
        /Unstructured shows config\.(account_key|sas_token) as before the update/,
      );
    },
  );

  it("says nothing where the response to the create did not show it either", async () => {
    shown = { write: () => ({ account_key: null }), read: () => ({ account_key: null }) };
    const outs = await created();
    expect(await refreshed(outs)).toEqual({ props: outs, config: inputs.config });
  });

  it("says nothing in a state of an earlier release", async () => {
    const { __response: _, ...outs } = await created();
    stored = { ...stored, account_key: null, sas_token: "sv=CANARY" };
    expect(await refreshed(outs)).toEqual({ props: outs, config: inputs.config });
  });
});
