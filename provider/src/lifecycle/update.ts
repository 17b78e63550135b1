import type { ObjectClient } from "../client/object-client";
import { withValues } from "../secrets/references";
import type { Fields } from "../values/fields";
import { applySteps } from "./apply-steps";
import { changedArguments } from "./diff";
import { recordedOutputs } from "./outputs";

/**
 * Makes the object what the program says. Only what has changed is sent, as far as the platform takes it so; nothing where the change
 * does not concern the platform.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @returns the complete outputs.
 * @throws RequestFailure if nothing was changed; PartialFailure otherwise, see `applySteps`.
 */
export async function update(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const changed = changedArguments(definition, olds, news);
  const steps =
    changed.length === 0
      ? []
      : withValues(news, `${client.subject}: update failed`, (values) =>
          definition.requests.update(id, values, changed),
        );
  if (steps.length === 0) return await completed(client, id, olds, news);
  return await applySteps(client, { id, outputs: olds, verb: "update" }, steps, news);
}

/** An update without requests may still have to complete what a failed create has left. */
async function completed(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const isComplete = definition.outputs.every((name) => olds[name] !== undefined);
  const { object } = isComplete ? { object: { id } } : await client.read(id);
  return recordedOutputs(definition, news, object, olds);
}
