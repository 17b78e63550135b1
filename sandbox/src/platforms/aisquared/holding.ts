import { withPlaceholders } from "pulumi-connectors/internal/inventory/placeholders";
import { isJsonObject } from "../../json-object";
import type { Holding } from "../../serving/sandbox-platform";
import { definition } from "./catalog";
import { mask } from "./masking";
import { roles, type Connector, type StoredWorkspace } from "./tables";

export const holding: Holding = {
  kinds: ["aisquared.Connector"],
  stored(object) {
    const { name, connectorType, connectorName, description, configuration, workspaceId, createdAt } =
      withPlaceholders(object, mask);
    const connector_type = roles.find((role) => role === connectorType) ?? "source";
    const workspace_id = typeof workspaceId === "number" ? workspaceId : 1;
    const time = typeof createdAt === "string" ? createdAt : new Date(0).toISOString();
    const { category = "Database", sub_category = null } =
      definition(connector_type, String(connectorName))?.file["x-connector"] ?? {};
    const connector: Connector = {
      id: object.id,
      workspace_id,
      connector_type,
      connector_name: String(connectorName),
      name: String(name),
      description: typeof description === "string" ? description : null,
      configuration: isJsonObject(configuration) ? configuration : {},
      category,
      sub_category,
      created_at: time,
      updated_at: time,
    };
    const workspace: StoredWorkspace = { id: String(workspace_id), name: `Workspace ${workspace_id}` };
    return [
      { store: "connectors", value: connector },
      { store: "workspaces", value: workspace },
    ];
  },
};
