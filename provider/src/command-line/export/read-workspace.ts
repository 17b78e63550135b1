import type { Access } from "../../client/object-client";
import { openAccount } from "../../client/account";
import { openClient } from "../../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import { optionsKey } from "../../definition/state-keys";
import { isConnectorsError, withCode } from "../../errors/connectors-error";
import type { Inventory, InventoryObject } from "../../inventory/inventory";
import { compareObjects, inventoryObject } from "../../inventory/inventory-object";
import { matchesAny } from "../../policy/patterns";
import { UserError } from "../../project/user-error";
import type { Fields } from "../../values/fields";

/** What of a workspace to read. */
export interface Selection {
  readonly definitions: readonly ResourceDefinition[];
  /** Default: the account of the platforms' own settings. */
  readonly account?: string;
  /** Patterns of names, in which `*` matches any characters. Default: every object. */
  readonly only?: readonly string[];
}

/** An object with an id, as a response shows it. */
type Found = RemoteObject & { readonly id: string };

/** How many single objects are read at once. The limits of the account, of requests at once and a minute, go beyond that. */
const readsAtOnce = 8;

/**
 * Reads what a workspace holds. It sends nothing that changes anything.
 *
 * @param progress Called with one line that says what has been read so far.
 * @throws UserError if settings are missing, or nothing is selected; RequestFailure if a platform refuses.
 */
export async function readWorkspace(
  { definitions, account, only = [] }: Selection,
  access: Access,
  progress: (line: string) => void = () => undefined,
): Promise<Inventory> {
  refuseMissingSettings(definitions, access, account);
  const options: Fields = account === undefined ? {} : { [optionsKey]: { account } };
  const isWanted = ({ name }: ResourceDefinition, object: Found): boolean =>
    only.length === 0 || (name !== undefined && matchesAny(String(object[name.field]), only));
  const objects: InventoryObject[] = [];
  let count = 0;
  for (const definition of definitions) {
    progress(`reading the list of ${definition.noun}s of ${definition.platform.title}`);
    const listing = definition.listing({});
    const listed = await openClient(definition, access, options).list(listing);
    const all = listed.objects.filter((object): object is Found => object.id !== undefined);
    count += all.length;
    const wanted = all.filter((object) => isWanted(definition, object));
    const whole = listing.isThin
      ? await readSingly(definition, access, options, wanted, (done) =>
          progress(
            `reading ${definition.noun}s of ${definition.platform.title}: ${done} of ${wanted.length}`,
          ),
        )
      : wanted;
    for (const object of whole) objects.push(inventoryObject(definition, object));
  }
  if (objects.length === 0 && count > 0) {
    throw new UserError(
      `--only ${only.join(" --only ")}: none of the ${count} objects that were found has such a name`,
    );
  }
  const nameFields = new Map(definitions.map(({ kind, name }) => [kind, name?.field]));
  const nameOf = ({ kind, fields }: InventoryObject): string => String(fields[nameFields.get(kind) ?? ""]);
  return {
    version: 1,
    ...(account === undefined ? {} : { account }),
    objects: objects.sort(compareObjects(nameOf)),
  };
}

/** Reads objects of which the list shows a part only. One that is gone by then is left out. */
async function readSingly(
  definition: ResourceDefinition,
  access: Access,
  options: Fields,
  listed: readonly Found[],
  progress: (done: number) => void,
): Promise<Found[]> {
  const found: (Found | undefined)[] = [];
  let [next, done] = [0, 0];
  const readOthers = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const known = listed[index];
      if (known === undefined) return;
      const { id } = known;
      // A client of its own, for each has its own deadline.
      const client = openClient(definition, access, { ...options, ...named(definition, known) }, { id });
      const { status, object } = await client.read(id, { expected: [404] });
      found[index] = status === 404 ? undefined : { ...object, id };
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, readOthers));
  return found.filter((object) => object !== undefined);
}

/** The name, by which messages name the object. */
function named({ name }: ResourceDefinition, object: Fields): Fields {
  return name === undefined ? {} : { [name.field]: object[name.field] };
}

/** Says all that is missing at once. */
function refuseMissingSettings(
  definitions: readonly ResourceDefinition[],
  { config, clock, say }: Access,
  account: string | undefined,
): void {
  const problems = [...new Set(definitions.map(({ platform }) => platform))].flatMap((platform) => {
    try {
      // The account that is opened here stays open: all reads go by its clock, and report where it does.
      openAccount(platform, config, account, clock, say);
      return [];
    } catch (error) {
      if (!isConnectorsError(error)) throw error;
      return [`${platform.title}: ${withCode(error.message, error.code)}`];
    }
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}
