import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { runDueKey } from "../definition/state-keys";
import { isFields, omit, type Fields } from "../values/fields";
import { areTriggersChanged } from "./triggers";

/** A run that the program wants and that has not succeeded: what a later operation has to know of it. */
export interface DueRun {
  /** The run that was started, and whose end is not known. */
  readonly job?: string;
  /** The newest run before a start of unknown outcome; null if there was none. */
  readonly after?: string | null;
  /** It is the second attempt, after a run that failed. */
  readonly isRetry?: true;
}

/** Why an object is run. */
export interface WantedRun {
  /** The object or its triggers have changed, so that no earlier run will do. */
  readonly isChange: boolean;
  /** A run that is due from before; undefined if there is none. */
  readonly due: DueRun | undefined;
}

/** What the state says of a run that is due; undefined if none is. Tolerates any state. */
export function dueRun(recorded: Fields): DueRun | undefined {
  const due = recorded[runDueKey];
  if (!isFields(due)) return undefined;
  const { job, after, isRetry } = due;
  return {
    ...(typeof job === "string" ? { job } : {}),
    ...(typeof after === "string" || after === null ? { after } : {}),
    ...(isRetry === true ? { isRetry } : {}),
  };
}

export function withDueRun(outputs: Fields, due: DueRun | undefined): Record<string, unknown> {
  const others = omit(outputs, [runDueKey]);
  return due === undefined ? others : { ...others, [runDueKey]: { ...due } };
}

/** Whether an object is run once it is created. */
export function isRunOnCreate({ runs }: ResourceDefinition, inputs: Fields): boolean {
  return runs !== undefined && (handlingOptions(inputs).run ?? "never") !== "never";
}

/**
 * Why an object that exists is run; undefined if it is not.
 *
 * @param olds The recorded outputs.
 * @param isWrite Whether an update changes it on the platform.
 */
export function wantedRun(
  { runs }: ResourceDefinition,
  olds: Fields,
  news: Fields,
  isWrite: boolean,
): WantedRun | undefined {
  const { run = "never" } = handlingOptions(news);
  if (runs === undefined || run === "never") return undefined;
  const due = dueRun(olds);
  const isChange = run === "onChange" && (isWrite || areTriggersChanged(olds, news));
  return isChange || due !== undefined ? { isChange, due } : undefined;
}
