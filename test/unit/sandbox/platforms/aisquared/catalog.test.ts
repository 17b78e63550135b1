import { describe, expect, it } from "@jest/globals";
import { definition } from "../../../../../sandbox/src/platforms/aisquared/catalog";
import {
  described,
  incomplete,
  without,
  type Config,
  type Schema,
} from "../../../../harness/catalog-schemas";
import { startAisquared } from "./client";

/** Checks the AI Squared platform against the catalog: which values the vendor's connectors accept and reject. Errors do not name the key. */
const roles = ["source", "destination"] as const;
const types = roles.flatMap((role) =>
  described(`provider/catalog/aisquared/${role}`).map(
    ([name, schema]): [role: (typeof roles)[number], name: string, schema: Schema] => [role, name, schema],
  ),
);

function accepts(role: (typeof roles)[number], name: string, configuration: unknown): boolean | undefined {
  return definition(role, name)?.accepts(configuration);
}

/** Invalid values, each in an otherwise valid configuration. */
function wrong(schema: Schema, value: unknown): unknown[] {
  const { properties = {}, type, enum: choices, format } = schema;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const deeper = isObject
    ? Object.entries(properties).flatMap(([key, property]) =>
        wrong(property, (value as Config)[key]).map((inner) => ({ ...value, [key]: inner })),
      )
    : [];
  return [
    ...(type === undefined ? [] : [type === "string" ? 7 : "text"]),
    ...(choices === undefined ? [] : ["no choice"]),
    ...(format === undefined ? [] : ["neither this nor that"]),
    ...deeper,
  ];
}

describe("a configuration of an AI Squared connector", () => {
  it("is of one of 29 sources or 27 destinations", () => {
    expect(types).toHaveLength(29 + 27);
  });

  it.each(types)("is accepted for a %s %s with the catalog's examples", (role, name, schema) => {
    expect(schema.examples).not.toHaveLength(0);
    for (const example of schema.examples ?? []) expect(accepts(role, name, example)).toBe(true);
  });

  it.each(types)("is rejected for a %s %s without a required key, at any depth", (role, name, schema) => {
    const taken = incomplete(schema).filter(
      ([, configuration]) => accepts(role, name, configuration) !== false,
    );
    expect(taken).toEqual([]);
  });

  it.each(types)(
    "is refused for a %s %s with a value of another kind, at any depth",
    (role, name, schema) => {
      for (const example of schema.examples ?? []) {
        for (const configuration of wrong(schema, example)) {
          expect([configuration, accepts(role, name, configuration)]).toEqual([configuration, false]);
        }
      }
    },
  );

  it("requires keys of nested objects, too", () => {
    const deep = types.flatMap(([, , schema]) => incomplete(schema)).filter(([way]) => way.includes("."));
    expect(deep.length).toBeGreaterThan(30);
  });
});

describe("the two methods of authentication for Amazon S3 in AI Squared", () => {
  const common = { name: "Files", connector_type: "source", connector_name: "AmazonS3" };
  const bucket = { region: "us-east-1", bucket: "example-bucket" };
  const user = { auth_type: "user", access_id: "id", secret_access: "secret" };
  const role = { auth_type: "role", arn: "arn", external_id: "id" };
  const status = async (configuration: object): Promise<number> => {
    const { call } = await startAisquared();
    return (await call("POST", "/connectors", { body: { connector: { ...common, configuration } } })).status;
  };

  it.each([user, role])("are %j", async (login) => {
    expect(await status({ ...bucket, ...login })).toBe(201);
  });

  it.each([
    ["none", {}],
    ["half of one", without(user, ["secret_access"])],
    ["half of the other", without(role, ["external_id"])],
    ["one with the keys of the other", { ...user, auth_type: "role" }],
    ["keys that do not say which", without(user, ["auth_type"])],
  ])("are not %s", async (_what, login) => {
    expect(await status({ ...bucket, ...login })).toBe(422);
  });
});
