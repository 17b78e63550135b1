import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { isJsonObject, type JsonObject } from "../../json-object";
import { unreachable } from "../../serving/unreachable";
import { definition, isAiModel } from "./catalog";
import { findConnector } from "./connectors";
import { failure } from "./errors";
import type { Resource } from "./json-api";
import { workspaceOf, type Platform } from "./platform";
import { hash, integer, required, parseParameters, text } from "./parameters";
import type { Catalog, Connector, Stream, Table } from "./tables";

/** The routes that query a connector's system, with made-up results. Source: docs/contracts/aisquared.md, sections 4.5 and 4.6. */
export function addDiscoveryRoutes(app: FastifyInstance, platform: Platform): void {
  const { catalogs, connectors } = platform.tables;

  app.get("/api/v1/connectors/:id/discover", async (request) => {
    const { refresh } = parseParameters(request, { id: required(integer) });
    const connector = findConnector(platform, request);
    const stored = catalogOf(catalogs, connector.id);
    if (stored !== undefined && refresh !== "true") return { data: shown(stored) };
    if (stored !== undefined) await catalogs.delete([stored]);
    if (unreachable(connector.configuration) !== undefined) {
      throw failure(422, "Discover catalog failed", { catalog: "can't be blank" });
    }
    return { data: shown(await catalogs.insert(catalogFor(connector, streamsOf(platform, connector)))) };
  });

  app.post("/api/v1/connectors/:id/query_source", (request) => {
    const { limit } = parseParameters(request, { id: required(integer), query: required(text) });
    const connector = findConnector(platform, request);
    if (connector.connector_type !== "source") throw failure(422, "Connector is not a source");
    if (isAiModel(connector.category) && catalogOf(catalogs, connector.id) === undefined) {
      throw failure(422, "Catalog is not present for the connector");
    }
    const problem = unreachable(connector.configuration);
    if (problem !== undefined) throw failure(422, problem);
    const rows = [1, 2, 3].map((id) => ({ id, name: `Row ${id}` }));
    return { data: rows.slice(0, Number.isInteger(Number(limit ?? 50)) ? Number(limit ?? 50) : 50) };
  });

  const schema = {
    connector_id: required(integer),
    catalog: required(
      hash({ json_schema: required((value) => (isJsonObject(value) ? undefined : ["must be a hash"])) }),
    ),
  };

  app.post("/api/v1/catalogs", async (request, reply) => {
    const { connector_id, catalog } = parseParameters(request, schema);
    const connector = connectors.get(Number(connector_id));
    if (connector?.workspace_id !== workspaceOf(platform, request)) throw failure(404, "Connector not found");
    await catalogs.delete(catalogs.where((one) => one.connector_id === Number(connector_id)));
    const made = await catalogs.insert(userCatalog(connector, catalog));
    return reply.status(201).send({ data: shown(made) });
  });

  // The id in the path is ignored.
  app.put("/api/v1/catalogs/:id", async (request, reply) => {
    const { connector_id, catalog } = parseParameters(request, { id: required(integer), ...schema });
    const connector = connectors.get(Number(connector_id));
    if (connector?.workspace_id !== workspaceOf(platform, request)) throw failure(404, "Connector not found");
    const old = catalogOf(catalogs, connector.id);
    if (old === undefined) throw failure(404, "Catalog not found");
    const saved = await catalogs.save({ ...old, ...userCatalog(connector, catalog) });
    return reply.status(201).send({ data: shown(saved) });
  });
}

export function catalogOf(catalogs: Table<Catalog>, connector: string | number): Catalog | undefined {
  return catalogs.where(({ connector_id }) => connector_id === Number(connector))[0];
}

type CatalogValues = Pick<Catalog, "workspace_id" | "connector_id" | "catalog" | "catalog_hash">;

function catalogFor(
  { id, workspace_id }: Pick<Connector, "id" | "workspace_id">,
  streams: readonly Stream[],
): CatalogValues {
  const catalog = {
    streams,
    request_rate_limit: 60,
    request_rate_limit_unit: "minute",
    request_rate_concurrency: 10,
    schema_mode: "",
  };
  const catalog_hash = createHash("sha1").update(JSON.stringify(catalog)).digest("hex");
  return { workspace_id, connector_id: Number(id), catalog, catalog_hash };
}

export function userCatalog(
  connector: Pick<Connector, "id" | "workspace_id" | "name">,
  catalog: unknown,
): CatalogValues {
  return catalogFor(connector, [stream(connector.name, (catalog as JsonObject).json_schema)]);
}

/**
 * The streams of AI models and vector indexes are defined by the user, and those of some systems are in the catalog. A system also has
 * those that its syncs write to: the syncs of an inventory name streams of the system that it was read from.
 */
function streamsOf({ tables }: Platform, { id, connector_type, connector_name }: Connector): Stream[] {
  const { stream_type, streams = ["customers", "orders"] } =
    definition(connector_type, connector_name)?.file["x-connector"] ?? {};
  const written = tables.syncs
    .where(({ destination_id }) => destination_id === Number(id))
    .map(({ stream_name }) => stream_name);
  const own = stream_type === "user_defined" ? [] : streams;
  return [...new Set([...own, ...written])].map((name) =>
    stream(name, {
      type: "object",
      properties: { id: { type: "integer" }, name: { type: "string" }, updated_at: { type: "string" } },
    }),
  );
}

function stream(name: string, json_schema: unknown): Stream {
  return {
    name,
    action: "create",
    json_schema,
    url: "",
    request_method: "POST",
    batch_support: false,
    batch_size: 1,
    supported_sync_modes: ["full_refresh", "incremental"],
    source_defined_cursor: false,
    default_cursor_field: [],
    source_defined_primary_key: [],
    request_rate_limit: 60,
    request_rate_limit_unit: "minute",
    request_rate_concurrency: 10,
  };
}

function shown({ id, connector_id, workspace_id, catalog, catalog_hash }: Catalog): Resource {
  return { id, type: "catalogs", attributes: { connector_id, workspace_id, catalog, catalog_hash } };
}
