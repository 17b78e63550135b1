import { isDeepStrictEqual } from "node:util";
import { newCrypter } from "../../provider/src/project/passphrase";
import {
  deserialize,
  secretEncoder,
  serialize,
  serializeOperation,
  serializeResource,
  type Checkpoint,
} from "../../sandbox/src/engine/state/checkpoint";
import { parseDeployment, type StoredDeployment } from "../../sandbox/src/engine/state/deployment-schema";
import {
  journalLine,
  parseJournal,
  withChanges,
  type JournalHeader,
  type StoredChange,
} from "../../sandbox/src/engine/state/journal";
import type { ResourceState } from "../../sandbox/src/engine/state/resource-state";
import type { StateChange, StateStore } from "../../sandbox/src/engine/state/state-change";

const crypter = newCrypter("simulated");
const encode = secretEncoder(crypter);

/** Keeps a state in memory, in the form of the file and its journal. */
export class MemoryStore implements StateStore {
  /** What a reader would have got after each write. */
  readonly saved: Checkpoint[] = [];
  /** The states that came out of a journal other than they were written as a whole right after it. */
  readonly divergent: Checkpoint[] = [];
  /** Whether writes of the whole state may have more than the journal. */
  ignoresJournal = false;
  #written: StoredDeployment = serialize({ resources: [], pendingOperations: [] }, crypter);
  #header: JournalHeader = { state: "", reached: 0 };
  #changes: StoredChange[] = [];
  #isCutOff = false;

  /** From now on nothing is written, and no write ends. */
  cutOff(): void {
    this.#isCutOff = true;
  }

  write(checkpoint: Checkpoint, reached: number): Promise<void> {
    if (this.#isCutOff) return never;
    const whole = serialize(checkpoint, crypter);
    if (this.#changes.length > 0 && !this.ignoresJournal) this.#compareJournal(whole);
    [this.#written, this.#header, this.#changes] = [whole, { state: "", reached }, []];
    this.saved.push(checkpointOf(whole));
    return Promise.resolve();
  }

  append(changes: readonly StateChange[]): Promise<void> {
    if (this.#isCutOff) return never;
    this.#changes.push(...structuredClone(changes.map(stored)));
    const journal = { header: this.#header, changes: this.#changes };
    this.saved.push(checkpointOf(withChanges(this.#written, journal)));
    return Promise.resolve();
  }

  /** Reads the journal as a text, and compares where it leads with what is written now. */
  #compareJournal(whole: StoredDeployment): void {
    const journal = parseJournal([this.#header, ...this.#changes].map(journalLine).join(""));
    const read = parseDeployment(journal === undefined ? this.#written : withChanges(this.#written, journal));
    if (!isDeepStrictEqual(contents(read), contents(whole))) this.divergent.push(checkpointOf(read));
  }
}

/** A copy, as a reader gets it. */
function checkpointOf(deployment: StoredDeployment): Checkpoint {
  return deserialize(structuredClone(deployment), crypter);
}

const never = new Promise<never>(() => undefined);

function stored(change: StateChange): StoredChange {
  if (change.kind === "put") return { ...change, resource: serializeResource(change.resource, encode) };
  return change.kind === "begin"
    ? { ...change, operation: serializeOperation(change.operation, encode) }
    : change;
}

/** What a deployment has, in an order that does not depend on when unchanged resources were reached. */
function contents(deployment: StoredDeployment): unknown {
  const { resources, pendingOperations } = checkpointOf(deployment);
  const key = ({ urn, id, delete: isDeleted }: ResourceState): string => `${urn} ${id} ${isDeleted}`;
  return {
    resources: resources.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    operations: pendingOperations.toSorted((a, b) => (key(a.resource) < key(b.resource) ? -1 : 1)),
  };
}
