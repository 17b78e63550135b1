import type { InventoryObject } from "pulumi-connectors/internal/inventory/inventory";
import { withPlaceholders } from "pulumi-connectors/internal/inventory/placeholders";
import { isJsonObject, type JsonObject } from "../../json-object";
import type { Holding, StoredObject } from "../../serving/sandbox-platform";
import { mask, type Connector } from "./connectors";
import { storedNodes, type GivenNode } from "./nodes";
import { phraseOf } from "./schedule";
import type { Workflow } from "./workflows";

const storedAs: Readonly<Record<string, (id: string, fields: JsonObject) => StoredObject>> = {
  "unstructured.Source": (id, fields) => ({ store: "sources", value: connectorOf(id, fields) }),
  "unstructured.Destination": (id, fields) => ({ store: "destinations", value: connectorOf(id, fields) }),
  "unstructured.Workflow": (id, fields) => ({ store: "workflows", value: workflowOf(id, fields) }),
};

export const holding: Holding = {
  kinds: Object.keys(storedAs),
  stored(object: InventoryObject) {
    const stored = storedAs[object.kind]?.(object.id, withPlaceholders(object, mask));
    return stored === undefined ? [] : [stored];
  },
};

function connectorOf(id: string, { name, type, config, createdAt }: JsonObject): Connector {
  return {
    id,
    name: String(name),
    type: String(type),
    config: isJsonObject(config) ? config : {},
    created_at: textOf(createdAt) ?? new Date(0).toISOString(),
    updated_at: null,
  };
}

function workflowOf(id: string, fields: JsonObject): Workflow {
  const { name, workflowType, workflowNodes, templateId, schedule, reprocessAll, createdAt } = fields;
  const template_id = textOf(templateId);
  const isOwn = template_id === null && Array.isArray(workflowNodes);
  return {
    id,
    name: String(name),
    workflow_type: String(workflowType),
    status: textOf(fields.status) ?? "active",
    source_id: textOf(fields.sourceId),
    destination_id: textOf(fields.destinationId),
    template_id,
    workflow_nodes: isOwn ? storedNodes(workflowNodes as GivenNode[]) : [],
    schedule: phraseOf(textOf(schedule) ?? "") ?? null,
    reprocess_all: reprocessAll === true,
    created_at: textOf(createdAt) ?? new Date(0).toISOString(),
    updated_at: null,
    deleted_at: null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
