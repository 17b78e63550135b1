import type { ObjectClient } from "../client/object-client";
import { handlingOptions } from "../definition/options";
import { isInProgress, runOutput, type LastRun, type RunStatus } from "../definition/runs";
import type { ErrorCode } from "../errors/codes";
import { isConnectorsError } from "../errors/connectors-error";
import type { Fields } from "../values/fields";
import { messageOf } from "../values/text";
import { isRunOnCreate, wantedRun, withDueRun, type DueRun, type WantedRun } from "./due-run";
import { ObjectRun, UnclearStart, type StartedJob } from "./object-run";
import { isOpenCreate } from "./open-create";
import { PartialFailure } from "./partial-failure";
import { planAfterWrite, planBeforeWrite, type Existing } from "./run-plan";
import { ChangedMeanwhile, explainedRefusal, whyNotRun } from "./runnable";
import { withOutputs, type Written } from "./written";

/** A create or update that may run its object. */
export interface RunnableWrite {
  readonly inputs: Fields;
  /** Absent for a create. */
  readonly existing?: Existing;
  /** Whether anything is sent to the platform. Default: yes. */
  readonly isWrite?: boolean;
}

/** Why a run that is wanted has not come to a good end. */
interface RunFailure {
  readonly code: ErrorCode;
  readonly text: string;
  /** How the object is. Default: as the program says. */
  readonly state?: string;
  /** What the next operation does about it. */
  readonly next: string;
  /** What it must know; undefined if it does nothing. */
  readonly due: DueRun | undefined;
}

/**
 * Makes a write, and then runs the object if the program wants that. A run never undoes a write: if it fails, the state has the object as it
 * is, and what the next operation must know of the run.
 *
 * @throws what the write throws; PartialFailure if the run was not started, or was waited for and did not succeed.
 */
export async function running(
  client: ObjectClient,
  { inputs, existing, isWrite = true }: RunnableWrite,
  write: () => Promise<Written>,
): Promise<Written> {
  const { definition, deadline } = client;
  const wanted = wantedBy(client, inputs, existing, isWrite);
  const runs = wanted && (await definition.runs?.());
  if (wanted === undefined || runs === undefined) return await write();
  const runOf = (id: string): ObjectRun => new ObjectRun(client, runs, id);
  const early =
    existing !== undefined && wanted.isChange && isWrite
      ? await planBeforeWrite(client, runOf(existing.id), existing, inputs)
      : undefined;
  // The look, the write and the run do not take time from each other.
  const startAfresh = (): void => deadline.leaveAtLeast(deadline.milliseconds);
  startAfresh();
  const due: DueRun = wanted.isChange ? {} : (wanted.due ?? {});
  const { id, outs } = await withOutputs(write, (outputs) =>
    withDueRun(outputs, isOpenCreate(outputs) ? undefined : due),
  );
  startAfresh();
  const run = runOf(id);
  const asSaid = existing === undefined ? "exists" : "is as the program says";
  const fail = ({ code, text, state = asSaid, next, due: left }: RunFailure, outputs: Fields): never => {
    const message = `${text}. The ${definition.noun} ${state}; ${next}`;
    throw new PartialFailure(code, message, id, withDueRun(outputs, left));
  };
  let job: StartedJob;
  try {
    const unable = await whyNotRun(client, runs, id, { inputs, outs, isNew: existing === undefined });
    if (unable !== undefined) {
      client.say(`no run is started: ${unable}`);
      return { id, outs: withDueRun(outs, undefined) };
    }
    const { join, ...earlier } = early ?? (await planAfterWrite(run, existing?.olds, wanted));
    job = join === undefined ? await run.start(earlier) : run.joined(join);
  } catch (error) {
    return fail(notStarted(await explainedRefusal(client, runs, id, error), due), outs);
  }
  const isAwaited = handlingOptions(inputs).waitFor === "finished";
  const { job: last, because } = isAwaited ? await run.end(job) : { job };
  const recorded = { ...withDueRun(outs, undefined), [runOutput]: lastRun(client, last) };
  const failure = isAwaited ? failureOf(client, recorded[runOutput], because, due) : undefined;
  if (failure !== undefined) return fail(failure, recorded);
  report(client, recorded[runOutput]);
  return { id, outs: recorded };
}

function wantedBy(
  { definition }: ObjectClient,
  inputs: Fields,
  existing: Existing | undefined,
  isWrite: boolean,
): WantedRun | undefined {
  if (existing !== undefined) return wantedRun(definition, existing.olds, inputs, isWrite);
  return isRunOnCreate(definition, inputs) ? { isChange: true, due: undefined } : undefined;
}

/** The run may not even have been tried. Whatever was thrown, the object exists. */
function notStarted(error: unknown, due: DueRun): RunFailure {
  const text = messageOf(error);
  if (error instanceof UnclearStart) {
    const { code, after } = error;
    const next =
      "the run may have been started nevertheless: the next `pulumi up` looks for it before it starts another one";
    const { isRetry } = due;
    return { code, text, next, due: { ...(isRetry && { isRetry }), ...(after !== undefined && { after }) } };
  }
  const code = isConnectorsError(error) ? error.code : "PC_INTERNAL";
  if (error instanceof ChangedMeanwhile) {
    const next = "run `pulumi up --refresh`, which starts the run once that is possible";
    return { code, text, state: "has changed on the platform", next, due };
  }
  return { code, text, next: "the next `pulumi up` starts the run", due };
}

/** Why a run that was waited for is no success; undefined if it is one. @param because Why its end is not known. */
function failureOf(
  client: ObjectClient,
  run: LastRun,
  because: string | undefined,
  { isRetry }: DueRun,
): RunFailure | undefined {
  const failed = (text: string): string => `${client.subject}: run failed: ${text}`;
  if (because !== undefined) {
    return {
      code: "PC_RUN_UNFINISHED",
      text: failed(`the end of the run ${client.shown(run.id)} is not known: ${because}`),
      next: "the next `pulumi up` waits for this run, and starts no other",
      due: { job: run.id, ...(isRetry && { isRetry }) },
    };
  }
  if (run.status === "succeeded") return undefined;
  return {
    code: "PC_RUN_FAILED",
    text: failed(endOf(client, run)),
    next:
      isRetry === true
        ? "this was the second attempt: the next one comes with the next change"
        : "the next `pulumi up` runs it once more",
    due: isRetry === true ? undefined : { isRetry: true },
  };
}

/** Shows what else is worth knowing of a run that fails nothing. */
function report(client: ObjectClient, run: LastRun): void {
  if (isInProgress(run)) return;
  if (run.status !== "succeeded" || (run.failedFiles ?? 0) > 0) client.say(endOf(client, run));
}

const ends: Readonly<Record<RunStatus, string>> = {
  scheduled: "has not started",
  running: "is in progress",
  succeeded: "has ended",
  failed: "failed",
  stopped: "was stopped",
};

function endOf(client: ObjectClient, { id, status, reason, failedFiles }: LastRun): string {
  const end = ends[status];
  const files = failedFiles === null ? [] : [`files that failed: ${failedFiles}`];
  const details = [...(reason === null ? [] : [reason]), ...files].join("; ");
  return `the run ${client.shown(id)} ${end}${details === "" ? "" : ` (${details})`}`;
}

/** A run as the state keeps it. */
function lastRun(client: ObjectClient, { id, status, reason, failedFiles, startedAt }: StartedJob): LastRun {
  return {
    id,
    status,
    reason: status === "succeeded" ? null : (client.said(reason) ?? null),
    failedFiles: failedFiles ?? null,
    startedAt: startedAt ?? null,
  };
}
