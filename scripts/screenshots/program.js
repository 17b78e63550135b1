// What the pictures of the console show: a pipeline on each platform.
const { airweave, aisquared, unstructured } = require("pulumi-connectors");

const bucket = { key: "not-a-real-key", secret: "not-a-real-secret", recursive: true };

const invoices = new unstructured.Source("invoices", {
  type: "s3",
  config: { remote_url: "s3://acme-invoices/", ...bucket },
});
const contracts = new unstructured.Source("contracts", {
  type: "s3",
  config: { remote_url: "s3://acme-contracts/", ...bucket },
});
const vectors = new unstructured.Destination("vectors", {
  type: "pinecone",
  config: { index_name: "documents", namespace: "acme", api_key: "not-a-real-key" },
});
for (const [name, source, schedule] of [
  ["read invoices", invoices, "every hour"],
  ["read contracts", contracts, "daily"],
]) {
  new unstructured.Workflow(name, {
    ...{ sourceId: source.id, destinationId: vectors.id, schedule },
    workflowType: "custom",
    workflowNodes: [
      { name: "Partitioner", type: "partition", subtype: "vlm" },
      { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 2000 } },
    ],
  });
}

const database = {
  ...{ host: "db.acme.example", port: "5432", database: "documents", schema: "public" },
  credentials: { auth_type: "username/password", username: "reader", password: "not-a-real-password" },
};
const warehouse = new aisquared.Connector("warehouse", {
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: { ...database, data_type: "structured" },
});
const crm = new aisquared.Connector("crm", {
  connectorType: "destination",
  connectorName: "Postgresql",
  configuration: database,
});
const customers = new aisquared.Model("active customers", {
  connectorId: warehouse.id,
  queryType: "raw_sql",
  query: "select id, name, email from customers where active",
  primaryKey: "id",
});
new aisquared.Sync("customers to crm", {
  ...{ sourceId: warehouse.id, modelId: customers.id, destinationId: crm.id },
  ...{ streamName: "customers", syncMode: "full_refresh", scheduleType: "manual" },
  configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
});

const support = new airweave.Collection("support");
for (const [name, repository] of [
  ["issues of the app", "acme/app"],
  ["issues of the site", "acme/site"],
]) {
  new airweave.SourceConnection(name, {
    ...{ readableCollectionId: support.readableId, shortName: "github", config: { repo_name: repository } },
    authentication: { credentials: { personal_access_token: "not-a-real-token" } },
    schedule: { cron: "0 6 * * *" },
  });
}
