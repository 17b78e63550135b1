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

describe("keys that belong together", () => {
  it.each<[string, string, Config, string]>([
    ["none", "unstructured/source/s3", bucket, `config: expected ${s3}`],
    [
      "a part of one",
      "unstructured/source/s3",
      { ...bucket, key: "k" },
      `config: expected ${s3}; got only key`,
    ],
    [
      "a part of one in another spelling",
      "unstructured/destination/s3",
      { ...bucket, aws_secret_access_key: "s", anonymous: false },
      `config: expected ${s3}; got only aws_secret_access_key`,
    ],
    [
      "two",
      "unstructured/source/s3",
      { ...bucket, access_key_id: "k", secret: "s", anonymous: true },
      `config: expected only ${s3}; got access_key_id, secret, anonymous`,
    ],
    [
      "one and a part of another",
      "unstructured/source/s3",
      { ...bucket, key: "k", anonymous: true },
      `config: expected only ${s3}; got key, anonymous`,
    ],
    [
      "a part of one, where none is needed",
      "unstructured/source/azure",
      { ...container, sas_token: "t" },
      `config: expected ${azure}; got only sas_token`,
    ],
    [
      "two, where none is needed",
      "unstructured/source/azure",
      { ...container, account_name: "a", sas_token: "t", account_key: "k" },
      `config: expected only ${azure}; got account_name, sas_token, account_key`,
    ],
    [
      "none of those of which there may be several",
      "unstructured/source/kafka-cloud",
      { topic: "t", kafka_api_key: "k", secret: "s" },
      "config: expected at least one of: bootstrap_server; bootstrap_servers",
    ],
    [
      "no spelling of a key",
      "unstructured/source/zendesk",
      { subdomain: "a", email: "u@a.example" },
      "config.api_token: missing",
    ],
    [
      "a key without another",
      "unstructured/source/sharepoint",
      { site: "https://a.sharepoint.com", client_id: "c", tenant: "t", client_cred: "s", password: "p" },
      "config.user_pname: missing, password needs it",
    ],
    [
      "the keys of another value",
      "aisquared/source/AmazonS3",
      {
        ...exampleOf("aisquared/source/AmazonS3"),
        auth_type: "role",
        external_id: "e",
      },
      "config: expected one of: auth_type user, access_id and secret_access; auth_type role, arn and external_id; got only auth_type, access_id, secret_access, external_id",
    ],
  ])("refuses %s: %s", (_what, type, config, problem) => {
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
  ])("takes of %s: %j", (type, config) => {
    expect(configProblems(entryOf(type), config, "config")).toEqual([]);
  });

  it("leaves open what depends on an unknown value, which may be none in the end", () => {
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

describe("a text that has a form", () => {
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
      "unstructured/source/s3",
      { remote_url: "s3://b/", anonymous: true, endpoint_url: "minio" },
      "config.endpoint_url: expected a URL, such as https://example.com/path",
    ],
    [
      "unstructured/source/zendesk",
      { subdomain: "a", email: "nobody", api_token: "t" },
      "config.email: expected an e-mail address",
    ],
    [
      "unstructured/source/kafka-cloud",
      { bootstrap_server: "https://h:9092", topic: "t", kafka_api_key: "k", secret: "s" },
      "config.bootstrap_server: expected the name of a host, without a scheme or a port",
    ],
    [
      "airweave/source/github",
      { repo_name: "repo" },
      "config.repo_name: must match ^[a-zA-Z0-9_-]+/[a-zA-Z0-9_.-]+$, such as my-organization/my-repository",
    ],
  ])("is refused in another form, with an example that is no secret: %s", (type, config, problem) => {
    expect(configProblems(entryOf(type), config, "config")).toEqual([problem]);
  });

  it.each(["localhost", "10.0.0.7", "db.internal", "pkc-1.us-east-1.aws.example.cloud"])(
    "takes the host %s",
    (host) => {
      const config = { bootstrap_server: host, topic: "t", kafka_api_key: "k", secret: "s" };
      expect(configProblems(entryOf("unstructured/source/kafka-cloud"), config, "config")).toEqual([]);
    },
  );

  it("is a number or the digits of one where the vendor takes both", () => {
    const ctti = (limit: unknown): string[] =>
      configProblems(entryOf("airweave/source/ctti"), { limit }, "config");
    expect([ctti(50), ctti("50")]).toEqual([[], []]);
    expect(ctti("fifty")).toEqual(["config.limit: must match ^[0-9]+$"]);
    expect(ctti(true)).toEqual(["config.limit: expected a number or a string, got a boolean"]);
  });

  it("is a text where the vendor wants a text, and a number where it wants a number", () => {
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
