import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import type { CatalogEntry } from "../../../../provider/src/catalog/entry";
import { configProblems } from "../../../../provider/src/catalog/problems";
import { secretKeysOf } from "../../../../provider/src/catalog/secret-keys";
import { namedKeys, needs, without, type Config, type Schema } from "../../../harness/catalog-schemas";
import { repository } from "../../../harness/project";
import vendorTypesJson from "./vendor-types.json";

interface Validate {
  (value: unknown): boolean;
  readonly errors?: unknown;
}

interface Ajv {
  addVocabulary(keywords: readonly string[]): void;
  compile(schema: object): Validate;
}

/** Strict mode, so that a misspelled keyword is an error instead of having no effect. */
function makeAjv(): Ajv {
  // The sandbox's ajv: the one at the root is eslint's, and older.
  const load = createRequire(join(repository, "sandbox", "package.json"));
  const { Ajv2020 } = load("ajv/dist/2020") as { Ajv2020: new (options: object) => Ajv };
  const { default: addFormats } = load("ajv-formats") as { default: (ajv: Ajv) => void };
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  addFormats(ajv);
  ajv.addVocabulary([
    "x-connector",
    "x-defaultOmitted",
    "x-documentation",
    "x-feature_flag",
    "x-fixed",
    "x-format",
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

/** Every property with its path, including those of credentials and of array items. */
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
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .sort(),
);
const ajv = makeAjv();

/** The schemas, including those of credentials, that say which keys go together. */
const withAlternatives = files.flatMap((file): [string, Schema][] => {
  const schema = schemaAt(file);
  const parts: [string, Schema][] = [
    [file, schema],
    ...Object.entries(schema.$defs ?? {}).map(([name, part]): [string, Schema] => [`${file} ${name}`, part]),
  ];
  return parts.filter(([, { oneOf, anyOf, allOf, dependentRequired }]) =>
    [oneOf, anyOf, allOf, dependentRequired].some((keyword) => keyword !== undefined),
  );
});

/** The vendors' types by catalog folder. */
const vendorTypes: Readonly<Record<string, readonly string[]>> = vendorTypesJson;
const count = Object.values(vendorTypes).flat().length;

describe("the catalog files", () => {
  it("cover all of the vendors' types", () => {
    const found = (folder: string): string[] =>
      files
        .filter((file) => dirname(file) === folder)
        .map((file) => basename(file, ".json"))
        .sort();
    for (const [folder, types] of Object.entries(vendorTypes)) {
      expect([folder, found(`provider/catalog/${folder}`)]).toEqual([folder, types]);
    }
    expect(files.filter((file) => file.startsWith("provider/"))).toHaveLength(count);
    expect(files.filter((file) => dirname(file) === "sandbox/catalog/airweave/source")).toHaveLength(13);
  });

  it("are counted in the READMEs", () => {
    const text = (path: string): string => readFileSync(join(repository, path), "utf8");
    expect(text("provider/README.md")).toContain(`All ${count} connector types`);
    const counts = text("README.md").matchAll(/\[(\d+)[^\]]*\]\(docs\/reference\/([a-z]+)-([a-z]+)s\.md\)/g);
    const named = [...counts].map(([, number, platform = "", role = ""]) => [
      `${platform}/${role}`,
      Number(number),
    ]);
    expect(Object.fromEntries(named)).toEqual(
      Object.fromEntries(Object.entries(vendorTypes).map(([folder, types]) => [folder, types.length])),
    );
  });

  it.each(files)("%s is a JSON Schema whose examples pass ajv and our own validation", (file) => {
    const schema = schemaAt(file);
    expect(schema.examples).not.toEqual([]);
    for (const part of [schema, ...Object.values(schema.$defs ?? {})]) {
      const validate = ajv.compile(part);
      for (const example of part.examples ?? []) {
        validate(example);
        expect(validate.errors ?? []).toEqual([]);
        expect(configProblems(part as CatalogEntry, example, "config")).toEqual([]);
      }
    }
  });

  it("link to the vendor's page on the type", () => {
    const nameless = files.filter(
      (file) =>
        file.startsWith("provider/") && !/^https:\/\/[^ ]+$/.test(schemaAt(file)["x-documentation"] ?? ""),
    );
    expect(nameless).toEqual([]);
  });

  it("require only keys that they describe", () => {
    const unknown = files.flatMap((file) => {
      const schema = schemaAt(file);
      const objects: [string, Schema][] = [
        ["", schema],
        ...Object.entries(schema.$defs ?? {}),
        ...properties(schema),
      ];
      return objects.flatMap(([path, object]) =>
        namedKeys(object)
          .filter((key) => object.properties?.[key] === undefined)
          .map((key) => `${file} ${path}: ${key}`),
      );
    });
    expect(unknown).toEqual([]);
  });

  it("give each alternative a title", () => {
    const untitled = withAlternatives.flatMap(([name, { oneOf = [], anyOf = [], allOf = [] }]) =>
      [...oneOf, ...anyOf, ...allOf].filter(({ title = "" }) => title === "").map(() => name),
    );
    expect(untitled).toEqual([]);
  });

  it("describe every property in one line", () => {
    const bare = files.flatMap((file) => {
      const schema = schemaAt(file);
      const described: [string, Schema][] = [["the type", schema], ...properties(schema)];
      return described
        .filter(([, { description }]) => description === undefined || !/^\S.*\.$/.test(description))
        .map(([path]) => `${file} ${path}`);
    });
    expect(bare).toEqual([]);
  });

  it("show values of secrets only in examples of a whole configuration", () => {
    const shown = files.flatMap((file) =>
      properties(schemaAt(file))
        .filter(([, { writeOnly }]) => writeOnly === true)
        .flatMap(([path, { default: value, examples }]) =>
          [value, ...(examples ?? [])].map((each) => [path, each]),
        )
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([path, value]) => `${String(path)} = ${JSON.stringify(value)}`),
    );
    // Defaults of a field that merely may hold a secret, and of test sources that log in nowhere.
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
        .filter(([path, { writeOnly }]) => path.startsWith("credentials:") && writeOnly !== true)
        .map(([path]) => `${file} ${path}`),
    );
    expect(open).toEqual([]);
  });

  it("have all their secrets, nested ones included, in the table that programs load", () => {
    for (const file of files.filter((path) => path.startsWith("provider/"))) {
      const paths = properties(schemaAt(file))
        .filter(([path, { writeOnly }]) => writeOnly === true && !path.startsWith("credentials:"))
        .map(([path]) => path);
      const folder = dirname(file).slice("provider/catalog/".length);
      const takesAnyKey = schemaAt(file).additionalProperties === true;
      expect([file, secretKeysOf(folder, basename(file, ".json"))]).toEqual([
        file,
        takesAnyKey ? undefined : paths,
      ]);
    }
    expect(secretKeysOf("aisquared/source", "Postgresql")).toEqual(["credentials.password"]);
  });
});

describe("a type with two login methods", () => {
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

  it.each(cases)("accepts (%p) what the method needs: %j", (valid, config) => {
    expect(ajv.compile(schema)(config)).toBe(valid);
    const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    expect(read.safeParse(config).success).toBe(valid);
  });
});

describe("keys that go together", () => {
  const accepts = (schema: Schema, config: Config): boolean => ajv.compile(schema)(config);
  const exclusive = withAlternatives.filter(([, { oneOf }]) => oneOf !== undefined);
  const inclusive = withAlternatives.filter(([, { anyOf }]) => anyOf !== undefined);

  it("are specified for all types that leave a choice", () => {
    expect(withAlternatives.map(([name]) => name.replace(/^provider\/catalog\//, ""))).toEqual([
      "airweave/source/servicenow.json credentials",
      "aisquared/source/AmazonS3.json",
      ...[
        "azure",
        "databricks_volume_delta_tables",
        "databricks_volumes",
        "kafka-cloud",
        "milvus",
        "opensearch",
        "redis",
        "s3",
        "teradata",
        "weaviate-cloud",
      ].map((type) => `unstructured/destination/${type}.json`),
      ...[
        "azure",
        "confluence",
        "databricks_volumes",
        "dropbox",
        "jira",
        "kafka-cloud",
        "opensearch",
        "s3",
        "sharepoint",
        "teradata",
        "zendesk",
      ].map((type) => `unstructured/source/${type}.json`),
    ]);
  });

  it.each(exclusive)("%s: exactly one alternative", (_name, schema) => {
    const alternatives = schema.oneOf ?? [];
    const keys = new Set(alternatives.flatMap(namedKeys));
    for (const example of (schema.examples ?? []) as Config[]) {
      const matching = alternatives.filter((each) => accepts({ ...schema, oneOf: [each] }, example));
      expect(matching).toHaveLength(1);
      const common = without(example, [...keys]);
      const mayBeNone = alternatives.some(({ title }) => title === "no credentials");
      expect(accepts(schema, common)).toBe(mayBeNone);
      const minimal = alternatives.map((each) => needs(schema, each));
      for (const one of minimal) {
        expect([one, accepts(schema, { ...common, ...one })]).toEqual([one, true]);
        for (const other of minimal) {
          const both = { ...one, ...other };
          // Not a second one if it is part of the first, or has another value for the same key.
          const isOne = minimal.some((each) => sameKeys(each, both));
          const differs = Object.entries(one).some(([key, value]) => both[key] !== value);
          if (isOne || differs) continue;
          expect([both, accepts(schema, { ...common, ...both })]).toEqual([both, false]);
        }
      }
    }
  });

  it.each(inclusive)("%s: at least one alternative", (_name, schema) => {
    const alternatives = schema.anyOf ?? [];
    for (const example of (schema.examples ?? []) as Config[]) {
      const common = without(example, alternatives.flatMap(namedKeys));
      expect(accepts(schema, common)).toBe(false);
      const minimal = alternatives.map((each) => needs(schema, each));
      for (const one of minimal) expect(accepts(schema, { ...common, ...one })).toBe(true);
      expect(
        accepts(
          schema,
          minimal.reduce((all, each) => ({ ...all, ...each }), common),
        ),
      ).toBe(true);
    }
  });

  it("count every alias of a key", () => {
    const renamed = files.flatMap((file) => {
      const schema = schemaAt(file);
      return Object.entries(schema.properties ?? {})
        .filter(([, property]) => property["x-spellingOf"] !== undefined)
        .flatMap(([key, property]) =>
          ((schema.examples ?? []) as Config[]).map((example) => {
            const canonical = property["x-spellingOf"] ?? "";
            const aliases = Object.entries(schema.properties ?? {})
              .filter(([name, each]) => name === canonical || each["x-spellingOf"] === canonical)
              .map(([name]) => name);
            const used = aliases.find((alias) => alias in example);
            const value = used === undefined ? undefined : example[used];
            const withAlias = value === undefined ? example : { ...without(example, aliases), [key]: value };
            return [file, key, accepts(schema, withAlias)];
          }),
        );
    });
    expect(renamed.length).toBeGreaterThan(10);
    expect(renamed.filter(([, , isAccepted]) => isAccepted !== true)).toEqual([]);
  });

  const bucket = { remote_url: "s3://b/" };
  const cases: [boolean, string, Config][] = [
    [true, "s3", { ...bucket, key: "k", secret_access_key: "s", token: "t", anonymous: false }],
    [false, "s3", { ...bucket, token: "t" }],
    [false, "s3", { ...bucket, key: "k" }],
    [false, "s3", { ...bucket, aws_access_key_id: "k", secret: "s", anonymous: true }],
    [true, "azure", { remote_url: "az://c/", account_name: "public" }],
    [false, "azure", { remote_url: "az://c/", sas_token: "t" }],
    [true, "jira", { url: "https://a.example", username: "u", token: "t" }],
    [false, "sharepoint", { password: "p" }],
    [true, "sharepoint", { password: "p", user_pname: "u@a.example" }],
    [false, "zendesk", { subdomain: "a", email: "u@a.example" }],
  ];

  it.each(cases)("accept (%p) for a source %s: %j", (valid, type, config) => {
    const schema = schemaAt(`provider/catalog/unstructured/source/${type}.json`);
    const site = { site: "https://a.sharepoint.com", client_id: "c", tenant: "t", client_cred: "s" };
    expect(accepts(schema, type === "sharepoint" ? { ...site, ...config } : config)).toBe(valid);
  });
});

function sameKeys(left: Config, right: Config): boolean {
  return Object.keys(left).sort().join() === Object.keys(right).sort().join();
}
