import { neverResponds, unreachable } from "../../serving/unreachable";
import type { JsonObject } from "../../json-object";
import type { Resource } from "./json-api";
import type { Sync, SyncRun, Tables } from "./tables";

/** Source: docs/contracts/aisquared.md, section 7. */
export const runStates = [
  ...["pending", "started", "querying", "queued", "in_progress", "success", "paused", "failed", "canceled"],
] as const satisfies readonly string[] as readonly SyncRun["status"][];

/** The run of a sync that has not ended; undefined if there is none. */
export function activeRun({ sync_runs }: Tables, sync: Pick<Sync, "id">): SyncRun | undefined {
  return sync_runs.where(({ sync_id }) => sync_id === Number(sync.id)).find(isActive);
}

function isActive({ status }: SyncRun): boolean {
  return status === "pending" || status === "in_progress";
}

export async function startRun({ sync_runs }: Tables, sync: Sync): Promise<void> {
  await sync_runs.insert({
    workspace_id: sync.workspace_id,
    sync_id: Number(sync.id),
    status: "pending",
    started_at: null,
    finished_at: null,
    total_rows: 0,
    failed_rows: 0,
    error: null,
  });
}

export async function cancelRun({ sync_runs, timestamp }: Tables, run: SyncRun): Promise<void> {
  await sync_runs.save({ ...run, status: "canceled", finished_at: timestamp() });
}

/**
 * Moves the active run of a sync on by a step: it is pending when it is started, in progress when it is read first, and at its end before it
 * is read again. There is nothing to transfer: the end depends on what the configurations of the connectors name, as that of a discovery
 * does. A system that never responds leaves it in progress.
 *
 * @returns the sync, whose status is then that of the run.
 */
export async function settled(tables: Tables, sync: Sync): Promise<Sync> {
  const run = activeRun(tables, sync);
  if (run === undefined) return sync;
  if (run.status === "pending") {
    await tables.sync_runs.save({ ...run, status: "in_progress", started_at: tables.timestamp() });
    return sync;
  }
  const end = endOf(tables, sync);
  if (end === undefined) return sync;
  await tables.sync_runs.save({ ...run, ...end, finished_at: tables.timestamp() });
  // A sync that was disabled meanwhile stays so.
  if (sync.status === "disabled") return sync;
  return tables.syncs.save({ ...sync, status: end.status === "success" ? "healthy" : "failed" });
}

type End = Pick<SyncRun, "status" | "total_rows" | "failed_rows" | "error">;

/** Each query has three rows. */
const rows = 3;

function endOf({ connectors }: Tables, { source_id, destination_id }: Sync): End | undefined {
  const source = connectors.get(source_id)?.configuration;
  const destination = connectors.get(destination_id)?.configuration;
  if (neverResponds(source) || neverResponds(destination)) return undefined;
  const unread = unreachable(source);
  if (unread !== undefined) return { status: "failed", total_rows: 0, failed_rows: 0, error: unread };
  const unwritten = unreachable(destination);
  return unwritten === undefined
    ? { status: "success", total_rows: rows, failed_rows: 0, error: null }
    : { status: "failed", total_rows: rows, failed_rows: rows, error: unwritten };
}

export function shownRun(run: SyncRun): Resource {
  const { id, workspace_id: _workspace, started_at, finished_at, total_rows, failed_rows, ...rest } = run;
  const isDone = started_at !== null && finished_at !== null;
  return {
    id,
    type: "sync_runs",
    attributes: {
      ...rest,
      ...{ started_at, finished_at, sync_run_type: "general" },
      duration: isDone ? (Date.parse(finished_at) - Date.parse(started_at)) / 1000 : null,
      ...{ total_query_rows: total_rows, total_rows, skipped_rows: 0 },
      ...{ successful_rows: total_rows - failed_rows, failed_rows },
    },
  };
}

export const recordStates = ["success", "failed"] as const;

/** The rows of a run, as responses have them, in the order of the query. */
export function recordsOf(run: SyncRun): Resource[] {
  const { id, sync_id, total_rows, failed_rows, error, created_at, updated_at } = run;
  return Array.from({ length: total_rows }, (_none, index): Resource => {
    const isFailed = index >= total_rows - failed_rows;
    const record: JsonObject = { id: index + 1, name: `Row ${index + 1}` };
    return {
      id: String(Number(id) * 1000 + index + 1),
      type: "sync_records",
      attributes: {
        ...{ sync_id, sync_run_id: Number(id), record, action: "destination_insert", created_at, updated_at },
        ...{ status: isFailed ? "failed" : "success", error: isFailed ? error : null },
      },
    };
  });
}
