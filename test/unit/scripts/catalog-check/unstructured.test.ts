import { describe, expect, it } from "@jest/globals";
import { compared, counts, differences, schemaOf } from "./check";

/** An OpenAPI document with the given source types and configurations. */
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

const string = { type: "string" };
const nothing = { type: "null" };

describe("the catalog check for Unstructured", () => {
  it("lists each kind of difference, in alphabetical order", async () => {
    const result = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf(
          {
            added_values: { ...string, enum: ["a", "b"] },
            count: string,
            dated: { ...string, format: "uri" },
            default_gone: { type: "integer", default: 5 },
            default_new: string,
            free: { ...string, enum: ["a"] },
            hidden: string,
            loosened: string,
            removed: string,
            size: { type: "integer", default: 5 },
            tightened: string,
          },
          { required: ["loosened"] },
        ),
        "unstructured/source/river": schemaOf({}),
        "unstructured/source/sea": schemaOf({}),
      },
      documents: [
        openApi(["lake", "sea", "the-pond"], {
          ThePondSource: schemaOf(
            { path: string, token: { ...string, writeOnly: true } },
            { required: ["path"] },
          ),
          Sea: schemaOf({}),
          LakeSource: schemaOf(
            {
              added: { ...string, enum: ["x"], default: "x" },
              added_values: { ...string, enum: ["c", "b"] },
              count: { type: "array", items: { type: "integer" } },
              dated: { ...string, format: "date" },
              default_gone: { type: "integer" },
              default_new: { ...string, default: "y" },
              free: string,
              hidden: { ...string, format: "password" },
              loosened: string,
              size: { type: "integer", default: 6 },
              tightened: string,
            },
            { required: ["tightened"] },
          ),
        }),
      ],
    });
    expect(differences(result)).toEqual([
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
    expect(counts(result)).toBe("4 types compared: 1 new, 1 gone, 1 different.");
    expect(result.code).toBe(1);
  });

  it("treats different notations of a schema as equal", async () => {
    const result = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf(
          {
            all: string,
            kind: { ...string, enum: ["a", "b"] },
            list: { type: "array", items: string },
            map: { type: "object", additionalProperties: string },
            maybe: { type: ["string", "null"], default: "x" },
            nested: schemaOf({ id: string }, { required: ["id"] }),
            old: string,
            older: { ...string, "x-spellingOf": "old" },
            reference: { type: ["string", "object"], properties: { id: string }, required: ["id"] },
            secret: { ...string, writeOnly: true },
            site: { ...string, format: "uri" },
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
                map: { additionalProperties: string },
                maybe: { anyOf: [string, nothing], default: "x" },
                nested: { $ref: "#/components/schemas/Nested" },
                old: string,
                reference: { anyOf: [{ $ref: "#/components/schemas/Nested" }, string] },
                secret: string,
                site: string,
              },
              required: ["kind", "old", "maybe"],
            },
          },
          { Text: string, Nested: schemaOf({ id: string }, { required: ["id"] }) },
        ),
      ],
    });
    expect(differences(result)).toEqual([]);
    expect(result.code).toBe(0);
  });

  it("reports types that the document lists without settings", async () => {
    const result = await compared({
      catalog: {
        "unstructured/source/lake": schemaOf({ path: string }),
        "unstructured/destination/sea": schemaOf({}),
      },
      documents: [openApi(["lake"], {})],
    });
    expect(differences(result)).toEqual([]);
    expect(result.output).toContain("; the settings of unstructured/source/lake.\n");
    expect(counts(result)).toBe("1 type compared: 0 new, 0 gone, 0 different.");
  });

  it("matches schemas to types regardless of case and punctuation", async () => {
    const result = await compared({
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
    expect(differences(result)).toEqual(["unstructured/source", "  + type new_thing", ""]);
  });

  it("terminates for a recursive schema", async () => {
    const tree = { properties: { child: { $ref: "#/components/schemas/Tree" } } };
    const result = await compared({
      catalog: { "unstructured/source/lake": schemaOf({}) },
      documents: [openApi(["lake"], { LakeSource: { $ref: "#/components/schemas/Tree" } }, { Tree: tree })],
    });
    expect(differences(result)).toContain("    + field child (object, optional)");
  });

  it("accepts YAML", async () => {
    const yaml = "openapi: 3.1.0\ncomponents:\n  schemas:\n    SourceConnectorType:\n      enum: [lake]\n";
    const result = await compared({
      catalog: { "unstructured/source/lake": schemaOf({}) },
      documents: [yaml],
    });
    expect(result).toMatchObject({ code: 0 });
  });
});
