import { describe, expect, it } from "@jest/globals";
import {
  connectorVerbs,
  sourceConnectionVerbs,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { postgres } from "../platforms/aisquared/connectors";

const lineBreak =
  "begins or ends with a line break, as values from files do; remove it, for example with .trim()";
const blank = "begins or ends with a blank; remove it";

const s3 = (config: Fields): Fields => ({
  name: "s",
  type: "s3",
  config: { remote_url: "s3://b/in/", key: "AKIA", secret: "wJal", ...config },
});
const jira = (config: Fields): Fields => ({
  name: "s",
  type: "jira",
  config: { url: "https://a.example", username: "u", password: "p", ...config },
});
const other = (config: Fields): Fields => ({
  name: "s",
  type: "newer",
  config,
  __options: { otherType: true },
});
const warehouse = (configuration: Fields): Fields => ({
  ...postgres,
  configuration: { ...postgres.configuration, ...configuration },
});
const github = (token: string): Fields => ({
  name: "code",
  shortName: "github",
  readableCollectionId: "all",
  config: { repo_name: "a/bcd" },
  authentication: { credentials: { personal_access_token: token } },
});

async function problems(verbs: Verbs, inputs: Fields): Promise<string[]> {
  const { failures } = await verbs.check({}, inputs);
  return failures.map(({ reason }) => reason.replace(/^.*?": /, ""));
}

describe("blanks and line breaks around a value", () => {
  it.each<[string, Verbs, Fields, string]>([
    ["a secret from a file", sourceVerbs(), s3({ secret: "wJal\n" }), `config.secret: ${lineBreak}`],
    ["one from Windows", sourceVerbs(), s3({ key: "AKIA\r\n" }), `config.key: ${lineBreak}`],
    [
      "an address from a file",
      sourceVerbs(),
      s3({ remote_url: "s3://b/in/\n" }),
      `config.remote_url: ${lineBreak}`,
    ],
    [
      "an address with a blank",
      sourceVerbs(),
      s3({ remote_url: "s3://b/in/ " }),
      `config.remote_url: ${blank}`,
    ],
    ["a URL with a blank", sourceVerbs(), jira({ url: "https://a.example\t" }), `config.url: ${blank}`],
    [
      "an address that is not checked",
      sourceVerbs(),
      other({ site: "https://a.example " }),
      `config.site: ${blank}`,
    ],
    ["an undescribed secret", sourceVerbs(), other({ token: "t\n" }), `config.token: ${lineBreak}`],
    [
      "a host of AI Squared",
      connectorVerbs(),
      warehouse({ host: "h.example\n" }),
      `configuration.host: ${lineBreak}`,
    ],
    [
      "a password of AI Squared",
      connectorVerbs(),
      warehouse({ credentials: { ...postgres.configuration.credentials, password: "p\n" } }),
      `configuration.credentials.password: ${lineBreak}`,
    ],
    [
      "a credential of Airweave",
      sourceConnectionVerbs(),
      github("ghp_0123\n"),
      `authentication.credentials.personal_access_token: ${lineBreak}`,
    ],
  ])("are refused: %s", async (_what, verbs, inputs, problem) => {
    expect(await problems(verbs, inputs)).toEqual([problem]);
  });

  it("are refused in a variable, too", async () => {
    process.env.TEST_WHITESPACE_KEY = "wJal\n";
    const inputs = s3({ secret: { fromEnv: "TEST_WHITESPACE_KEY", fingerprint: "" } });
    expect(await problems(sourceVerbs(), inputs)).toEqual([`config.secret: ${lineBreak}`]);
    delete process.env.TEST_WHITESPACE_KEY;
  });

  it.each<[string, Verbs, Fields]>([
    ["a password with a blank", sourceVerbs(), jira({ password: "p " })],
    [
      "a key in PEM form",
      sourceVerbs(),
      other({ private_key: "-----BEGIN KEY-----\nabc\n-----END KEY-----\n" }),
    ],
    [
      "JSON",
      sourceVerbs(),
      { name: "s", type: "gcs", config: { remote_url: "gs://b/", service_account_key: '{"a": 1}\n' } },
    ],
    ["a path with a blank in it", sourceVerbs(), s3({ remote_url: "s3://b/my files/" })],
    ["a description", connectorVerbs(), { ...postgres, description: "See https://wiki.example\n" }],
    ["a name", connectorVerbs(), { ...postgres, name: "shop " }],
  ])("are accepted where they may belong to it: %s", async (_what, verbs, inputs) => {
    expect(await problems(verbs, inputs)).toEqual([]);
  });
});
