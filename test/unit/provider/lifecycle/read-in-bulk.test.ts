import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ResourceDefinition } from "../../../../provider/src/definition/definition";
import { recordedOutputs } from "../../../../provider/src/lifecycle/outputs";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import type { Answered } from "../../../harness/answering-server";
import {
  startLargeWorkspace,
  type BulkKind,
  type LargeWorkspace,
  type ListHandler,
} from "../../../harness/large-workspace";
import { verbsOf, type Fields, type Verbs } from "../../../harness/verbs";

/** Values that a platform may show, also such as it should not. */
const anyValue = fc.oneof(
  fc.constantFrom("**********", "*************", "", "true", "s3://elsewhere/", null, true, 0, [], {}),
  fc.jsonValue({ maxDepth: 1 }),
);
const keys = ["remote_url", "key", "secret", "recursive", "host", "password", "nested", "more"];
const configs = fc.dictionary(fc.constantFrom(...keys), anyValue, { minKeys: 1 });

/** An object as it was made, and what became of it since. */
interface Case {
  readonly name: string;
  readonly config: Fields;
  /** Keys of the configuration, and of the object, with another value; undefined for those that are gone. */
  readonly configChanges: Fields;
  readonly changes: Fields;
  readonly isGone: boolean;
}

const cases = (wireNames: readonly string[]): fc.Arbitrary<Case> =>
  fc.record({
    name: fc.string({ minLength: 1 }).filter((name) => name.trim() !== ""),
    config: configs,
    configChanges: fc.dictionary(fc.constantFrom(...keys), fc.option(anyValue, { nil: undefined, freq: 3 }), {
      maxKeys: 3,
    }),
    changes: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      fc.dictionary(fc.constantFrom(...wireNames), fc.option(anyValue, { nil: undefined, freq: 3 }), {
        maxKeys: 2,
      }),
    ),
    isGone: fc.nat(9).map((number) => number === 0),
  });

/** What a kind calls things, and how its platform shows an object. */
interface Shape {
  readonly definition: ResourceDefinition;
  readonly wireNames: readonly string[];
  readonly inputs: (one: Case) => Fields;
  readonly body: (id: string, one: Case, config: Fields, changes: Fields) => Fields;
}

const time = "2026-01-01T00:00:00Z";
const shapes: Readonly<Record<BulkKind, Shape>> = {
  "unstructured.Source": {
    definition: sourceDefinition,
    wireNames: ["id", "name", "type", "config", "created_at", "updated_at", "unknown"],
    inputs: ({ name, config }) => ({ name, type: "s3", config }),
    body: (id, { name }, config, changes) => ({
      ...{ id, name, type: "s3", config, created_at: time, updated_at: null },
      ...changes,
    }),
  },
  "aisquared.Connector": {
    definition: connectorDefinition,
    wireNames: [
      "name",
      "connector_type",
      "connector_name",
      "description",
      "configuration",
      "icon",
      "updated_at",
    ],
    inputs: ({ name, config: configuration }) => ({
      ...{ name, connectorType: "source", connectorName: "Postgresql", configuration },
    }),
    body: (id, { name }, configuration, changes) => ({
      ...{ id, type: "connectors" },
      attributes: {
        ...{ name, connector_type: "source", connector_name: "Postgresql", configuration },
        ...{ description: null, workspace_id: 1, icon: "icon.svg", created_at: time, updated_at: time },
        ...changes,
      },
    }),
  },
};

/** What can be wrong with a list. */
const listFaults: Readonly<Record<string, ListHandler>> = {
  "nothing is wrong": (_page, normal) => ({ status: 200, body: normal }),
  "status 400": () => ({ status: 400, body: { detail: "a catalog is gone" } }),
  "status 500": () => ({ status: 500 }),
  "a page of a proxy": () => ({ status: 200, body: "<html>Log in</html>" }),
  "half of it": (_page, normal) => {
    const text = JSON.stringify(normal);
    return { status: 200, body: text.slice(0, text.length / 2) };
  },
  "every entry twice": (_page, normal) => edited(normal, (entries) => [...entries, ...entries]),
  "entries without an id": (_page, normal) =>
    edited(normal, (entries) =>
      entries.map((entry, index) => (index % 2 === 0 ? { ...entry, id: null } : entry)),
    ),
  "entries that are none": (_page, normal) =>
    edited(normal, (entries) => entries.flatMap((entry) => [entry, null as unknown])),
  "entries that are missing": (_page, normal) =>
    edited(normal, (entries) => entries.filter((_entry, index) => index % 2 === 0)),
  "entries without a configuration": (_page, normal) =>
    edited(normal, (entries) =>
      entries.map(({ config: _config, attributes, ...entry }) => ({
        ...entry,
        ...(attributes === undefined
          ? {}
          : { attributes: { ...(attributes as Fields), configuration: undefined } }),
      })),
    ),
  "nothing in it": (_page, normal) => edited(normal, () => []),
};

function edited(
  normal: Fields | readonly Fields[],
  edit: (entries: readonly Fields[]) => unknown[],
): Answered {
  if (Array.isArray(normal)) return { status: 200, body: edit(normal as Fields[]) };
  const page = normal as Fields;
  return { status: 200, body: { ...page, data: edit(page.data as Fields[]) } };
}

describe.each(Object.entries(shapes) as [BulkKind, Shape][])("a read of %s", (kind, shape) => {
  const { definition, wireNames, inputs, body } = shape;
  const { isReadInBulk: _, ...readSingly } = definition;
  let workspace: LargeWorkspace;

  beforeAll(async () => {
    workspace = await startLargeWorkspace(kind);
  });
  afterAll(() => workspace.stop());

  const put = (all: readonly Case[], withChanges: boolean): void => {
    workspace.objects.clear();
    for (const [index, one] of all.entries()) {
      if (withChanges && one.isGone) continue;
      const changes = withChanges ? one.changes : {};
      const config = withChanges ? { ...one.config, ...one.configChanges } : one.config;
      workspace.objects.set(`id-${index}`, body(`id-${index}`, one, config, changes));
    }
  };
  /** The outputs after a create, to which the platform responded with the object. */
  const recordedOf = (one: Case, index: number): Fields => {
    const object = workspace.objects.get(`id-${index}`);
    const response = kind === "aisquared.Connector" ? { data: object } : object;
    return recordedOutputs(definition, inputs(one), definition.fromResponse(response));
  };
  const outcomes = (verbs: Verbs, recorded: readonly Fields[]): Promise<unknown[]> =>
    Promise.all(
      recorded.map((outputs, index) =>
        verbs.read(`id-${index}`, outputs).catch((error: unknown) => `failed: ${String(error)}`),
      ),
    );

  it("has the same outcome from a list as by itself, whatever has changed and whatever is wrong with the list", async () => {
    let [fromLists, withDrift] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(cases(wireNames), { minLength: 3, maxLength: 8 }),
        fc.constantFrom(...Object.keys(listFaults)),
        async (all, fault) => {
          put(all, false);
          const recorded = all.map(recordedOf);
          put(all, true);
          workspace.take();
          const expected = await outcomes(verbsOf(readSingly, workspace.operation()), recorded);
          expect(workspace.take()).toHaveLength(all.length);

          workspace.onList = listFaults[fault];
          const verbs = verbsOf(definition, workspace.operation());
          for (let other = 1; other <= 4; other++) await verbs.read(`none ${other}`, recorded[0] ?? {});
          workspace.take();
          expect(await outcomes(verbs, recorded)).toEqual(expected);
          const reads = workspace.take().filter((request) => request.includes("id-")).length;
          fromLists += all.length - reads;
          const declared = all.map((one) => JSON.stringify(inputs(one)));
          const found = expected.map((outcome) => JSON.stringify((outcome as Fields).inputs));
          withDrift += found.filter((text, index) => text !== declared[index]).length;
        },
      ),
      { numRuns: 25 },
    );
    // Neither goes without saying.
    expect(fromLists).toBeGreaterThan(10);
    expect(withDrift).toBeGreaterThan(10);
  });
});
