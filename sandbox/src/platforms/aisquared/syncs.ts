import type { FastifyInstance, FastifyRequest } from "fastify";
import type { JsonObject } from "../../json-object";
import { deleteSyncs } from "./cascade";
import { connectorAttributes } from "./connectors";
import { emptyParameter, exception, failure, missingRow } from "./errors";
import { pageOf, type Resource } from "./json-api";
import { modelAttributes } from "./models";
import { workspaceOf, type Platform } from "./platform";
import { boolean, integer, required, optional, parseParameters } from "./parameters";
import { createSchema, problemsOf, readValues, updateSchema, type SyncValues } from "./sync-rules";
import { activeRun, cancelRun, settled } from "./sync-runs";
import type { Sync } from "./tables";

/** Source: docs/contracts/aisquared.md, section 7. */
export function addSyncRoutes(app: FastifyInstance, platform: Platform): void {
  const { syncs } = platform.tables;
  const show = (sync: Sync): Resource => ({
    id: sync.id,
    type: "syncs",
    attributes: shownSync(platform, sync),
  });
  const collection = "/api/v1/syncs";
  const item = `${collection}/:id`;

  app.get(collection, (request) => {
    parseParameters(request, { page: optional(integer) });
    return pageOf(request, syncs.in(workspaceOf(platform, request)), show);
  });

  app.get(`${collection}/configurations`, (request) => {
    workspaceOf(platform, request);
    const catalog_mapping_types = { standard: {}, static: {}, template: {}, vector: {} };
    return { data: { configurations: { catalog_mapping_types } } };
  });

  app.get(item, async (request) => {
    parseParameters(request, { id: required(integer) });
    return { data: show(await settled(platform.tables, findSync(platform, request))) };
  });

  app.post(collection, async (request, reply) => {
    const { sync } = parseParameters(request, { sync: required(createSchema) });
    const workspace_id = workspaceOf(platform, request);
    const unset = { source_id: null, sync_interval: null, sync_interval_unit: null, cron_expression: null };
    const { cursor_field } = sync as JsonObject;
    const values = { ...unset, ...readValues(sync as JsonObject) } as SyncValues;
    refuseProblems(platform, "Sync creation failed", values);
    const row = await syncs.insert({
      ...values,
      workspace_id,
      status: "pending",
      cursor_field: typeof cursor_field === "string" ? cursor_field : null,
      current_cursor_field: null,
    });
    return reply.status(201).send({ data: show(row) });
  });

  app.route({
    method: ["PUT", "PATCH"],
    url: item,
    handler: async (request) => {
      const { sync } = parseParameters(request, { id: required(integer), sync: required(updateSchema) });
      const old = findSync(platform, request);
      if (Object.keys(sync as JsonObject).length === 0) throw emptyParameter("sync");
      const row = { ...old, ...readValues(sync as JsonObject) };
      refuseProblems(platform, "Sync update failed", row);
      return { data: show(await syncs.save(row)) };
    },
  });

  app.patch(`${item}/enable`, async (request) => {
    const { enable } = parseParameters(request, { id: required(integer), enable: required(boolean) });
    const old = findSync(platform, request);
    const from: readonly Sync["status"][] = enable === true ? ["disabled"] : ["pending", "healthy", "failed"];
    if (!from.includes(old.status)) {
      throw exception(`Event '${enable ? "enable" : "disable"}' cannot transition from '${old.status}'.`);
    }
    refuseProblems(platform, "Sync update failed", old);
    const row: Sync = { ...old, status: enable === true ? "pending" : "disabled" };
    const run = activeRun(platform.tables, old);
    if (enable === false && run !== undefined) await cancelRun(platform.tables, run);
    return { data: show(await syncs.save(row)) };
  });

  app.delete(item, async (request, reply) => {
    parseParameters(request, { id: required(integer) });
    await deleteSyncs(platform.tables, [findSync(platform, request)]);
    return reply.status(204).send();
  });
}

function shownSync(platform: Platform, sync: Sync): JsonObject {
  const { id: _id, workspace_id: _workspace, ...attributes } = sync;
  const { connectors, models } = platform.tables;
  const connector = (id: number | null): JsonObject | null => {
    const row = connectors.get(id);
    if (row === undefined) return null;
    const { configuration: _configuration, ...rest } = connectorAttributes(platform, row);
    return { id: Number(row.id), ...rest };
  };
  const model = models.get(sync.model_id);
  return {
    ...attributes,
    source: connector(sync.source_id),
    destination: connector(sync.destination_id),
    model: model === undefined ? null : { id: Number(model.id), ...modelAttributes(model) },
  };
}

function findSync(platform: Platform, request: FastifyRequest): Sync {
  const workspace = workspaceOf(platform, request);
  const { id } = request.params as { readonly id: string };
  const sync = platform.tables.syncs.get(Number(id));
  if (sync?.workspace_id !== workspace) throw missingRow("Sync", id);
  return sync;
}

function refuseProblems({ tables }: Platform, detail: string, values: SyncValues): void {
  const problems = problemsOf(tables, values);
  if (Object.keys(problems).length > 0) throw failure(422, detail, problems);
}
