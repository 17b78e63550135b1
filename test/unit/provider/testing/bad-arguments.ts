import { aisquared, airweave, fromEnv, unstructured } from "../../../../provider/src";

/** The constructors as a JavaScript program sees them. */
type Make = new (name: string, args?: unknown, options?: unknown) => unknown;

const make =
  (kind: unknown) =>
  (name: string, args?: unknown, options?: unknown): unknown =>
    new (kind as Make)(name, args, options);

/** The name of the resource whose values are huge. */
export const hugeName = "x".repeat(100_000);

/** A JavaScript program in which nearly every resource is wrong in a way of its own. */
export function badArguments(): void {
  const source = make(unstructured.Source);
  const connector = make(aisquared.Connector);
  const collection = make(airweave.Collection);
  const connection = make(airweave.SourceConnection);
  const bucket = { remote_url: "s3://b/", anonymous: true };
  source("typo", { type: "s3", config: { remote_ulr: "s3://b/", anonymous: true } });
  source("missing", { type: "postgres", config: { host: "h" } });
  source("wrongtype", {
    type: "postgres",
    config: {
      ...{ host: "db.example.com", port: "five", database: 5, username: true, password: ["x"] },
      table_name: null,
    },
  });
  source("badtype", { type: "postgress", config: {} });
  source("notype", { config: {} });
  source("noconfig", { type: "s3" });
  source("empty", { type: "s3", config: { ...bucket, remote_url: "" } });
  source("both", {
    type: "s3",
    config: {
      remote_url: "s3://b/",
      access_key_id: "AK",
      aws_access_key_id: "AK",
      secret_access_key: "s",
    },
  });
  source("configstring", { type: "s3", config: "s3://b/" });
  source("extra", { type: "s3", config: bucket, description: "nope" });
  source("namenum", { name: 7, type: "s3", config: bucket });
  source(hugeName, { type: "s3", config: { ...bucket, ["y".repeat(1_000_000)]: 1 } });
  source(
    "badopt",
    { type: "s3", config: bucket },
    { onRename: "delete", unknownKeys: "yes", account: "", publicKeys: "a", forceDelete: true },
  );
  source("badadopt", { type: "s3", config: bucket }, { adopt: { type: "s3", named: "x" } });
  source("imported", { type: "s3", config: bucket }, { import: "id-of-it" });
  source("dest", { type: "pinecone", config: { api_key: "k" } });
  fromEnv("not a name");
  connector("a1", { connectorType: "source", connectorName: "SalesforceCrm", configuration: {} });
  connector("a2", { connectorType: "src", connectorName: "Postgresql", configuration: {} });
  collection("abc");
  connection("c1", { shortName: "github", readableCollectionId: "x" });
  connection("c2", { shortName: "githb", readableCollectionId: "x", config: { repo: "a/b" } });
  connection("c4", {
    shortName: "slack",
    readableCollectionId: "xxxx",
    schedule: { cron: "0 6 * * *" },
  });
  connection("good", {
    shortName: "stripe",
    readableCollectionId: "xxxx",
    authentication: { credentials: { api_key: `sk_test_${"0".repeat(20)}` } },
  });
}

/** What is wrong with it, resource by resource: the paths. */
export const wrongPaths: Readonly<Record<string, readonly string[]>> = {
  typo: ["config.remote_ulr", "config.remote_url"],
  missing: ["config.database", "config.password", "config.port", "config.table_name", "config.username"],
  wrongtype: ["config.database", "config.password", "config.port", "config.table_name", "config.username"],
  badtype: ["type"],
  notype: ["type"],
  noconfig: ["config"],
  empty: ["config.remote_url"],
  both: ["config"],
  configstring: ["config"],
  extra: ["description"],
  namenum: ["name"],
  badopt: [
    ...["options.account", "options.forceDelete", "options.onRename", "options.publicKeys"],
    "options.unknownKeys",
  ],
  badadopt: ["options.adopt.name", "options.adopt.named"],
  imported: ["Pulumi's option `import` cannot work for a dynamic resource; write { adopt"],
  dest: ["type"],
  a1: ["configuration", "connectorName"],
  a2: ["configuration", "connectorType"],
  abc: ["name"],
  c1: ["authentication", "config.repo_name", "name"],
  c2: ["name", "shortName"],
  c4: ["name", "schedule"],
};
