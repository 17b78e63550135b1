import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { acceptJsonBodies } from "../../serving/json-bodies";
import { Refusal } from "../../serving/refusal";
import type { RequestLog } from "../../serving/request-log";
import { sameSecret } from "../../serving/same-secret";
import { DataFile, type Store } from "../../serving/store";
import type { Role } from "./catalog";
import { lookedAt, scheduled, toCheckResponse, type ConnectionCheck } from "./connection-check";
import { masked, scrubbedBody, withDefaults, type Connector } from "./connectors";
import { capitalized, invalid, notJson, parseCreate, parseId, parseUpdate } from "./validation";

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
  /** The clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
}

/**
 * The part of Unstructured's workflow API that manages sources and destinations.
 * Source: docs/contracts/unstructured.md, sections 1 to 5, 7, 8 and 10.
 */
export function unstructuredApp(options: UnstructuredOptions): FastifyInstance {
  const app = fastify({ bodyLimit: 16 * 1024 * 1024, routerOptions: { ignoreTrailingSlash: false } });
  const data = new DataFile(options.dataPath);

  app.addHook("onRequest", (request, _reply, done) => done(authenticate(request, options)));
  acceptJsonBodies(app, () => invalid(notJson));
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((request, reply) => redirectOrNotFound(request, reply));

  const connectors = {
    source: data.store<Connector>("sources"),
    destination: data.store<Connector>("destinations"),
  };
  if (options.log !== undefined) logRequests(app, connectors, options.log);
  for (const role of ["source", "destination"] as const) {
    addRoutes(app, role, connectors[role], data.store(`${role}_checks`), options);
  }
  return app;
}

function addRoutes(
  app: FastifyInstance,
  role: Role,
  connectors: Store<Connector>,
  checks: Store<ConnectionCheck>,
  options: UnstructuredOptions,
): void {
  const collection = `/api/v1/${role}s/`;
  const item = `${collection}:id`;
  const timestamp = (): string => new Date(options.now?.() ?? Date.now()).toISOString();
  const find = (request: FastifyRequest): Connector => {
    const id = parseId(role, (request.params as { id: string }).id);
    const connector = connectors.get(id);
    if (connector === undefined) {
      throw new Refusal(404, { detail: `${capitalized(role)} with id ${id} not found` });
    }
    return connector;
  };

  app.get(collection, (request) => {
    const type = (request.query as Record<string, unknown>)[`${role}_type`];
    return connectors
      .all()
      .filter((connector) => type === undefined || connector.type === type)
      .map((connector) => masked(role, connector));
  });

  app.post(collection, async (request) => {
    const { name, type, config } = parseCreate(role, request.body);
    const connector: Connector = {
      id: randomUUID(),
      name,
      type,
      config: withDefaults(role, type, config),
      created_at: timestamp(),
      updated_at: null,
    };
    await connectors.put(connector);
    return connector;
  });

  app.get(item, (request) => masked(role, find(request)));

  app.put(item, async (request) => {
    const old = find(request);
    const { name, config } = parseUpdate(role, old.type, request.body);
    const connector: Connector = {
      ...old,
      name: options.keepNames ? old.name : (name ?? old.name),
      config: config === undefined ? old.config : withDefaults(role, old.type, config),
      updated_at: timestamp(),
    };
    await connectors.put(connector);
    return connector;
  });

  app.delete(item, async (request) => {
    const { id } = find(request);
    await connectors.delete(id);
    await checks.delete(id);
    return { detail: `${capitalized(role)} with id ${id} successfully deleted.` };
  });

  app.post(`${item}/connection-check`, async (request, reply) => {
    const check = scheduled(find(request).id, timestamp());
    await checks.put(check);
    return reply.status(202).send(toCheckResponse(check));
  });

  app.get(`${item}/connection-check`, async (request) => {
    const connector = find(request);
    const check = checks.get(connector.id);
    if (check === undefined) throw new Refusal(404, { detail: "No connection check found" });
    const looked = lookedAt(check, connector, timestamp());
    if (looked !== check) await checks.put(looked);
    return toCheckResponse(looked);
  });
}

/** @returns undefined if the request is authenticated. */
function authenticate(
  request: FastifyRequest,
  { apiKey, keyHint }: UnstructuredOptions,
): Refusal | undefined {
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
  if (request.server.hasRoute({ method: "GET", url: routeOf(other) }))
    return reply.redirect(query === undefined ? other : `${other}?${query}`, 307);
  return request.server.hasRoute({ method: "GET", url: routeOf(path) })
    ? reply.status(405).send({ detail: "Method Not Allowed" })
    : reply.status(404).send({ detail: "Not Found" });
}

/** `/api/v1/sources/<id>/connection-check` → `/api/v1/sources/:id/connection-check` */
function routeOf(path: string): string {
  return path.replace(/^(\/api\/v1\/(?:sources|destinations)\/)[^/]+/, "$1:id");
}

/** Logs each request before its response is sent, so that a client that has the response finds it in the log. */
function logRequests(
  app: FastifyInstance,
  connectors: Readonly<Record<Role, Store<Connector>>>,
  log: RequestLog,
): void {
  app.addHook("onSend", async (request, reply) => {
    const [path = ""] = request.url.split("?");
    const role = path.startsWith("/api/v1/destinations") ? "destination" : "source";
    const body = request.body as { type?: unknown } | undefined;
    const id = (request.params as { id?: string } | undefined)?.id ?? "";
    const type = body?.type ?? connectors[role].get(id)?.type;
    log({
      platform: "unstructured",
      method: request.method,
      path,
      status: reply.statusCode,
      body: scrubbedBody(role, type, request.body),
    });
  });
}
