import { describe, expect, it } from "@jest/globals";
import { parseDeployment } from "../../../../../sandbox/src/engine/state/deployment-schema";
import { integrityError } from "../../../../../sandbox/src/engine/state/integrity";

const urn = (name: string, type = "a:b:C"): string => `urn:pulumi:dev::p::${type}::${name}`;
const resource = (name: string, parts: object = {}): object => ({
  urn: urn(name),
  type: "a:b:C",
  custom: true,
  id: `id-${name}`,
  ...parts,
});
const provider = {
  urn: urn("default", "pulumi:providers:x"),
  type: "pulumi:providers:x",
  custom: true,
  id: "7",
};
const check = (resources: readonly object[], manifest?: object): string | undefined =>
  integrityError(parseDeployment({ version: 3, deployment: { manifest, resources } }));

/** The messages are the CLI's, see `VerifyIntegrity`. */
describe("the integrity of a state", () => {
  it("is given if each resource comes after everything that it refers to", () => {
    const reference = `${provider.urn}::7`;
    expect(
      check([
        provider,
        resource("a", { provider: reference }),
        resource("b", {
          parent: urn("a"),
          dependencies: [urn("a")],
          propertyDependencies: { x: [urn("a")] },
          deletedWith: urn("a"),
          replaceWith: [urn("a")],
        }),
        resource("a", { delete: true, provider: reference }),
      ]),
    ).toBeUndefined();
  });

  it.each([
    ["child resource U's parent V comes after it", { parent: urn("v") }],
    ["child resource U refers to missing parent W", { parent: urn("w") }],
    ["resource U's dependency V comes after it", { dependencies: [urn("v")] }],
    ["resource U's dependency W refers to missing resource", { dependencies: [urn("w")] }],
    [
      "resource U's property dependency V (from property x) comes after it",
      { propertyDependencies: { x: [urn("v")] } },
    ],
    [
      "resource U's property dependency W (from property x) refers to missing resource",
      { propertyDependencies: { x: [urn("w")] } },
    ],
    ["resource U is specified as being deleted with V, which comes after it", { deletedWith: urn("v") }],
    ["resource U is specified as being replaced with W, which is missing", { replaceWith: [urn("w")] }],
    ["resource U refers to unknown provider W::1", { provider: `${urn("w")}::1` }],
    ["resource 'U' has 'custom' false but non-empty ID", { custom: false }],
  ])("is not given: %s", (message, parts) => {
    const expected = message.replace("U", urn("u")).replace("V", urn("v")).replace("W", urn("w"));
    expect(check([resource("u", parts), resource("v")])).toBe(expected);
  });

  it("is not given if a URN occurs twice, unless all but one are pending deletion", () => {
    const old = resource("a", { delete: true });
    expect(check([resource("a"), old, old])).toBeUndefined();
    expect(check([resource("a"), resource("a"), old])).toBe(
      `duplicate resource ${urn("a")} (not marked for deletion)`,
    );
  });

  it("is not given if the magic cookie does not match the version", () => {
    const manifest = { time: "2026-01-01T00:00:00Z", version: "", magic: "" };
    // printf v3.260.0 | sha256sum
    const magic = "7dff0d166258e7f1d265e8e044021ea087795d58a0c6415ab6fe8b7c790e447f";
    expect(check([], manifest)).toBeUndefined();
    expect(check([], { ...manifest, version: "v3.260.0", magic })).toBeUndefined();
    expect(check([], { ...manifest, version: "v3.260.1", magic })).toMatch(/^magic cookie mismatch/);
    expect(check([], { ...manifest, magic })).toMatch(/^magic cookie mismatch/);
  });
});
