import type { ObjectClient, ObjectResponse } from "../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { unreadOutputs } from "../definition/unread-outputs";
import type { Fields } from "../values/fields";
import { readAfterCreate } from "./read-after-create";

/**
 * Reads an object: from the list of its kind where many are read, otherwise by itself. Whether it exists is always asked for by itself.
 *
 * @param recorded Its outputs.
 * @returns the object, or the 404 of the API.
 * @throws RequestFailure for any other failure.
 */
export async function readObject(
  client: ObjectClient,
  id: string,
  recorded: Fields,
): Promise<Pick<ObjectResponse, "status" | "object">> {
  const { account, definition } = client;
  const object = await account.bulkReads.find(client, id);
  if (object !== undefined && showsAsMuch(definition, object, recorded)) return { status: 200, object };
  return await readAfterCreate(() => client.read(id, { expected: [404] }), recorded, account.clock);
}

/** Whether an entry of a list shows what a read has shown before. One that shows less would hide drift. */
function showsAsMuch(
  { outputs, config }: ResourceDefinition,
  object: RemoteObject,
  recorded: Fields,
): boolean {
  const shown = outputs.filter(
    (name) => !unreadOutputs.includes(name) && (recorded[name] ?? undefined) !== undefined,
  );
  return [...shown, ...(config === undefined ? [] : [config.field])].every(
    (name) => object[name] !== undefined,
  );
}
