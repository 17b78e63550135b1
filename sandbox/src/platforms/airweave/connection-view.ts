import { nextRun } from "./cron";
import { lastJob, shownRun } from "./jobs";
import type { Airweave, SourceConnection } from "./model";
import { zoned } from "./times";

/** The server's messages for the reasons to authenticate a connection again. */
const reasons: Readonly<Record<string, string>> = {
  api_key_invalid: "The API key for this connection is no longer valid.",
  oauth_credentials_expired: "The OAuth credentials of this connection have expired.",
  auth_provider_account_gone: "The auth provider does not have this account any more.",
  auth_provider_credentials_invalid: "The auth provider's credentials are not valid any more.",
};

/** The response to create, get, update and delete. Source: docs/contracts/airweave.md, section 3.3. */
export function shownConnection(
  airweave: Airweave,
  connection: SourceConnection,
  claimToken?: string,
): unknown {
  const category = lastJob(connection)?.error_category ?? null;
  return {
    id: connection.id,
    organization_id: airweave.settings.organizationId,
    name: connection.name,
    description: connection.description,
    short_name: connection.short_name,
    readable_collection_id: connection.readable_collection_id,
    status: statusOf(airweave, connection),
    created_at: connection.created_at,
    modified_at: connection.modified_at,
    auth: shownAuth(connection, claimToken ?? null),
    config: connection.config,
    schedule: shownSchedule(airweave, connection),
    sync: shownSync(connection),
    sync_id: connection.sync?.id ?? null,
    entities: null,
    error_category: category,
    error_message: category === null ? null : (reasons[category] ?? null),
    provider_settings_url: null,
    provider_short_name: null,
    federated_search: isFederated(airweave, connection),
  };
}

/** An item of the list. Source: docs/contracts/airweave.md, section 3.3. */
export function listedConnection(airweave: Airweave, connection: SourceConnection): unknown {
  const { id, name, short_name, readable_collection_id, created_at, modified_at } = connection;
  return {
    id,
    name,
    short_name,
    readable_collection_id,
    created_at,
    modified_at,
    is_authenticated: connection.authenticated,
    entity_count: 0,
    federated_search: isFederated(airweave, connection),
    auth_method: connection.method,
    status: statusOf(airweave, connection),
  };
}

export function isFederated({ sources }: Airweave, { short_name }: SourceConnection): boolean {
  return sources.get(short_name)?.federated_search ?? false;
}

function statusOf(airweave: Airweave, connection: SourceConnection): string {
  if (!connection.authenticated) return "pending_auth";
  if (isFederated(airweave, connection)) return "active";
  const job = lastJob(connection);
  if (job?.status === "running" || job?.status === "cancelling") return "syncing";
  if (job?.status === "failed") return job.error_category === null ? "error" : "needs_reauth";
  return "active";
}

function shownAuth(connection: SourceConnection, claimToken: string | null): unknown {
  const { authenticated, created_at, login, method, provider_readable_id } = connection;
  return {
    method,
    authenticated,
    authenticated_at: authenticated ? created_at : null,
    expires_at: null,
    auth_url: authenticated ? null : (login?.authUrl ?? null),
    auth_url_expires: authenticated || login?.authUrl == null ? null : zoned(login.expires),
    redirect_url: login?.redirectUrl ?? null,
    claim_token: claimToken,
    provider_readable_id,
    provider_id: provider_readable_id,
  };
}

function shownSchedule({ clock }: Airweave, { sync }: SourceConnection): unknown {
  if (sync === null) return null;
  return {
    cron: sync.cron,
    next_run: sync.cron === null ? null : nextRun(sync.cron, clock.now()),
    continuous: false,
    cursor_field: null,
    cursor_value: null,
  };
}

/** The counts only include the last job. */
function shownSync(connection: SourceConnection): unknown {
  const job = lastJob(connection);
  if (job === undefined) return null;
  return {
    total_runs: 1,
    successful_runs: job.status === "completed" ? 1 : 0,
    failed_runs: job.status === "failed" ? 1 : 0,
    last_job: shownRun(job),
  };
}
