import { describe, expect, it } from "@jest/globals";
import { startTestPlatform } from "../../../harness/platform";
import recorded from "../../../fixtures/airweave-recorded.json";
import { compared, counts, differences, schemaOf } from "./check";

const string = { type: "string" };

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

describe("the catalog check for Airweave", () => {
  it("matches the response of the sandbox, which is generated from the catalog", async () => {
    const platform = await startTestPlatform({ internalSources: false }, "airweave");
    const { body } = await platform.ask("GET", "/sources");
    await platform.stop();
    const result = await compared({ documents: [body] });
    expect(differences(result)).toEqual([]);
    expect(counts(result)).toBe(`${(body as unknown[]).length} types compared: 0 new, 0 gone, 0 different.`);
    expect(result.code).toBe(0);
  });

  it("matches the recorded responses of the real server", async () => {
    const responses = recorded.pairs.filter(
      ({ request, response }) => request.path.startsWith("/sources") && response.status === 200,
    );
    expect(responses).not.toEqual([]);
    const result = await compared({ documents: responses.map(({ response }) => response) });
    expect(differences(result)).toEqual([]);
    expect(result.code).toBe(0);
  });

  it("compares the published properties of fields", async () => {
    const catalog = {
      "airweave/source/lake": described(
        {
          count: { type: "integer", default: 3 },
          flagged: { ...string, "x-feature_flag": "beta" },
          hidden: { ...string, "x-hidden": true },
          list: { type: "array", items: string },
          maybe: { type: ["boolean", "null"] },
        },
        { token: { ...string, writeOnly: true, minLength: 4 } },
      ),
      "airweave/source/river": described(
        { branch: string, mode: { ...string, enum: ["a", "b"] }, url: string },
        { token: string },
        { labels: ["Water"] },
      ),
      "airweave/source/unlisted": described({}, {}, { feature_flag: "beta" }),
    };
    const result = await compared({
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
    expect(differences(result)).toEqual([
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
    expect(counts(result)).toBe("2 types compared: 0 new, 0 gone, 1 different.");
  });

  it("treats files with one source each as one comparison that is not complete", async () => {
    const result = await compared({
      catalog: {
        "airweave/source/lake": described({}),
        "airweave/source/river": described({}),
        "airweave/source/sea": described({}),
      },
      documents: [source("lake", []), source("river", [field("url")])],
    });
    expect(differences(result)).toEqual([
      "airweave/source",
      "  river",
      "    + field url (string, optional)",
      "",
    ]);
    expect(counts(result)).toBe("2 types compared: 0 new, 0 gone, 1 different.");
  });

  it("reports gone sources if one of the files is complete", async () => {
    const result = await compared({
      catalog: { "airweave/source/lake": described({}), "airweave/source/sea": described({}) },
      documents: [[source("lake", [])], source("lake", [])],
    });
    expect(differences(result)).toEqual(["airweave/source", "  - type sea", ""]);
  });
});
