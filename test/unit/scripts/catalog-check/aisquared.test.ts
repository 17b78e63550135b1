import { describe, expect, test } from "@jest/globals";
import { startTestPlatform } from "../../../harness/platform";
import { compared, counts, differences, schemaOf } from "./check";

const text = { type: "string" };

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

describe("what AI Squared publishes", () => {
  test("the answer of the sandbox, which has it from the catalog, differs in nothing", async () => {
    const platform = await startTestPlatform({}, "aisquared");
    const { body } = await platform.ask("GET", "/api/v1/connector_definitions");
    await platform.stop();
    const checked = await compared({ documents: [body] });
    expect(differences(checked)).toEqual([]);
    expect(counts(checked)).toBe("56 types compared: 0 new, 0 gone, 0 different.");
    expect(checked.code).toBe(0);
  });

  test("masks, fixed texts, conditions and facts are compared as the vendor has them", async () => {
    const fields = {
      fixed: { ...text, const: "only", "x-fixed": true, default: "only" },
      key: { ...text, writeOnly: true },
      mode: { ...text, enum: ["key", "role"] },
      name: { ...text, writeOnly: true, "x-masked": false },
      sample: { ...text, "x-defaultOmitted": true },
      shown: text,
    };
    const alternatives = {
      required: ["mode"],
      oneOf: [{ required: ["key", "name"] }, { required: ["name"] }],
    };
    const published = {
      fixed: { ...text, default: "only", readOnly: true },
      key: { ...text, multiwoven_secret: true },
      mode: { ...text, oneOf: [{ const: "key" }, { const: "role" }] },
      name: text,
      sample: { ...text, default: "a long one" },
      shown: text,
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
      key: text,
      shown: { ...text, multiwoven_secret: true },
      name: { ...text, multiwoven_secret: true },
    };
    const checked = await compared({
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
    expect(differences(checked)).toEqual([
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

  test("settings of one level are told from those of another, and go with the one that holds them", async () => {
    const checked = await compared({
      catalog: {
        "aisquared/source/Lake": described({
          credentials: schemaOf({ user: text }),
          gone: schemaOf({ id: text }),
        }),
      },
      documents: [
        [
          definition(
            "Lake",
            schemaOf({
              added: schemaOf({ id: text }),
              credentials: schemaOf({ login: text, user: { type: "integer" } }),
            }),
          ),
        ],
      ],
    });
    expect(differences(checked)).toEqual([
      "aisquared/source",
      "  Lake",
      "    + field added (object, optional)",
      "    + field credentials.login (string, optional)",
      "    ~ field credentials.user: type string → integer",
      "    - field gone",
      "",
    ]);
  });

  test.each([
    ["both roles, as answered", (list: object[]) => ({ source: list, destination: list }), 4],
    ["both roles in an envelope", (list: object[]) => ({ data: { source: list, destination: list } }), 4],
    ["the list of a role, recorded", (list: object[]) => ({ status: 200, body: list }), 2],
    ["the list of a role in an envelope", (list: object[]) => ({ data: list }), 2],
    ["one definition, after which no other is gone", ([one]: object[]) => one, 1],
  ])("is taken as %s", async (_of, wrapped, types) => {
    const catalog = Object.fromEntries(
      ["source/Lake", "source/River", "destination/Lake", "destination/River"].map((path) => [
        `aisquared/${path}`,
        described({}),
      ]),
    );
    const list = ["Lake", "River"].map((name) => definition(name, schemaOf({})));
    const checked = await compared({ catalog, documents: [wrapped(list)] });
    expect(counts(checked)).toBe(`${types} types compared: 0 new, 0 gone, 0 different.`);
  });
});
