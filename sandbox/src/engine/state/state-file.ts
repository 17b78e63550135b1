import { existsSync } from "node:fs";
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
  showSecrets,
  type Checkpoint,
  type Envelope,
} from "./checkpoint";
import { readDeployment, saltOf, type StoredDeployment } from "./deployment-schema";
import { UserError } from "../../user-error";
import { integrityError } from "./integrity";
import type { ResourceState } from "./resource-state";

/** The state file of a stack. */
export class StateFile {
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
      ? StateFile.parse({ text: readText(path), source: path, path }, passphrase, stackCrypter)
      : new StateFile(path, emptyCheckpoint, stackCrypter());
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
    try {
      return withinDepth(source, () => {
        const stored = readDeployment(text);
        const salt = saltOf(stored);
        const crypter = salt === undefined ? stackCrypter() : crypterFromState(passphrase, salt);
        const checkpoint = deserialize(stored, crypter);
        return new StateFile(path, checkpoint, crypter, envelopeOf(stored), integrityError(stored));
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`${source}: ${(error as Error).message}`);
    }
  }

  /** Replaces the file atomically, with encrypted secrets. */
  async write(checkpoint: Checkpoint): Promise<void> {
    await this.#write(checkpoint, newManifest(this.envelope.manifest));
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

  async #write(checkpoint: Checkpoint, manifest: Envelope["manifest"]): Promise<void> {
    const deployment = serialize(checkpoint, this.crypter, { ...this.envelope, manifest });
    await writeFileAtomically(this.path, deploymentText(deployment));
  }
}

/** A deployment in the CLI's format. */
export function deploymentText(deployment: StoredDeployment): string {
  return `${JSON.stringify(deployment, null, 4)}\n`;
}
