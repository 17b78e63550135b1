import type { JsonObject } from "../../json-object";
import { storedConfig, storedCredentials } from "./stored-values";
import type { UpdateBody } from "./connection-bodies";
import { internalError, notNull, refused } from "./errors";
import { newSync } from "./jobs";
import type { Airweave, SourceConnection, Sync } from "./model";
import { checkCron, checkInterval, checkNarrow } from "./schedule";
import type { Source } from "./catalog";

/**
 * Updates a connection in the server's order, which is not atomic: a schedule that is removed or replaced is removed first, even if the rest
 * fails. Source: docs/contracts/airweave.md, section 3.5.
 *
 * @throws Refusal
 */
export async function updateConnection(
  airweave: Airweave,
  old: SourceConnection,
  change: UpdateBody,
): Promise<SourceConnection> {
  const source = airweave.sources.get(old.short_name);
  if (source === undefined) throw refused(404, `Source '${old.short_name}' not found`);
  const config =
    change.config === undefined
      ? old.config
      : storedConfig(source, change.config, airweave.settings.featureFlags);
  const sync = await rescheduled(airweave, source, old, change.schedule);
  const { schedule: _, ...rest } = change;
  if (isRemoved(old.sync, sync) && Object.keys(rest).length > 0) {
    throw internalError("InvalidRequestError", "the transaction is closed");
  }
  const secrets =
    change.credentials === undefined ? old.secrets : newSecrets(source, old, change.credentials);
  if (secrets !== old.secrets && old.sync === null && sync !== null) throw refused(404, "Sync not found");
  const { name = old.name, description = old.description } = change;
  if (name === null) throw notNull("name", "source_connection");
  const resumed = sync !== null && secrets !== old.secrets ? { ...sync, paused: false } : sync;
  const changed = { ...old, name, description, config, secrets, sync: resumed };
  const connection = sameRow(old, changed)
    ? changed
    : { ...changed, modified_at: airweave.clock.timestamp() };
  await airweave.connections.put(connection);
  return connection;
}

/** Removes the old schedule, if it changes. @returns the sync with the new schedule. */
async function rescheduled(
  airweave: Airweave,
  source: Source,
  old: SourceConnection,
  schedule: UpdateBody["schedule"],
): Promise<Sync | null> {
  if (schedule === undefined) return old.sync;
  const cron = schedule?.cron ?? null;
  if (old.sync === null) return cron === null || cron === "" ? null : lateSync(source, old, cron);
  if (cron !== null) {
    checkInterval(source, cron);
    checkCron(cron);
  }
  const unscheduled = { ...old.sync, cron: null };
  if (old.sync.cron !== null) await airweave.connections.put({ ...old, sync: unscheduled });
  return { ...unscheduled, cron };
}

/** The sync for a connection without one; null if the connection is not authenticated. */
function lateSync(source: Source, old: SourceConnection, cron: string): Sync | null {
  checkInterval(source, cron);
  if (!old.authenticated) return null;
  if (source.federated_search) {
    throw refused(400, `Source '${source.short_name}' is searched at query time and cannot have a schedule.`);
  }
  checkNarrow(cron);
  checkCron(cron);
  return newSync({ cron }, false).sync;
}

/** Every authenticated connection counts as direct, unless it has an auth provider. */
function newSecrets(source: Source, old: SourceConnection, credentials: JsonObject): JsonObject {
  if (!old.authenticated || old.provider_readable_id !== null) {
    throw refused(400, "Credentials can only be updated for direct authentication");
  }
  if (Object.keys(source.credentials.properties).length === 0) {
    throw refused(422, `Source ${source.short_name} has no auth fields`);
  }
  return storedCredentials(source, credentials);
}

function isRemoved(before: Sync | null, after: Sync | null): boolean {
  return typeof before?.cron === "string" && after?.cron === null;
}

/** Whether the connection's row in the database is unchanged. Schedule and credentials are in other tables. */
function sameRow(left: SourceConnection, right: SourceConnection): boolean {
  const row = ({ name, description, config, sync }: SourceConnection): string =>
    JSON.stringify([name, description, config, sync?.id]);
  return row(left) === row(right);
}
