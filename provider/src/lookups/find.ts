import { findObject, listObjects, readObject, type FoundObject } from "../client/find-objects";
import { openClient, type Access, type ObjectClient } from "../client/object-client";
import type { ResourceDefinition } from "../definition/definition";
import { optionsKey } from "../definition/state-keys";
import type { Fields } from "../values/fields";
import type { Sought } from "./arguments";

/** What messages and secrets are found in: the arguments of a lookup as if they were those of an object. @param secrets The secret ones. */
export function inputsOf({ id, criteria, otherType, account }: Sought, secrets: readonly string[]): Fields {
  return { ...criteria, ...(id === undefined ? {} : { id }), [optionsKey]: { account, otherType, secrets } };
}

/**
 * Finds the objects of a lookup: one, or all that meet the criteria. Where a list shows a part of each object only, each is read besides.
 *
 * @throws RequestFailure or ConnectorsError, as `findObject` and `listObjects` do.
 */
export async function find(
  definition: ResourceDefinition,
  access: Access,
  sought: Sought,
  { isList, inputs }: { readonly isList: boolean; readonly inputs: Fields },
): Promise<FoundObject[]> {
  const { id, criteria } = sought;
  // Each request about another object has a time limit of its own.
  const open = (): ObjectClient => openClient(definition, access, inputs);
  if (id !== undefined) return [await readObject(open(), id)];
  const isThin = definition.listing(criteria).isThin === true;
  if (!isList) {
    const found = await findObject(open(), criteria, "get");
    return [isThin ? await readObject(open(), found.id) : found];
  }
  const found = await listObjects(open(), criteria);
  if (!isThin) return found;
  const read = found.map(async (each) => {
    const { status, object } = await open().read(each.id, { expected: [404] }, "get");
    // Deleted since it was listed.
    return status === 404 ? [] : [{ id: each.id, object }];
  });
  return (await Promise.all(read)).flat();
}
