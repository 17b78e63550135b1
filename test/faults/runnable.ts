import type { ResourceDefinition } from "../../provider/src/definition/definition";
import { collectionDefinition } from "../../provider/src/platforms/airweave/collection";
import { sourceConnectionDefinition } from "../../provider/src/platforms/airweave/source-connection";
import { connectorDefinition } from "../../provider/src/platforms/aisquared/connector";
import { modelDefinition } from "../../provider/src/platforms/aisquared/model";
import { syncDefinition } from "../../provider/src/platforms/aisquared/sync";
import { sourceDefinition } from "../../provider/src/platforms/unstructured/source";
import { workflowDefinition } from "../../provider/src/platforms/unstructured/workflow";
import type { PlatformName } from "../harness/platform";
import type { Fields } from "../harness/verbs";

export type RunnableName = "workflow" | "sync" | "connection";

/** A run as the platform lists it. */
export interface ListedRun {
  readonly id: string;
  readonly hasEnded: boolean;
}

/** A kind of objects that a program can have run. */
export interface Runnable {
  readonly platform: PlatformName;
  readonly definition: ResourceDefinition;
  /**
   * Makes what an object needs.
   *
   * @param make Creates an object, and returns its id.
   * @returns the object's arguments; another value makes another object of it by an update.
   */
  readonly prepare: (
    make: (definition: ResourceDefinition, inputs: Fields) => Promise<string>,
  ) => Promise<(value: number) => Fields>;
  /** The path of the request that starts a run. */
  readonly start: RegExp;
  /** The path that lists the runs of an object, and what it lists. */
  readonly listPath: (id: string) => string;
  readonly listed: (body: unknown) => readonly ListedRun[];
}

const list = (body: unknown): readonly Fields[] =>
  (Array.isArray(body) ? body : (body as { readonly data: unknown }).data) as readonly Fields[];
const listedBy =
  (statusOf: (item: Fields) => unknown, ends: readonly string[]) =>
  (body: unknown): readonly ListedRun[] =>
    list(body).map((item) => ({ id: String(item.id), hasEnded: ends.includes(String(statusOf(item))) }));

const database = {
  credentials: { auth_type: "username/password", username: "u", password: "a-password" },
  ...{ host: "db.example.com", port: "5432", database: "shop", schema: "public" },
};

export const runnables: Readonly<Record<RunnableName, Runnable>> = {
  workflow: {
    platform: "unstructured",
    definition: workflowDefinition,
    async prepare(make) {
      const config = { remote_url: "s3://bucket/", anonymous: true };
      const sourceId = await make(sourceDefinition, { name: "in", type: "s3", config });
      const node = { name: "Partitioner", type: "partition", subtype: "vlm" };
      return (value) => ({
        ...{ name: `documents ${value}`, sourceId, workflowType: "custom" },
        workflowNodes: [{ ...node, settings: {} }],
      });
    },
    start: /\/workflows\/[^/]+\/run$/,
    listPath: (id) => `/api/v1/jobs/?workflow_id=${id}`,
    listed: listedBy(({ status }) => status, ["COMPLETED", "STOPPED", "FAILED"]),
  },
  sync: {
    platform: "aisquared",
    definition: syncDefinition,
    async prepare(make) {
      const connector = { connectorName: "Postgresql" };
      const sourceId = await make(connectorDefinition, {
        ...{ ...connector, name: "from", connectorType: "source" },
        configuration: { data_type: "structured", ...database },
      });
      const destinationId = await make(connectorDefinition, {
        ...{ ...connector, name: "to", connectorType: "destination", configuration: database },
      });
      const modelId = await make(modelDefinition, {
        ...{ name: "m", connectorId: sourceId, queryType: "raw_sql", query: "select 1", primaryKey: "id" },
      });
      return (value) => ({
        ...{ sourceId, destinationId, modelId, streamName: "orders", syncMode: "full_refresh" },
        ...{ scheduleType: "manual", configuration: { id: `column_${value}` } },
      });
    },
    start: /\/schedule_syncs$/,
    listPath: (id) => `/api/v1/syncs/${id}/sync_runs?per_page=100`,
    listed: listedBy(({ attributes }) => (attributes as Fields).status, ["success", "failed", "canceled"]),
  },
  connection: {
    platform: "airweave",
    definition: sourceConnectionDefinition,
    async prepare(make) {
      const readableCollectionId = await make(collectionDefinition, { name: "Documents" });
      return (value) => ({
        ...{ name: "payments", shortName: "stripe", readableCollectionId, description: `number ${value}` },
        ...{
          authentication: { credentials: { api_key: "sk_test_0123456789abcdef" } },
          syncImmediately: false,
        },
      });
    },
    start: /\/source-connections\/[^/]+\/run$/,
    listPath: (id) => `/source-connections/${id}/jobs?limit=100`,
    listed: listedBy(({ status }) => status, ["completed", "failed", "cancelled"]),
  },
};
