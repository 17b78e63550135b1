import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, isMap, parseDocument } from "yaml";
import { crypterFromState, newCrypter, type Crypter } from "./passphrase";
import { UserError } from "./errors";

/** A value of the stack config, decrypted. Nested values are JSON texts, as programs get them. */
export interface ConfigValue {
  readonly value: string;
  readonly secret: boolean;
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
    this.#document = existsSync(path) ? parseDocument(readFileSync(path, "utf8")) : new Document({});
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
   * The crypter of the stack. Its salt is made when it is first needed.
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
        this.save();
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
    writeFileSync(this.path, this.#document.toString({ lineWidth: 0 }), { mode: 0o600 });
  }

  #fullKey(key: string): string {
    const parts = key.split(":");
    if (parts.length === 1) return `${this.projectName}:${key}`;
    if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
    if (parts.length === 2) return key;
    throw new UserError(`invalid config key ${key}: expected name or namespace:name`);
  }

  #decode(value: unknown): ConfigValue {
    if (isSecure(value)) return { value: this.crypter().decrypt(value.secure), secret: true };
    if (typeof value !== "object" || value === null) return { value: String(value), secret: false };
    const nested = this.#decodeNested(value);
    return { value: JSON.stringify(nested.value), secret: nested.secret };
  }

  #decodeNested(value: unknown): { readonly value: unknown; readonly secret: boolean } {
    if (isSecure(value)) return { value: this.crypter().decrypt(value.secure), secret: true };
    if (typeof value !== "object" || value === null) return { value, secret: false };
    const entries = Object.entries(value).map(([key, item]) => [key, this.#decodeNested(item)] as const);
    const secret = entries.some(([, item]) => item.secret);
    return Array.isArray(value)
      ? { value: entries.map(([, item]) => item.value), secret }
      : { value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])), secret };
  }
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
