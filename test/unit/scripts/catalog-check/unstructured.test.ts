import { describe, expect, test } from "@jest/globals";
import { compared, counts, differences, schemaOf } from "./check";

/** An OpenAPI document with the sources of these names and configurations. */
function openApi(
  types: readonly string[],
  configs: Readonly<Record<string, object>>,
  more: object = {},
): object {
  return {
    openapi: "3.1.0",
    components: {
      schemas: {
        SourceConnectorType: { type: "string", enum: types },
        CreateSourceConnector: {
          type: "object",
          properties: {
            config: {
              anyOf: [
                ...Object.keys(configs).map((name) => ({
                  $ref: `#/components/schemas/${name}ConnectorConfigInput`,
                })),
                { type: "object", additionalProperties: true },
              ],
            },
          },
        },
        ...Object.fromEntries(
          Object.entries(configs).map(([name, schema]) => [`${name}ConnectorConfigInput`, schema]),
        ),
        ...more,
      },
    },
  };
}

const text = { type: "string" };
const nothing = { type: "null" };

describe("what Unstructured publishes", () => {
  test("each kind of difference has its line, in the order of the names", async () => {
    const checked = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf(
          {
            added_values: { ...text, enum: ["a", "b"] },
            count: text,
            dated: { ...text, format: "uri" },
            default_gone: { type: "integer", default: 5 },
            default_new: text,
            free: { ...text, enum: ["a"] },
            hidden: text,
            loosened: text,
            removed: text,
            size: { type: "integer", default: 5 },
            tightened: text,
          },
          { required: ["loosened"] },
        ),
        "unstructured/source/river": schemaOf({}),
        "unstructured/source/sea": schemaOf({}),
      },
      documents: [
        openApi(["lake", "sea", "the-pond"], {
          ThePondSource: schemaOf(
            { path: text, token: { ...text, writeOnly: true } },
            { required: ["path"] },
          ),
          Sea: schemaOf({}),
          LakeSource: schemaOf(
            {
              added: { ...text, enum: ["x"], default: "x" },
              added_values: { ...text, enum: ["c", "b"] },
              count: { type: "array", items: { type: "integer" } },
              dated: { ...text, format: "date" },
              default_gone: { type: "integer" },
              default_new: { ...text, default: "y" },
              free: text,
              hidden: { ...text, format: "password" },
              loosened: text,
              size: { type: "integer", default: 6 },
              tightened: text,
            },
            { required: ["tightened"] },
          ),
        }),
      ],
    });
    expect(differences(checked)).toEqual([
      "unstructured/source",
      "  lake",
      '    + field added (string, optional, one of "x", default "x")',
      '    ~ field added_values: enum + "c", - "a"',
      "    ~ field count: type string → array of integer",
      "    ~ field dated: format uri → date",
      "    ~ field default_gone: default 5 → none",
      '    ~ field default_new: default none → "y"',
      '    ~ field free: enum ["a"] → none',
      "    ~ field hidden: format none → password",
      "    ~ field hidden: not secret → secret",
      "    ~ field loosened: required → optional",
      "    - field removed",
      "    ~ field size: default 5 → 6",
      "    ~ field tightened: optional → required",
      "  - type river",
      "  + type the-pond",
      "    + field path (string, required)",
      "    + field token (string, optional, secret)",
      "",
    ]);
    expect(counts(checked)).toBe("4 types compared: 1 new, 1 gone, 1 different.");
    expect(checked.code).toBe(1);
  });

  test("what one schema says in several ways is one thing", async () => {
    const checked = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf(
          {
            all: text,
            kind: { ...text, enum: ["a", "b"] },
            list: { type: "array", items: text },
            map: { type: "object", additionalProperties: text },
            maybe: { type: ["string", "null"], default: "x" },
            nested: schemaOf({ id: text }, { required: ["id"] }),
            old: text,
            older: { ...text, "x-spellingOf": "old" },
            reference: { type: ["string", "object"], properties: { id: text }, required: ["id"] },
            secret: { ...text, writeOnly: true },
            site: { ...text, format: "uri" },
          },
          {
            required: ["kind"],
            allOf: [{ title: "old", anyOf: [{ required: ["old"] }, { required: ["older"] }] }],
          },
        ),
      },
      documents: [
        openApi(
          ["lake"],
          {
            LakeSource: {
              properties: {
                all: { allOf: [{ $ref: "#/components/schemas/Text" }], description: "Any." },
                kind: { oneOf: [{ const: "b" }, { const: "a" }], type: "string" },
                list: { anyOf: [{ type: "array", items: { $ref: "#/components/schemas/Text" } }, nothing] },
                map: { additionalProperties: text },
                maybe: { anyOf: [text, nothing], default: "x" },
                nested: { $ref: "#/components/schemas/Nested" },
                old: text,
                reference: { anyOf: [{ $ref: "#/components/schemas/Nested" }, text] },
                secret: text,
                site: text,
              },
              required: ["kind", "old", "maybe"],
            },
          },
          { Text: text, Nested: schemaOf({ id: text }, { required: ["id"] }) },
        ),
      ],
    });
    expect(differences(checked)).toEqual([]);
    expect(checked.code).toBe(0);
  });

  test("a type that the document names without settings has nothing to differ in, which it says", async () => {
    const checked = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf({ path: text }),
        "unstructured/destination/sea": schemaOf({}),
      },
      documents: [openApi(["lake"], {})],
    });
    expect(differences(checked)).toEqual([]);
    expect(checked.output).toContain("; the settings of unstructured/source/lake.\n");
    expect(counts(checked)).toBe("1 types compared: 0 new, 0 gone, 0 different.");
  });

  test("schemas go by the names of the types, whatever their case and signs", async () => {
    const checked = await compared({
      catalog: {
        "unstructured/source/kafka-cloud": schemaOf({}),
        "unstructured/source/databricks_volume_delta_tables": schemaOf({}),
        "unstructured/source/weaviate-cloud": schemaOf({}),
      },
      documents: [
        openApi(["kafka-cloud", "databricks_volume_delta_tables", "weaviate-cloud"], {
          KafkaCloudSource: schemaOf({}),
          DatabricksVDT: schemaOf({}),
          Weaviate: schemaOf({}),
          NewThing: schemaOf({}),
        }),
      ],
    });
    expect(differences(checked)).toEqual(["unstructured/source", "  + type new_thing", ""]);
  });

  test("a schema that contains itself comes to an end", async () => {
    const tree = { properties: { child: { $ref: "#/components/schemas/Tree" } } };
    const checked = await compared({
      catalog: { "unstructured/source/lake": schemaOf({}) },
      documents: [openApi(["lake"], { LakeSource: { $ref: "#/components/schemas/Tree" } }, { Tree: tree })],
    });
    expect(differences(checked)).toContain("    + field child (object, optional)");
  });

  test("YAML will do", async () => {
    const yaml = "openapi: 3.1.0\ncomponents:\n  schemas:\n    SourceConnectorType:\n      enum: [lake]\n";
    const checked = await compared({
      catalog: { "unstructured/source/lake": schemaOf({}) },
      documents: [yaml],
    });
    expect(checked).toMatchObject({ code: 0 });
  });
});
