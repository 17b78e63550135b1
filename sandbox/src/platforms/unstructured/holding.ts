import { withPlaceholders } from "pulumi-connectors/internal/inventory/placeholders";
import type { Holding } from "../../serving/sandbox-platform";
import { isJsonObject } from "../../json-object";
import { mask, type Connector } from "./connectors";

const stores: Readonly<Record<string, string>> = {
  "unstructured.Source": "sources",
  "unstructured.Destination": "destinations",
};

export const holding: Holding = {
  kinds: Object.keys(stores),
  stored(object) {
    const { name, type, config, createdAt } = withPlaceholders(object, mask);
    const value: Connector = {
      id: object.id,
      name: String(name),
      type: String(type),
      config: isJsonObject(config) ? config : {},
      created_at: typeof createdAt === "string" ? createdAt : new Date(0).toISOString(),
      updated_at: null,
    };
    return [{ store: stores[object.kind] ?? "", value }];
  },
};
