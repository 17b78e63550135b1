import { randomUUID } from "node:crypto";
import type { InventoryObject } from "pulumi-connectors/internal/inventory/inventory";
import { withPlaceholders } from "pulumi-connectors/internal/inventory/placeholders";
import { isJsonObject, type JsonObject } from "../../json-object";
import type { Holding, StoredObject } from "../../serving/sandbox-platform";
import type { AuthMethod } from "./authentication";
import type { Collection, Login, SourceConnection, StoredOrganization } from "./model";

/** Airweave shows no credentials; what stands in a config is shown as it is. */
const placeholder = "**********";

const storedAs: Readonly<Record<string, (object: InventoryObject, fields: JsonObject) => StoredObject>> = {
  "airweave.Collection": (_object, fields) => ({
    store: "collections",
    value: collectionOf(fields),
    uniqueKey: "readable_id",
  }),
  "airweave.SourceConnection": (object, fields) => ({
    store: "source_connections",
    value: connectionOf(object.id, fields),
  }),
};

export const holding: Holding = {
  kinds: Object.keys(storedAs),
  stored(object) {
    const fields = withPlaceholders(object, placeholder);
    const { organizationId } = fields;
    const stored = storedAs[object.kind]?.(object, fields);
    return [
      ...(stored === undefined ? [] : [stored]),
      ...(typeof organizationId === "string" ? [organization(organizationId)] : []),
    ];
  },
};

/** The account has one. */
function organization(organizationId: string): StoredObject {
  const value: StoredOrganization = { id: "own", organization_id: organizationId };
  return { store: "organizations", value };
}

function collectionOf({ name, readableId, uuid, createdAt }: JsonObject): Collection {
  const time = timeOf(createdAt);
  return {
    id: typeof uuid === "string" ? uuid : randomUUID(),
    name: String(name),
    readable_id: String(readableId),
    sync_config: null,
    created_at: time,
    modified_at: time,
    created_by_email: null,
    modified_by_email: null,
  };
}

function connectionOf(id: string, fields: JsonObject): SourceConnection {
  const { name, description, shortName, readableCollectionId, authMethod, authenticated, syncId } = fields;
  const { authProvider, config } = fields;
  const time = timeOf(fields.createdAt);
  const stored: Omit<SourceConnection, "login"> = {
    id,
    name: String(name),
    description: typeof description === "string" ? description : null,
    short_name: String(shortName),
    readable_collection_id: String(readableCollectionId),
    created_at: time,
    modified_at: time,
    method: String(authMethod) as AuthMethod,
    authenticated: authenticated === true,
    provider_readable_id: typeof authProvider === "string" ? authProvider : null,
    secrets: {},
    config: isJsonObject(config) ? config : {},
    sync: typeof syncId === "string" ? { id: syncId, cron: cronOf(fields), paused: false } : null,
    jobs: [],
  };
  return { ...stored, login: stored.authenticated ? null : openLogin(stored, cronOf(fields)) };
}

/** A login whose link has been used or has expired: a new one can be asked for. */
function openLogin(
  { config, method }: Pick<SourceConnection, "config" | "method">,
  cron: string | null,
): Login {
  return {
    code: randomUUID(),
    state: randomUUID(),
    authUrl: null,
    expires: 0,
    claimToken: randomUUID(),
    redirectUrl: "",
    status: "pending",
    cron,
    config,
    method,
  };
}

function cronOf({ schedule }: JsonObject): string | null {
  const { cron } = isJsonObject(schedule) ? schedule : {};
  return typeof cron === "string" ? cron : null;
}

function timeOf(createdAt: unknown): string {
  return typeof createdAt === "string" ? createdAt : "1970-01-01T00:00:00.000000";
}
