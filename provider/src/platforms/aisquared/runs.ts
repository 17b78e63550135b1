import type { Job, RunStatus, Runs } from "../../definition/runs";
import { own } from "../../values/fields";
import { objectOf, objectsOf, text, type JsonApiObject } from "./json-api";
import { wireId } from "./wire";

const statuses: Readonly<Record<string, RunStatus>> = {
  pending: "scheduled",
  queued: "scheduled",
  success: "succeeded",
  failed: "failed",
  paused: "stopped",
  canceled: "stopped",
};

/** Runs of a manual sync, one at a time. Source: docs/contracts/aisquared.md, section 7. */
export const syncRuns: Runs = {
  start: (id) => ({
    method: "POST",
    path: "schedule_syncs",
    body: { schedule_sync: { sync_id: wireId(id) } },
  }),
  // The response is a message; the list then has the run.
  started: (body) => (objectOf(body).id === undefined ? undefined : jobOf(objectOf(body))),
  latest: (id) => ({ method: "GET", path: `syncs/${encodeURIComponent(id)}/sync_runs` }),
  // Ids are numbers that grow.
  jobs: (body) =>
    objectsOf(body)
      ?.map(jobOf)
      .sort((left, right) => Number(right.id) - Number(left.id)),
  busy: [424],
  unable: ({ enabled }) => (enabled === false ? "the sync is disabled" : undefined),
};

function jobOf({ id, attributes }: JsonApiObject): Job {
  const { status, error, failed_rows: failed, started_at: startedAt } = attributes;
  return {
    id,
    // Any other one has not ended.
    status: own(statuses, String(status)) ?? "running",
    reason: text(error),
    failedFiles: typeof failed === "number" ? failed : undefined,
    startedAt: text(startedAt),
  };
}
