import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Document, isMap } from "yaml";
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
import { isInt64, Timestamp } from "./go-scalar";
import {
  asWritten,
  isYamlMap,
  otherKeys,
  writtenNode,
  yamlValue,
  type YamlMap,
  type YamlValue,
} from "./go-yaml";
import { readText } from "./text-file";
import { parseYaml, withinDepth } from "./yaml-text";
import { hasType, typeName, type ProjectConfig, type ProjectConfigKey } from "./project-config";
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

/** What a project says about the files of its stacks. */
export interface ProjectSettings {
  /** The keys that all its stacks have, with values for those that do not set them. Default: none. */
  readonly config?: ProjectConfig;
  /** The extension of the file. Default: `.yaml`. */
  readonly extension?: string;
}

/** A value without ciphertexts. */
interface Decrypted {
  readonly plain: StoredValue;
  readonly secrets: readonly string[];
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
    private readonly stack: string,
    private readonly projectName: string,
    private readonly passphrase: string,
    private readonly detachment: Detachment | undefined,
    private readonly projectConfig: ProjectConfig,
  ) {
    this.#document = existsSync(path)
      ? parseYaml(path, readText(path), asWritten)
      : new Document({}, asWritten);
    if (detachment !== undefined) return;
    const secretsProvider = this.#file().secretsprovider ?? "";
    if (!["passphrase", "default", ""].includes(secretsProvider as string)) {
      throw new UserError(
        `${path}: secretsprovider: the sandbox supports the passphrase provider only; this stack needs the pulumi CLI`,
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
    { config = [], extension = ".yaml" }: ProjectSettings = {},
  ): StackConfigFile {
    const path = join(root, `Pulumi.${stack}${extension}`);
    return new StackConfigFile(path, stack, projectName, passphrase, detachment, config);
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
      const salt = this.#file().encryptionsalt;
      if (typeof salt === "string") {
        this.#crypter = asUserError(this.path, () => crypterFromState(this.passphrase, salt));
      } else {
        this.#crypter = newCrypter(this.passphrase);
        this.#document.set("encryptionsalt", this.#crypter.state);
      }
    }
    return this.#crypter;
  }

  /** All values, with those that only the project has, decrypted. @throws UserError for a secret that cannot be decrypted. */
  read(): StackConfig {
    return Object.fromEntries(
      Object.entries(this.#decrypted()).map(([key, { plain, secrets }]) => [
        key,
        { value: textOf(plain), secrets },
      ]),
    );
  }

  /**
   * Checks the values against what the project says about them, as the CLI does before it runs the program. Source: pulumi/pulumi,
   * `pkg/workspace/config.go`.
   *
   * @throws UserError for keys that are missing, or a value that has another type or must be encrypted.
   */
  check(): void {
    const values = this.#decrypted();
    const valueOf = (key: ProjectConfigKey): { found: StoredValue; secret: boolean } => {
      const place = this.#placeOf(key);
      const { plain, secrets = [] } = values[place.key] ?? {};
      return { found: valueAt(plain, place.steps), secret: secrets.length > 0 };
    };
    const missing = this.projectConfig
      .filter((key) => valueOf(key).found === undefined)
      .map(({ name }) => `'${name}'`);
    if (missing.length > 0) {
      const [last, ...others] = missing.reverse();
      const names = others.length > 0 ? `values ${others.reverse().join(", ")} and ${last}` : `value ${last}`;
      throw new UserError(`validating stack config: Stack '${this.stack}' is missing configuration ${names}`);
    }
    for (const key of this.projectConfig) {
      const { found, secret } = valueOf(key);
      const problem = typeProblem(key, found, secret);
      if (problem === undefined) continue;
      throw new UserError(
        `validating stack config: Stack '${this.stack}' with configuration key '${key.name}' must be ${problem}`,
      );
    }
  }

  #decrypted(): Record<string, Decrypted> {
    const values = Object.fromEntries(
      Object.entries(this.#values()).map(([key, value]) => [
        key,
        asUserError(`${this.path}: ${key}`, () => this.#decrypt(value)),
      ]),
    );
    return this.detachment === undefined ? values : this.#detach(values, this.detachment);
  }

  #detach(config: Record<string, Decrypted>, { namespaces, values }: Detachment): Record<string, Decrypted> {
    const kept = Object.entries(config).filter(
      ([key]) => !namespaces.some((name) => key.startsWith(`${name}:`)),
    );
    const given = Object.entries(values).map(([key, value]): [string, Decrypted] => {
      const fullKey = this.fullKey(key);
      return [fullKey, { plain: value, secrets: config[fullKey]?.secrets.length ? [value] : [] }];
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
    const value = valueAt(this.#values()[place.key], place.steps);
    return value === undefined
      ? undefined
      : asUserError(`${this.path}: ${key}`, () => this.#show(value, true));
  }

  /** All values by full key, sorted. @param showSecrets If false, secrets are `[secret]`, and no passphrase is needed. */
  show(showSecrets: boolean): Readonly<Record<string, ShownValue>> {
    const shown = Object.entries(this.#values()).map(([key, value]): [string, ShownValue] => [
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
      this.#stored()[storedKey],
      place,
      secure ?? (place.steps.length > 0 ? coerce(value) : value),
    );
    if (!isMap(this.#document.get("config"))) this.#document.set("config", this.#document.createNode({}));
    const path = [storedKey, ...steps].map((step) => (typeof step === "number" ? step : writtenNode(step)));
    this.#document.setIn(["config", ...path], writtenNode(stored));
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
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileAtomicallySync(this.path, this.#document.toString({ lineWidth: 0 }));
  }

  #file(): YamlMap {
    const file = asUserError(this.path, () => yamlValue(this.#document)) ?? {};
    if (!isYamlMap(file)) throw new UserError(`${this.path}: expected a map with \`config\``);
    return file;
  }

  /** The values as written in the file. */
  #stored(): Readonly<Record<string, StoredValue>> {
    const { config = null } = this.#file();
    if (config !== null && !isYamlMap(config))
      throw new UserError(`${this.path}: config: expected a map of keys`);
    const [other] = otherKeys(this.#document.get("config"));
    if (other !== undefined) {
      throw new UserError(
        `${this.path}: config: could not parse ${other} as a configuration key: put it in quotes`,
      );
    }
    return (withTexts(config ?? {}) ?? {}) as Record<string, StoredValue>;
  }

  /** The values by full key, with those that only the project has. */
  #values(): Readonly<Record<string, StoredValue>> {
    this.#refuseEnvironments();
    const values: Record<string, StoredValue> = Object.create(null) as Record<string, StoredValue>;
    for (const [key, value] of Object.entries(this.#stored())) {
      const fullKey = this.#keyInFile(key);
      if (fullKey in values)
        throw new UserError(`${this.path}: config: ${fullKey} is there twice: remove one`);
      values[fullKey] = value;
    }
    for (const key of this.projectConfig) {
      const { key: fullKey, steps } = this.#placeOf(key);
      const given = key.value;
      if (given === undefined || valueAt(values[fullKey], steps) !== undefined) continue;
      const scalar = steps.length > 0 && typeof given === "string" ? coerce(given) : given;
      const place = placeFor(values[fullKey], { key: fullKey, steps }, scalar);
      values[fullKey] = withValue(values[fullKey], place.steps, place.value);
    }
    return values;
  }

  #keyInFile(key: string): string {
    try {
      return this.fullKey(key);
    } catch (error) {
      throw new UserError(`${this.path}: ${(error as Error).message}`);
    }
  }

  #refuseEnvironments(): void {
    const { environment = null } = this.#file();
    if (environment === null || (Array.isArray(environment) && environment.length === 0)) return;
    throw new UserError(
      `${this.path}: environment: the sandbox opens no environments of Pulumi ESC; this stack needs the pulumi CLI`,
    );
  }

  /** Where the value of a key of the project is. As in the CLI, the key may be a path. */
  #placeOf({ name }: ProjectConfigKey): ConfigPath {
    return parseConfigPath(name, (part) => this.fullKey(part));
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

  #decrypt(value: StoredValue, decrypt = (text: string) => this.#decryptText(text)): Decrypted {
    const secrets: string[] = [];
    const plain = decryptAll(value, (ciphertext) => {
      const text = decrypt(ciphertext);
      secrets.push(text);
      return text;
    });
    return { plain, secrets };
  }

  #show(stored: StoredValue, showSecrets: boolean): ShownValue {
    const { plain, secrets } = showSecrets ? this.#decrypt(stored) : this.#decrypt(stored, () => "[secret]");
    return { value: textOf(plain), object: isContainer(stored), secret: secrets.length > 0 };
  }

  #decryptText(ciphertext: string): string {
    if (this.detachment !== undefined) return placeholderFor(ciphertext);
    if (typeof this.#file().encryptionsalt !== "string") {
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

function decryptAll(value: StoredValue, decrypt: (ciphertext: string) => string): StoredValue {
  if (isSecure(value)) return decrypt(value.secure);
  if (Array.isArray(value)) return value.map((item) => decryptAll(item, decrypt));
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decryptAll(item, decrypt)]));
}

/** A value as programs receive it. */
function textOf(value: StoredValue): string {
  if (value === null || value === undefined) return "";
  return isContainer(value) ? toJson(value) : String(value);
}

/** JSON as Go writes it: keys sorted, and the special characters of HTML escaped. Within a map or list, an integer above 64 bits is a float. */
function toJson(value: StoredValue): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (typeof value === "bigint") return String(isInt64(value) ? value : Number(value));
  if (typeof value !== "object" || value === null) return jsonText(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${jsonText(key)}:${toJson(item)}`).join(",")}}`;
}

function jsonText(value: string | number | boolean | null): string {
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}

/** What is wrong with the value of a key of the project; undefined if nothing is. */
function typeProblem(
  { type, secret }: ProjectConfigKey,
  value: StoredValue,
  encrypted: boolean,
): string | undefined {
  if (type === undefined) return undefined;
  if (secret && !encrypted) return "encrypted as it's secret";
  // A scalar at the top is a text.
  const content: unknown = isContainer(value) ? JSON.parse(toJson(value)) : textOf(value);
  return hasType(type, content) ? undefined : `of type '${typeName(type)}'`;
}

/** A copy of a value with another value at the end of the steps, which all exist but the last. */
function withValue(root: StoredValue, steps: readonly PathStep[], value: StoredValue): StoredValue {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const inner = withValue(valueAt(root, [step]), rest, value);
  if (typeof step === "string") return { ...(root as YamlMap), [step]: inner } as StoredValue;
  return Object.assign([...(root as StoredValue[])], { [step]: inner });
}

function withTexts(value: YamlValue): StoredValue {
  if (value instanceof Timestamp) return String(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (!isYamlMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item)]));
}

function asUserError<Result>(where: string, action: () => Result): Result {
  try {
    return withinDepth(where, action);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where}: ${(error as Error).message}`);
  }
}
