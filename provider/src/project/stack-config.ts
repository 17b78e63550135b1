import { existsSync } from "node:fs";
import { join } from "node:path";
import { Document } from "yaml";
import type { PathStep } from "../values/tree";
import {
  coerce,
  isContainer,
  isSecure,
  parseConfigPath,
  placeFor,
  valueAt,
  type ConfigPath,
  type StoredValue,
} from "./config-path";
import { isInt64 } from "./go-scalar";
import { asWritten, isYamlMap, otherKeys, yamlValue, type YamlMap } from "./go-yaml";
import { hasType, typeName, type ProjectConfig, type ProjectConfigKey } from "./project-config";
import { readText } from "./text-file";
import { UserError } from "./user-error";
import { withTexts } from "./with-texts";
import { parseYaml, withinDepth } from "./yaml-text";

/** A decrypted value of the stack config. Maps and lists are in JSON, as programs receive them. */
export interface ConfigValue {
  readonly value: string;
  /** The plaintext of every secret in it; empty if it contains none. */
  readonly secrets: readonly string[];
}

/** What a project says about the files of its stacks. */
export interface ProjectSettings {
  /** The keys that all its stacks have, with values for those that do not set them. Default: none. */
  readonly config?: ProjectConfig;
  /** The extension of the file. Default: `.yaml`. */
  readonly extension?: string;
}

/** A value without ciphertexts. */
export interface Decrypted {
  readonly plain: StoredValue;
  readonly secrets: readonly string[];
}

/** What is wrong with the value of a key of the project. */
export interface ConfigProblem {
  readonly key: ProjectConfigKey;
  /** The key with its namespace. */
  readonly fullKey: string;
  readonly kind: "missing" | "not encrypted" | "of another type";
  /** The value without ciphertexts; undefined if it is missing. */
  readonly value: StoredValue;
}

/** The config of a stack by full key: `<namespace>:<name>`. */
export type StackConfig = Readonly<Record<string, ConfigValue>>;

/**
 * `Pulumi.<stack>.yaml`, as the CLI reads it. Source: pulumi/pulumi, `sdk/go/common/workspace/project.go` (ProjectStack).
 */
export abstract class StackConfigReader {
  readonly path: string;
  protected readonly document: Document;
  readonly #projectConfig: ProjectConfig;

  /**
   * Reads the file, which may not exist.
   *
   * @param folder The folder of the file.
   * @throws UserError for a syntax error.
   */
  constructor(
    folder: string,
    protected readonly stack: string,
    private readonly projectName: string,
    { config = [], extension = ".yaml" }: ProjectSettings = {},
  ) {
    this.path = join(folder, `Pulumi.${stack}${extension}`);
    this.#projectConfig = config;
    this.document = existsSync(this.path)
      ? parseYaml(this.path, readText(this.path), asWritten)
      : new Document({}, asWritten);
  }

  /** Decrypts a secret, or replaces it. @throws Error for one that it can do neither with. */
  protected abstract decrypt(ciphertext: string): string;

  /** All values, with those that only the project has, without ciphertexts. @throws UserError if a secret cannot be decrypted. */
  read(): StackConfig {
    return Object.fromEntries(
      Object.entries(this.decrypted()).map(([key, { plain, secrets }]) => [
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
    const problems = this.problems();
    const missing = problems.filter(({ kind }) => kind === "missing").map(({ key }) => `'${key.name}'`);
    if (missing.length > 0) {
      const [last, ...others] = missing.reverse();
      const names = others.length > 0 ? `values ${others.reverse().join(", ")} and ${last}` : `value ${last}`;
      throw new UserError(`validating stack config: Stack '${this.stack}' is missing configuration ${names}`);
    }
    const [first] = problems;
    if (first === undefined) return;
    const { key, kind } = first;
    const expected = kind === "not encrypted" ? "encrypted as it's secret" : `of type '${typeNameOf(key)}'`;
    throw new UserError(
      `validating stack config: Stack '${this.stack}' with configuration key '${key.name}' must be ${expected}`,
    );
  }

  /** All that `check` would find. */
  problems(): ConfigProblem[] {
    const values = this.decrypted();
    return this.#projectConfig.flatMap((key) => {
      const { key: fullKey, steps } = this.#placeOf(key);
      const { plain, secrets = [] } = values[fullKey] ?? {};
      const value = valueAt(plain, steps);
      const kind = value === undefined ? "missing" : kindOfProblem(key, value, secrets.length > 0);
      return kind === undefined ? [] : [{ key, fullKey, kind, value }];
    });
  }

  /** Whether further values come from environments of Pulumi ESC, which nothing here opens. @throws UserError if the file is no map. */
  get hasEnvironments(): boolean {
    const { environment = null } = this.file();
    return environment !== null && !(Array.isArray(environment) && environment.length === 0);
  }

  protected decrypted(): Readonly<Record<string, Decrypted>> {
    return Object.fromEntries(
      Object.entries(this.values()).map(([key, value]) => [
        key,
        asUserError(`${this.path}: ${key}`, () => decrypted(value, (ciphertext) => this.decrypt(ciphertext))),
      ]),
    );
  }

  protected file(): YamlMap {
    const file = asUserError(this.path, () => yamlValue(this.document)) ?? {};
    if (!isYamlMap(file)) throw new UserError(`${this.path}: expected a map with \`config\``);
    return file;
  }

  /** The values as written in the file. */
  protected stored(): Readonly<Record<string, StoredValue>> {
    const { config = null } = this.file();
    if (config !== null && !isYamlMap(config))
      throw new UserError(`${this.path}: config: expected a map of keys`);
    const [other] = otherKeys(this.document.get("config"));
    if (other !== undefined) {
      throw new UserError(
        `${this.path}: config: could not parse ${other} as a configuration key: put it in quotes`,
      );
    }
    return (withTexts(config ?? {}, String) ?? {}) as Record<string, StoredValue>;
  }

  /** The values by full key, with those that only the project has. */
  protected values(): Readonly<Record<string, StoredValue>> {
    const values: Record<string, StoredValue> = Object.create(null) as Record<string, StoredValue>;
    for (const [key, value] of Object.entries(this.stored())) {
      const fullKey = this.#keyInFile(key);
      if (fullKey in values)
        throw new UserError(`${this.path}: config: ${fullKey} is there twice: remove one`);
      values[fullKey] = value;
    }
    for (const key of this.#projectConfig) {
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

  /** Where the value of a key of the project is. As in the CLI, the key may be a path. */
  #placeOf({ name }: ProjectConfigKey): ConfigPath {
    return parseConfigPath(name, (part) => this.fullKey(part));
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
}

/** @param decrypt Decrypts a secret, or replaces it. */
export function decrypted(value: StoredValue, decrypt: (ciphertext: string) => string): Decrypted {
  const secrets: string[] = [];
  const plain = decryptAll(value, (ciphertext) => {
    const text = decrypt(ciphertext);
    secrets.push(text);
    return text;
  });
  return { plain, secrets };
}

function decryptAll(value: StoredValue, decrypt: (ciphertext: string) => string): StoredValue {
  if (isSecure(value)) return decrypt(value.secure);
  if (Array.isArray(value)) return value.map((item) => decryptAll(item, decrypt));
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decryptAll(item, decrypt)]));
}

/** A value as programs receive it. */
export function textOf(value: StoredValue): string {
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

/** What is wrong with a value; undefined if nothing is. */
function kindOfProblem(
  { type, secret }: ProjectConfigKey,
  value: StoredValue,
  isEncrypted: boolean,
): ConfigProblem["kind"] | undefined {
  if (type === undefined) return undefined;
  if (secret && !isEncrypted) return "not encrypted";
  // A scalar at the top is a text.
  const content: unknown = isContainer(value) ? JSON.parse(toJson(value)) : textOf(value);
  return hasType(type, content) ? undefined : "of another type";
}

/** The name of the type that values of a key must have. */
export function typeNameOf({ type }: ProjectConfigKey): string {
  return type === undefined ? "any" : typeName(type);
}

/** A copy of a value with another value at the end of the steps, which all exist but the last. */
function withValue(root: StoredValue, steps: readonly PathStep[], value: StoredValue): StoredValue {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const inner = withValue(valueAt(root, [step]), rest, value);
  if (typeof step === "string") return { ...(root as YamlMap), [step]: inner } as StoredValue;
  return Object.assign([...(root as StoredValue[])], { [step]: inner });
}

export function asUserError<Result>(where: string, action: () => Result): Result {
  try {
    return withinDepth(where, action);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where}: ${(error as Error).message}`);
  }
}
