import type { Job, RunStatus, Runs } from "../../definition/runs";
import { withQuery } from "../../http/query";
import { own, reader } from "../../values/fields";
import { timestamp } from "../../values/time";
import { item } from "./workflow";

const statuses: Readonly<Record<string, RunStatus>> = {
  SCHEDULED: "scheduled",
  IN_PROGRESS: "running",
  COMPLETED: "succeeded",
  STOPPED: "stopped",
  FAILED: "failed",
};

/** Jobs of a workflow with a source; several may run at once. Source: docs/contracts/unstructured.md, section 6. */
export const workflowRuns: Runs = {
  start: (id) => ({ method: "POST", path: `${item(id)}/run` }),
  started: jobOf,
  latest: (id) => ({ method: "GET", path: withQuery("jobs/", { workflow_id: id }) }),
  // In which order they come is not documented.
  jobs: (body) =>
    Array.isArray(body)
      ? body.map(jobOf).sort((left, right) => timestamp(right.startedAt) - timestamp(left.startedAt))
      : undefined,
  details: (job) => {
    const path = `jobs/${encodeURIComponent(job)}`;
    return [
      {
        request: { method: "GET", path: `${path}/details` },
        read: (body) => ({ reason: reader(body).text("message") }),
      },
      {
        request: { method: "GET", path: `${path}/failed-files` },
        read: (body) => {
          const { failed_files: files } = reader(body).fields;
          return Array.isArray(files) ? { failedFiles: files.length } : {};
        },
      },
    ];
  },
};

function jobOf(body: unknown): Job {
  const { fields, text } = reader(body);
  return {
    id: text("id"),
    // One that this release does not know has not ended, as far as anybody knows.
    status: own(statuses, String(fields.status)) ?? "running",
    startedAt: text("created_at"),
  };
}
