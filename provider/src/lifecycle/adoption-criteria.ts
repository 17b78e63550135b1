import {
  findObject,
  listObjects,
  type Criteria,
  type FoundObject,
  type LookOptions,
} from "../client/find-objects";
import type { ObjectClient } from "../client/object-client";
import type { ResourceDefinition } from "../definition/definition";
import type { Fields } from "../values/fields";
import { holdsUnknown } from "../values/unknowns";

/** What an object that is to be taken over is looked for by. */
export interface AdoptionCriteria {
  /** What the option names, and what narrows it. */
  readonly criteria: Criteria;
  /** The arguments that will narrow it once they are known: at preview they may depend on what does not exist yet. */
  readonly open: readonly string[];
}

/** How many objects may be meant, as long as what will narrow the search is not known. */
export interface SeveralObjects {
  readonly several: number;
  readonly open: readonly string[];
}

/**
 * What the option names, narrowed by what else the program says of the object that cannot change: its type, the collection that it is in. An
 * object that differs in it could not be taken over, whatever its name is.
 *
 * @param adopt The option. All is known.
 */
export function adoptionCriteria(
  { arguments: all, identity }: ResourceDefinition,
  adopt: Criteria,
  inputs: Fields,
): AdoptionCriteria {
  const narrowing = identity.arguments.filter(
    (name) =>
      !(name in adopt) && all[name]?.onChange === "replace" && (inputs[name] ?? undefined) !== undefined,
  );
  const open = narrowing.filter((name) => holdsUnknown(inputs[name]));
  const known = narrowing.filter((name) => !open.includes(name));
  return {
    criteria: { ...adopt, ...Object.fromEntries(known.map((name) => [name, String(inputs[name])])) },
    open,
  };
}

/**
 * Finds the object.
 *
 * @returns the only one, as the list shows it, or that several may be meant.
 * @throws ConnectorsError PC_NOT_FOUND or PC_AMBIGUOUS that lists what there is; otherwise as `listObjects`.
 */
export async function findToAdopt(
  client: ObjectClient,
  { criteria, open }: AdoptionCriteria,
  options: LookOptions = {},
): Promise<FoundObject | SeveralObjects> {
  if (open.length === 0) return await findObject(client, criteria, "adopt", options);
  const found = await listObjects(client, criteria, options);
  const [only, ...others] = found;
  if (only === undefined) return await findObject(client, criteria, "adopt", options);
  return others.length === 0 ? only : { several: found.length, open };
}
