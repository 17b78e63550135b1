import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
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
} from "pulumi-connectors/internal/project/config-path";
import { crypterFromState, newCrypter, type Crypter } from "pulumi-connectors/internal/project/passphrase";
import {
  asUserError,
  decrypted,
  StackConfigReader,
  textOf,
  type Decrypted,
  type ProjectSettings,
} from "pulumi-connectors/internal/project/stack-config";
import { isMap } from "yaml";
import { writeFileAtomicallySync } from "../../files/atomic-file";
import { UserError } from "../../user-error";
import type { PathStep } from "../values/property-path";
import { writtenNode } from "./written-node";

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

type DecryptedConfig = Readonly<Record<string, Decrypted>>;

/** `Pulumi.<stack>.yaml`, which the commands show and change. Changes preserve comments and order. */
export class StackConfigFile extends StackConfigReader {
  #crypter: Crypter | undefined;

  private constructor(
    folder: string,
    stack: string,
    projectName: string,
    private readonly passphrase: string,
    private readonly detachment: Detachment | undefined,
    settings: ProjectSettings | undefined,
  ) {
    super(folder, stack, projectName, settings);
    if (detachment !== undefined) return;
    const secretsProvider = this.file().secretsprovider ?? "";
    if (!["passphrase", "default", ""].includes(secretsProvider as string)) {
      throw new UserError(
        `${this.path}: secretsprovider: the sandbox supports the passphrase provider only; this stack needs the pulumi CLI`,
      );
    }
  }

  /**
   * Opens the file of a stack, which may not exist yet.
   *
   * @param root The folder of the file.
   * @param detachment Default: reads the file as it is.
   * @throws UserError for a syntax error, or an unsupported secrets provider.
   */
  static open(
    root: string,
    stack: string,
    projectName: string,
    passphrase: string,
    detachment?: Detachment,
    settings?: ProjectSettings,
  ): StackConfigFile {
    return new StackConfigFile(root, stack, projectName, passphrase, detachment, settings);
  }

  get exists(): boolean {
    return existsSync(this.path);
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
      const salt = this.file().encryptionsalt;
      if (typeof salt === "string") {
        this.#crypter = asUserError(this.path, () => crypterFromState(this.passphrase, salt));
      } else {
        this.#crypter = newCrypter(this.passphrase);
        this.document.set("encryptionsalt", this.#crypter.state);
      }
    }
    return this.#crypter;
  }

  /**
   * One decrypted value; undefined if there is none.
   *
   * @throws UserError for a secret that cannot be decrypted, or an invalid path.
   */
  get(key: string, options: KeyOptions = {}): ShownValue | undefined {
    const place = this.#place(key, options);
    const value = valueAt(this.values()[place.key], place.steps);
    return value === undefined
      ? undefined
      : asUserError(`${this.path}: ${key}`, () => this.#show(value, true));
  }

  /** All values by full key, sorted. @param showSecrets If false, secrets are `[secret]`, and no passphrase is needed. */
  show(showSecrets: boolean): Readonly<Record<string, ShownValue>> {
    const shown = Object.entries(this.values()).map(([key, value]): [string, ShownValue] => [
      key,
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
      this.stored()[storedKey],
      place,
      secure ?? (place.steps.length > 0 ? coerce(value) : value),
    );
    if (!isMap(this.document.get("config"))) this.document.set("config", this.document.createNode({}));
    const path = [storedKey, ...steps].map((step) => (typeof step === "number" ? step : writtenNode(step)));
    this.document.setIn(["config", ...path], writtenNode(stored));
  }

  /** Removes a value. @returns whether it existed. @throws UserError for an invalid key. */
  remove(key: string, options: KeyOptions = {}): boolean {
    const place = this.#place(key, options);
    const storedKey = this.#storedKey(place.key);
    const root = this.stored()[storedKey];
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
    this.document.deleteIn(["config", storedKey, ...place.steps]);
    if (Object.keys(this.stored()).length === 0) this.document.delete("config");
    return true;
  }

  /** The comment at the top of the file. */
  set comment(text: string) {
    this.document.commentBefore = text;
  }

  save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileAtomicallySync(this.path, this.document.toString({ lineWidth: 0 }));
  }

  protected override values(): Readonly<Record<string, StoredValue>> {
    if (this.hasEnvironments) {
      throw new UserError(
        `${this.path}: environment: the sandbox opens no environments of Pulumi ESC; this stack needs the pulumi CLI`,
      );
    }
    return super.values();
  }

  protected override decrypted(): DecryptedConfig {
    const values = super.decrypted();
    return this.detachment === undefined ? values : this.#detach(values, this.detachment);
  }

  #detach(config: DecryptedConfig, { namespaces, values }: Detachment): DecryptedConfig {
    const kept = Object.entries(config).filter(
      ([key]) => !namespaces.some((name) => key.startsWith(`${name}:`)),
    );
    const given = Object.entries(values).map(([key, value]): [string, Decrypted] => {
      const fullKey = this.fullKey(key);
      return [fullKey, { plain: value, secrets: config[fullKey]?.secrets.length ? [value] : [] }];
    });
    return Object.fromEntries([...kept, ...given]);
  }

  #place(key: string, { path = false }: KeyOptions): ConfigPath {
    const fullKey = (part: string): string => this.fullKey(part);
    return path ? parseConfigPath(key, fullKey) : { key: fullKey(key), steps: [] };
  }

  /** The key as written in the file, which may use the legacy form `<namespace>:config:<name>`. */
  #storedKey(fullKey: string): string {
    return Object.keys(this.stored()).find((key) => this.fullKey(key) === fullKey) ?? fullKey;
  }

  #show(stored: StoredValue, showSecrets: boolean): ShownValue {
    const { plain, secrets } = decrypted(stored, (ciphertext) =>
      showSecrets ? this.decrypt(ciphertext) : "[secret]",
    );
    return { value: textOf(plain), object: isContainer(stored), secret: secrets.length > 0 };
  }

  protected override decrypt(ciphertext: string): string {
    if (this.detachment !== undefined) return placeholderFor(ciphertext);
    if (typeof this.file().encryptionsalt !== "string") {
      throw new UserError(
        `${this.path}: encryptionsalt is missing, so its secrets were not encrypted with a passphrase: this stack needs the pulumi CLI`,
      );
    }
    const crypter = this.crypter();
    try {
      return crypter.decrypt(ciphertext);
    } catch {
      // The cipher's own error would not help a user.
    }
    throw new Error(
      "this secret cannot be decrypted: it was changed by hand, or encrypted for another stack; set it again with `config set --secret`",
    );
  }
}

/** Derived from the ciphertext, which everybody can read, so that a new secret shows as a change. */
function placeholderFor(ciphertext: string): string {
  return `placeholder-${createHash("sha256").update(ciphertext).digest("hex").slice(0, 24)}`;
}
