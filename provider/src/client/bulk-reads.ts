import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import type { Verb } from "./error-messages";
import type { ObjectClient } from "./object-client";
import type { Wait } from "./progress";

/** So many objects of a kind are read one by one before the list is read: a few resources never pull a large workspace. */
const singleReads = 4;

/** The part of an operation's time in which a page of the list must come. Without a list there are the single reads. */
const pageTimePart = 5;

type ObjectsById = ReadonlyMap<string, RemoteObject>;

/** What is known of the objects of one kind. */
interface KindReads {
  /** How many reads there were before the list. */
  earlier: number;
  /** The list, from the first read that needs it; undefined in it if it failed, which does not repeat. */
  list?: Promise<ObjectsById | undefined>;
  /** What the list has brought so far. */
  readonly progress: { listed: number; since: number };
  /** The paths to which this operation has written, and all above them. */
  readonly written: Set<string>;
  /** Whether objects may have gone along with another one. */
  isOutdated: boolean;
}

/**
 * Reads many objects of one account with one list for each kind, in place of a request for each object. The list is read once in an
 * operation. It shows no object that this operation has written to.
 */
export class BulkReads {
  readonly #kinds = new Map<string, KindReads>();

  /**
   * Looks an object up in the list of its kind, which is read for the fifth object. All reads of the kind wait for the same list.
   *
   * @param client Of the object. The list has time of its own.
   * @returns undefined if the object must be asked for by itself: it is one of the first, the list lacks it or shows it as it was before
   *   a write, or there is no list. Never rejects.
   */
  async find(client: ObjectClient, id: string): Promise<RemoteObject | undefined> {
    const { definition } = client;
    if (definition.isReadInBulk !== true) return undefined;
    const reads = this.#of(definition.kind);
    const path = pathOf(definition.requests.read(id).path);
    const isOutdated = (): boolean => reads.isOutdated || reads.written.has(path);
    if (isOutdated()) return undefined;
    if (reads.list === undefined && reads.earlier < singleReads) {
      reads.earlier++;
      return undefined;
    }
    const list = (reads.list ??= readList(client, reads));
    const objects = await client.whileWaiting(
      () => waitForList(definition, reads),
      () => list,
    );
    // A write may have come in between.
    return isOutdated() ? undefined : objects?.get(id);
  }

  /** Records a request that may change an object, before it is sent. */
  recordWrite({ kind, dependents = [] }: ResourceDefinition, verb: Verb, path: string): void {
    const { written } = this.#of(kind);
    // What is sent to a path below an object's own may change the object, too.
    const parts = pathOf(path).split("/");
    for (const index of parts.keys()) written.add(parts.slice(0, index + 1).join("/"));
    if (verb !== "delete") return;
    for (const dependent of dependents) this.#of(dependent.kind).isOutdated = true;
  }

  #of(kind: string): KindReads {
    let reads = this.#kinds.get(kind);
    if (reads === undefined) {
      reads = { earlier: 0, progress: { listed: 0, since: 0 }, written: new Set(), isOutdated: false };
      this.#kinds.set(kind, reads);
    }
    return reads;
  }
}

/** @returns undefined for every failure: the single reads say what is wrong, if they fail as well. */
async function readList(client: ObjectClient, { progress }: KindReads): Promise<ObjectsById | undefined> {
  progress.since = client.account.clock.now();
  try {
    const { objects } = await client.list(client.definition.listing({}), {
      pageTime: client.deadline.milliseconds / pageTimePart,
      onPage: (listed, added) => {
        // A list that goes round in circles has no end.
        if (added === 0) throw new Error("a page shows nothing new");
        progress.listed = listed;
      },
    });
    return new Map(objects.flatMap((object) => (object.id === undefined ? [] : [[object.id, object]])));
  } catch {
    return undefined;
  }
}

function waitForList({ noun }: ResourceDefinition, { progress: { listed, since } }: KindReads): Wait {
  const reason = `waiting for the list of all ${noun}s`;
  return { reason, text: `${reason} (${listed} so far)`, since };
}

/** A path without its query and a slash at the end. */
function pathOf(path: string): string {
  return path.replace(/\?.*$/s, "").replace(/\/$/, "");
}
