import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { packed, unpacked } from "../../../../provider/src/lifecycle/packed-records";
import { unmarked } from "../../../../provider/src/secrets/mark-secrets";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { startAnsweringServer, type AnsweringServer } from "../../../harness/answering-server";
import { markingVerbs, rejection, secretMark, settingsFor, type Fields } from "../../../harness/verbs";

const keys = ["__identity", "__response", "__unmanaged", "__answered"];
const record = fc.oneof(
  fc.jsonValue(),
  fc.constant({ fingerprints: { token: { ...secretMark, value: "h" } } }),
) as fc.Arbitrary<unknown>;

describe("the records in the outputs", () => {
  it("are the same after a state has held them, whatever they are", () => {
    fc.assert(
      fc.property(fc.subarray(keys), fc.array(record, { minLength: 4 }), (names, values) => {
        const records = Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
        const outputs = { ...records, name: "invoices", config: { key: "AKIA" } };
        const state: unknown = JSON.parse(JSON.stringify(packed(outputs)));
        expect(unpacked(state as Fields)).toEqual(JSON.parse(JSON.stringify(outputs)));
      }),
    );
  });

  it("are values of their own only where one holds a secret, which the engine encrypts", () => {
    const secret = { address: "https://a", key: { ...secretMark, value: "fingerprint" } };
    const outputs = { name: "a", __identity: secret, __unmanaged: { x: 1 }, __unclear: ["name"] };
    expect(packed(outputs)).toEqual({
      name: "a",
      __identity: secret,
      __unclear: ["name"],
      __packed: "[null,null,{'x':1}]",
    });
    expect(packed({ name: "a" })).toEqual({ name: "a" });
  });

  it("are read where a state of an earlier release has them, and say nothing where the text is none", () => {
    const earlier = { name: "a", __unmanaged: { x: 1 } };
    expect(unpacked(earlier)).toEqual(earlier);
    for (const text of [
      "",
      "[",
      "null",
      "{}",
      "[]",
      "[null]",
      7,
      [1],
      '{"unmanaged":{}}',
      "{'toString':1}",
    ]) {
      expect(unpacked({ name: "a", __packed: text })).toEqual({ name: "a" });
    }
  });
});

describe("the outputs that the engine gets", () => {
  let server: AnsweringServer;
  let status = 200;
  const inputs = {
    name: "source",
    type: "s3",
    config: { remote_url: "s3://b/", key: "AKIA", secret: "wJal" },
  };
  const id = "c1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
  const verbs = () => markingVerbs(sourceDefinition, settingsFor(server));
  const recordsIn = (outputs: Fields): string[] => Object.keys(outputs).filter((key) => key.startsWith("__"));

  beforeAll(async () => {
    server = await startAnsweringServer(() => {
      const config = { anonymous: false, endpoint_url: null, ...inputs.config };
      return { status, body: { ...inputs, config, id, created_at: "2026-01-01T00:00:00Z" } };
    });
  });
  afterAll(() => server.stop());

  it("have one text for all records, after every verb, and take no state of either form for a change", async () => {
    const created = await verbs().create(inputs);
    expect(recordsIn(created.outs)).toEqual(["__packed"]);
    const outs = unmarked(created.outs) as Fields;
    for (const state of [outs, unpacked(outs)]) {
      expect(await verbs().diff(id, state, inputs)).toMatchObject({ changes: false });
      expect(recordsIn((await verbs().read(id, state)).props ?? {})).toEqual(["__packed"]);
    }
    // The platform keeps the old name.
    const renamed = { ...inputs, name: "other" };
    const { properties } = await rejection(verbs().update(id, outs, renamed));
    expect(recordsIn(properties as Fields).sort()).toEqual(["__inputsDue", "__packed"]);
    status = 404;
    await verbs().delete(id, outs);
  });
});
