import { describe, expect, it } from "@jest/globals";
import { catalogEntry, type CatalogEntry } from "../../../../provider/src/catalog/entry";
import { configProblems } from "../../../../provider/src/catalog/problems";
import { unknownValue } from "../../../../provider/src/values/unknowns";

type Config = Readonly<Record<string, unknown>>;

function entryOf(path: string): CatalogEntry {
  const entry = catalogEntry(path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1));
  if (entry === undefined) throw new Error(`no ${path}`);
  return entry;
}

function exampleOf(path: string): Config {
  const { examples } = entryOf(path);
  return (examples as Config[])[0] ?? {};
}

const s3 =
  "one of: key and secret; key, secret and token; anonymous set to true; ambient_credentials set to true";
const bucket = { remote_url: "s3://b/" };
const azure =
  "one of: account_name and sas_token; account_name and account_key; connection_string; no credentials";
const container = { remote_url: "az://c/" };

describe("keys that go together", () => {
  it.each<[string, string, Config, string]>([
    ["none", "unstructured/source/s3", bucket, `config: expected ${s3}`],
    [
      "part of one",
      "unstructured/source/s3",
      { ...bucket, key: "k" },
      `config: expected ${s3}; got only key`,
    ],
    [
      "part of one by an alias",
      "unstructured/destination/s3",
      { ...bucket, aws_secret_access_key: "s", anonymous: false },
      `config: expected ${s3}; got only aws_secret_access_key`,
    ],
    [
      "two",
      "unstructured/source/s3",
      { ...bucket, access_key_id: "k", secret: "s", anonymous: true },
      `config: expected exactly ${s3}; got access_key_id, secret, anonymous`,
    ],
    [
      "one and part of another",
      "unstructured/source/s3",
      { ...bucket, key: "k", anonymous: true },
      `config: expected exactly ${s3}; got key, anonymous`,
    ],
    [
      "part of one, although none is needed",
      "unstructured/source/azure",
      { ...container, sas_token: "t" },
      `config: expected ${azure}; got only sas_token`,
    ],
    [
      "two, although none is needed",
      "unstructured/source/azure",
      { ...container, account_name: "a", sas_token: "t", account_key: "k" },
      `config: expected exactly ${azure}; got account_name, sas_token, account_key`,
    ],
    [
      "none of several that may be combined",
      "unstructured/source/kafka-cloud",
      { topic: "t", kafka_api_key: "k", secret: "s" },
      "config: expected at least one of: bootstrap_server; bootstrap_servers",
    ],
    [
      "a missing key that has aliases",
      "unstructured/source/zendesk",
      { subdomain: "a", email: "u@a.example" },
      "config.api_token: missing",
    ],
    [
      "a key without the one that it requires",
      "unstructured/source/sharepoint",
      { site: "https://a.sharepoint.com", client_id: "c", tenant: "t", client_cred: "s", password: "p" },
      "config.user_pname: missing, required together with password",
    ],
    [
      "the keys for another value",
      "aisquared/source/AmazonS3",
      {
        ...exampleOf("aisquared/source/AmazonS3"),
        auth_type: "role",
        external_id: "e",
      },
      "config: expected one of: auth_type user, access_id and secret_access; auth_type role, arn and external_id; got only auth_type, access_id, secret_access, external_id",
    ],
  ])("rejects %s: %s", (_what, type, config, problem) => {
    expect(configProblems(entryOf(type), config, "config")).toEqual([problem]);
  });

  it.each<[string, Config]>([
    ["unstructured/source/s3", { ...bucket, key: "k", secret_access_key: "s" }],
    ["unstructured/source/s3", { ...bucket, key: "k", secret: "s", token: "t", anonymous: false }],
    ["unstructured/source/s3", { ...bucket, anonymous: true }],
    ["unstructured/source/s3", { remote_url: "https://b.example/", ambient_credentials: true }],
    ["unstructured/source/azure", container],
    ["unstructured/source/azure", { ...container, account_name: "public" }],
    [
      "unstructured/source/kafka-cloud",
      { topic: "t", kafka_api_key: "k", secret: "s", bootstrap_servers: "h" },
    ],
    ["unstructured/source/zendesk", { subdomain: "a", email: "u@a.example", "api-token": "t" }],
  ])("accepts for %s: %j", (type, config) => {
    expect(configProblems(entryOf(type), config, "config")).toEqual([]);
  });

  it("accepts anything that depends on an unknown value", () => {
    const s3Source = entryOf("unstructured/source/s3");
    for (const config of [
      { ...bucket, key: unknownValue, secret: "s" },
      { ...bucket, key: "k", secret: "s", anonymous: unknownValue },
      { ...bucket, anonymous: unknownValue },
      { remote_url: "https://b.example/", ambient_credentials: unknownValue },
    ]) {
      expect(configProblems(s3Source, config, "config")).toEqual([]);
    }
    const certain = { ...bucket, key: "k", secret: "s", anonymous: true, recursive: unknownValue };
    expect(configProblems(s3Source, certain, "config")).toHaveLength(1);
  });
});

/** The example of a BigQuery source, with other values in its key file. */
function withKeyFile(changed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { credentials_json, ...rest } = exampleOf("aisquared/source/Bigquery");
  return { ...rest, credentials_json: { ...(credentials_json as object), ...changed } };
}

describe("a formatted string", () => {
  it.each<[string, Config, string]>([
    [
      "unstructured/source/s3",
      { remote_url: "https://b.s3.amazonaws.com/", anonymous: true },
      "config.remote_url: must match ^s3://, such as s3://my-bucket/input/",
    ],
    [
      "unstructured/source/s3",
      { remote_url: "s3://b/", ambient_credentials: true },
      "config.remote_url: must match ^https://",
    ],
    [
      "unstructured/source/azure",
      { remote_url: "https://account.blob.core.windows.net/c" },
      "config.remote_url: must match ^(az|abfs)://, such as az://example-container/in/",
    ],
    [
      "unstructured/source/mongodb",
      { uri: "cluster0.example.net PLANTED", database: "d", collection: "c" },
      "config.uri: must match ^mongodb(\\+srv)?://",
    ],
    [
      "aisquared/source/Bigquery",
      withKeyFile({ token_uri: "oauth2" }),
      "config.credentials_json.token_uri: expected a URL, such as https://example.com/path",
    ],
    [
      "aisquared/source/Bigquery",
      withKeyFile({ client_email: "nobody" }),
      "config.credentials_json.client_email: expected an email address",
    ],
    [
      "airweave/source/github",
      { repo_name: "repo" },
      "config.repo_name: must match ^[a-zA-Z0-9_-]+/[a-zA-Z0-9_.-]+$, such as my-organization/my-repository",
    ],
  ])("is rejected in another format, with an example that is not a secret: %s", (type, config, problem) => {
    expect(configProblems(entryOf(type), config, "config")).toEqual([problem]);
  });

  it.each<[type: string, key: string, value: unknown]>([
    ["source/onedrive", "user_pname", "foo"],
    ["source/sharepoint", "user_pname", "foo"],
    ["source/outlook", "user_email", "a shared mailbox"],
    ["source/zendesk", "email", "agent@example.com/token"],
    ["source/kafka-cloud", "bootstrap_server", "h.example:9092"],
    ["source/databricks_volumes", "host", "adb-1.azuredatabricks.net"],
    ["destination/weaviate-cloud", "cluster_url", "abc.weaviate.cloud"],
    ["destination/elasticsearch", "hosts", ["localhost:9200"]],
  ])("may differ from what only the vendor's documentation claims: %s %s", (type, key, value) => {
    const config = { ...exampleOf(`unstructured/${type}`), [key]: value };
    expect(configProblems(entryOf(`unstructured/${type}`), config, "config")).toEqual([]);
  });

  it("may be a number or its digits if the vendor accepts both", () => {
    const ctti = (limit: unknown): string[] =>
      configProblems(entryOf("airweave/source/ctti"), { limit }, "config");
    expect([ctti(50), ctti("50")]).toEqual([[], []]);
    expect(ctti("fifty")).toEqual(["config.limit: must match ^[0-9]+$"]);
    expect(ctti(true)).toEqual(["config.limit: expected a number or a string, got a boolean"]);
  });

  it("must have the type that the vendor expects", () => {
    const postgres = exampleOf("aisquared/source/Postgresql");
    expect(
      configProblems(entryOf("aisquared/source/Postgresql"), { ...postgres, port: 5432 }, "configuration"),
    ).toEqual(["configuration.port: expected a string, got a number"]);
    const source = exampleOf("unstructured/source/postgres");
    expect(
      configProblems(entryOf("unstructured/source/postgres"), { ...source, port: "5432" }, "config"),
    ).toEqual(["config.port: expected a number, got a string"]);
  });
});
