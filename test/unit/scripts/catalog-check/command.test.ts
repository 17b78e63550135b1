import { describe, expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import knownDifferences from "../../../../scripts/catalog-check/known-differences.json";
import { repository } from "../../../harness/project";
import { compared, counts, differences, schemaOf } from "./check";

const catalogFolder = join(repository, "provider", "catalog");
const string = { type: "string" };
const catalog = {
  "unstructured/source/lake": schemaOf({ a: string, b: string }),
  "unstructured/source/sea": schemaOf({}),
};

function sources(...types: string[]): object {
  return {
    components: {
      schemas: {
        SourceConnectorType: { enum: types },
        CreateSourceConnector: { properties: { config: { anyOf: [{ $ref: "#/components/schemas/Lake" }] } } },
        Lake: schemaOf({ a: string }),
      },
    },
  };
}

describe("the command", () => {
  it("prints the differences and sets the exit code", () => {
    const script = join(repository, "scripts", "catalog-check.mjs");
    const run = (...args: string[]) => {
      const { INIT_CWD: _folder, ...env } = process.env;
      return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
    };
    const noFile = run();
    expect(noFile).toMatchObject({ status: 2, stdout: "" });
    expect(noFile.stderr).toMatch(/^Usage: npm run catalog:check -- /);

    const lake = join(repository, "test", "fixtures", "catalog-check", "airweave-source.json");
    expect(run("--catalog", join(__dirname, "no-catalog"), lake)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("  + type lake\n    + field branch (string, required)\n"),
      stderr: "",
    });
  });

  it.each([
    ["an object of another kind", { hello: "there" }, "is none of these: "],
    ["an empty list", [], "is none of these: "],
    ["another OpenAPI document", { openapi: "3.1.0", components: { schemas: {} } }, "is none of these: "],
    ["a page", "<html></html>", "is none of these: "],
    ["a broken file", '{"a": [', "is neither JSON nor YAML"],
    [
      "a document with a broken reference",
      {
        components: {
          schemas: {
            CreateSourceConnector: {
              properties: { config: { anyOf: [{ $ref: "#/components/schemas/No" }] } },
            },
          },
        },
      },
      "is not a valid document of unstructured: the document has no #/components/schemas/No",
    ],
  ])("rejects %s with a one-line message", async (_of, document, message) => {
    const result = await compared({ catalog, documents: [document] });
    expect(result).toMatchObject({ code: 2 });
    expect(result.problem).toContain(`document-0.json ${message}`);
    expect(result.problem).not.toContain("\n");
  });

  it("rejects missing files and unknown options", async () => {
    const noFile = await compared({ documents: [], options: ["no-such-file.json"] });
    expect(noFile).toEqual({
      code: 2,
      problem: expect.stringMatching(/no-such-file\.json cannot be read: ENOENT$/),
    });
    expect(await compared({ documents: [{}], options: ["--no-such-option"] })).toMatchObject({ code: 2 });
  });

  it("prints JSON", async () => {
    const { output = "", code } = await compared({
      catalog,
      documents: [sources("lake", "pond")],
      options: ["--json"],
    });
    expect(code).toBe(1);
    expect(JSON.parse(output)).toEqual({
      comparisons: [
        {
          folder: "unstructured/source",
          compared: 3,
          withoutFields: ["pond"],
          types: [
            { type: "lake", differences: [{ change: "gone", field: "b" }] },
            { type: "pond", change: "new", differences: [] },
            { type: "sea", change: "gone", differences: [] },
          ],
        },
      ],
      outdated: [],
      notPublished: [{ platform: "unstructured", what: expect.stringContaining("unstructured/source/pond") }],
      hidden: 0,
      compared: 3,
      new: 1,
      gone: 1,
      different: 1,
    });
  });
});

describe("known differences", () => {
  const known = [
    {
      reason: "A page has it.",
      differences: {
        "unstructured/source/lake": ["- field b"],
        "unstructured/source/sea": ["- type sea"],
      },
    },
  ];

  it("are hidden, counted, and shown with their reasons on demand", async () => {
    const [without, all] = await Promise.all([
      compared({ catalog, known, documents: [sources("lake")] }),
      compared({ catalog, known, documents: [sources("lake")], options: ["--all"] }),
    ]);
    expect(differences(without)).toEqual([]);
    expect(without.output).toContain("\n2 known differences hidden; use --all to show them.\n");
    expect(counts(without)).toBe("2 types compared: 0 new, 0 gone, 0 different.");
    expect(without.code).toBe(0);
    expect(differences(all)).toEqual([
      "unstructured/source",
      "  lake",
      "    - field b  (known: A page has it.)",
      "  - type sea  (known: A page has it.)",
      "",
    ]);
    expect(all.code).toBe(1);
  });

  it("are reported if they no longer occur", async () => {
    const outdated = [
      { reason: "Once.", differences: { "unstructured/source/lake": ["- field c"] } },
      { reason: "Once.", differences: { "unstructured/source/sea": ["- type sea"] } },
      { reason: "Without settings.", differences: { "unstructured/source/sea": ["- field c"] } },
      { reason: "Not compared.", differences: { "unstructured/destination/lake": ["- field c"] } },
    ];
    const documents = [sources("lake", "sea")];
    const result = await compared({ catalog, documents, known: [...outdated] });
    expect(differences(result)).toEqual([
      "unstructured/source",
      "  lake",
      "    - field b",
      "",
      "Known differences that no longer occur:",
      "  unstructured/source/lake: - field c",
      "  unstructured/source/sea: - type sea",
      "",
    ]);
    const same = { ...catalog, "unstructured/source/lake": schemaOf({ a: string }) };
    expect(await compared({ catalog: same, documents, known: outdated })).toMatchObject({ code: 1 });
  });

  it("have a reason and a type of the catalog, without duplicates", () => {
    const lines = knownDifferences.flatMap(({ reason, differences: known }) => {
      expect(reason).toMatch(/\.$/);
      for (const path of Object.keys(known))
        expect(existsSync(join(catalogFolder, `${path}.json`))).toBe(true);
      return Object.entries(known).flatMap(([path, texts]) => texts.map((text) => `${path}: ${text}`));
    });
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThan(0);
  });
});
