import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { deserialize, serialize } from "../../../../../sandbox/src/engine/state/checkpoint";
import { parseDeployment, saltOf } from "../../../../../sandbox/src/engine/state/deployment-schema";
import { crypterFromState, newCrypter } from "../../../../../provider/src/project/passphrase";
import {
  Opaque,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../../../../../sandbox/src/engine/values/property";
import { newResourceState, type ResourceState } from "../../../../../sandbox/src/engine/state/resource-state";

const crypter = newCrypter("pass");

/** Any value of a state, including nested secrets. */
const value = fc.letrec<{ value: PropertyValue; secret: Secret; map: PropertyMap }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("map"),
    tie("secret"),
  ),
  secret: tie("value").map((element) => new Secret(element instanceof Secret ? element.element : element)),
  map: fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    tie("value"),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

const resource = (parts: Partial<ResourceState>): ResourceState =>
  newResourceState({ urn: "urn:pulumi:dev::p::a:b:C::n", type: "a:b:C", custom: true }, parts);

describe("a stored deployment", () => {
  it("can be read again with equal values, and contains no secret in plaintext", () => {
    fc.assert(
      fc.property(value.map, value.map, (inputs, outputs) => {
        const planted = {
          ...outputs,
          canary: new Secret({ nested: "CANARY", inside: new Secret("CANARY") }),
        };
        const stored = resource({ id: "id-1", inputs, outputs: planted });
        const text = JSON.stringify(serialize({ resources: [stored], pendingOperations: [] }, crypter));
        expect(text).not.toContain("CANARY");
        const [read] = deserialize(parseDeployment(JSON.parse(text)), crypter).resources;
        expect(read).toEqual(stored);
      }),
    );
  });

  it("preserves unknown keys of a resource", () => {
    const stored = {
      urn: "urn:pulumi:dev::p::a:b:C::n",
      custom: true,
      id: "id-1",
      type: "a:b:C",
      inputs: {
        asset: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" },
      },
      propertyDependencies: { asset: [] },
      sourcePosition: "project:///index.ts#1,2",
      stackTrace: [{}],
      taint: true,
    };
    const deployment = parseDeployment({ version: 3, deployment: { resources: [stored] } });
    const checkpoint = deserialize(deployment, crypter);
    expect(checkpoint.resources[0]?.inputs.asset).toBeInstanceOf(Opaque);
    expect(serialize(checkpoint, crypter).deployment.resources).toEqual([stored]);
  });

  it("preserves pending operations", () => {
    const pendingOperations = [{ type: "creating" as const, resource: resource({ inputs: { a: 1 } }) }];
    const stored = serialize({ resources: [], pendingOperations }, crypter);
    expect(deserialize(parseDeployment(stored), crypter)).toEqual({ resources: [], pendingOperations });
  });

  it("has the salt that its secrets are decrypted with", () => {
    const stored = serialize(
      { resources: [resource({ outputs: { a: new Secret("s") } })], pendingOperations: [] },
      crypter,
    );
    const again = crypterFromState("pass", saltOf(stored) ?? "");
    expect(deserialize(stored, again).resources[0]?.outputs).toEqual({ a: new Secret("s") });
  });

  it("rejects an invalid deployment, and another secrets provider", () => {
    expect(() => parseDeployment({ version: 2, deployment: {} })).toThrow(/version/);
    expect(() => parseDeployment({ version: 3, deployment: { resources: [{ urn: 1 }] } })).toThrow(
      /deployment.resources.0.urn/,
    );
    expect(() =>
      saltOf(parseDeployment({ version: 3, deployment: { secrets_providers: { type: "awskms" } } })),
    ).toThrow(/the secrets provider "awskms"/);
  });
});
