import * as pulumi from "@pulumi/pulumi";
import { airweave, aisquared, unstructured } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

// The config of each stack, in Pulumi.<stack>.yaml. Missing and invalid values are reported before anything is deployed.
const config = loadStackConfig(
  z.object({
    buckets: z.object({ input: z.string(), output: z.string() }),
    folders: z.array(z.string()).min(1),
    warehouse: z.object({ host: z.string(), size: z.enum(["SMALL", "LARGE"]).default("SMALL") }),
    repository: z.string(),
    /** When to sync issues: a cron expression in UTC, or `none`. */
    schedule: z.string().default("none"),
    /** What to protect from `pulumi destroy`: nothing, the resources that hold data, or everything. */
    protection: z.enum(["none", "data", "all"]).default("none"),
    accessKeyId: secret(z.string()),
    secretAccessKey: secret(z.string()),
    warehousePassword: secret(z.string()),
    githubToken: secret(z.string()),
  }),
);

const stack = pulumi.getStack();
const pipeline = { protect: config.protection === "all" };
const data = { protect: config.protection !== "none" };

const sources = config.folders.map(
  (folder) =>
    new unstructured.Source(
      folder,
      {
        name: `${folder}-${stack}`,
        type: "s3",
        config: {
          remote_url: `s3://${config.buckets.input}/${folder}/`,
          access_key_id: config.accessKeyId,
          secret_access_key: config.secretAccessKey,
          recursive: true,
        },
      },
      pipeline,
    ),
);

const documents = new unstructured.Destination(
  "documents",
  {
    name: `documents-${stack}`,
    type: "s3",
    config: {
      remote_url: `s3://${config.buckets.output}/`,
      aws_access_key_id: config.accessKeyId,
      aws_secret_access_key: config.secretAccessKey,
    },
  },
  data,
);

const warehouse = new aisquared.Connector(
  "warehouse",
  {
    name: `warehouse-${stack}`,
    connectorType: "source",
    connectorName: "Snowflake",
    configuration: {
      host: config.warehouse.host,
      role: "READER",
      warehouse: config.warehouse.size,
      database: "DOCUMENTS",
      credentials: { auth_type: "username/password", username: "reader", password: config.warehousePassword },
    },
  },
  pipeline,
);

const support = new airweave.Collection("support", { name: `support-${stack}` }, data);

const issues = new airweave.SourceConnection(
  "issues",
  {
    name: `issues-${stack}`,
    readableCollectionId: support.readableId,
    shortName: "github",
    config: { repo_name: config.repository },
    authentication: { credentials: { personal_access_token: config.githubToken } },
    schedule: config.schedule === "none" ? "none" : { cron: config.schedule },
  },
  pipeline,
);

export const sourceIds = sources.map(({ id }) => id);
export const documentsId = documents.id;
export const warehouseId = warehouse.id;
export const collection = support.readableId;
export const issuesCron = issues.cron;
