import type { FastifyInstance, FastifyRequest } from "fastify";
import { failure } from "./errors";
import { pageOf } from "./json-api";
import { hash, integer, optional, parseParameters, required, text, type Check } from "./parameters";
import { workspaceOf, type Platform } from "./platform";
import {
  activeRun,
  cancelRun,
  recordsOf,
  recordStates,
  runStates,
  settled,
  shownRun,
  startRun,
} from "./sync-runs";
import type { Sync, SyncRun } from "./tables";

/** The runs of syncs. Source: docs/contracts/aisquared.md, section 7. */
export function addSyncRunRoutes(app: FastifyInstance, platform: Platform): void {
  const { tables } = platform;
  const find = (request: FastifyRequest, id: unknown): Sync => {
    const workspace = workspaceOf(platform, request);
    const sync = tables.syncs.get(Number(id));
    if (sync?.workspace_id !== workspace) throw failure(404, "Sync not found");
    return sync;
  };
  /** As `find`; the run of the sync moves on. */
  const read = async (request: FastifyRequest, id: unknown): Promise<Sync> =>
    settled(tables, find(request, id));
  const runOf = (sync: Sync, id: unknown, message: string): SyncRun => {
    const run = tables.sync_runs.get(Number(id));
    if (run?.sync_id !== Number(sync.id)) throw failure(404, message);
    return run;
  };

  app.post("/api/v1/schedule_syncs", async (request) => {
    const { schedule_sync } = parseParameters(request, {
      schedule_sync: required(hash({ sync_id: required(integer) })),
    });
    const sync = find(request, (schedule_sync as { readonly sync_id: unknown }).sync_id);
    refuseUnlessManual(sync);
    if (activeRun(tables, sync) !== undefined) {
      throw failure(424, "Sync cannot be scheduled due to active sync run");
    }
    await startRun(tables, sync);
    return { message: "Sync scheduled successfully" };
  });

  app.delete("/api/v1/schedule_syncs/:sync_id", async (request) => {
    const { sync_id } = parseParameters(request, {});
    const sync = find(request, sync_id);
    refuseUnlessManual(sync);
    const run = activeRun(tables, sync);
    if (run === undefined) throw failure(424, "Sync cannot be cancelled due to no active sync run");
    await cancelRun(tables, run);
    return { message: "Sync cancelled successfully" };
  });

  const collection = "/api/v1/syncs/:sync_id/sync_runs";

  app.get(collection, async (request) => {
    const { sync_id, status } = parseParameters(request, {
      sync_id: required(integer),
      status: optional(stateOf(runStates)),
      page: optional(integer),
    });
    const sync = await read(request, sync_id);
    const runs = tables.sync_runs
      .where((run) => run.sync_id === Number(sync.id) && (status === undefined || run.status === status))
      .toReversed();
    return pageOf(request, runs, shownRun);
  });

  app.get(`${collection}/:id`, async (request) => {
    const { sync_id, id } = parseParameters(request, { sync_id: required(integer), id: required(integer) });
    return { data: shownRun(runOf(await read(request, sync_id), id, "Sync Run not found")) };
  });

  app.get(`${collection}/:sync_run_id/sync_records`, (request) => {
    const { sync_id, sync_run_id, status } = parseParameters(request, {
      sync_id: required(integer),
      sync_run_id: required(integer),
      status: optional(stateOf(recordStates)),
      page: optional(integer),
    });
    const run = runOf(find(request, sync_id), sync_run_id, "SyncRun not found");
    const records = recordsOf(run).filter(
      ({ attributes }) => status === undefined || attributes.status === status,
    );
    return pageOf(request, records, (record) => record);
  });
}

/** Accepts one of the states, in lower case. */
function stateOf(states: readonly string[]): Check {
  return (value) => text(value) ?? (states.includes(String(value)) ? undefined : ["must be a valid status"]);
}

function refuseUnlessManual({ status, schedule_type }: Sync): void {
  if (status === "disabled") throw failure(424, "Sync is disabled");
  if (schedule_type !== "manual") throw failure(424, "Sync Schedule type should be manual");
}
