import { describe, expect, test } from "@jest/globals";
import { startTestPlatform } from "../../../harness/platform";
import recorded from "../../../fixtures/airweave-recorded.json";
import { compared, counts, differences, schemaOf } from "./check";

const text = { type: "string" };

function field(name: string, more: object = {}): object {
  const none = { items_type: null, feature_flag: null, enum_values: null };
  return { name, title: name, type: "string", required: false, is_secret: false, ...none, ...more };
}

function source(short_name: string, config: object[], credentials: object[] = [], more: object = {}): object {
  return {
    short_name,
    name: "Some Thing",
    auth_methods: ["direct", "auth_provider"],
    feature_flag: null,
    config_fields: { fields: config },
    auth_fields: { fields: credentials },
    ...more,
  };
}

function described(properties: object, credentials: object = {}, more: object = {}): object {
  return schemaOf(properties, {
    "x-source": { auth_methods: ["auth_provider", "direct"], feature_flag: null, ...more },
    $defs: { credentials: schemaOf(credentials) },
  });
}

describe("what Airweave publishes", () => {
  test("the answer of the sandbox, which has it from the catalog, differs in nothing", async () => {
    const platform = await startTestPlatform({ internalSources: false }, "airweave");
    const { body } = await platform.ask("GET", "/sources");
    await platform.stop();
    const checked = await compared({ documents: [body] });
    expect(differences(checked)).toEqual([]);
    expect(counts(checked)).toBe(`${(body as unknown[]).length} types compared: 0 new, 0 gone, 0 different.`);
    expect(checked.code).toBe(0);
  });

  test("the answers recorded from the real server differ in nothing", async () => {
    const answers = recorded.pairs.filter(
      ({ request, response }) => request.path.startsWith("/sources") && response.status === 200,
    );
    expect(answers).not.toEqual([]);
    const checked = await compared({ documents: answers.map(({ response }) => response) });
    expect(differences(checked)).toEqual([]);
    expect(checked.code).toBe(0);
  });

  test("fields are compared in what the answer tells of them", async () => {
    const catalog = {
      "airweave/source/lake": described(
        {
          count: { type: "integer", default: 3 },
          flagged: { ...text, "x-feature_flag": "beta" },
          hidden: { ...text, "x-hidden": true },
          list: { type: "array", items: text },
          maybe: { type: ["boolean", "null"] },
        },
        { token: { ...text, writeOnly: true, minLength: 4 } },
      ),
      "airweave/source/river": described(
        { branch: text, mode: { ...text, enum: ["a", "b"] }, url: text },
        { token: text },
        { labels: ["Water"] },
      ),
      "airweave/source/unlisted": described({}, {}, { feature_flag: "beta" }),
    };
    const checked = await compared({
      catalog,
      documents: [
        [
          source(
            "river",
            [
              field("branch", { type: "boolean", required: true }),
              field("limit", { type: "number", feature_flag: "beta" }),
              field("mode", { enum_values: ["b", "a", "c"] }),
              field("url", { is_secret: true, feature_flag: "beta" }),
            ],
            [field("key", { required: true })],
            { auth_methods: ["direct", "oauth_token"], labels: ["Water"], federated_search: true },
          ),
          source(
            "lake",
            [
              field("count", { type: "number" }),
              field("list", { type: "array", items_type: "string" }),
              field("maybe"),
            ],
            [field("token")],
          ),
        ],
      ],
    });
    expect(differences(checked)).toEqual([
      "airweave/source",
      "  river",
      '    ~ auth_methods: + "oauth_token", - "auth_provider"',
      "    ~ field branch: optional → required",
      "    ~ field branch: type string → boolean",
      "    + field credentials.key (string, required)",
      "    - field credentials.token",
      "    + field limit (number, optional)",
      '    ~ field mode: enum + "c"',
      "    ~ field url: not secret → secret",
      '    ~ field url: feature_flag none → "beta"',
      "",
    ]);
    expect(counts(checked)).toBe("2 types compared: 0 new, 0 gone, 1 different.");
  });

  test("several files of one source each are one comparison, in which no other source is gone", async () => {
    const checked = await compared({
      catalog: {
        "airweave/source/lake": described({}),
        "airweave/source/river": described({}),
        "airweave/source/sea": described({}),
      },
      documents: [source("lake", []), source("river", [field("url")])],
    });
    expect(differences(checked)).toEqual([
      "airweave/source",
      "  river",
      "    + field url (string, optional)",
      "",
    ]);
    expect(counts(checked)).toBe("2 types compared: 0 new, 0 gone, 1 different.");
  });

  test("a list of all beside a file of one source still says which are gone", async () => {
    const checked = await compared({
      catalog: { "airweave/source/lake": described({}), "airweave/source/sea": described({}) },
      documents: [[source("lake", [])], source("lake", [])],
    });
    expect(differences(checked)).toEqual(["airweave/source", "  - type sea", ""]);
  });
});
