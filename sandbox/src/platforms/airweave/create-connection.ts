import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../json-object";
import type { Authentication, AuthMethod } from "./authentication";
import { checkProvider } from "./auth-provider";
import { findCollection } from "./collections";
import { storedConfig, storedCredentials } from "./stored-values";
import { parseCreate, type CreateBody } from "./connection-bodies";
import { checkCredentials } from "./credential-check";
import { refused } from "./errors";
import { newSync } from "./jobs";
import { newLogin } from "./login";
import { appUrl } from "./login-page";
import type { Airweave, SourceConnection } from "./model";
import { firstSchedule } from "./schedule";
import type { Source } from "./catalog";

/**
 * Makes a connection. The checks are in the server's order. Source: docs/contracts/airweave.md, sections 3.1, 3.2 and 3.4.
 *
 * @param serverUrl The origin of the request's URL, for the URL of a login.
 * @throws Refusal
 */
export function createConnection(airweave: Airweave, given: unknown, serverUrl: string): SourceConnection {
  const body = parseCreate(given, airweave.clock.now());
  checkPlan(airweave);
  const source = airweave.sources.get(body.short_name);
  if (source === undefined) throw refused(404, `Source '${body.short_name}' not found`);
  const authentication = body.authentication ?? { method: "oauth_browser" };
  checkMethod(source, authentication.method);
  const inBrowser = authentication.method === "oauth_browser" || authentication.method === "oauth_byoc";
  const immediately = body.sync_immediately ?? !inBrowser;
  if (inBrowser && immediately) {
    throw refused(400, "OAuth connections cannot use sync_immediately. Sync starts after OAuth callback.");
  }
  const { secrets, config } = checkedInputs(airweave, source, authentication, body.config);
  const collection = findCollection(airweave, body.readable_collection_id);
  const login = inBrowser
    ? newLogin(airweave.clock.now(), serverUrl, {
        redirectUrl: body.redirect_url ?? appUrl(serverUrl, collection.readable_id),
        cron: body.schedule?.cron ?? null,
        config,
        method: authentication.method,
      })
    : null;
  const schedule = inBrowser ? null : firstSchedule(source, body.schedule, immediately, airweave.clock.now());
  const [created_at, modified_at] = [airweave.clock.timestamp(), airweave.clock.timestamp()];
  return {
    id: randomUUID(),
    ...shownFields(source, body),
    created_at,
    modified_at,
    method: inBrowser ? "oauth_browser" : authentication.method,
    authenticated: !inBrowser,
    provider_readable_id:
      authentication.method === "auth_provider" ? authentication.provider_readable_id : null,
    secrets,
    config,
    ...newSync(schedule, immediately),
    login,
  };
}

function shownFields(
  source: Source,
  { name, description, short_name, readable_collection_id }: CreateBody,
): Pick<SourceConnection, "name" | "description" | "short_name" | "readable_collection_id"> {
  return { name: name ?? `${source.title} Connection`, description, short_name, readable_collection_id };
}

/** Source: docs/contracts/airweave.md, section 6. */
function checkPlan({ connections, settings: { maxSourceConnections: max, unpaid } }: Airweave): void {
  if (unpaid !== undefined) {
    throw refused(400, `Action 'source_connections' is not allowed due to payment status: ${unpaid}`);
  }
  const count = connections.all().length;
  if (max !== undefined && count >= max) {
    throw refused(400, `Usage limit exceeded for source_connections: ${count}/${max}`);
  }
}

function checkMethod(source: Source, method: AuthMethod): void {
  if (!source.accepted_auth_methods.includes(method)) {
    const methods = source.auth_methods.map((name) => `'${name}'`).join(", ");
    throw refused(
      400,
      `Source ${source.short_name} does not support this authentication method. Supported methods: [${methods}]`,
    );
  }
  if (source.requires_byoc && method === "oauth_browser") {
    throw refused(
      400,
      `Source ${source.short_name} requires custom OAuth client credentials. Provide BYOC credentials in authentication.`,
    );
  }
}

function checkedInputs(
  { settings: { authProviders, featureFlags, network } }: Airweave,
  source: Source,
  authentication: Authentication,
  givenConfig: JsonObject | null,
): { readonly secrets: JsonObject; readonly config: JsonObject } {
  if (authentication.method === "auth_provider") checkProvider(authProviders, source, authentication);
  const secrets =
    authentication.method === "direct"
      ? storedCredentials(source, authentication.credentials)
      : secretsOf(authentication);
  const config = storedConfig(source, givenConfig, featureFlags);
  checkCredentials(source, authentication, network);
  return { secrets, config };
}

function secretsOf(authentication: Authentication): JsonObject {
  switch (authentication.method) {
    case "oauth_token":
      return { access_token: authentication.access_token };
    case "oauth_byoc":
      return authentication.client;
    case "auth_provider":
      return authentication.provider_config ?? {};
    default:
      return {};
  }
}
