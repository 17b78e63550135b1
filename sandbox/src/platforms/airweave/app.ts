import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { jsonDecodeError, notAnObject } from "../../pydantic/messages";
import { acceptJsonBodies } from "../../serving/json-bodies";
import { isOwnRequest } from "../../serving/own-requests";
import { Refusal } from "../../serving/refusal";
import type { RequestLog } from "../../serving/request-log";
import { DataFile } from "../../serving/store";
import { authenticate } from "./access";
import { collectionRoutes } from "./collections";
import { internalError, invalid, refused } from "./errors";
import { logRequests } from "./request-log";
import { browserRoutes } from "./login";
import { loginPage } from "./login-page";
import type { Airweave, AuthProvider, StoredOrganization } from "./model";
import { RateLimit, TooManyRequests } from "./rate-limit";
import { sourceConnectionRoutes } from "./source-connections";
import { sourceRoutes } from "./source-views";
import { sources } from "./catalog";
import { Clock } from "./times";

export interface AirweaveOptions {
  /** The key that requests must carry. Absent: the server runs without authentication, and accepts any key or none. */
  readonly apiKey?: string;
  /** What to say besides where the key is refused. Default: nothing. */
  readonly keyHint?: string;
  /** The file that keeps the objects. Default: in memory. */
  readonly dataPath?: string;
  readonly log?: RequestLog;
  /** The clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
  /** The plan's limit of requests with API keys. Default: no limit. */
  readonly requestsPerMinute?: number;
  /** The plan's limit of source connections. Default: no limit. */
  readonly maxSourceConnections?: number;
  /** The state of the account's payment, such as `grace` or `ended_unpaid`, if it forbids new source connections. Default: it is paid. */
  readonly unpaid?: string;
  /** Whether the server's own test sources are available. Default: true. */
  readonly internalSources?: boolean;
  /** The features enabled for the organization. Default: none. */
  readonly featureFlags?: readonly string[];
  /** The auth providers that the organization has connected. Default: `my-composio`. */
  readonly authProviders?: readonly AuthProvider[];
  readonly organizationId?: string;
  /** The ids of the server's other organizations. Default: none. */
  readonly otherOrganizations?: readonly string[];
  /** The readable ids of other organizations' collections. Default: none. */
  readonly otherOrganizationCollections?: readonly string[];
  /** Whether jobs are processed: a pending one is completed when its connection is read. Default: true. */
  readonly worker?: boolean;
  /** Whether the server can reach the services that validate credentials. Default: true. */
  readonly network?: boolean;
}

/**
 * The part of Airweave's API that manages collections and source connections.
 * Source: docs/contracts/airweave.md, sections 1 to 6.
 */
export function airweaveApp(options: AirweaveOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: 10 * 1024 * 1024,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const clock = new Clock(options.now ?? Date.now);
  const data = new DataFile(options.dataPath);
  const [stored] = data.store<StoredOrganization>("organizations").all();
  const airweave: Airweave = {
    settings: settingsOf(options, stored?.organization_id),
    clock,
    sources: sources(options.internalSources ?? true),
    collections: data.store("collections"),
    connections: data.store("source_connections"),
  };
  acceptJsonBodies(app, notJson);
  const routes = collectRoutes(app);
  app.setErrorHandler((error: FastifyError, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler(({ url }, reply) =>
    sendError(routes.has(url) ? refused(405, "Method Not Allowed") : refused(404, "Not Found"), reply),
  );
  if (options.log !== undefined) logRequests(app, airweave, options.log);

  for (const add of [browserRoutes, loginPage]) add(app, airweave);
  void app.register((api, _options, done) => {
    const limit = new RateLimit(options.requestsPerMinute, options.apiKey !== undefined, clock.now);
    api.addHook("preHandler", (request, reply, next) => {
      if (isOwnRequest()) {
        next();
        return;
      }
      authenticate(request, {
        apiKey: options.apiKey,
        keyHint: options.keyHint,
        organizationId: airweave.settings.organizationId,
        otherOrganizations: options.otherOrganizations ?? [],
      });
      void reply.headers(limit.take());
      next();
    });
    for (const add of [collectionRoutes, sourceConnectionRoutes, sourceRoutes]) add(api, airweave);
    done();
  });
  return app;
}

/** @param stored The organization of an inventory. */
function settingsOf(options: AirweaveOptions, stored: string | undefined): Airweave["settings"] {
  return {
    organizationId: options.organizationId ?? stored ?? "6fa9265f-8ce5-4f74-bc96-4897e25b5513",
    email: options.apiKey === undefined ? "admin@example.com" : null,
    featureFlags: options.featureFlags ?? [],
    authProviders: options.authProviders ?? [{ readable_id: "my-composio", short_name: "composio" }],
    otherOrganizationCollections: options.otherOrganizationCollections ?? [],
    maxSourceConnections: options.maxSourceConnections,
    unpaid: options.unpaid,
    worker: options.worker ?? true,
    network: options.network ?? true,
  };
}

function notJson(error: unknown): Refusal {
  const position = /at position (\d+)/.exec(String(error))?.[1] ?? "0";
  return invalid([`body.${position}`, jsonDecodeError]);
}

/** Collects the paths of all routes that are added from now on. */
function collectRoutes(app: FastifyInstance): { readonly has: (url: string) => boolean } {
  const patterns: RegExp[] = [];
  app.addHook("onRoute", ({ url }) => {
    patterns.push(new RegExp(`^${url.replace(/:\w+/g, "[^/]+")}/?$`));
  });
  return { has: (url) => patterns.some((pattern) => pattern.test(url.split("?")[0] ?? "")) };
}

function sendError(error: Error & { readonly statusCode?: number }, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof Refusal ? error : refusalOf(error);
  if (refusal instanceof TooManyRequests) void reply.headers(refusal.headers);
  if (refusal.status >= 500) {
    for (const header of Object.keys(reply.getHeaders())) {
      if (header.startsWith("ratelimit-")) reply.removeHeader(header);
    }
  }
  return reply.status(refusal.status).send(refusal.body);
}

function refusalOf({ statusCode, name, message }: Error & { readonly statusCode?: number }): Refusal {
  if (statusCode === 413) return refused(413, "Request body too large");
  return statusCode === 415 ? invalid(["body", notAnObject]) : internalError(name, message);
}
