import type { ObjectClient } from "../client/object-client";
import { isInProgress, runOutput } from "../definition/runs";
import { isConnectorsError } from "../errors/connectors-error";
import { fieldsAt, type Fields } from "../values/fields";
import { changedArguments } from "./diff";
import { dueRun, type WantedRun } from "./due-run";
import type { EarlierRuns, ObjectRun, StartedJob } from "./object-run";
import { refreshed, reliablePart } from "./outputs";

/** An object that exists before a write. */
export interface Existing {
  readonly id: string;
  /** Its recorded outputs. */
  readonly olds: Fields;
}

/** Which run there is to be: one that was started already, or another one. */
export interface RunPlan extends EarlierRuns {
  readonly join?: StartedJob;
}

/**
 * Looks at the runs of an object before a write changes it. One in progress that the state does not know is joined if the platform has the
 * change already: then an operation was killed after it had made the change and started the run. Any other one is of what the object was.
 * Where the runs cannot be listed, the write goes on.
 */
export async function planBeforeWrite(
  client: ObjectClient,
  run: ObjectRun,
  { id, olds }: Existing,
  news: Fields,
): Promise<RunPlan> {
  try {
    const jobs = await run.latest();
    const active = jobs.find(isInProgress);
    const isOurs =
      active !== undefined && !isKnown(active, olds) && (await isBroughtAbout(client, id, olds, news));
    return isOurs ? { join: active } : { ...newest(jobs), ...(active && { older: active }) };
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    return {};
  }
}

/**
 * Looks at the runs of an object that was only just created, or that no write has changed.
 *
 * @param olds The recorded outputs; undefined after a create: then every run is of what the object is.
 */
export async function planAfterWrite(
  run: ObjectRun,
  olds: Fields | undefined,
  { isChange, due = {} }: WantedRun,
): Promise<RunPlan> {
  const jobs = await run.latest();
  if (olds === undefined) {
    const [first] = jobs.slice(-1);
    return first === undefined ? newest(jobs) : { join: first };
  }
  const active = jobs.find(isInProgress);
  if (isChange) {
    return active === undefined || isKnown(active, olds)
      ? { ...newest(jobs), ...(active && { older: active }) }
      : { join: active };
  }
  const started = due.job === undefined ? undefined : jobs.find(({ id }) => id === due.job);
  const late = due.after === undefined ? undefined : await run.since(due.after);
  const join = started ?? late ?? active;
  return join === undefined ? newest(jobs) : { join };
}

function newest([job]: readonly StartedJob[]): EarlierRuns {
  return { after: job?.id ?? null };
}

/** Whether a run was started by an operation that the state knows of. */
function isKnown({ id }: StartedJob, olds: Fields): boolean {
  return id === fieldsAt(olds, runOutput).id || id === dueRun(olds)?.job;
}

/** Whether the platform has what the program says, as far as it shows that. */
async function isBroughtAbout(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<boolean> {
  const { definition } = client;
  const { object } = await client.read(id, {}, "update");
  const { outputs } = refreshed(definition, olds, reliablePart(definition, object));
  return changedArguments(definition, outputs, news).length === 0;
}
