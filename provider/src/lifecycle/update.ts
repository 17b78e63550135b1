import type { ObjectClient } from "../client/object-client";
import { deferredIn, withDeferred } from "../definition/deferred";
import { unreadOutputs } from "../definition/unread-outputs";
import type { ResourceDefinition } from "../definition/definition";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { withValues } from "../secrets/references";
import type { Fields } from "../values/fields";
import { applySteps } from "./apply-steps";
import { changedArguments, isRenewalDue } from "./diff";
import { wantedRun } from "./due-run";
import { makeSureOfObject } from "./other-account";
import { recordedOutputs, refreshed, reliablePart } from "./outputs";
import { PartialFailure } from "./partial-failure";
import { running } from "./run";
import { hasDueTest, verifying } from "./verify";
import type { Written } from "./written";

/**
 * Makes the object what the program says. Only what has changed is sent, as far as the platform takes it so; nothing where the change
 * does not concern the platform.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @returns the complete outputs.
 * @throws RequestFailure or ConnectorsError if nothing was changed; PartialFailure otherwise, see `applySteps`.
 */
export async function update(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  if (mayRequest(client, olds, news)) await makeSureOfObject(client, id, olds, "update");
  if (deferredIn(definition, olds, news).length > 0) {
    return await updateFrom(client, id, await catchUp(client, id, olds, news), news);
  }
  return await updateFrom(client, id, olds, news);
}

/** Whether an update needs the platform. One that does not works with any settings. */
function mayRequest({ definition, account }: ObjectClient, olds: Fields, news: Fields): boolean {
  return (
    deferredIn(definition, olds, news).length > 0 ||
    changedArguments(definition, olds, news).length > 0 ||
    !isComplete(definition, olds) ||
    hasDueTest(olds) ||
    wantedRun(definition, olds, news, false) !== undefined ||
    isRenewalDue(definition, olds, news, account.clock.now())
  );
}

function isComplete({ outputs }: ResourceDefinition, recorded: Fields): boolean {
  return outputs.every((name) => recorded[name] !== undefined || unreadOutputs.includes(name));
}

/**
 * The outputs that the object has by now, where something was deferred. What still takes effect later only stays deferred, and the user
 * gets to know.
 */
async function catchUp(client: ObjectClient, id: string, olds: Fields, news: Fields): Promise<Fields> {
  const { definition } = client;
  const { object } = await client.read(id, {}, "update");
  const { outputs } = refreshed(definition, olds, reliablePart(definition, object));
  const loss = definition.loses?.(object);
  const names = loss === undefined ? [] : deferredIn(definition, olds, news);
  if (loss !== undefined) client.say(`${names.join(" and ")}: ${loss.until}`);
  return withDeferred(outputs, names);
}

async function updateFrom(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const failed = (): string => `${client.subject}: update failed`;
  const changed = changedArguments(definition, olds, news);
  const conflict = changed.length === 0 ? undefined : (await definition.conflict?.())?.(news, olds);
  if (conflict !== undefined && changed.includes(conflict.argument)) {
    throw new ConnectorsError(
      "PC_REFUSED",
      `${failed()}: ${conflict.argument} of ${client.shown(id)} ${client.shown(conflict.text)}; declare what it is, or replace the ${definition.noun} with \`pulumi up --replace <its URN>\``,
    );
  }
  const steps =
    changed.length === 0
      ? []
      : withValues(news, failed, (values) => definition.requests.update(id, values, changed));
  const write = async (): Promise<Written> => ({
    id,
    outs:
      steps.length === 0
        ? await completed(client, id, olds, news)
        : await applySteps(client, { id, outputs: olds, verb: "update" }, steps, news),
  });
  const isWrite = steps.length > 0;
  const isTested = isWrite || hasDueTest(olds);
  const tested = (): Promise<Written> =>
    isTested ? verifying(client, "update", news, write, isWrite) : write();
  const { outs: outputs } = await running(client, { inputs: news, existing: { id, olds }, isWrite }, tested);
  try {
    return await renewed(client, id, outputs, news);
  } catch (error) {
    if (steps.length === 0 || !isConnectorsError(error)) throw error;
    throw new PartialFailure(error.code, error.message, id, outputs);
  }
}

/** An update without requests may still have to complete what a failed create has left. */
async function completed(
  client: ObjectClient,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const { object } = isComplete(definition, olds) ? { object: { id } } : await client.read(id);
  return withDeferred(
    recordedOutputs(definition, news, object, { olds }),
    deferredIn(definition, olds, news),
  );
}

/** Renews what the program wants renewed, unless that is no longer needed: the state may be behind the platform. */
async function renewed(
  client: ObjectClient,
  id: string,
  outputs: Record<string, unknown>,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { definition, account } = client;
  const { renewal } = definition;
  const isDue = (of: Fields): boolean => isRenewalDue(definition, of, news, account.clock.now());
  if (renewal === undefined || !isDue(outputs)) return outputs;
  const { object: current } = await client.read(id, {}, "update");
  const { outputs: shown } = refreshed(definition, outputs, reliablePart(definition, current));
  if (!isDue(shown)) return shown;
  const { object } = await client.sendForObject("update", renewal.request(id));
  return refreshed(definition, shown, reliablePart(definition, object)).outputs;
}
