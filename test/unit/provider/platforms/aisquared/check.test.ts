import { describe, expect, it } from "@jest/globals";
import { unknownValue } from "../../../../../provider/src/values/unknowns";
import { connectorVerbs, type Fields } from "../../../../harness/verbs";
import { hook, postgres } from "./connectors";

async function reasons(news: Fields): Promise<string[]> {
  const { failures } = await connectorVerbs().check({}, news);
  expect(failures.every(({ property }) => property === "")).toBe(true);
  return failures.map(({ reason }) => reason.replace(/^aisquared\.Connector( "\w+")?: /, ""));
}

const { credentials, ...withoutCredentials } = postgres.configuration;
const configured = (configuration: unknown): Fields => ({ ...postgres, configuration });

describe("check of an AI Squared connector", () => {
  it("accepts valid inputs and options", async () => {
    expect(await reasons(postgres)).toEqual([]);
    expect(await reasons({ ...hook, description: "", __options: { forceDelete: true } })).toEqual([]);
  });

  it.each<[string, Fields, unknown[]]>([
    [
      "a name similar to a known one",
      { ...postgres, connectorName: "Postgres" },
      [expect.stringMatching(/^connectorName: unknown .* did you mean Postgresql\?/)],
    ],
    [
      "a name in another case",
      { ...postgres, connectorName: "postgresql" },
      [expect.stringMatching(/^connectorName: unknown .* did you mean Postgresql\?/)],
    ],
    [
      "a misspelled name, with any configuration",
      { ...postgres, connectorName: "Snowflak", configuration: { any: 1 } },
      [expect.stringMatching(/^connectorName: unknown .* did you mean Snowflake\?/)],
    ],
    [
      "an unknown name that resembles none",
      { ...postgres, connectorName: "Zzzzzzzz" },
      [
        'connectorName: unknown AI Squared source type; for a type newer than this release, use otherType("...")',
      ],
    ],
    [
      "a name of the other role",
      { ...postgres, connectorName: "Slack" },
      [expect.stringMatching(/^connectorName: unknown .* source type \(it is a destination type\)/)],
    ],
    [
      "the other role of a name",
      { ...postgres, connectorType: "destination", connectorName: "Snowflake" },
      [expect.stringMatching(/^connectorName: unknown .* destination type \(it is a source type\)/)],
    ],
    [
      "an unknown role",
      { ...postgres, connectorType: "Source" },
      ["connectorType: expected one of source, destination"],
    ],
    ...[" ", "\t\n", "\u3000"].map((name): [string, Fields, unknown[]] => [
      `a name of blanks only, ${JSON.stringify(name)}`,
      { ...postgres, name },
      [`aisquared.Connector ${JSON.stringify(name)}: name: must not consist of blanks only`],
    ]),
    [
      "an empty configuration",
      { ...hook, configuration: {} },
      ["configuration: must not be empty", "configuration.destination_url: missing, expected a string"],
    ],
    [
      "no configuration",
      { ...hook, configuration: undefined },
      ["configuration: missing, expected an object"],
    ],
    [
      "a missing key",
      configured({ ...postgres.configuration, host: undefined }),
      ["configuration.host: missing, expected a string"],
    ],
    [
      "a missing key with a default, which the server does not apply",
      configured({ ...postgres.configuration, data_type: undefined }),
      ["configuration.data_type: missing, expected one of structured, vector"],
    ],
    [
      "a missing key of a nested object",
      configured({ ...postgres.configuration, credentials: { ...credentials, password: undefined } }),
      ["configuration.credentials.password: missing, expected a string"],
    ],
    [
      "an unknown key",
      configured({ ...postgres.configuration, shema: "public" }),
      ["configuration.shema: unknown key; did you mean schema?"],
    ],
    [
      "an unknown key of a nested object",
      configured({ ...postgres.configuration, credentials: { ...credentials, pasword: "x" } }),
      ["configuration.credentials.pasword: unknown key; did you mean password?"],
    ],
    [
      "a number as a port, which the platform expects as a string",
      configured({ ...postgres.configuration, port: 5432 }),
      ["configuration.port: expected a string, got a number"],
    ],
    [
      "the mask of a secret, which the platform would store",
      configured({ ...postgres.configuration, credentials: { ...credentials, password: "*************" } }),
      [
        "configuration.credentials.password: asterisks stand for a secret that is not shown; give the secret itself",
      ],
    ],
    [
      "an unknown option",
      { ...postgres, __options: { forceDelet: true } },
      ["options.forceDelet: unknown key; did you mean forceDelete?"],
    ],
  ])("refuses %s", async (_what, news, problems) => {
    expect((await reasons(news)).sort()).toEqual([...problems].sort());
  });

  it("reports all problems at once, and shows no secret", async () => {
    const news = {
      name: "",
      connectorType: "source",
      connectorName: "Postgresql",
      description: 7,
      configuration: {
        ...withoutCredentials,
        port: 5432,
        host: undefined,
        credentials: { auth_type: "PLANTEDtype7", username: 7, password: ["PLANTEDpassword7"] },
      },
    };
    const found = await reasons(news);
    expect(found.sort()).toEqual([
      "configuration.credentials.auth_type: expected username/password",
      "configuration.credentials.password: expected a string, got an array",
      "configuration.credentials.username: expected a string, got a number",
      "configuration.host: missing, expected a string",
      "configuration.port: expected a string, got a number",
      "description: expected a string, got a number",
      "name: must not be empty",
    ]);
  });

  it("accepts unknown values anywhere", async () => {
    for (const key of ["name", "connectorType", "connectorName", "configuration"]) {
      expect(await reasons({ ...postgres, [key]: unknownValue })).toEqual([]);
    }
    for (const key of Object.keys(postgres.configuration)) {
      expect(await reasons(configured({ ...postgres.configuration, [key]: unknownValue }))).toEqual([]);
    }
    for (const key of Object.keys(credentials)) {
      const unknown = { ...credentials, [key]: `prefix ${unknownValue}` };
      expect(await reasons(configured({ ...postgres.configuration, credentials: unknown }))).toEqual([]);
    }
    expect(await reasons({ ...postgres, connectorType: unknownValue, connectorName: "Snowflak" })).toEqual(
      [],
    );
  });
});
