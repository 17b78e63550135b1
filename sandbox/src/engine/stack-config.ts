import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, isMap, parseDocument } from "yaml";
import { writeFileAtomicallySync } from "./atomic-file";
import { crypterFromState, newCrypter, type Crypter } from "./passphrase";
import { UserError } from "./errors";

/** A value of the stack config, decrypted. Nested values are JSON texts, as programs get them. */
export interface ConfigValue {
  readonly value: string;
  /** Every text in it that was encrypted; none if it is no secret. */
  readonly secrets: readonly string[];
}

/** The config of a stack by full key, `namespace:name`. */
export type StackConfig = Readonly<Record<string, ConfigValue>>;

/**
 * `Pulumi.<stack>.yaml`, with its comments and order kept. Source: pulumi/pulumi, `sdk/go/common/workspace/project.go` (ProjectStack).
 */
export class StackConfigFile {
  readonly #document: Document;
  #crypter: Crypter | undefined;

  private constructor(
    readonly path: string,
    private readonly projectName: string,
    private readonly passphrase: string,
  ) {
    this.#document = existsSync(path)
      ? parseDocument(readFileSync(path, "utf8"), { intAsBigInt: true })
      : new Document({});
    const [error] = this.#document.errors;
    if (error !== undefined) throw new UserError(`${path}: ${error.message}`);
    const secretsProvider: unknown = this.#document.get("secretsprovider");
    if (secretsProvider !== undefined && !["passphrase", "default", ""].includes(secretsProvider as string)) {
      throw new UserError(
        `${path}: secretsprovider: the sandbox knows the passphrase provider only; this stack needs the pulumi CLI`,
      );
    }
  }

  /** Opens the file of a stack, which need not exist yet. @throws UserError if it is no YAML. */
  static open(root: string, stack: string, projectName: string, passphrase: string): StackConfigFile {
    return new StackConfigFile(join(root, `Pulumi.${stack}.yaml`), projectName, passphrase);
  }

  /**
   * The crypter of the stack. A salt is made if there is none, and is in the file from the next `save` on.
   *
   * @throws UserError if the passphrase is not the stack's.
   */
  crypter(): Crypter {
    if (this.#crypter === undefined) {
      const salt: unknown = this.#document.get("encryptionsalt");
      if (typeof salt === "string") {
        this.#crypter = asUserError(this.path, () => crypterFromState(this.passphrase, salt));
      } else {
        this.#crypter = newCrypter(this.passphrase);
        this.#document.set("encryptionsalt", this.#crypter.state);
      }
    }
    return this.#crypter;
  }

  /** All values, decrypted. @throws UserError for a secret that cannot be decrypted. */
  read(): StackConfig {
    const config = (this.#document.toJS() as { config?: Record<string, unknown> } | null)?.config ?? {};
    return Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        this.#fullKey(key),
        asUserError(`${this.path}: ${key}`, () => this.#decode(value)),
      ]),
    );
  }

  /** Sets a value; a key without namespace belongs to the project. */
  set(key: string, value: string, options: { readonly secret: boolean }): void {
    const stored = options.secret ? { secure: this.crypter().encrypt(value) } : value;
    if (!isMap(this.#document.get("config"))) this.#document.set("config", this.#document.createNode({}));
    this.#document.setIn(["config", this.#fullKey(key)], this.#document.createNode(stored));
  }

  /** Text above the first line, as a comment. */
  set comment(text: string) {
    this.#document.commentBefore = text;
  }

  save(): void {
    writeFileAtomicallySync(this.path, this.#document.toString({ lineWidth: 0 }));
  }

  #fullKey(key: string): string {
    const parts = key.split(":");
    if (parts.length === 1) return `${this.projectName}:${key}`;
    if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
    if (parts.length === 2) return key;
    throw new UserError(`invalid config key ${key}: expected name or namespace:name`);
  }

  #decode(value: unknown): ConfigValue {
    const secrets: string[] = [];
    const decrypted = this.#decrypt(value, secrets);
    if (decrypted === null) return { value: "", secrets };
    return { value: typeof decrypted === "object" ? toJson(decrypted) : String(decrypted), secrets };
  }

  /** The value with its secrets decrypted, each of which goes to `secrets` too. */
  #decrypt(value: unknown, secrets: string[]): Scalar | object | null {
    if (isSecure(value)) {
      const text = this.#decryptText(value.secure);
      secrets.push(text);
      return text;
    }
    if (Array.isArray(value)) return value.map((item) => this.#decrypt(item, secrets));
    if (typeof value !== "object" || value === null) return value as Scalar | null;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#decrypt(item, secrets)]),
    );
  }

  #decryptText(ciphertext: string): string {
    if (typeof this.#document.get("encryptionsalt") !== "string") {
      throw new UserError(
        `${this.path}: encryptionsalt is missing, so its secrets were encrypted elsewhere than with a passphrase: this stack needs the pulumi CLI`,
      );
    }
    return this.crypter().decrypt(ciphertext);
  }
}

type Scalar = string | number | bigint | boolean;

/** Integers are read as such, for a double would change a long one; inside a nested value they are doubles all the same. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}

function isSecure(value: unknown): value is { readonly secure: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { secure?: unknown }).secure === "string"
  );
}

function asUserError<Result>(where: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where}: ${(error as Error).message}`);
  }
}
