import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import {
  described,
  incomplete,
  namedKeys,
  needs,
  without,
  type Config,
  type Schema,
} from "../../../../harness/catalog-schemas";

/** Checks the Unstructured platform against the catalog: which values the vendor's connectors accept and reject. */
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

interface Answer {
  readonly status: number;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

async function create(role: string, type: string, config: Config): Promise<Answer> {
  const { status, body } = await platform.ask("POST", `/api/v1/${role}s/`, { name: "Some", type, config });
  const { errors = [] } = body as Partial<Answer>;
  return { status, errors };
}

/** The result for a valid configuration. */
const taken: Answer = { status: 200, errors: [] };

const types = ["source", "destination"].flatMap((role) =>
  described(`provider/catalog/unstructured/${role}`).map(
    ([type, schema]): [role: string, type: string, schema: Schema] => [role, type, schema],
  ),
);
const configOf = (role: string, type: string): Config =>
  types.find((one) => one[0] === role && one[1] === type)?.[2].examples?.[0] ?? {};

/** The result for a configuration without a key. */
const lacks = (field: string): Answer => ({ status: 412, errors: [{ field, message: "Field required" }] });

describe("a configuration of an Unstructured connector", () => {
  it("is of one of 23 sources or 25 destinations", () => {
    expect(types).toHaveLength(23 + 25);
  });

  it.each(types)("is accepted for a %s %s with the catalog's examples", async (role, type, schema) => {
    expect(schema.examples).not.toHaveLength(0);
    for (const example of schema.examples ?? []) expect(await create(role, type, example)).toEqual(taken);
  });

  it.each(types)("is rejected for a %s %s without a required key", async (role, type, schema) => {
    for (const [key, config] of incomplete(schema)) {
      expect(await create(role, type, config)).toEqual(lacks(key));
      expect(await create(role, type, { ...config, [key]: null })).toEqual(lacks(key));
    }
  });

  it("may have unknown keys, at any depth", async () => {
    const s3 = { ...configOf("source", "s3"), newer: 1, toString: "x" };
    expect(await create("source", "s3", s3)).toEqual(taken);
    const drive = { drive_id: "id", service_account_key: { id: "secret", newer: 1 } };
    expect(await create("source", "google_drive", drive)).toEqual(taken);
  });

  it("may have null for unset keys", async () => {
    const s3 = { ...configOf("source", "s3"), token: null, endpoint_url: null, anonymous: null };
    expect(await create("source", "s3", s3)).toEqual(taken);
  });

  it("may have numbers and booleans in quotes, as in the vendor's examples", async () => {
    const jira = { ...configOf("source", "jira"), cloud: "true" };
    expect(await create("source", "jira", jira)).toEqual(taken);
    const kafka = { ...configOf("source", "kafka-cloud"), port: "9092" };
    expect(await create("source", "kafka-cloud", kafka)).toEqual(taken);
    const open = { remote_url: "s3://bucket/", anonymous: "true" };
    expect(await create("source", "s3", open)).toEqual(taken);
    for (const port of ["many", "1.5", "", "0x10"]) {
      expect(await create("source", "kafka-cloud", { ...kafka, port })).toEqual({
        status: 412,
        errors: [{ field: "port", message: "Input should be a valid integer" }],
      });
    }
  });

  it.each([
    ["source", "zendesk", { item_type: "users" }, "item_type", "Input should be 'tickets' or 'articles'"],
    ["source", "jira", { cloud: 2 }, "cloud", "Input should be a valid boolean"],
    ["source", "gcs", { remote_url: ["gs://b"] }, "remote_url", "Input should be a valid string"],
    ["source", "google_drive", { extensions: "pdf" }, "extensions", "Input should be a valid list"],
    ["source", "google_drive", { extensions: ["pdf", 7] }, "extensions.1", "Input should be a valid string"],
    [
      "source",
      "google_drive",
      { service_account_key: 7 },
      "service_account_key",
      "Input should be a valid string or dictionary",
    ],
    ["source", "google_drive", { service_account_key: {} }, "service_account_key.id", "Field required"],
  ])("is rejected for a %s %s with %j", async (role, type, wrong, field, message) => {
    const config = { ...configOf(role, type), ...wrong };
    expect(await create(role, type, config)).toEqual({ status: 412, errors: [{ field, message }] });
  });

  it("may have each key in every spelling that the vendor documents", async () => {
    let count = 0;
    for (const [role, type, { properties = {}, examples: [example = {}] = [] }] of types) {
      for (const [key, property] of Object.entries(properties)) {
        const canonical = property["x-spellingOf"];
        if (typeof canonical !== "string") continue;
        const spellings = Object.keys(properties).filter(
          (each) => each === canonical || properties[each]?.["x-spellingOf"] === canonical,
        );
        const value = spellings.map((each) => example[each]).find((each) => each !== undefined);
        const config = { ...without(example, spellings), [key]: value ?? sample(property) };
        expect([role, type, key, await create(role, type, config)]).toEqual([role, type, key, taken]);
        count += 1;
      }
    }
    expect(count).toBe(18);
  });
});

/** A valid value of a property. */
function sample({ type, enum: [choice = "value"] = [] }: Schema): unknown {
  return type === "integer" ? 7 : choice;
}

describe("the alternatives of an Unstructured connector", () => {
  const exclusive = types.filter(([, , { oneOf }]) => oneOf !== undefined);

  it("are those of 14 types", () => {
    expect(exclusive).toHaveLength(14);
  });

  it.each(exclusive)(
    "are each taken for a %s %s, and refused if none is met or two are",
    async (role, type, schema) => {
      const alternatives = schema.oneOf ?? [];
      const common = without(schema.examples?.[0] ?? {}, alternatives.flatMap(namedKeys));
      const titles = alternatives.map(({ title }) => title).join("; ");
      const refused = {
        status: 412,
        errors: [{ field: "config", message: `Exactly one of these must be provided: ${titles}` }],
      };
      const all = alternatives.map((alternative) => needs(schema, alternative));
      for (const one of all) expect(await create(role, type, { ...common, ...one })).toEqual(taken);
      // An Azure source may have no credentials, which is one of the alternatives.
      const isOptional = all.some((one) => Object.keys(one).length === 0);
      expect(await create(role, type, common)).toEqual(isOptional ? taken : refused);
      for (const one of all) {
        for (const other of all.filter((each) => !isPartOf(one, each) && !isPartOf(each, one))) {
          expect(await create(role, type, { ...common, ...one, ...other })).toEqual(refused);
        }
      }
    },
  );

  it.each(["source", "destination"])(
    "are one or both of the two addresses for a %s of Kafka",
    async (role) => {
      const common = without(configOf(role, "kafka-cloud"), ["bootstrap_server"]);
      const message = "At least one of these must be provided: bootstrap_server; bootstrap_servers";
      expect(await create(role, "kafka-cloud", common)).toEqual({
        status: 412,
        errors: [{ field: "config", message }],
      });
      const [one, other] = [{ bootstrap_server: "a.example" }, { bootstrap_servers: "a.example:9092" }];
      for (const given of [one, other, { ...one, ...other }]) {
        expect(await create(role, "kafka-cloud", { ...common, ...given })).toEqual(taken);
      }
    },
  );

  it.each([
    ["source", "zendesk", "api_token"],
    ["destination", "weaviate-cloud", "cluster_url"],
  ])("may be spellings of one key for a %s %s", async (role, type, key) => {
    const config = without(configOf(role, type), [key]);
    expect(await create(role, type, config)).toEqual(lacks(key));
  });

  it("are checked only if every key is valid", async () => {
    expect(await create("source", "s3", { recursive: "perhaps" })).toEqual({
      status: 412,
      errors: [
        { field: "remote_url", message: "Field required" },
        { field: "recursive", message: "Input should be a valid boolean" },
      ],
    });
  });

  it("may be a key that requires another", async () => {
    const config = { ...configOf("source", "sharepoint"), password: "not-a-real-password" };
    expect(await create("source", "sharepoint", config)).toEqual({
      status: 412,
      errors: [{ field: "user_pname", message: "Field required with password" }],
    });
    expect(await create("source", "sharepoint", { ...config, user_pname: "user@example.com" })).toEqual(
      taken,
    );
  });

  it("apply to an update, too", async () => {
    const config = configOf("source", "s3");
    const { body } = await platform.ask("POST", "/api/v1/sources/", { name: "Some", type: "s3", config });
    const { id } = body as { readonly id: string };
    const change = { config: { ...config, anonymous: true } };
    const { status } = await platform.ask("PUT", `/api/v1/sources/${id}`, change);
    expect(status).toBe(412);
  });
});

function isPartOf(part: Config, whole: Config): boolean {
  return Object.keys(part).every((key) => key in whole);
}
