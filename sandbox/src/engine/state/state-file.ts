import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { crypterFromState, type Crypter } from "pulumi-connectors/internal/project/passphrase";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { withinDepth } from "pulumi-connectors/internal/project/yaml-text";
import { writeFileAtomically } from "../../files/atomic-file";
import {
  deserialize,
  emptyCheckpoint,
  envelopeOf,
  newEnvelope,
  newManifest,
  serialize,
  serializeOperation,
  serializeResource,
  secretEncoder,
  showSecrets,
  type Checkpoint,
  type Envelope,
} from "./checkpoint";
import { readDeployment, saltOf, type StoredDeployment } from "./deployment-schema";
import { UserError } from "../../user-error";
import { integrityError } from "./integrity";
import { journalLine, parseJournal, withChanges, type StoredChange } from "./journal";
import type { ResourceState } from "./resource-state";
import type { StateChange, StateStore } from "./state-change";

/** How often a state is read whose file changes meanwhile. */
const mostReads = 3;

/**
 * The state file of a stack. While an operation runs, a journal beside it has what has changed since the file was written; after one that
 * was killed, too.
 */
export class StateFile implements StateStore {
  /** What the journal has to begin with, if it was not begun yet. */
  #journalHeader: string | undefined;

  private constructor(
    readonly path: string,
    readonly checkpoint: Checkpoint,
    private readonly crypter: Crypter,
    private readonly envelope: Envelope = newEnvelope(),
    /** Undefined if the state is sound. */
    readonly integrityError?: string,
  ) {}

  /**
   * Reads a state. A missing file is an empty state.
   *
   * @param stackCrypter The crypter of the stack's config, used by a state that has none of its own. Called only then.
   * @throws UserError if the file is not a state, or the passphrase is incorrect.
   */
  static read(path: string, passphrase: string, stackCrypter: () => Crypter): StateFile {
    return existsSync(path)
      ? StateFile.parse({ text: StateFile.readText(path), source: path, path }, passphrase, stackCrypter)
      : new StateFile(path, emptyCheckpoint, stackCrypter());
  }

  /**
   * The text of a state, with what its journal adds.
   *
   * @throws UserError if a file cannot be read.
   */
  static readText(path: string): string {
    for (let reads = 1; ; reads++) {
      // In this order: the state that a journal belongs to was written before it.
      const added = readJournalText(journalPath(path));
      const text = readText(path);
      const journal = added === "" ? undefined : readable(journalPath(path), () => parseJournal(added));
      if (journal?.header.state === hashOf(text)) {
        return readable(path, () => fileText(withChanges(readDeployment(text), journal)));
      }
      // Either the state was written meanwhile, or a process was killed between writing it and removing the journal.
      if (journal === undefined || reads === mostReads) return text;
    }
  }

  /**
   * Parses a state.
   *
   * @param path Where `write` and `adopt` write it to.
   * @param source The origin of the text, for messages.
   * @throws UserError as `read` does.
   */
  static parse(
    { text, source, path }: { readonly text: string; readonly source: string; readonly path: string },
    passphrase: string,
    stackCrypter: () => Crypter,
  ): StateFile {
    return readable(source, () => {
      const stored = readDeployment(text);
      const salt = saltOf(stored);
      const crypter = salt === undefined ? stackCrypter() : crypterFromState(passphrase, salt);
      const checkpoint = deserialize(stored, crypter);
      return new StateFile(path, checkpoint, crypter, envelopeOf(stored), integrityError(stored));
    });
  }

  /** Replaces the file atomically, with encrypted secrets. */
  async write(checkpoint: Checkpoint, reached = 0): Promise<void> {
    const text = await this.#write(checkpoint, newManifest(this.envelope.manifest));
    this.#journalHeader = journalLine({ state: hashOf(text), reached });
  }

  /** Only after `write`. */
  async append(changes: readonly StateChange[]): Promise<void> {
    const lines = changes.map((change) => journalLine(this.#stored(change))).join("");
    const header = this.#journalHeader;
    const options = { mode: 0o600, flush: true };
    if (header === undefined) await appendFile(journalPath(this.path), lines, options);
    else await writeFile(journalPath(this.path), header + lines, options);
    this.#journalHeader = undefined;
  }

  /** Replaces the resources by hand: the time of the last update stays. */
  async edit(resources: readonly ResourceState[]): Promise<void> {
    await this.#write({ ...this.checkpoint, resources }, this.envelope.manifest);
  }

  get manifest(): Envelope["manifest"] {
    return this.envelope.manifest;
  }

  /** Writes the parsed state, without its pending operations. */
  async adopt(): Promise<void> {
    await this.#write({ ...this.checkpoint, pendingOperations: [] }, this.envelope.manifest);
  }

  /** The state with its secrets in plaintext. */
  withSecretsShown(): StoredDeployment {
    return serialize(this.checkpoint, this.crypter, this.envelope, showSecrets);
  }

  #stored(change: StateChange): StoredChange {
    const encode = secretEncoder(this.crypter);
    switch (change.kind) {
      case "put":
        return { ...change, resource: serializeResource(change.resource, encode) };
      case "begin":
        return { ...change, operation: serializeOperation(change.operation, encode) };
      default:
        return change;
    }
  }

  /** @returns what was written. */
  async #write(checkpoint: Checkpoint, manifest: Envelope["manifest"]): Promise<string> {
    const text = fileText(serialize(checkpoint, this.crypter, { ...this.envelope, manifest }));
    await writeFileAtomically(this.path, text);
    await rm(journalPath(this.path), { force: true });
    return text;
  }
}

function journalPath(statePath: string): string {
  return `${statePath}.journal`;
}

/** The text of a journal; empty if there is none. The process that writes it may remove it at any time. */
function readJournalText(path: string): string {
  try {
    return existsSync(path) ? readText(path) : "";
  } catch (error) {
    if (existsSync(path)) throw error;
    return "";
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Runs what reads a text. @throws UserError that names its source, for any error. */
function readable<Result>(source: string, read: () => Result): Result {
  try {
    return withinDepth(source, read);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${source}: ${(error as Error).message}`);
  }
}

/** A deployment as the CLI stores it, in one line: a large state is written faster, and takes half the space. */
function fileText(deployment: StoredDeployment): string {
  return `${JSON.stringify(deployment)}\n`;
}

/** A deployment as the CLI exports it. */
export function deploymentText(deployment: unknown): string {
  return `${JSON.stringify(deployment, null, 4)}\n`;
}
