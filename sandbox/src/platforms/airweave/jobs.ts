import { randomUUID } from "node:crypto";
import { refused } from "./errors";
import type { Airweave, Job, JobStatus, SourceConnection, Sync } from "./model";
import type { Schedule } from "./schedule";
import { isOwnRequest } from "../../serving/own-requests";
import { neverResponds, unreachable } from "../../serving/unreachable";
import { millisecondsOf } from "./times";

const active: readonly JobStatus[] = ["created", "pending", "running", "cancelling"];

function newJob(requested: boolean): Job {
  return {
    id: randomUUID(),
    status: "pending",
    started_at: null,
    completed_at: null,
    duration_seconds: null,
    entities_inserted: 0,
    error: null,
    error_category: null,
    requested,
  };
}

/** The sync for a schedule, with a first job if it runs immediately. */
export function newSync(
  schedule: Schedule | null,
  immediately: boolean,
): { readonly sync: Sync | null; readonly jobs: readonly Job[] } {
  if (schedule === null) return { sync: null, jobs: [] };
  const sync = { id: randomUUID(), cron: schedule.cron, paused: false };
  return { sync, jobs: immediately ? [newJob(false)] : [] };
}

export function lastJob({ jobs }: SourceConnection): Job | undefined {
  return jobs.at(-1);
}

/** @throws Refusal with status 404 if the connection has no sync. */
export function syncOf({ sync }: SourceConnection): Sync {
  if (sync === null) throw refused(404, "No sync found for this source connection");
  return sync;
}

/** Creates a job. Source: docs/contracts/airweave.md, section 3.7. @throws Refusal */
export async function run(airweave: Airweave, connection: SourceConnection): Promise<Job> {
  if (syncOf(connection).paused) throw refused(409, "Cannot trigger sync: sync is SyncStatus.PAUSED");
  const busy = connection.jobs.findLast(({ status }) => active.includes(status));
  if (busy !== undefined) throw refused(400, `Cannot start new sync: a sync job is already ${busy.status}`);
  const job = newJob(true);
  await airweave.connections.put({ ...connection, jobs: [...connection.jobs, job] });
  return job;
}

/** Cancels a job, immediately if it has not started. Source: docs/contracts/airweave.md, section 3.7. @throws Refusal */
export async function cancel(airweave: Airweave, connection: SourceConnection, id: string): Promise<Job> {
  const job = connection.jobs.find((one) => one.id === id);
  if (job === undefined) throw refused(404, "Sync job not found");
  if (!["created", "pending", "running"].includes(job.status)) {
    throw refused(400, `Cannot cancel job in ${job.status} state`);
  }
  const stopped: Job =
    job.status === "running"
      ? { ...job, status: "cancelling" }
      : { ...job, status: "cancelled", completed_at: airweave.clock.timestamp() };
  await airweave.connections.put({
    ...connection,
    jobs: connection.jobs.map((one) => (one.id === id ? stopped : one)),
  });
  return stopped;
}

/**
 * Moves the jobs of a connection on by a step before it is read, if there is a worker and the connection does not wait for the verification
 * of a login. There is nothing to fetch: a pending job is at its end, but one that a request has started is running first. The end depends
 * on what configuration and credentials name; a system that never responds leaves the job running.
 */
export async function advanced(airweave: Airweave, connection: SourceConnection): Promise<SourceConnection> {
  const waits = connection.login?.status === "in_progress";
  if (!airweave.settings.worker || waits) return connection;
  const jobs = connection.jobs.map((job) => movedOn(airweave, connection, job));
  if (jobs.every((job, index) => job === connection.jobs[index])) return connection;
  const moved = { ...connection, jobs };
  await airweave.connections.put(moved);
  return moved;
}

/** The same, unless the console reads the connection: it looks at everything again and again, and only its list of jobs moves them on. */
export async function settled(airweave: Airweave, connection: SourceConnection): Promise<SourceConnection> {
  return isOwnRequest() ? connection : advanced(airweave, connection);
}

function movedOn(airweave: Airweave, connection: SourceConnection, job: Job): Job {
  const { clock } = airweave;
  if (job.status === "cancelling") return { ...job, status: "cancelled", completed_at: clock.timestamp() };
  if (job.status !== "pending" && job.status !== "running") return job;
  const started_at = job.started_at ?? clock.timestamp();
  const running: Job = job.status === "running" ? job : { ...job, status: "running", started_at };
  const { config, secrets } = connection;
  if (neverResponds([config, secrets]) || (job.status === "pending" && job.requested === true))
    return running;
  const completed_at = clock.timestamp();
  const duration_seconds = (millisecondsOf(completed_at) - millisecondsOf(started_at)) / 1000;
  const error = unreachable([config, secrets]) ?? null;
  return {
    ...running,
    status: error === null ? "completed" : "failed",
    completed_at,
    duration_seconds,
    error,
  };
}

const shownCounts = { entities_updated: 0, entities_deleted: 0, entities_failed: 0 };

/** A job in the response about its connection. */
export function shownRun({
  id,
  entities_inserted,
  error,
  error_category,
  requested: _requested,
  ...job
}: Job): unknown {
  return { id, ...job, entities_inserted, ...shownCounts, error, error_category };
}

/** A job in the response about jobs. */
export function shownJob(connection: SourceConnection, { id, requested: _requested, ...job }: Job): unknown {
  return { id, source_connection_id: connection.id, ...job, ...shownCounts, error_details: null };
}
