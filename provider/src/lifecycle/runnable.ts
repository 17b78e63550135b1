import { isRequestFailure } from "../client/failure";
import type { ObjectClient } from "../client/object-client";
import type { Runs } from "../definition/runs";
import { ConnectorsError } from "../errors/connectors-error";
import type { Fields } from "../values/fields";

/** What is known of an object after a write. */
interface Known {
  readonly inputs: Fields;
  readonly outs: Fields;
  /** Whether the write has created it, so that the outputs are what it is. */
  readonly isNew: boolean;
}

/** Thrown if the platform does not run an object, because somebody has changed it there. */
export class ChangedMeanwhile extends ConnectorsError {}

/**
 * Why an object is not run in its present condition; undefined if it is. What the program does not say, the state may have from long ago:
 * then it is read.
 *
 * @throws RequestFailure if it cannot be read.
 */
export async function whyNotRun(
  client: ObjectClient,
  runs: Runs,
  id: string,
  { inputs, outs, isNew }: Known,
): Promise<string | undefined> {
  const recorded = runs.unable?.(outs);
  const isCertain = recorded === undefined || isNew || runs.unable?.(inputs) !== undefined;
  return isCertain ? recorded : await presently(client, runs, id);
}

/** What a platform's refusal to start a run means: ChangedMeanwhile if the object shows it, else the error itself. */
export async function explainedRefusal(
  client: ObjectClient,
  runs: Runs,
  id: string,
  error: unknown,
): Promise<unknown> {
  if (!isRequestFailure(error) || error.outcome !== "refused") return error;
  const unable = await presently(client, runs, id).catch(() => undefined);
  if (unable === undefined) return error;
  return new ChangedMeanwhile("PC_REFUSED", `${client.subject}: run failed: ${unable}`, { cause: error });
}

async function presently(client: ObjectClient, runs: Runs, id: string): Promise<string | undefined> {
  if (runs.unable === undefined) return undefined;
  const { object } = await client.read(id, {}, "run");
  return runs.unable(object);
}
