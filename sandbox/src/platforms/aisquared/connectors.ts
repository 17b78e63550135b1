import type { FastifyInstance, FastifyRequest } from "fastify";
import type { JsonObject } from "../../json-object";
import { deleteConnector } from "./cascade";
import { definition, isAiModel, type Definition } from "./catalog";
import { createSchema, problemsOf, readValues, updateSchema, type ConnectorValues } from "./connector-rules";
import { emptyParameter, exception, failure } from "./errors";
import { pageOf, type Resource } from "./json-api";
import { masked } from "./masking";
import { workspaceOf, type Platform } from "./platform";
import { asText, integer, required, optional, parseParameters, wordOf } from "./parameters";
import { roles, type Connector } from "./tables";

/** Source: docs/contracts/aisquared.md, section 4. */
export function addConnectorRoutes(app: FastifyInstance, platform: Platform): void {
  const { tables } = platform;
  const show = (connector: Connector): Resource => ({
    id: connector.id,
    type: "connectors",
    attributes: connectorAttributes(platform, connector),
  });
  const collection = "/api/v1/connectors";
  const item = `${collection}/:id`;

  app.get(collection, (request) => {
    const filters = parseParameters(request, { type: optional(wordOf(roles)) });
    return pageOf(request, filtered(tables.connectors.in(workspaceOf(platform, request)), filters), show);
  });

  app.get(item, (request) => {
    parseParameters(request, { id: required(integer) });
    return { data: show(findConnector(platform, request)) };
  });

  app.post(collection, async (request, reply) => {
    const { connector } = parseParameters(request, { connector: required(createSchema) });
    const workspace_id = workspaceOf(platform, request);
    const values = readValues(connector as JsonObject) as ConnectorValues;
    const { connector_type, connector_name, name } = values;
    const { category, sub_category = null } = knownDefinition(values).file["x-connector"];
    const taken = tables.connectors
      .in(workspace_id)
      .some((other) => other.connector_type === connector_type && other.name === name);
    if (taken) throw failure(422, "A connector with the same name already exists.");
    refuseProblems("Connector creation failed", values);
    const { description = null, configuration } = values;
    const row = await tables.connectors.insert({
      ...{ workspace_id, connector_type, connector_name, name, description, configuration },
      ...{ category, sub_category },
    });
    return reply.status(201).send({ data: show(row) });
  });

  app.route({
    method: ["PUT", "PATCH"],
    url: item,
    handler: async (request) => {
      const { connector } = parseParameters(request, {
        id: required(integer),
        connector: required(updateSchema),
      });
      const old = findConnector(platform, request);
      if (Object.keys(connector as JsonObject).length === 0) throw emptyParameter("connector");
      const row = { ...old, ...readValues(connector as JsonObject) };
      knownDefinition(row);
      refuseProblems("Connector update failed", row);
      return { data: show(await tables.connectors.save(row)) };
    },
  });

  app.delete(item, async (request, reply) => {
    parseParameters(request, { id: required(integer) });
    await deleteConnector(tables, findConnector(platform, request));
    return reply.status(204).send();
  });
}

/** @throws Refusal with status 404. Source: docs/contracts/aisquared.md, section 3. */
export function findConnector(platform: Platform, request: FastifyRequest): Connector {
  const workspace = workspaceOf(platform, request);
  const { id } = request.params as { readonly id: string };
  const connector = platform.tables.connectors.get(Number(id));
  if (connector?.workspace_id !== workspace) throw failure(404, "Connector not found");
  return connector;
}

/** The attributes of a connector in responses. Source: docs/contracts/aisquared.md, section 4. */
export function connectorAttributes(platform: Platform, connector: Connector): JsonObject {
  const { name, description, connector_type, workspace_id, created_at, updated_at, configuration } =
    connector;
  const known = definition(connector_type, connector.connector_name);
  return {
    ...{ name, description, connector_type, workspace_id, created_at, updated_at },
    configuration: platform.masks ? masked(configuration, known?.secrets ?? new Set()) : configuration,
    connector_name: connector.connector_name,
    icon: known?.icon ?? null,
  };
}

const subCategories: Readonly<Record<string, string>> = {
  llm: "LLM",
  database: "Relational Database",
  web: "Web Scraper",
  ai_ml_service: "AI_ML Service",
  vector: "Vector Database",
};

/** Applies the filters of a list. Invalid values make the server raise an exception. Source: docs/contracts/aisquared.md, section 4. */
function filtered(connectors: readonly Connector[], filters: JsonObject): Connector[] {
  const [type, category, sub] = [filters.type, filters.category, filters.sub_category].map((word) =>
    word === undefined ? undefined : asText(word).toLowerCase(),
  );
  if (category !== undefined && category !== "data" && category !== "ai_ml") {
    throw exception(`undefined method '${category}'`);
  }
  if (sub !== undefined && !Object.hasOwn(subCategories, sub)) throw exception(`undefined method '${sub}'`);
  return connectors.filter(
    (connector) =>
      (type === undefined || connector.connector_type === type) &&
      (category === undefined || isAiModel(connector.category) === (category === "ai_ml")) &&
      (sub === undefined || connector.sub_category === subCategories[sub]),
  );
}

function knownDefinition({
  connector_type,
  connector_name,
}: Pick<ConnectorValues, "connector_type" | "connector_name">): Definition {
  const known = definition(connector_type, connector_name);
  if (known === undefined) throw exception(`uninitialized constant ${connector_name}`);
  return known;
}

function refuseProblems(detail: string, values: ConnectorValues): void {
  const problems = problemsOf(values);
  if (Object.keys(problems).length > 0) throw failure(422, detail, problems);
}
