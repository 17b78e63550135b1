import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { catalogEntry, type CatalogEntry } from "../../../../provider/src/catalog/entry";
import { configProblems } from "../../../../provider/src/catalog/problems";
import { isFields } from "../../../../provider/src/values/fields";
import { valueAt } from "../../../../provider/src/values/tree";
import { repository } from "../../../harness/project";
import type { Config, Schema } from "../../../harness/catalog-schemas";
import { canary, randomConfig } from "../../../harness/random-config";

/** Every schema of a configuration or of credentials, by name. */
const schemas = [
  "unstructured/source",
  "unstructured/destination",
  "aisquared/source",
  "aisquared/destination",
  "airweave/source",
].flatMap((folder) =>
  readdirSync(join(repository, "provider", "catalog", folder)).flatMap((file): [string, Schema][] => {
    const type = file.replace(".json", "");
    const entry = catalogEntry(folder, type) as unknown as Schema & { $defs?: { credentials?: Schema } };
    const credentials = entry.$defs?.credentials;
    return [
      [`${folder} ${type}`, entry],
      ...(credentials === undefined
        ? []
        : [[`${folder} ${type} credentials`, credentials] as [string, Schema]]),
    ];
  }),
);

const runs = Math.ceil(5_000 / schemas.length);

function problems(schema: Schema, config: unknown): string[] {
  return configProblems(schema as unknown as CatalogEntry, config, "config");
}

/** A value's path and schema. */
interface Location {
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** The locations in a configuration whose schema is known, including nested ones. */
function locationsIn(schema: Schema, config: Config, path: readonly string[] = []): Location[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const property = schema.properties?.[key];
    if (property === undefined) return [];
    const here = { path: [...path, key], schema: property };
    return property.properties === undefined || typeof value !== "object" || value === null
      ? [here]
      : [here, ...locationsIn(property, value as Config, here.path)];
  });
}

/** The configuration and all objects in it. */
function objectsIn(schema: Schema, config: Config): Location[] {
  return [{ path: [], schema }, ...locationsIn(schema, config)].filter(
    ({ path, schema: each }) => each.properties !== undefined && isFields(valueAt(config, path)),
  );
}

/** The objects that accept no other keys. */
function closedObjects(schema: Schema, config: Config): Location[] {
  return objectsIn(schema, config).filter(({ schema: each }) => each.additionalProperties === false);
}

function changed(config: Config, [step = "", ...rest]: readonly string[], value: unknown): Config {
  if (rest.length === 0) {
    if (value !== undefined) return { ...config, [step]: value };
    return Object.fromEntries(Object.entries(config).filter(([key]) => key !== step));
  }
  return { ...config, [step]: changed(config[step] as Config, rest, value) };
}

const ofTypes: readonly [string, unknown][] = [
  ["boolean", true],
  ["array", [{ a: 1 }]],
  ["string", `${canary} text`],
  ["integer", 7],
  ["object", { zzz: canary }],
];

function ofAnotherType({ type = "string", enum: values }: Schema): unknown {
  const own = values === undefined ? [type].flat() : [];
  const [, value] =
    ofTypes.find(([name]) => !own.includes(name) && !(name === "integer" && own.includes("number"))) ?? [];
  return value;
}

/** Fails unless a problem is reported at a path or below it, and none shows a value. 25,000 calls of `expect` would take seconds. */
function assertProblemAt(found: readonly string[], path: readonly string[]): void {
  const at = ["config", ...path].join(".");
  const isReported = found.some((line) => line.startsWith(`${at}: `) || line.startsWith(`${at}[`));
  if (!isReported) throw new Error(`no problem at ${at} but ${JSON.stringify(found)}`);
  if (found.some((line) => line.includes(canary))) throw new Error(`a value is shown: ${found.join("\n")}`);
}

describe("random valid configurations", () => {
  it(`are ${runs} for each of ${schemas.length} schemas`, () => {
    expect(runs * schemas.length).toBeGreaterThanOrEqual(5_000);
  });

  it.each(schemas)("%s: are accepted, and rejected with the right path after a change", (_name, schema) => {
    fc.assert(
      fc.property(randomConfig(schema), fc.nat(), (config, choice) => {
        const wrong = problems(schema, config);
        if (wrong.length > 0) throw new Error(wrong.join("\n"));
        const pick = <Item>(items: readonly Item[]): Item | undefined => items[choice % items.length];

        const closed = pick(closedObjects(schema, config));
        if (closed !== undefined) {
          const path = [...closed.path, "zzqqzzqq"];
          assertProblemAt(problems(schema, changed(config, path, canary)), path);
        }
        const location = pick(
          locationsIn(schema, config).filter(({ schema: each }) => each.const === undefined),
        );
        if (location !== undefined) {
          assertProblemAt(
            problems(schema, changed(config, location.path, ofAnotherType(location.schema))),
            location.path,
          );
        }
        const enumeration = pick(
          locationsIn(schema, config).filter(({ schema: each }) => each.enum !== undefined),
        );
        if (enumeration !== undefined) {
          assertProblemAt(
            problems(schema, changed(config, enumeration.path, `${canary} choice`)),
            enumeration.path,
          );
        }
        const needed = objectsIn(schema, config).flatMap(({ path, schema: { required = [] } }) =>
          required.map((key) => [...path, key]),
        );
        const path = pick(needed);
        if (path !== undefined) assertProblemAt(problems(schema, changed(config, path, undefined)), path);
      }),
      { numRuns: runs, seed: 7 },
    );
  });
});
