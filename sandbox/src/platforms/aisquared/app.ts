import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { acceptJsonBodies } from "../../serving/json-bodies";
import { isOwnRequest } from "../../serving/own-requests";
import { Refusal } from "../../serving/refusal";
import { addConnectorRoutes } from "./connectors";
import { addDefinitionRoutes } from "./definitions";
import { addDiscoveryRoutes } from "./discovery";
import { exception, Throttled } from "./errors";
import { logRequests } from "./request-log";
import { addModelRoutes } from "./models";
import type { AisquaredOptions, Platform, Workspace } from "./platform";
import { Sessions } from "./sessions";
import { addSyncRoutes } from "./syncs";
import { addSyncRunRoutes } from "./sync-run-routes";
import { openTables, type Tables } from "./tables";
import { addWorkspaceRoutes } from "./workspaces";

export type { AisquaredOptions } from "./platform";

/**
 * The part of AI Squared's (Multiwoven's) API that manages connectors, models, syncs and their runs.
 * Source: docs/contracts/aisquared.md, sections 1 to 7.
 */
export function aisquaredApp(options: AisquaredOptions): FastifyInstance {
  const app = fastify({ bodyLimit: 16 * 1024 * 1024, routerOptions: { ignoreTrailingSlash: true } });
  const now = options.now ?? Date.now;
  const tables = openTables(options.dataPath, now);
  const sessions = new Sessions(tables, options, now);
  const platform: Platform = {
    tables,
    workspaces: workspacesOf(tables, options.workspaces ?? [firstWorkspace]),
    masks: options.masks ?? true,
  };

  app.addHook("onRequest", (request, _reply, done) => {
    const isOpen = request.is404 || request.routeOptions.url === "/api/v1/login" || isOwnRequest();
    done(isOpen ? undefined : sessions.refusal(request));
  });
  parseBodies(app);
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ status: 404, error: "Not Found" }));

  if (options.log !== undefined) logRequests(app, tables.connectors, options.log);
  sessions.addRoutes(app);
  addWorkspaceRoutes(app, platform);
  addConnectorRoutes(app, platform);
  addDiscoveryRoutes(app, platform);
  addDefinitionRoutes(app, platform);
  addModelRoutes(app, platform);
  addSyncRoutes(app, platform);
  addSyncRunRoutes(app, platform);
  return app;
}

const firstWorkspace: Workspace = { id: 1, name: "Sandbox" };

/** With those of inventories. The sandbox's own is left out beside them while it is empty: a client has to choose between several. */
function workspacesOf(tables: Tables, own: readonly Workspace[]): readonly Workspace[] {
  const stored = tables.workspaces.all().map(({ id, name }) => ({ id: Number(id), name }));
  if (stored.length === 0) return own;
  const isUsed = ({ id }: Workspace): boolean =>
    id !== firstWorkspace.id || tables.connectors.in(id).length > 0;
  const others = own.filter((one) => isUsed(one) && stored.every(({ id }) => id !== one.id));
  return [...others, ...stored];
}

/** A body that is not JSON is ignored. Source: docs/contracts/aisquared.md, section 1. */
function parseBodies(app: FastifyInstance): void {
  acceptJsonBodies(app, () => exception("Error occurred while parsing request parameters"));
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, _text, done) => done(null, undefined));
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Throttled) reply.header("retry-after", error.retryAfter);
  if (error instanceof Refusal) return reply.status(error.status).send(error.body);
  const { statusCode, message } = error as { statusCode?: number; message: string };
  if (statusCode !== undefined && statusCode < 500) {
    const refusal = exception(message);
    return reply.status(refusal.status).send(refusal.body);
  }
  return reply.status(500).send({ status: 500, error: "Internal Server Error" });
}
