import type { FastifyInstance, FastifyRequest } from "fastify";
import type { JsonObject } from "../../json-object";
import { deleteModel } from "./cascade";
import { isAiModel } from "./catalog";
import { connectorAttributes } from "./connectors";
import { catalogOf } from "./discovery";
import { emptyParameter, exception, failure, missingRow } from "./errors";
import { pageOf, type Resource } from "./json-api";
import { createSchema, problemsOf, readValues, updateSchema, type ModelValues } from "./model-rules";
import { workspaceOf, type Platform } from "./platform";
import { asText, integer, required, optional, parseParameters } from "./parameters";
import type { Connector, Model } from "./tables";

/** Source: docs/contracts/aisquared.md, section 6. */
export function addModelRoutes(app: FastifyInstance, platform: Platform): void {
  const { connectors, models } = platform.tables;
  const show = (model: Model): Resource => ({
    id: model.id,
    type: "models",
    attributes: shownModel(platform, model),
  });
  const collection = "/api/v1/models";
  const item = `${collection}/:id`;

  app.get(collection, (request) => {
    const { query_type } = parseParameters(request, { page: optional(integer) });
    const wanted = query_type === undefined ? undefined : asText(query_type).split(",");
    const rows = models.in(workspaceOf(platform, request));
    return pageOf(
      request,
      rows.filter((model) => wanted === undefined || wanted.includes(model.query_type)),
      show,
    );
  });

  app.get(item, (request) => {
    parseParameters(request, { id: required(integer) });
    return { data: show(findModel(platform, request)) };
  });

  app.post(collection, async (request, reply) => {
    const { model } = parseParameters(request, { model: required(createSchema) });
    const workspace_id = workspaceOf(platform, request);
    const values = {
      ...{ description: null, query: null, primary_key: null, configuration: null },
      ...readValues(model as JsonObject),
    } as ModelValues;
    const connector = connectors.get(values.connector_id);
    if (connector?.workspace_id !== workspace_id) throw missingRow("Connector", String(values.connector_id));
    refuseProblems(platform, "Model creation failed", connector, values);
    return reply.status(201).send({ data: show(await models.insert({ ...values, workspace_id })) });
  });

  app.route({
    method: ["PUT", "PATCH"],
    url: item,
    handler: async (request) => {
      const { model } = parseParameters(request, { id: required(integer), model: required(updateSchema) });
      const old = findModel(platform, request);
      if (Object.keys(model as JsonObject).length === 0) throw emptyParameter("model");
      const row = { ...old, ...readValues(model as JsonObject) };
      refuseProblems(platform, "Model update failed", connectors.get(row.connector_id), row);
      return { data: show(await models.save(row)) };
    },
  });

  app.delete(item, async (request, reply) => {
    parseParameters(request, { id: required(integer) });
    await deleteModel(platform.tables, findModel(platform, request));
    return reply.status(204).send();
  });
}

/** The attributes of a model in the response about a sync. Source: docs/contracts/aisquared.md, section 7. */
export function modelAttributes(model: Model): JsonObject {
  const { name, description, query, query_type, configuration, primary_key, created_at, updated_at } = model;
  return { name, description, query, query_type, configuration, primary_key, created_at, updated_at };
}

function shownModel(platform: Platform, model: Model): JsonObject {
  const connector = platform.tables.connectors.get(model.connector_id);
  return {
    ...modelAttributes(model),
    configuration: shownConfiguration(platform, model),
    connector:
      connector === undefined
        ? null
        : { id: Number(connector.id), ...connectorAttributes(platform, connector) },
  };
}

/** For an AI model with the schema of the connector's catalog. If there is no catalog, the server raises an exception. */
function shownConfiguration(
  { tables }: Platform,
  { query_type, configuration, connector_id }: Model,
): unknown {
  if (query_type !== "ai_ml") return configuration;
  const catalog = catalogOf(tables.catalogs, connector_id);
  if (catalog === undefined) throw exception("undefined method 'catalog' for nil");
  return { ...configuration, json_schema: catalog.catalog.streams[0]?.json_schema ?? null };
}

function findModel(platform: Platform, request: FastifyRequest): Model {
  const workspace = workspaceOf(platform, request);
  const { id } = request.params as { readonly id: string };
  const model = platform.tables.models.get(Number(id));
  if (model?.workspace_id !== workspace) throw missingRow("Model", id);
  return model;
}

function refuseProblems(
  { tables }: Platform,
  detail: string,
  connector: Connector | undefined,
  values: ModelValues,
): void {
  if (
    connector !== undefined &&
    isAiModel(connector.category) &&
    catalogOf(tables.catalogs, connector.id) === undefined
  ) {
    throw failure(422, "Catalog is not present for the connector");
  }
  const problems = { ...problemsOf(values), ...(connector ? {} : { connector: "must exist" }) };
  if (Object.keys(problems).length > 0) throw failure(422, detail, problems);
}
