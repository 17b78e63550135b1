import type { ApiRequest } from "../http/connection";
import type { Fields } from "../values/fields";

export const runValues = ["never", "onCreate", "onChange"] as const;

/**
 * When an object is run: never by a program; once it is created; also after every update that changes it on the platform or in which the
 * triggers have changed.
 */
export type Run = (typeof runValues)[number];

export const waitForValues = ["started", "finished"] as const;

/** Until when an operation waits for a run. */
export type WaitFor = (typeof waitForValues)[number];

/** The output that has the last run. No read shows it. */
export const runOutput = "lastRun";

/** `scheduled` and `running` are in progress. */
export type RunStatus = "scheduled" | "running" | "succeeded" | "failed" | "stopped";

/** The output `lastRun`: the last run that an operation has started or joined, as it was when the operation ended. */
export interface LastRun {
  /** The platform's id of the run. */
  readonly id: string;
  /** How far it got. */
  readonly status: RunStatus;
  /** Why it did not succeed, without secrets; null if it did, has not ended, or if the platform did not say. */
  readonly reason: string | null;
  /** How many files, or what the platform counts in their place, it could not process; null if that is not known. */
  readonly failedFiles: number | null;
  /** In the platform's spelling; null if it has not started, or if the platform does not say. */
  readonly startedAt: string | null;
}

/** A run, as the platform describes it. */
export interface Job {
  /** Undefined if the body is not a run. */
  readonly id: string | undefined;
  readonly status: RunStatus;
  readonly reason?: string | undefined;
  readonly failedFiles?: number | undefined;
  readonly startedAt?: string | undefined;
}

/** A request for more of a run that has ended. */
export interface JobDetails {
  readonly request: ApiRequest;
  /** What its response says. Never throws. */
  readonly read: (body: unknown) => Pick<Job, "reason" | "failedFiles">;
}

/** How a platform runs an object. No function throws, whatever the body is. */
export interface Runs {
  readonly start: (id: string) => ApiRequest;
  /** The run that was started; undefined if the response does not show it. */
  readonly started: (body: unknown) => Job | undefined;
  /** Lists the latest runs of an object. Its 404 means that there are none. */
  readonly latest: (id: string) => ApiRequest;
  /** The runs of such a response, the newest first; undefined if it is not a list. */
  readonly jobs: (body: unknown) => readonly Job[] | undefined;
  /** Statuses with which it refuses to start a run while another one is in progress. Default: runs may go on side by side. */
  readonly busy?: readonly number[];
  /** What a list does not say of a run. Default: nothing. */
  readonly details?: (job: string) => readonly JobDetails[];
  /** Why an object is not run in its present condition, in one clause; undefined if it is. Default: every object is. */
  readonly unable?: (outputs: Fields) => string | undefined;
}

export function isInProgress({ status }: Pick<Job, "status">): boolean {
  return status === "scheduled" || status === "running";
}
