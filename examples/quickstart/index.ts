import * as pulumi from "@pulumi/pulumi";
import { airweave, aisquared, unstructured } from "pulumi-connectors";

const config = new pulumi.Config();
const bucket = config.require("bucket");
const accessKeyId = config.requireSecret("accessKeyId");
const secretAccessKey = config.requireSecret("secretAccessKey");

// The source types of this example. Changing sourceType replaces the source.
const sourceTypes: Record<string, unstructured.SourceArgs> = {
  s3: {
    type: "s3",
    config: {
      remote_url: `s3://${bucket}/input/`,
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
      recursive: true,
    },
  },
  gcs: {
    type: "gcs",
    config: {
      remote_url: `gs://${bucket}/input/`,
      service_account_key: config.requireSecret("serviceAccountKey"),
      recursive: true,
    },
  },
};

const sourceType = config.require("sourceType");
const sourceArgs = sourceTypes[sourceType];
if (sourceArgs === undefined) {
  throw new pulumi.RunError(
    `sourceType ${sourceType}: expected one of ${Object.keys(sourceTypes).join(", ")}`,
  );
}

const source = new unstructured.Source("source", { ...sourceArgs, name: config.require("sourceName") });

const destination = new unstructured.Destination("destination", {
  name: config.require("destinationName"),
  type: "s3",
  config: {
    remote_url: `s3://${bucket}/output/`,
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
  },
});

// AI Squared reads the processed documents from a warehouse.
const warehouse = new aisquared.Connector("warehouse", {
  // AI Squared refuses a second one of the same name, which another stack would have.
  name: `warehouse-${pulumi.getStack()}`,
  connectorType: "source",
  connectorName: "Snowflake",
  configuration: {
    host: "example.snowflakecomputing.com",
    role: "READER",
    warehouse: "SMALL",
    database: "DOCUMENTS",
    credentials: {
      auth_type: "username/password",
      username: "reader",
      password: config.requireSecret("warehousePassword"),
    },
  },
});

// Agents search the issues about them with Airweave.
const support = new airweave.Collection("support");

const issues = new airweave.SourceConnection("issues", {
  readableCollectionId: support.readableId,
  shortName: "github",
  config: { repo_name: config.require("repository") },
  authentication: { credentials: { personal_access_token: config.requireSecret("githubToken") } },
  schedule: { cron: "0 6 * * *" },
});

export const sourceId = source.id;
export const sourceCreatedAt = source.createdAt;
export const sourceUpdatedAt = source.updatedAt;
export const destinationId = destination.id;
export const warehouseId = warehouse.id;
export const collection = support.readableId;
export const issuesStatus = issues.status;
