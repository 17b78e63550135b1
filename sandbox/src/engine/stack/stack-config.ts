import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, isMap, parseDocument } from "yaml";
import { writeFileAtomicallySync } from "../../files/atomic-file";
import {
  coerce,
  isContainer,
  isSecure,
  parseConfigPath,
  placeFor,
  secureIsReserved,
  valueAt,
  type ConfigPath,
  type StoredValue,
} from "./config-path";
import { crypterFromState, newCrypter, type Crypter } from "../secrets/passphrase";
import { UserError } from "../../user-error";
import type { PathStep } from "../values/property-path";

/** A decrypted value of the stack config. Maps and lists are in JSON, as programs receive them. */
export interface ConfigValue {
  readonly value: string;
  /** The plaintext of every secret in it; empty if it contains none. */
  readonly secrets: readonly string[];
}

/** A value to be shown to the user. */
export interface ShownValue {
  /** A scalar as text, a map or list in JSON. */
  readonly value: string;
  /** Whether it is a map or list. */
  readonly object: boolean;
  /** Whether it is or contains a secret. */
  readonly secret: boolean;
}

export interface KeyOptions {
  /** Treats the key as a path into a value: `outer.inner[0]`. Default: false. */
  readonly path?: boolean;
}

/**
 * Reads a config without the passphrase and the accounts of its owner. Each secret is replaced by a placeholder, which changes only with the
 * ciphertext.
 */
export interface Detachment {
  /** Namespaces to ignore in the file: the settings of accounts. */
  readonly namespaces: readonly string[];
  /** Values by key that override those in the file, and are secret if those are. */
  readonly values: Readonly<Record<string, string>>;
}

/** The config of a stack by full key: `<namespace>:<name>`. */
export type StackConfig = Readonly<Record<string, ConfigValue>>;

/**
 * `Pulumi.<stack>.yaml`. Changes preserve comments and order. Source: pulumi/pulumi, `sdk/go/common/workspace/project.go` (ProjectStack).
 */
export class StackConfigFile {
  readonly #document: Document;
  #crypter: Crypter | undefined;

  private constructor(
    readonly path: string,
    private readonly projectName: string,
    private readonly passphrase: string,
    private readonly detachment: Detachment | undefined,
  ) {
    this.#document = existsSync(path)
      ? parseDocument(readFileSync(path, "utf8"), yamlOptions)
      : new Document({}, yamlOptions);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new UserError(`${path}: ${error.message}`);
    if (detachment !== undefined) return;
    const secretsProvider: unknown = this.#document.get("secretsprovider");
    if (secretsProvider !== undefined && !["passphrase", "default", ""].includes(secretsProvider as string)) {
      throw new UserError(
        `${path}: secretsprovider: the sandbox supports the passphrase provider only; this stack needs the pulumi CLI`,
      );
    }
  }

  /**
   * Opens the file of a stack, which may not exist yet.
   *
   * @param detachment Default: reads the file as it is.
   * @throws UserError for a syntax error, or an unsupported secrets provider.
   */
  static open(
    root: string,
    stack: string,
    projectName: string,
    passphrase: string,
    detachment?: Detachment,
  ): StackConfigFile {
    return new StackConfigFile(join(root, `Pulumi.${stack}.yaml`), projectName, passphrase, detachment);
  }

  /**
   * The crypter of the stack. If the file has no salt, one is made, to be written by the next `save`. A detached config has a crypter of its
   * own, independent of the file's salt.
   *
   * @throws UserError if the passphrase is incorrect.
   */
  crypter(): Crypter {
    if (this.detachment !== undefined) this.#crypter ??= newCrypter(this.passphrase);
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
    const config = Object.fromEntries(
      Object.entries(this.#stored()).map(([key, value]) => [
        this.fullKey(key),
        asUserError(`${this.path}: ${key}`, () => this.#decode(value)),
      ]),
    );
    return this.detachment === undefined ? config : this.#detach(config, this.detachment);
  }

  #detach(config: StackConfig, { namespaces, values }: Detachment): StackConfig {
    const kept = Object.entries(config).filter(
      ([key]) => !namespaces.some((name) => key.startsWith(`${name}:`)),
    );
    const given = Object.entries(values).map(([key, value]): [string, ConfigValue] => {
      const fullKey = this.fullKey(key);
      return [fullKey, { value, secrets: config[fullKey]?.secrets.length ? [value] : [] }];
    });
    return Object.fromEntries([...kept, ...given]);
  }

  /**
   * One decrypted value; undefined if there is none.
   *
   * @throws UserError for a secret that cannot be decrypted, or an invalid path.
   */
  get(key: string, options: KeyOptions = {}): ShownValue | undefined {
    const place = this.#place(key, options);
    const value = valueAt(this.#stored()[this.#storedKey(place.key)], place.steps);
    return value === undefined
      ? undefined
      : asUserError(`${this.path}: ${key}`, () => this.#show(value, true));
  }

  /** All values by full key, sorted. @param showSecrets If false, secrets are `[secret]`, and no passphrase is needed. */
  show(showSecrets: boolean): Readonly<Record<string, ShownValue>> {
    const shown = Object.entries(this.#stored()).map(([key, value]): [string, ShownValue] => [
      this.fullKey(key),
      asUserError(`${this.path}: ${key}`, () => this.#show(value, showSecrets)),
    ]);
    // By namespace first: `a:z` comes before `a-b:c`.
    const order = (key: string): string => key.replace(":", "\0");
    return Object.fromEntries(shown.sort(([a], [b]) => (order(a) < order(b) ? -1 : 1)));
  }

  /**
   * Sets a value. The namespace of a key defaults to the project.
   *
   * @throws UserError for an invalid key, or a path that does not match the existing value.
   */
  set(key: string, value: string, options: KeyOptions & { readonly secret: boolean }): void {
    const place = this.#place(key, options);
    const secure = options.secret ? { secure: this.crypter().encrypt(value) } : undefined;
    const storedKey = this.#storedKey(place.key);
    const { steps, value: stored } = placeFor(
      this.#stored()[storedKey],
      place,
      secure ?? (place.steps.length > 0 ? coerce(value) : value),
    );
    if (!isMap(this.#document.get("config"))) this.#document.set("config", this.#document.createNode({}));
    this.#document.setIn(["config", storedKey, ...steps], this.#document.createNode(stored));
  }

  /** Removes a value. @returns whether it existed. @throws UserError for an invalid key. */
  remove(key: string, options: KeyOptions = {}): boolean {
    const place = this.#place(key, options);
    const storedKey = this.#storedKey(place.key);
    const root = this.#stored()[storedKey];
    const last = place.steps.at(-1);
    if (last !== undefined) {
      if (valueAt(root, place.steps) === undefined) return false;
      const { [last]: _removed, ...left } = valueAt(root, place.steps.slice(0, -1)) as Record<
        PathStep,
        unknown
      >;
      if (isSecure(left)) throw secureIsReserved();
    }
    if (root === undefined) return false;
    this.#document.deleteIn(["config", storedKey, ...place.steps]);
    if (Object.keys(this.#stored()).length === 0) this.#document.delete("config");
    return true;
  }

  /** The comment at the top of the file. */
  set comment(text: string) {
    this.#document.commentBefore = text;
  }

  save(): void {
    writeFileAtomicallySync(this.path, this.#document.toString({ lineWidth: 0 }));
  }

  #stored(): Readonly<Record<string, StoredValue>> {
    return (this.#document.toJS() as { config?: Record<string, StoredValue> } | null)?.config ?? {};
  }

  #place(key: string, { path = false }: KeyOptions): ConfigPath {
    const fullKey = (part: string): string => this.fullKey(part);
    return path ? parseConfigPath(key, fullKey) : { key: fullKey(key), steps: [] };
  }

  /** The key as written in the file, which may use the legacy form `<namespace>:config:<name>`. */
  #storedKey(fullKey: string): string {
    return Object.keys(this.#stored()).find((key) => this.fullKey(key) === fullKey) ?? fullKey;
  }

  /** Adds the project's namespace to a key without one. @throws UserError for an invalid key. */
  fullKey(key: string): string {
    const parts = key.split(":");
    if (parts.length === 1) return `${this.projectName}:${key}`;
    if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
    if (parts.length === 2) return key;
    throw new UserError(
      `invalid configuration key: could not parse ${key} as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
    );
  }

  #decode(value: StoredValue, decrypt = (text: string) => this.#decryptText(text)): ConfigValue {
    const secrets: string[] = [];
    const decrypted = decryptAll(value, (ciphertext) => {
      const text = decrypt(ciphertext);
      secrets.push(text);
      return text;
    });
    if (decrypted === null || decrypted === undefined) return { value: "", secrets };
    return { value: typeof decrypted === "object" ? toJson(decrypted) : String(decrypted), secrets };
  }

  #show(stored: StoredValue, showSecrets: boolean): ShownValue {
    const { value, secrets } = showSecrets ? this.#decode(stored) : this.#decode(stored, () => "[secret]");
    return { value, object: isContainer(stored), secret: secrets.length > 0 };
  }

  #decryptText(ciphertext: string): string {
    if (this.detachment !== undefined) return placeholderFor(ciphertext);
    if (typeof this.#document.get("encryptionsalt") !== "string") {
      throw new UserError(
        `${this.path}: encryptionsalt is missing, so its secrets were not encrypted with a passphrase: this stack needs the pulumi CLI`,
      );
    }
    return this.crypter().decrypt(ciphertext);
  }
}

/** The CLI reads YAML 1.1, in which an unquoted 2020-01-01 is a timestamp. With `compat` such strings are written in quotes. */
const yamlOptions = { intAsBigInt: true, compat: "yaml-1.1" } as const;

/** Derived from the ciphertext, which everybody can read, so that a new secret shows as a change. */
function placeholderFor(ciphertext: string): string {
  return `placeholder-${createHash("sha256").update(ciphertext).digest("hex").slice(0, 24)}`;
}

function decryptAll(value: StoredValue, decrypt: (ciphertext: string) => string): StoredValue {
  if (isSecure(value)) return decrypt(value.secure);
  if (Array.isArray(value)) return value.map((item) => decryptAll(item, decrypt));
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decryptAll(item, decrypt)]));
}

/**
 * JSON as Go writes it: keys sorted, and the special characters of HTML escaped. A scalar integer keeps all its digits; within a map or list
 * it is a double.
 */
function toJson(value: StoredValue): string {
  const sorted = (_key: string, item: StoredValue): StoredValue => {
    if (typeof item === "bigint") return Number(item);
    if (!isContainer(item) || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value, sorted).replace(/[<>&\u2028\u2029]/g, escaped);
}

function asUserError<Result>(where: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where}: ${(error as Error).message}`);
  }
}
