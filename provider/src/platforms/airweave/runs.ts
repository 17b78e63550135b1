import type { Job, RunStatus, Runs } from "../../definition/runs";
import { withQuery } from "../../http/query";
import { own, reader } from "../../values/fields";
import { item } from "./source-connection";

/** One is in progress at a time, so that only the latest matter. */
const listed = 20;

const statuses: Readonly<Record<string, RunStatus>> = {
  created: "scheduled",
  pending: "scheduled",
  running: "running",
  cancelling: "running",
  completed: "succeeded",
  failed: "failed",
  cancelled: "stopped",
};

/** Syncs of a source connection. Source: docs/contracts/airweave.md, section 3.7. */
export const sourceConnectionRuns: Runs = {
  start: (id) => ({ method: "POST", path: `${item(id)}/run` }),
  started: jobOf,
  latest: (id) => ({ method: "GET", path: withQuery(`${item(id)}/jobs`, { limit: listed }) }),
  jobs: (body) => (Array.isArray(body) ? body.map(jobOf) : undefined),
  // Declared as 409, which the server sends for a paused sync only.
  busy: [400],
  unable: ({ status }) =>
    status === "pending_auth"
      ? "the connection waits for its login in the browser; Airweave syncs it after that"
      : undefined,
};

function jobOf(body: unknown): Job {
  const { fields, text } = reader(body);
  const { entities_failed: failed } = fields;
  return {
    id: text("id"),
    // One that this release does not know has not ended, as far as anybody knows.
    status: own(statuses, String(fields.status)) ?? "running",
    reason: text("error"),
    failedFiles: typeof failed === "number" ? failed : undefined,
    startedAt: text("started_at"),
  };
}
