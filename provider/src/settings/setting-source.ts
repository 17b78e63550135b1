import type { Platform, SettingDefinition } from "../definition/platform";
import { fieldsAt, isFields, own, type Fields } from "../values/fields";

/** Reads the stack config by full key (`platform:apiKey`); secrets arrive decrypted. */
export type ConfigReader = (key: string) => string | undefined;

/** Reads an environment variable. */
export type Environment = (name: string) => string | undefined;

export const environmentOfProcess: Environment = (name) => process.env[name];

/** An account that `platform:accounts` may have. */
export interface NamedAccount {
  readonly name: string;
  /** Its path in the stack config: `platform:accounts.eu`. */
  readonly path: string;
  /** All accounts of the stack config, whatever was given for them. */
  readonly all: unknown;
  /** What was given for this one. */
  readonly settings: Fields;
  /** Whether a setting of it comes from the environment. */
  readonly isInEnvironment: boolean;
}

/** Where to look up the settings of an account. */
export interface SettingSource {
  /** The stack config key of a setting: `platform:apiKey`, `platform:accounts.eu.apiKey`. */
  readonly key: (name: string) => string;
  /** Whether that key is a path into an object. */
  readonly isPath: boolean;
  readonly configured: (name: string) => string | undefined;
  /** The environment variable of a setting: `PLATFORM_API_KEY`, `PLATFORM_API_KEY_EU`. */
  readonly variable: (definition: SettingDefinition) => string;
  readonly environment: Environment;
  /** Undefined for the platform's default settings. */
  readonly account: NamedAccount | undefined;
}

/**
 * Returns the source of the platform's default settings, or of those of a named account in `platform:accounts`. Accounts never fall
 * back to each other's settings, because that could send one account's key to another's server. Never throws.
 */
export function settingSource(
  platform: Platform,
  config: ConfigReader,
  account?: string,
  environment = environmentOfProcess,
): SettingSource {
  const { name: namespace, settings } = platform;
  if (account === undefined) {
    const key = (name: string): string => `${namespace}:${name}`;
    return {
      key,
      isPath: false,
      configured: (name) => config(key(name)),
      variable: ({ env }) => env,
      environment,
      account: undefined,
    };
  }
  const accountsKey = `${namespace}:accounts`;
  const variable = ({ env }: SettingDefinition): string => `${env}_${toEnvSuffix(account)}`;
  const accounts = parseJson(config(accountsKey));
  const settingsOfAccount = isFields(accounts) ? fieldsAt(accounts, account) : {};
  const path = accountsKey + (/^[\w-]+$/.test(account) ? `.${account}` : `[${JSON.stringify(account)}]`);
  const isInEnvironment = Object.values(settings).some((definition) => environment(variable(definition)));
  return {
    key: (name) => `${path}.${name}`,
    isPath: true,
    configured: (name) => asString(own(settingsOfAccount, name)),
    variable,
    environment,
    account: { name: account, path, all: accounts, settings: settingsOfAccount, isInEnvironment },
  };
}

/** A secret setting that the stack config has in the clear. */
export interface PlainSecret {
  /** The path of its key. */
  readonly path: string;
  /** Flags and key of the command that sets it as a secret. */
  readonly command: string;
}

/**
 * The secret settings that the stack config has in the clear.
 *
 * @param isInTheClear Whether it has a value so, by its full key: a value is encrypted as a whole.
 */
export function plainSecrets(
  { name: namespace, settings }: Platform,
  { key, isPath, configured }: SettingSource,
  isInTheClear: (key: string) => boolean,
): PlainSecret[] {
  return Object.keys(settings)
    .filter((name) => settings[name]?.secret && configured(name) !== undefined)
    .map((name) => key(name))
    .filter((path) => isInTheClear(isPath ? `${namespace}:accounts` : path))
    .map((path) => ({ path, command: isPath ? `--path --secret '${path}'` : `--secret ${path}` }));
}

/** Parses an object of the stack config, which arrives as JSON. */
function parseJson(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Undoes the conversion of `pulumi config set --path`, which stores strings that look like numbers or booleans as such. */
function asString(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function toEnvSuffix(account: string): string {
  return account.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}
