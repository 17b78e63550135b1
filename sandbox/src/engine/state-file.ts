import { existsSync, readFileSync } from "node:fs";
import { writeFileAtomically } from "./atomic-file";
import {
  deserialize,
  emptyCheckpoint,
  parseDeployment,
  saltOf,
  serialize,
  type Checkpoint,
} from "./checkpoint";
import { UserError } from "./errors";
import { crypterFromState, newCrypter, type Crypter } from "./passphrase";

/** The state of one stack, in a file. */
export class StateFile {
  private constructor(
    readonly path: string,
    private readonly crypter: Crypter,
    readonly checkpoint: Checkpoint,
  ) {}

  /**
   * Reads a state; a missing file is the state of a stack with no resources.
   *
   * @param stackCrypter The crypter of the stack's config, which a new state shares. Called only then.
   * @throws UserError if the file is no state, or the passphrase is not the one it was written with.
   */
  static read(path: string, passphrase: string, stackCrypter: () => Crypter): StateFile {
    if (!existsSync(path)) return new StateFile(path, stackCrypter(), emptyCheckpoint);
    try {
      const deployment = parseDeployment(JSON.parse(readFileSync(path, "utf8")));
      const salt = saltOf(deployment);
      const crypter = salt === undefined ? newCrypter(passphrase) : crypterFromState(passphrase, salt);
      return new StateFile(path, crypter, deserialize(deployment, crypter));
    } catch (error) {
      throw new UserError(`${path}: ${(error as Error).message}`);
    }
  }

  /** Replaces the state. Secrets are encrypted; the file is written as a whole or not at all. */
  async write(checkpoint: Checkpoint): Promise<void> {
    const deployment = serialize(checkpoint, this.crypter);
    await writeFileAtomically(this.path, `${JSON.stringify(deployment, null, 4)}\n`);
  }
}
