import type { InventoryObject } from "pulumi-connectors/internal/inventory/inventory";
import { withPlaceholders } from "pulumi-connectors/internal/inventory/placeholders";
import { isJsonObject, type JsonObject } from "../../json-object";
import type { Holding, StoredObject } from "../../serving/sandbox-platform";
import { definition } from "./catalog";
import { userCatalog } from "./discovery";
import { mask } from "./masking";
import { roles, type Catalog, type Connector, type Model, type StoredWorkspace, type Sync } from "./tables";

/** What all rows have. */
type Common = Pick<Connector, "id" | "workspace_id" | "created_at" | "updated_at">;

const storedAs: Readonly<Record<string, (common: Common, fields: JsonObject) => StoredObject[]>> = {
  "aisquared.Connector": (common, fields) => [{ store: "connectors", value: connectorOf(common, fields) }],
  "aisquared.Model": modelAndCatalog,
  "aisquared.Sync": (common, fields) => [{ store: "syncs", value: syncOf(common, fields) }],
};

export const holding: Holding = {
  kinds: Object.keys(storedAs),
  stored(object) {
    const fields = withPlaceholders(object, mask);
    const common = commonOf(object, fields);
    const { workspace_id } = common;
    const workspace: StoredWorkspace = { id: String(workspace_id), name: `Workspace ${workspace_id}` };
    return [...(storedAs[object.kind]?.(common, fields) ?? []), { store: "workspaces", value: workspace }];
  },
};

function commonOf({ id }: InventoryObject, { workspaceId, createdAt }: JsonObject): Common {
  const time = textOf(createdAt) ?? new Date(0).toISOString();
  return { id, workspace_id: numberOf(workspaceId) ?? 1, created_at: time, updated_at: time };
}

function connectorOf(common: Common, fields: JsonObject): Connector {
  const { name, connectorType, connectorName, description, configuration } = fields;
  const connector_type = roles.find((role) => role === connectorType) ?? "source";
  const { category = "Database", sub_category = null } =
    definition(connector_type, String(connectorName))?.file["x-connector"] ?? {};
  return {
    ...common,
    connector_type,
    connector_name: String(connectorName),
    name: String(name),
    description: textOf(description),
    configuration: isJsonObject(configuration) ? configuration : {},
    category,
    sub_category,
  };
}

/** Without the catalog that its connector has there, no response could show an AI model. Source: docs/contracts/aisquared.md, section 6. */
function modelAndCatalog(common: Common, fields: JsonObject): StoredObject[] {
  const model = modelOf(common, fields);
  if (model.query_type !== "ai_ml") return [{ store: "models", value: model }];
  const { json_schema = {}, ...configuration } = model.configuration ?? {};
  const own: Model = { ...model, configuration };
  const connector = { id: String(model.connector_id), name: model.name, workspace_id: model.workspace_id };
  const catalog: Catalog = {
    ...common,
    ...userCatalog(connector, { json_schema }),
    // Beyond the ids that the account gives to its own.
    id: String(1_000_000_000 + model.connector_id),
  };
  return [
    { store: "models", value: own },
    { store: "catalogs", value: catalog, uniqueKey: "connector_id" },
  ];
}

function modelOf(common: Common, fields: JsonObject): Model {
  const { connectorId, name, description, query, queryType, primaryKey, configuration } = fields;
  return {
    ...common,
    connector_id: Number(connectorId),
    name: String(name),
    description: textOf(description),
    query: textOf(query),
    query_type: String(queryType),
    primary_key: textOf(primaryKey),
    configuration: isJsonObject(configuration) ? configuration : null,
  };
}

function syncOf(common: Common, fields: JsonObject): Sync {
  const { sourceId, destinationId, modelId, configuration, scheduleType, syncMode, enabled } = fields;
  return {
    ...common,
    source_id: numberOf(sourceId),
    destination_id: Number(destinationId),
    model_id: Number(modelId),
    configuration: configuration ?? null,
    schedule_type: String(scheduleType),
    sync_mode: String(syncMode),
    sync_interval: numberOf(fields.syncInterval),
    sync_interval_unit: textOf(fields.syncIntervalUnit),
    cron_expression: textOf(fields.cronExpression),
    stream_name: String(fields.streamName),
    status: enabled === false ? "disabled" : "pending",
    cursor_field: textOf(fields.cursorField),
    current_cursor_field: null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Ids are numbers in references, texts elsewhere. */
function numberOf(value: unknown): number | null {
  return value === undefined || value === null || !Number.isInteger(Number(value)) ? null : Number(value);
}
