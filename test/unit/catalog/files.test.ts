import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { secretPaths } from "../../../provider/src/catalog/secrets";
import { repository } from "../../harness";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly writeOnly?: boolean;
  readonly additionalProperties?: unknown;
}

interface Validate {
  (value: unknown): boolean;
  readonly errors?: unknown;
}

interface Ajv {
  addVocabulary(keywords: readonly string[]): void;
  compile(schema: object): Validate;
}

/** Strict, so that a misspelt keyword is an error and not one that says nothing. */
function makeAjv(): Ajv {
  // The sandbox's ajv: eslint has an older one at the root.
  const load = createRequire(join(repository, "sandbox", "package.json"));
  const { Ajv2020 } = load("ajv/dist/2020") as { Ajv2020: new (options: object) => Ajv };
  const { default: addFormats } = load("ajv-formats") as { default: (ajv: Ajv) => void };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats(ajv);
  ajv.addVocabulary([
    "x-connector",
    "x-defaultOmitted",
    "x-documentation",
    "x-feature_flag",
    "x-fixed",
    "x-hidden",
    "x-masked",
    "x-normalized",
    "x-required_before_oauth",
    "x-source",
    "x-spellingOf",
  ]);
  return ajv;
}

function schemaAt(path: string): Schema {
  return JSON.parse(readFileSync(join(repository, path), "utf8")) as Schema;
}

/** Every property with the way to it, also those of credentials and of what lists hold. */
function properties(schema: Schema, prefix = ""): [string, Schema][] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]): [string, Schema][] => [
      [prefix + key, property],
      ...properties(property, `${prefix}${key}.`),
    ]),
    ...(schema.items === undefined ? [] : properties(schema.items, `${prefix}[].`)),
    ...Object.entries(schema.$defs ?? {}).flatMap(([name, part]) => properties(part, `${prefix}${name}:`)),
  ];
}

const files = ["provider/catalog", "sandbox/catalog"].flatMap((folder) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => `${folder}/${path}`)
    .sort(),
);
const ajv = makeAjv();

describe("the files of the catalog", () => {
  it("are as many as the vendors have types", () => {
    const counts: Record<string, number> = {};
    for (const file of files) counts[dirname(file)] = (counts[dirname(file)] ?? 0) + 1;
    expect(counts).toMatchObject({
      "provider/catalog/aisquared/source": 29,
      "provider/catalog/aisquared/destination": 27,
      "provider/catalog/airweave/source": 52,
      "sandbox/catalog/airweave/source": 13,
    });
  });

  it.each(files)("%s is a JSON Schema that its examples keep to, by ajv and by zod", (file) => {
    const schema = schemaAt(file);
    expect(schema.examples).not.toEqual([]);
    for (const part of [schema, ...Object.values(schema.$defs ?? {})]) {
      const validate = ajv.compile(part);
      const read = z.fromJSONSchema(part as Parameters<typeof z.fromJSONSchema>[0]);
      for (const example of part.examples ?? []) {
        validate(example);
        expect(validate.errors ?? []).toEqual([]);
        expect(read.safeParse(example).error?.issues ?? []).toEqual([]);
      }
    }
  });

  it("name as required only what they describe", () => {
    const unknown = files.flatMap((file) => {
      const schema = schemaAt(file);
      const objects: [string, Schema][] = [
        ["", schema],
        ...Object.entries(schema.$defs ?? {}),
        ...properties(schema),
      ];
      return objects.flatMap(([way, object]) =>
        (object.required ?? [])
          .filter((key) => object.properties?.[key] === undefined)
          .map((key) => `${file} ${way}: ${key}`),
      );
    });
    expect(unknown).toEqual([]);
  });

  it("describe every property in one line", () => {
    const bare = files.flatMap((file) => {
      const schema = schemaAt(file);
      const described: [string, Schema][] = [["the type", schema], ...properties(schema)];
      return described
        .filter(([, { description }]) => description === undefined || !/^\S.*\.$/.test(description))
        .map(([way]) => `${file} ${way}`);
    });
    expect(bare).toEqual([]);
  });

  it("show no value of a secret outside the examples of a whole configuration", () => {
    const shown = files.flatMap((file) =>
      properties(schemaAt(file))
        .filter(([, { writeOnly }]) => writeOnly === true)
        .flatMap(([way, { default: value, examples }]) =>
          [value, ...(examples ?? [])].map((each) => [way, each]),
        )
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([way, value]) => `${String(way)} = ${JSON.stringify(value)}`),
    );
    // Defaults of what only may hold a secret, and of the test sources, which log in nowhere.
    expect([...new Set(shown)].sort()).toEqual([
      'credentials:placeholder = "enron"',
      'credentials:placeholder = "herb"',
      'credentials:placeholder = "snapshot"',
      'credentials:stub_key = "file-stub"',
      'credentials:stub_key = "stub"',
      'credentials:timed_key = "timed"',
      'headers = {"Content-Type":"application/json"}',
    ]);
  });

  it("mark all credentials as secrets", () => {
    const open = files.flatMap((file) =>
      properties(schemaAt(file))
        .filter(([way, { writeOnly }]) => way.startsWith("credentials:") && writeOnly !== true)
        .map(([way]) => `${file} ${way}`),
    );
    expect(open).toEqual([]);
  });

  it("have their secrets in the table that programs load, also those below other keys", () => {
    for (const file of files.filter((path) => path.startsWith("provider/"))) {
      const ways = properties(schemaAt(file))
        .filter(([way, { writeOnly }]) => writeOnly === true && !way.startsWith("credentials:"))
        .map(([way]) => way);
      const folder = dirname(file).slice("provider/catalog/".length);
      const takesAnyKey = schemaAt(file).additionalProperties === true;
      expect([file, secretPaths(folder, basename(file, ".json"))]).toEqual([
        file,
        takesAnyKey ? undefined : ways,
      ]);
    }
    expect(secretPaths("aisquared/source", "Postgresql")).toEqual(["credentials.password"]);
  });
});

describe("a type with two ways to log in", () => {
  const schema = schemaAt("provider/catalog/aisquared/source/AmazonS3.json");
  const common = { region: "us-east-1", bucket: "example-bucket" };
  const cases: [boolean, object][] = [
    [true, { ...common, auth_type: "user", access_id: "id", secret_access: "secret" }],
    [true, { ...common, auth_type: "role", arn: "arn", external_id: "id" }],
    [false, { ...common, auth_type: "user", arn: "arn", external_id: "id" }],
    [false, { ...common, auth_type: "role", access_id: "id", secret_access: "secret" }],
    [false, { ...common, auth_type: "role", arn: "arn" }],
    [false, { ...common, auth_type: "key", arn: "arn", external_id: "id" }],
  ];

  it.each(cases)("takes (%p) what the way needs: %j", (valid, config) => {
    expect(ajv.compile(schema)(config)).toBe(valid);
    const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    expect(read.safeParse(config).success).toBe(valid);
  });
});
