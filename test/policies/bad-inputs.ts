import type { Fields } from "../../provider/src/values/fields";
import type { Given } from "../unit/provider/policy/analyze";

export function login(credentials: Fields | undefined): Fields {
  return credentials === undefined ? {} : { authentication: { credentials } };
}

export function source(type: string, config: Fields, more: Fields = {}): Given {
  return { type: "unstructured:Source", props: { name: "name", type, config, ...more } };
}

export function destination(type: string, config: Fields, name = "it"): Given {
  return { type: "unstructured:Destination", props: { name: "name", type, config }, name };
}

export function connector(connectorType: string, connectorName: string, configuration: Fields): Given {
  return {
    type: "aisquared:Connector",
    props: { name: "name", connectorType, connectorName, configuration },
  };
}

export function connection(shortName: string, more: Fields): Given {
  return {
    type: "airweave:SourceConnection",
    props: { name: "name", shortName, readableCollectionId: "c", ...more },
  };
}

/** The value of every secret, in a secret field or not. */
export const secret = "CANARY-1b2c3d4e";
export const s3 = { remote_url: "s3://bucket/in/", access_key_id: secret, secret_access_key: secret };
const redis = { host: "redis.example.com", username: "u", password: secret };
const search = { hosts: ["https://es.example.com"], index_name: "i", username: "u", password: secret };
const github = {
  config: { repo_name: "a/b" },
  ...login({ personal_access_token: secret }),
};
export const postgres = {
  database: "d",
  username: "u",
  password: secret,
  table_name: "t",
  batch_size: 1,
  port: 5432,
};
const odoo = { url: "https://odoo.example.com", database: "d", username: "u", password: secret };
const snowflake = {
  host: "a.snowflakecomputing.com",
  role: "r",
  warehouse: "w",
  database: "d",
  credentials: { auth_type: "username/password", username: "u", password: secret },
};
const http = {
  increment_type: "Page",
  base_url: "https://api.example.com",
  http_method: "GET",
  headers: { Authorization: secret },
};
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${secret}`;

/** The rule, the path in its message, what is wrong, and the resource. */
export const badInputs: readonly (readonly [string, string, string, Given])[] = [
  ["https", "config.endpoint_url", "S3", source("s3", { ...s3, endpoint_url: "http://minio.example.com" })],
  [
    "https",
    "config.hosts[1]",
    "one host of two",
    source("opensearch", { ...search, hosts: ["https://a.example", "HTTP://b.example"] }),
  ],
  [
    "https",
    "configuration.url",
    "AI Squared",
    connector("source", "Odoo", { ...odoo, url: "http://odoo.example.com" }),
  ],
  [
    "https",
    "configuration.destination_url",
    "a webhook",
    connector("destination", "Http", { destination_url: "http://hooks.example.com" }),
  ],
  [
    "https",
    "configuration.base_url",
    "an HTTP source",
    connector("source", "Http", { ...http, base_url: "http://api.example.com" }),
  ],
  [
    "https",
    "authentication.credentials.url",
    "inside a secret",
    connection("servicenow", {
      config: {},
      ...login({ username: "u", password: secret, url: `http://${secret}.example.com` }),
    }),
  ],
  ["private-addresses", "config.host", "loopback", destination("redis", { ...redis, host: "127.0.0.1" })],
  [
    "private-addresses",
    "config.host",
    "a loopback address in another notation",
    destination("redis", { ...redis, host: "0x7f.1" }),
  ],
  ["private-addresses", "config.host", "ten", destination("postgres", { ...postgres, host: "10.1.2.3" })],
  ["private-addresses", "config.host", "no domain", destination("postgres", { ...postgres, host: "db" })],
  [
    "private-addresses",
    "configuration.host",
    "localhost",
    connector("source", "Snowflake", { ...snowflake, host: "localhost:443" }),
  ],
  [
    "private-addresses",
    "config.endpoint_url",
    "IPv6",
    source("s3", { ...s3, endpoint_url: "https://[::1]:9000" }),
  ],
  [
    "private-addresses",
    "config.endpoint_url",
    "IPv4 in IPv6",
    source("s3", { ...s3, endpoint_url: "https://[::ffff:10.0.0.1]" }),
  ],
  [
    "private-addresses",
    "config.endpoint_url",
    "a cloud's metadata service",
    source("s3", { ...s3, endpoint_url: "https://169.254.169.254" }),
  ],
  [
    "private-addresses",
    "config.uri",
    "inside a secret",
    source("mongodb", { uri: `mongodb+srv://u:${secret}@db.internal/`, database: "d", collection: "c" }),
  ],
  [
    "private-addresses",
    "config.connection_string",
    "Azure's emulator",
    source("azure", {
      remote_url: "az://c/",
      connection_string: `AccountName=a;AccountKey=${secret};BlobEndpoint=https://127.0.0.1:10000/a`,
    }),
  ],
  [
    "anonymous-access",
    "config.anonymous",
    "an S3 source",
    source("s3", { remote_url: "s3://bucket/", anonymous: true }),
  ],
  [
    "anonymous-access",
    "config.anonymous",
    "an S3 destination",
    destination("s3", { remote_url: "s3://bucket/", anonymous: true }),
  ],
  ["anonymous-access", "config", "no login", source("azure", { remote_url: "az://c/" })],
  [
    "anonymous-access",
    "configuration",
    "no token",
    connector("source", "Databricks", {
      host: "a.cloud.databricks.com",
      port: "443",
      http_path: "/sql/1.0/warehouses/w",
      catalog: "c",
      schema: "s",
    }),
  ],
  [
    "exposed-credentials",
    "config.remote_url",
    "an AWS key",
    source("s3", { ...s3, remote_url: "s3://AKIAIOSFODNN7EXAMPLE/in/" }),
  ],
  [
    "exposed-credentials",
    "config.url",
    "a password in an address",
    source("jira", { url: `https://u:${secret}@a.atlassian.net`, username: "u", password: secret }),
  ],
  [
    "exposed-credentials",
    "config.hosts[0]",
    "an array item",
    source("opensearch", { ...search, hosts: [`https://u:${secret}@es.example.com`] }),
  ],
  [
    "exposed-credentials",
    "name",
    "a GitHub token",
    source("s3", s3, { name: "ghp_0123456789abcdefghij0123456789abcdef" }),
  ],
  [
    "exposed-credentials",
    "description",
    "a Slack token",
    connection("github", { ...github, description: `xoxb-123456789012-${secret}` }),
  ],
  [
    "exposed-credentials",
    "configuration.role",
    "PEM",
    connector("source", "Snowflake", { ...snowflake, role: pem }),
  ],
  [
    "exposed-credentials",
    "configuration.jdbc_url_params",
    "a parameter",
    connector("source", "Snowflake", { ...snowflake, jdbc_url_params: `a=b&password=${secret}` }),
  ],
  [
    "exposed-credentials",
    "config.username",
    "an API key",
    destination("postgres", { ...postgres, host: "db.example.com", username: `sk-${secret}0123456789` }),
  ],
  [
    "exposed-credentials",
    "config.table_name",
    "a token of three parts",
    destination("postgres", {
      ...postgres,
      host: "db.example.com",
      table_name: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3.c2lnbmF0dXJl",
    }),
  ],
  [
    "exposed-credentials",
    "configuration.database",
    "Azure's",
    connector("source", "Odoo", { ...odoo, database: `AccountName=a;AccountKey=${"Zm9v".repeat(5)}` }),
  ],
  ["tls", "config.use_ssl", "an S3 source", source("opensearch", { ...search, use_ssl: false })],
  ["tls", "config.ssl", "of Redis", destination("redis", { ...redis, ssl: false })],
  ["tls", "config.uri", "a scheme", destination("redis", { uri: `redis://u:${secret}@redis.example.com` })],
  [
    "tls",
    "config.uri",
    "of Neo4j",
    destination("neo4j", { uri: "bolt://db.example.com", database: "d", username: "u", password: secret }),
  ],
  [
    "tls",
    "config.connection_string",
    "of Couchbase",
    source("couchbase", {
      username: "u",
      password: secret,
      bucket: "b",
      connection_string: "couchbase://cb.example.com",
      batch_size: 1,
      collection_id: "i",
    }),
  ],
  [
    "tls",
    "config.uri",
    "an option",
    source("mongodb", {
      uri: `mongodb://u:${secret}@db.example.com/?tls=false`,
      database: "d",
      collection: "c",
    }),
  ],
  [
    "tls",
    "config.connection_string",
    "of Azure",
    source("azure", {
      remote_url: "az://c/",
      connection_string: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${secret}`,
    }),
  ],
  [
    "tls",
    "configuration.jdbc_url_params",
    "of Snowflake",
    connector("source", "Snowflake", { ...snowflake, jdbc_url_params: "insecureMode=true" }),
  ],
  [
    "schedules",
    "schedule.cron",
    "each five minutes",
    connection("github", { ...github, schedule: { cron: "*/5 * * * *" } }),
  ],
  [
    "schedules",
    "schedule.cron",
    "each minute of an hour",
    connection("github", { ...github, schedule: { cron: "* 3 * * *" } }),
  ],
  ["names", "name", "whitespace", source("s3", s3, { name: " name " })],
  ["protection", "protect", "a connector", { ...source("s3", s3), protect: false }],
  [
    "protection",
    "protect",
    "a collection",
    { type: "airweave:Collection", props: { name: "name" }, protect: false },
  ],
];

/** Stacks that violate a rule. */
export const badStacks: readonly (readonly [string, string, readonly Given[]])[] = [
  [
    "targets",
    "one table",
    [
      destination("postgres", { ...postgres, host: "DB.example.com" }, "one"),
      destination("postgres", { ...postgres, host: "db.example.com", username: "v" }, "two"),
    ],
  ],
  [
    "targets",
    "one folder, in two spellings of the keys",
    [
      destination("s3", { ...s3, remote_url: "s3://b/out" }, "one"),
      destination("s3", { remote_url: "s3://b/out/", key: secret, secret }, "two"),
    ],
  ],
  [
    "targets",
    "one collection, its host in a secret",
    ["u", "v"].map((user) =>
      destination(
        "mongodb",
        { uri: `mongodb+srv://${user}:${secret}@db.example.com/`, database: "d", collection: "c" },
        user,
      ),
    ),
  ],
  [
    "targets",
    "one index of one account",
    ["one", "two"].map((name) => destination("pinecone", { index_name: "i", api_key: secret }, name)),
  ],
  [
    "count",
    "more than a hundred",
    Array.from({ length: 101 }, (_, index) => ({ ...source("s3", s3), name: String(index) })),
  ],
];
