import { Attempts } from "../http/attempts";
import type { Fields } from "../values/fields";
import { isKnown, isTakenOver, mayForceDelete, type Account } from "../client/account";
import type { ResourceDefinition } from "../definition/definition";
import { listAll } from "../client/list";
import type { Remote } from "../client/object-client";
import { handlingOptions } from "../definition/state-keys";

/** The most objects that a message names. */
const mostNamed = 5;

/**
 * Deletes the object. What the platform would take along without asking is listed first: if this program did not make
 * it, nothing is deleted, unless the option `forceDelete` says so. An object that is gone already counts as deleted; one that another resource
 * of the program has taken over stays.
 *
 * @throws RequestFailure, or an Error that names what would be taken along.
 */
export async function remove(
  definition: ResourceDefinition,
  account: Account,
  remote: Remote,
  id: string,
  recorded: Fields,
): Promise<void> {
  if (isTakenOver(account, definition.kind, id)) return;
  const isForced =
    handlingOptions(recorded).forceDelete === true || mayForceDelete(account, definition.kind, id);
  if (!isForced) await refuseCompanions(definition, account, remote, id);
  const attempts = new Attempts();
  try {
    await remote.send("delete", definition.requests.delete(id), [404], attempts);
  } catch (error) {
    throw attempts.isIndeterminate ? mayBeGone(error as Error) : error;
  }
}

/** The state keeps the object, and an `up` that has nothing else to change would not notice. */
function mayBeGone(error: Error): Error {
  return Object.assign(error, {
    message: `${error.message}; it may be gone all the same: run \`pulumi refresh\` to know`,
  });
}

async function refuseCompanions(
  { companions = [], noun }: ResourceDefinition,
  account: Account,
  remote: Remote,
  id: string,
): Promise<void> {
  const found: string[] = [];
  for (const { kind, plural, listing, goesWith } of companions) {
    const { objects } = await listAll(remote, listing);
    const strangers = objects.filter(
      (object) => goesWith(object, id) && !(object.id !== undefined && isKnown(account, kind, object.id)),
    );
    if (strangers.length > 0) found.push(`${plural} ${named(strangers.map((object) => String(object.id)))}`);
  }
  if (found.length === 0) return;
  throw new Error(
    `${remote.subject}: delete refused: the platform would delete ${found.join(" and ")} along with the ${noun}, and this program did not make them; delete them first, or set the resource option \`forceDelete: true\` and run \`pulumi up\``,
  );
}

function named(ids: readonly string[]): string {
  const more = ids.length - mostNamed;
  return ids.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
