import { describe, expect, it } from "@jest/globals";
import {
  parsePolicyPackConfig,
  reconcilePolicyConfig,
  refuseWithoutLevel,
  type PolicyInfo,
} from "../../../../../sandbox/src/engine/policy/policy-config";

/** The cases of pulumi/pulumi, `pkg/resource/analyzer/config_test.go`. */
describe("the config of a policy pack", () => {
  it("has a level or an object for each policy", () => {
    const text = `{ "a": "mandatory", "b": { "enforcementLevel": "disabled", "max": 3 }, "c": { "list": [1] }, "d": {} }`;
    expect(parsePolicyPackConfig(text)).toEqual({
      a: { enforcementLevel: "mandatory" },
      b: { enforcementLevel: "disabled", properties: { max: 3 } },
      c: { properties: { list: [1] } },
    });
    expect(parsePolicyPackConfig(" \n")).toEqual({});
  });

  it.each([
    ['{ "a": "never" }', 'parsing enforcement level for "a": "never" is not a valid enforcement level'],
    [
      '{ "a": { "enforcementLevel": 3 } }',
      'parsing enforcement level for "a": 3 is not a valid enforcement level; must be a string',
    ],
    ['{ "a": 3 }', 'parsing "a": 3 is not a valid value; must be a string or object'],
    ["[]", "the config of a policy pack must be a JSON object"],
    ["{", "not valid JSON"],
    [
      '{ "environments": ["e"] }',
      "the config of a policy pack names ESC environments, which need Pulumi Cloud",
    ],
  ])("%s is refused", (text, message) => {
    expect(() => parsePolicyPackConfig(text)).toThrow(message);
  });

  const policies: readonly PolicyInfo[] = [
    {
      name: "a",
      enforcementLevel: "advisory",
      schema: {
        properties: { max: { type: "number", default: 5 }, size: { type: "string", enum: ["s", "m"] } },
        required: ["size"],
      },
    },
    { name: "b", enforcementLevel: "mandatory", schema: undefined },
  ];

  it("overrides the defaults of the policies, and a policy's own level overrides that of all", () => {
    const { config, errors } = reconcilePolicyConfig(
      policies,
      { a: { properties: { size: "s" } } },
      {
        all: { enforcementLevel: "disabled" },
        b: { enforcementLevel: "remediate", properties: { more: 1 } },
      },
    );
    expect(errors).toEqual([]);
    expect(config).toEqual({
      all: { enforcementLevel: "disabled", properties: {} },
      a: { enforcementLevel: "disabled", properties: { max: 5, size: "s" } },
      b: { enforcementLevel: "remediate", properties: { more: 1 } },
    });
  });

  it("has what the pack does not know, which the pack gets too, but not without a level", () => {
    const layer = { c: { properties: { max: 1 } }, d: { enforcementLevel: "mandatory" } } as const;
    const { config, errors } = reconcilePolicyConfig(policies, { a: { properties: { size: "s" } } }, layer);
    expect(errors).toEqual([]);
    expect(config).toMatchObject({ c: { properties: { max: 1 } }, d: { enforcementLevel: "mandatory" } });
    expect(() => refuseWithoutLevel(config, ["a", "b"])).toThrow(
      'invalid enforcement level "": the pack has no policy "c", but a, b',
    );
    expect(() => refuseWithoutLevel({ all: { properties: { max: 1 } } }, ["a"])).toThrow(
      'invalid enforcement level "": "all" has only a level',
    );
    expect(() => refuseWithoutLevel({ d: layer.d }, ["a"])).not.toThrow();
  });

  it("is validated against the schemas of the policies, with the CLI's messages", () => {
    expect(reconcilePolicyConfig(policies).errors).toEqual(["a: size is required"]);
    const given = { a: { properties: { size: "l", max: "x" } } };
    expect(reconcilePolicyConfig(policies, given).errors).toEqual([
      "a: max: Invalid type. Expected: number, given: string",
      'a: size: size must be one of the following: "s", "m"',
    ]);
  });
});
