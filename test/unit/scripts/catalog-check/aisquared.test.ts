import { describe, expect, it } from "@jest/globals";
import { startTestPlatform } from "../../../harness/platform";
import { compared, counts, differences, schemaOf } from "./check";

const string = { type: "string" };

function definition(name: string, connection_specification: object, more: object = {}): object {
  return {
    name,
    title: "Some Thing",
    connector_type: "source",
    category: "Database",
    sub_category: "",
    connector_spec: { stream_type: "dynamic", connection_specification },
    ...more,
  };
}

function described(properties: object, more: object = {}): object {
  return schemaOf(properties, { "x-connector": { category: "Database", stream_type: "dynamic" }, ...more });
}

describe("the catalog check for AI Squared", () => {
  it("matches the response of the sandbox, which is generated from the catalog", async () => {
    const platform = await startTestPlatform({}, "aisquared");
    const { body } = await platform.ask("GET", "/api/v1/connector_definitions");
    await platform.stop();
    const result = await compared({ documents: [body] });
    expect(differences(result)).toEqual([]);
    expect(counts(result)).toBe("56 types compared: 0 new, 0 gone, 0 different.");
    expect(result.code).toBe(0);
  });

  it("compares masks, fixed values, conditions and facts in the vendor's form", async () => {
    const fields = {
      fixed: { ...string, const: "only", "x-fixed": true, default: "only" },
      key: { ...string, writeOnly: true },
      mode: { ...string, enum: ["key", "role"] },
      name: { ...string, writeOnly: true, "x-masked": false },
      sample: { ...string, "x-defaultOmitted": true },
      shown: string,
    };
    const alternatives = {
      required: ["mode"],
      oneOf: [{ required: ["key", "name"] }, { required: ["name"] }],
    };
    const published = {
      fixed: { ...string, default: "only", readOnly: true },
      key: { ...string, multiwoven_secret: true },
      mode: { ...string, oneOf: [{ const: "key" }, { const: "role" }] },
      name: string,
      sample: { ...string, default: "a long one" },
      shown: string,
    };
    const conditions = {
      required: ["mode"],
      if: { properties: { mode: { enum: ["key"] } } },
      then: { required: ["mode", "key", "name"] },
      else: { required: ["name"] },
    };
    const catalog = {
      "aisquared/source/Lake": described(fields, alternatives),
      "aisquared/source/River": described(fields, alternatives),
    };
    const river = {
      ...published,
      key: string,
      shown: { ...string, multiwoven_secret: true },
      name: { ...string, multiwoven_secret: true },
    };
    const result = await compared({
      catalog,
      documents: [
        [
          definition("Lake", schemaOf(published, conditions)),
          definition("River", schemaOf(river, { ...conditions, else: {} }), {
            title: "A River",
            category: "CRM",
          }),
        ],
      ],
    });
    expect(differences(result)).toEqual([
      "aisquared/source",
      "  River",
      '    ~ title: "Some Thing" → "A River"',
      '    ~ category: "Database" → "CRM"',
      "    ~ field key: secret → not secret",
      "    ~ field name: required → optional",
      "    ~ field name: not secret → secret",
      "    ~ field shown: not secret → secret",
      "",
    ]);
  });

  it("compares nested settings, and reports a missing object without them", async () => {
    const result = await compared({
      catalog: {
        "aisquared/source/Lake": described({
          credentials: schemaOf({ user: string }),
          gone: schemaOf({ id: string }),
        }),
      },
      documents: [
        [
          definition(
            "Lake",
            schemaOf({
              added: schemaOf({ id: string }),
              credentials: schemaOf({ login: string, user: { type: "integer" } }),
            }),
          ),
        ],
      ],
    });
    expect(differences(result)).toEqual([
      "aisquared/source",
      "  Lake",
      "    + field added (object, optional)",
      "    + field credentials.login (string, optional)",
      "    ~ field credentials.user: type string → integer",
      "    - field gone",
      "",
    ]);
  });

  it.each([
    ["both roles, as in the response", (list: object[]) => ({ source: list, destination: list }), 4],
    ["both roles in an envelope", (list: object[]) => ({ data: { source: list, destination: list } }), 4],
    ["the list of a role, recorded", (list: object[]) => ({ status: 200, body: list }), 2],
    ["the list of a role in an envelope", (list: object[]) => ({ data: list }), 2],
    ["one definition, which does not make others count as gone", ([one]: object[]) => one, 1],
  ])("accepts %s", async (_of, wrapped, types) => {
    const catalog = Object.fromEntries(
      ["source/Lake", "source/River", "destination/Lake", "destination/River"].map((path) => [
        `aisquared/${path}`,
        described({}),
      ]),
    );
    const list = ["Lake", "River"].map((name) => definition(name, schemaOf({})));
    const result = await compared({ catalog, documents: [wrapped(list)] });
    expect(counts(result)).toBe(
      `${types} ${types === 1 ? "type" : "types"} compared: 0 new, 0 gone, 0 different.`,
    );
  });
});
