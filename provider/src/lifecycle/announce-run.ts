import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import type { Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import { changedArguments, type Diff } from "./diff";
import { isRunOnCreate, wantedRun } from "./due-run";

/**
 * What a preview says of the run of a resource that is not in the state yet; undefined if there is none. To the engine, a run is no part of
 * a create or an update.
 */
export function runOfNew(definition: ResourceDefinition, inputs: Fields): string | undefined {
  if (!isRunOnCreate(definition, inputs)) return undefined;
  const { adopt, run } = handlingOptions(inputs);
  if (adopt === undefined) return "a run starts once it is created";
  return run === "onChange" ? "a run starts if anything changes on it" : undefined;
}

/** The same of one that is. @param difference How it differs from the state. */
export function runOfKnown(
  definition: ResourceDefinition,
  olds: Fields,
  news: Fields,
  { changes, replaces }: Diff,
): string | undefined {
  if (!changes) return undefined;
  if (replaces.length > 0) {
    return isRunOnCreate(definition, news) ? "a run starts once it is replaced" : undefined;
  }
  const isWrite = changedArguments(definition, olds, news).length > 0;
  const wanted = wantedRun(definition, olds, news, isWrite);
  if (wanted === undefined) return undefined;
  if (isWrite) return "a run starts once it is updated";
  if (wanted.isChange) {
    return isUnknown(handlingOptions(news).triggers)
      ? "a run starts if its triggers change, which are not known yet"
      : "a run starts, for its triggers have changed";
  }
  const { job, isRetry } = wanted.due ?? {};
  if (job !== undefined) return "its run, which had not ended, is waited for";
  return isRetry === true ? "its run, which failed, starts once more" : "its run, which is due, starts";
}
