import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { storedConfig, storedCredentials } from "../../../../../sandbox/src/platforms/airweave/stored-values";
import { sources, type Source } from "../../../../../sandbox/src/platforms/airweave/catalog";
import { Refusal } from "../../../../../sandbox/src/serving/refusal";
import { startAirweave, type AirweaveServer } from "../../../../contract/airweave-server";
import { described, incomplete, type Config, type Schema } from "../../../../harness/catalog-schemas";

/** Checks the Airweave platform against the catalog: which values the vendor's sources accept and reject. */
const files = [
  ...described("provider/catalog/airweave/source"),
  ...described("sandbox/catalog/airweave/source"),
];
const platform = sources(true);

/** The detail of a refusal; undefined without one. */
function refusal(store: () => unknown): string | undefined {
  try {
    store();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.status).toBe(422);
    return (error.body as { readonly detail: string }).detail;
  }
}

function sourceOf(name: string): Source {
  const source = platform.get(name);
  if (source === undefined) throw new Error(`no ${name}`);
  return source;
}

/** The two objects that a source describes, with the function that stores them. */
const objects = files.flatMap(([name, file]) => {
  const { credentials } = file.$defs ?? {};
  const part = (what: string, schema: Schema, store: (given: Config) => Config): Part => ({
    name: `${what} of ${name}`,
    schema: { examples: [leastOf(schema)], ...schema },
    store,
  });
  return [
    part("config fields", file, (given) => storedConfig(sourceOf(name), given, featuresOf(file))),
    ...(credentials === undefined
      ? []
      : [part("auth fields", credentials, (given) => storedCredentials(sourceOf(name), given))]),
  ].map((each): [string, Part] => [each.name, each]);
});

/** Required values without an example in the catalog, because they cannot be given with a new connection. */
function leastOf({ required = [], properties = {} }: Schema): Config {
  return Object.fromEntries(required.map((key) => [key, "x".repeat(properties[key]?.minLength ?? 1)]));
}

interface Part {
  readonly name: string;
  readonly schema: Schema;
  readonly store: (given: Config) => Config;
}

function featuresOf({ properties = {} }: Schema): string[] {
  return Object.values(properties).map((property) => String(property["x-feature_flag"]));
}

describe("a source of Airweave", () => {
  it("is one of 52, or one of 13 test sources", () => {
    expect(files).toHaveLength(52 + 13);
    expect([...platform.keys()].sort()).toEqual(files.map(([name]) => name).sort());
  });

  let server: AirweaveServer;

  beforeAll(async () => {
    server = await startAirweave({
      authProviders: [
        { readable_id: "my-composio", short_name: "composio" },
        { readable_id: "my-custom", short_name: "custom" },
      ],
    });
    await server.done("POST", "/collections", { name: "Some", readable_id: "some" });
  });
  afterAll(() => server.stop());

  it("can be connected with the catalog's examples", async () => {
    for (const [short_name, { examples = [], $defs, "x-source": facts }] of files) {
      const { supported_auth_providers: providers } = facts as { supported_auth_providers: string[] };
      const [credentials] = $defs?.credentials?.examples ?? [];
      const isDirect = sourceOf(short_name).accepted_auth_methods.includes("direct");
      for (const config of examples) {
        const response = await server.call("POST", "/source-connections", {
          short_name,
          readable_collection_id: "some",
          config,
          authentication: isDirect
            ? { credentials }
            : { provider_readable_id: providers.includes("composio") ? "my-composio" : "my-custom" },
          schedule: {},
          sync_immediately: false,
        });
        expect(response).toMatchObject({ status: 200, body: { short_name, config: expect.any(Object) } });
      }
    }
  });

  it("is refused without URL and subdomain of ServiceNow", async () => {
    const response = await server.call("POST", "/source-connections", {
      short_name: "servicenow",
      readable_collection_id: "some",
      authentication: { credentials: { username: "svc-user", password: "example-password" } },
    });
    expect(response).toMatchObject({
      status: 422,
      body: {
        detail: "Invalid auth fields: ?: Value error, Either 'url' or 'subdomain' must be provided",
      },
    });
  });
});

describe("the credentials of ServiceNow", () => {
  const login = { username: "svc-user", password: "example-password" };
  const store = (given: Config): string | undefined =>
    refusal(() => storedCredentials(sourceOf("servicenow"), given));

  it.each([
    { url: "https://a.service-now.com" },
    { subdomain: "a" },
    { url: "https://a.example", subdomain: "a" },
  ])("may have %j", (given) => {
    expect(store({ ...login, ...given })).toBeUndefined();
  });

  it.each([{}, { url: null }, { url: null, subdomain: null }, { username: null }])(
    "may not have %j alone, whatever else is wrong",
    (given) => {
      expect(store({ ...login, ...given })).toBe(
        "Invalid auth fields: ?: Value error, Either 'url' or 'subdomain' must be provided",
      );
    },
  );
});

describe.each(objects)("the %s", (_name, { schema, store }) => {
  const [example = {}] = schema.examples ?? [];

  it("accept the catalog's examples", () => {
    expect(schema.examples).not.toHaveLength(0);
    for (const each of schema.examples ?? []) expect(refusal(() => store(each))).toBeUndefined();
  });

  it("are rejected without a required key", () => {
    for (const [key, given] of incomplete(schema)) {
      expect(refusal(() => store(given))).toMatch(new RegExp(`^Invalid .* fields: ${key}: Field required$`));
    }
  });

  it("are rejected with a value that violates a keyword of the catalog", () => {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      // Without the keys of alternatives that exclude this one.
      const named = schema.anyOf === undefined ? key : `(${key}|\\?)`;
      const problem = new RegExp(
        `^Invalid .* fields: ${named}: (Input should|String should|List should|Value error)`,
      );
      for (const value of wrongValues(property)) {
        expect([value, refusal(() => store({ ...example, [key]: value }))]).toEqual([
          value,
          expect.stringMatching(problem),
        ]);
      }
    }
  });
});

/** A value that violates each keyword. */
function wrongValues(property: Schema): unknown[] {
  const { minLength, maxLength, minimum, maximum, minItems, pattern } = property as Readonly<
    Record<string, number | undefined>
  > & { readonly pattern?: string };
  return [
    [],
    ...([property.type].flat().includes("null") ? [] : [null]),
    ...(property.enum === undefined ? [] : ["no choice"]),
    ...(minLength === undefined ? [] : ["x".repeat(minLength - 1)]),
    ...(maxLength === undefined ? [] : ["x".repeat(maxLength + 1)]),
    ...(pattern === undefined ? [] : ["not / such a text".repeat(3)]),
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(minItems === undefined ? [] : [Array.from({ length: minItems - 1 }, () => "x")]),
  ].filter((value) => !Array.isArray(value) || !isList(property) || minItems !== undefined);
}

function isList({ type }: Schema): boolean {
  return [type].flat().includes("array");
}

describe("the catalog of Airweave's sources", () => {
  /** The keywords that `coercion.ts` and `alternatives.ts` check, and annotations. */
  const read = {
    object: ["type", "properties", "required", "additionalProperties", "anyOf"],
    property: [
      ...["type", "default", "items", "enum", "minLength", "maxLength", "pattern", "minimum", "maximum"],
      "minItems",
    ],
    silent: ["$schema", "$defs", "title", "description", "examples", "writeOnly"],
  };
  const unread = (schema: Schema, keywords: readonly string[]): string[] =>
    Object.keys(schema).filter(
      (keyword) => ![...keywords, ...read.silent].includes(keyword) && !keyword.startsWith("x-"),
    );

  it("has no keyword that the platform does not check", () => {
    const found = objects.flatMap(([, { schema }]) => [
      ...unread(schema, read.object),
      ...Object.values(schema.properties ?? {}).flatMap((property) => unread(property, read.property)),
    ]);
    expect(found).toEqual([]);
  });
});
