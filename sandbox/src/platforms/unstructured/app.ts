import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { acceptJsonBodies } from "../../serving/json-bodies";
import { isOwnRequest } from "../../serving/own-requests";
import { Refusal } from "../../serving/refusal";
import type { RequestLog } from "../../serving/request-log";
import { sameSecret } from "../../serving/same-secret";
import { DataFile } from "../../serving/store";
import { addConnectorRoutes } from "./connector-routes";
import { addJobRoutes } from "./job-routes";
import { acceptForms } from "./multipart";
import type { Unstructured } from "./platform";
import { logRequests } from "./request-log";
import { addTemplateRoutes } from "./templates";
import { invalid, notJson } from "./validation";
import { addWorkflowRoutes } from "./workflow-routes";

export interface UnstructuredOptions {
  /** The key that requests must carry. */
  readonly apiKey: string;
  /** What to say besides where a key is refused. Default: nothing. */
  readonly keyHint?: string;
  /** The file that keeps the objects. Default: in memory. */
  readonly dataPath?: string;
  readonly log?: RequestLog;
  /** Whether a PUT ignores a new name, as the vendor's text says. Default: false; a PUT renames, as in the vendor's examples. */
  readonly keepNames?: boolean;
  /**
   * Whether workflows are shown in the shape of the vendor's newer pages: `source_id`, `destination_id`, `template_id`, and the schedule as
   * a phrase. Default: false; `sources`, `destinations`, and the schedule as cron, as in the SDK.
   */
  readonly newerWorkflows?: boolean;
  /** Whether null in a PUT of a workflow clears the field. If not, it stays. No source settles it. Default: true. */
  readonly nullClears?: boolean;
  /** The clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
}

/**
 * The part of Unstructured's workflow API that manages sources, destinations, workflows and their jobs.
 * Source: docs/contracts/unstructured.md, sections 1 to 8 and 10.
 */
export function unstructuredApp(options: UnstructuredOptions): FastifyInstance {
  const app = fastify({ bodyLimit: 16 * 1024 * 1024, routerOptions: { ignoreTrailingSlash: false } });
  const platform = platformOf(options);

  app.addHook("onRequest", (request, _reply, done) => done(authenticate(request, options)));
  acceptJsonBodies(app, () => invalid(notJson));
  acceptForms(app);
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((request, reply) => redirectOrNotFound(request, reply));

  if (options.log !== undefined) logRequests(app, platform, options.log);
  addConnectorRoutes(app, "source", platform);
  addConnectorRoutes(app, "destination", platform);
  addWorkflowRoutes(app, platform);
  addJobRoutes(app, platform);
  addTemplateRoutes(app);
  return app;
}

function platformOf({
  dataPath,
  now = Date.now,
  keepNames = false,
  newerWorkflows = false,
  nullClears = true,
}: UnstructuredOptions): Unstructured {
  const data = new DataFile(dataPath);
  return {
    connectors: { source: data.store("sources"), destination: data.store("destinations") },
    checks: { source: data.store("source_checks"), destination: data.store("destination_checks") },
    workflows: data.store("workflows"),
    jobs: data.store("jobs"),
    timestamp: () => new Date(now()).toISOString(),
    ...{ keepNames, newerWorkflows, nullClears },
  };
}

/** @returns undefined if the request is authenticated. */
function authenticate(
  request: FastifyRequest,
  { apiKey, keyHint }: UnstructuredOptions,
): Refusal | undefined {
  if (isOwnRequest()) return undefined;
  const given = request.headers["unstructured-api-key"];
  if (given === undefined) {
    return new Refusal(401, { detail: "API key is missing, please provide an API key in the header." });
  }
  if (!sameSecret(String(given), apiKey)) {
    const detail = "API key is invalid, please provide a valid API key in the header.";
    return new Refusal(401, { detail: keyHint === undefined ? detail : `${detail} ${keyHint}` });
  }
  return undefined;
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return reply.status(error.status).send(error.body);
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500) {
    return reply.status(422).send({ detail: [notJson] });
  }
  return reply.status(500).type("text/plain").send("Internal Server Error");
}

/** Collections end in a slash, items do not; otherwise the request is redirected. */
async function redirectOrNotFound(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const [path = "", query] = request.url.split("?");
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  const isPath = (url: string): boolean =>
    ["GET", "POST"].some((method) => request.server.hasRoute({ method, url: routeOf(url) }));
  if (isPath(other)) return reply.redirect(query === undefined ? other : `${other}?${query}`, 307);
  return isPath(path)
    ? reply.status(405).send({ detail: "Method Not Allowed" })
    : reply.status(404).send({ detail: "Not Found" });
}

/** `/api/v1/sources/<id>/connection-check` → `/api/v1/sources/:id/connection-check` */
function routeOf(path: string): string {
  return path.replace(/^(\/api\/v1\/\w+\/)[^/]+/, "$1:id");
}
