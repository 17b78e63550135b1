import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { generateProject } from "../../provider/src/command-line/export/code";
import type { InventoryObject } from "../../provider/src/inventory/inventory";
import { unformatted } from "../harness/generated-program";
import { typeProblems } from "../harness/type-check";
import { anyWorkspace, catalogTypes, hostileTexts, objectOf, parts } from "../harness/random-inventory";

const seed = Number(process.env.EXPORT_SEED ?? Date.now() % 2 ** 31);
const ofEachType = 4;
/** As many as fit in one module. */
const inOneModule = 30;

/** Objects of every type of the catalog, with random configurations, and of the kinds without one. */
function objectsOfAllTypes(): InventoryObject[] {
  const others = parts.flatMap((of, index) =>
    fc
      .sample(of, { numRuns: ofEachType, seed: seed + catalogTypes.length + index })
      .map((object, count): InventoryObject => ({ ...object, id: `part ${index}-${count}` })),
  );
  const connectors = catalogTypes.flatMap((of, index) =>
    fc
      .sample(objectOf(of), { numRuns: ofEachType, seed: seed + index })
      .map((object, count): InventoryObject => ({
        ...object,
        id: `${index}-${count}`,
        fields: {
          name: count === 0 ? of.type : (hostileTexts[(index + count) % hostileTexts.length] ?? ""),
          ...object.fields,
          ...(object.kind === "airweave.SourceConnection" ? { readableCollectionId: "support" } : {}),
        },
      })),
  );
  return [...connectors, ...others];
}

describe(`generated projects (EXPORT_SEED=${seed})`, () => {
  it(`compile and are formatted: ${ofEachType} objects of each of the ${catalogTypes.length} types and ${parts.length} other kinds`, async () => {
    const objects = objectsOfAllTypes();
    const modules: Record<string, string> = {};
    for (let start = 0; start < objects.length; start += inOneModule) {
      const part = objects.slice(start, start + inOneModule);
      const project = await generateProject(
        { version: 1, objects: part },
        { project: "demo", unmanaged: false },
      );
      modules[`types-${start}`] = project.files.get("index.ts") ?? "";
      expect(await unformatted(project.files)).toEqual([]);
      // No type needs a way round the catalog for what the catalog allows.
      expect(project.notes.filter((note) => note.includes("otherType"))).toEqual([]);
    }
    expect(Object.fromEntries(typeProblems(modules))).toEqual({});
  });

  it("compile with secrets in unusual places", async () => {
    const collection = { name: "Issues", readableCollectionId: "support", authMethod: "direct" };
    const object = (kind: string, fields: object, ...secrets: readonly string[]): InventoryObject => ({
      kind,
      id: JSON.stringify(fields),
      fields: { ...fields },
      secrets,
      unknown: [],
    });
    const objects = [
      // Its credentials are known as a whole only.
      {
        ...object("airweave.SourceConnection", { ...collection, shortName: "brand_new", config: {} }),
        isOtherType: true as const,
      },
      // A credential in a text, and one in a list.
      object(
        "airweave.SourceConnection",
        { ...collection, shortName: "github", config: { repo_name: "a/b" } },
        "description",
      ),
      object(
        "unstructured.Source",
        { name: "Wiki", type: "confluence", config: { url: "https://a.example", spaces: ["A", null] } },
        "config.spaces.1",
        "config.username",
        "config.token",
      ),
    ];
    const project = await generateProject({ version: 1, objects }, { project: "demo", unmanaged: false });
    expect(Object.fromEntries(typeProblems({ unusual: project.files.get("index.ts") ?? "" }))).toEqual({});
    expect(project.secretCommands).toEqual(
      expect.arrayContaining([
        "pulumi config set --secret issuesCredentials",
        "pulumi config set --secret wikiSpaces",
        "pulumi config set --secret --path 'issues2.description'",
      ]),
    );
  });

  it("compile, whatever strangers have written", async () => {
    const workspaces = fc.sample(anyWorkspace, { numRuns: 60, seed });
    const modules: Record<string, string> = {};
    for (const [index, inventory] of workspaces.entries()) {
      for (const unmanaged of [false, true]) {
        const project = await generateProject(inventory, { project: "demo", unmanaged, account: "eu" });
        modules[`any-${index}-${unmanaged}`] = project.files.get("index.ts") ?? "";
      }
    }
    expect(Object.fromEntries(typeProblems(modules))).toEqual({});
  });
});
