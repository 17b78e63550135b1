import type { Fields } from "../values/fields";
import type { Account } from "../client/account";
import type { ResourceDefinition } from "../definition/definition";
import { isManaged, outputsOfGet, refreshed, reliablePart } from "./outputs";
import type { Remote } from "../client/object-client";
import { findEvenIfYoung } from "./read-after-create";

/** What the host hands to the engine; an empty one means that the object is gone. */
export interface ReadResult {
  readonly id?: string;
  readonly props?: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
}

/**
 * Reads the object as the platform has it.
 *
 * @param recorded The recorded outputs. Without a configuration among them this is a `get`, which tells what
 *   the object is, but no part of its configuration.
 * @throws RequestFailure for any failure but a 404 of the API.
 */
export async function read(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  id: string,
  recorded: Fields,
): Promise<ReadResult> {
  const ask = (): ReturnType<Remote["sendForObject"]> =>
    remote.sendForObject("read", definition.requests.read(id), [404]);
  const { status, object } = await findEvenIfYoung(ask, recorded, account.clock);
  if (status === 404) {
    if (isFirstGet(definition, recorded)) {
      const { title } = definition.platform;
      throw new Error(
        `${definition.kind}: get failed: ${title} has no ${definition.noun} with the id ${JSON.stringify(id)}`,
      );
    }
    return {};
  }
  if (!isManaged(definition, recorded)) {
    return { id, props: outputsOfGet(definition, object, recorded) };
  }
  const { outputs, inputs } = refreshed(definition, recorded, reliablePart(definition, object));
  return { id, props: outputs, inputs };
}

/** A `get` hands in nothing but the provider; to the engine an empty result would be an object without properties. */
function isFirstGet(definition: ResourceDefinition, recorded: Fields): boolean {
  return definition.outputs.every((name) => recorded[name] === undefined);
}
