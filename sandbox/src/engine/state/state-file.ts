import { existsSync, readFileSync } from "node:fs";
import { writeFileAtomically } from "../../files/atomic-file";
import {
  deserialize,
  emptyCheckpoint,
  envelopeOf,
  newEnvelope,
  newManifest,
  serialize,
  showSecrets,
  type Checkpoint,
  type Envelope,
} from "./checkpoint";
import { readDeployment, saltOf, type StoredDeployment } from "./deployment-schema";
import { UserError } from "../../user-error";
import { integrityError } from "./integrity";
import { crypterFromState, type Crypter } from "../secrets/passphrase";

/** The state of one stack, in a file. */
export class StateFile {
  private constructor(
    readonly path: string,
    readonly checkpoint: Checkpoint,
    private readonly crypter: Crypter,
    private readonly envelope: Envelope = newEnvelope(),
    /** What is wrong with the state as a whole; undefined if nothing is. */
    readonly integrityError?: string,
  ) {}

  /**
   * Reads a state; a missing file is the state of a stack with no resources.
   *
   * @param stackCrypter The crypter of the stack's config, which a state without one shares. Called only then.
   * @throws UserError if the file is no state, or the passphrase is not the one it was written with.
   */
  static read(path: string, passphrase: string, stackCrypter: () => Crypter): StateFile {
    return existsSync(path)
      ? StateFile.parse({ text: readFileSync(path, "utf8"), source: path, path }, passphrase, stackCrypter)
      : new StateFile(path, emptyCheckpoint, stackCrypter());
  }

  /**
   * Takes a text for the state that is to be written to a file.
   *
   * @param source Where the text comes from, for messages.
   * @throws UserError as `read` does.
   */
  static parse(
    { text, source, path }: { readonly text: string; readonly source: string; readonly path: string },
    passphrase: string,
    stackCrypter: () => Crypter,
  ): StateFile {
    try {
      const stored = readDeployment(text);
      const salt = saltOf(stored);
      const crypter = salt === undefined ? stackCrypter() : crypterFromState(passphrase, salt);
      const checkpoint = deserialize(stored, crypter);
      return new StateFile(path, checkpoint, crypter, envelopeOf(stored), integrityError(stored));
    } catch (error) {
      throw new UserError(`${source}: ${(error as Error).message}`);
    }
  }

  /** Replaces the state. Secrets are encrypted; the file is written as a whole or not at all. */
  async write(checkpoint: Checkpoint): Promise<void> {
    await this.#write(checkpoint, newManifest(this.envelope.manifest));
  }

  /** Writes what was parsed, as it is, but without operations that were pending where it comes from. */
  async adopt(): Promise<void> {
    await this.#write({ ...this.checkpoint, pendingOperations: [] }, this.envelope.manifest);
  }

  /** The state with its secrets in the clear. */
  withSecretsShown(): StoredDeployment {
    return serialize(this.checkpoint, this.crypter, this.envelope, showSecrets);
  }

  async #write(checkpoint: Checkpoint, manifest: Envelope["manifest"]): Promise<void> {
    const deployment = serialize(checkpoint, this.crypter, { ...this.envelope, manifest });
    await writeFileAtomically(this.path, deploymentText(deployment));
  }
}

/** As the CLI prints a deployment. */
export function deploymentText(deployment: StoredDeployment): string {
  return `${JSON.stringify(deployment, null, 4)}\n`;
}
