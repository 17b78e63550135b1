import type { BulkKind } from "../../../harness/large-workspace";
import type { Fields } from "../../../harness/verbs";

const created = "2026-01-01T00:00:00Z";
const icon = "https://example.com/icon.svg";
const config = { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal" };
const configuration = { destination_url: "https://hooks.example.com/records" };

/** An object of a kind, by its name. */
interface BulkObject {
  /** As the platform shows it. */
  readonly body: (id: string, name: string) => Fields;
  readonly inputs: (name: string) => Fields;
  /** The outputs that the state has of it. */
  readonly recorded: (name: string) => Fields;
}

const sourceInputs = (name: string): Fields => ({ name, type: "s3", config });
const connectorInputs = (name: string): Fields => ({
  name,
  connectorType: "destination",
  connectorName: "Http",
  configuration,
});

/** The simplest object of each kind that is read in bulk. */
export const bulkObjects: Readonly<Record<BulkKind, BulkObject>> = {
  "unstructured.Source": {
    body: (id, name) => ({ id, ...sourceInputs(name), created_at: created, updated_at: null }),
    inputs: sourceInputs,
    recorded: (name) => ({ ...sourceInputs(name), createdAt: created, updatedAt: null, __managed: true }),
  },
  "aisquared.Connector": {
    body: (id, name) => ({
      id,
      type: "connectors",
      attributes: {
        ...{ name, connector_type: "destination", connector_name: "Http", configuration, description: null },
        ...{ workspace_id: 1, icon, created_at: created, updated_at: created },
      },
    }),
    inputs: connectorInputs,
    recorded: (name) => ({
      ...connectorInputs(name),
      ...{ description: null, workspaceId: 1, icon, createdAt: created, updatedAt: created },
      __managed: true,
    }),
  },
};
