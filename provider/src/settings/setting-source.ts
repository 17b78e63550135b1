import { nearest } from "../catalog/nearest";
import { commonSettings } from "./common-settings";
import type { Platform, SettingDefinition } from "../definition/platform";
import { fieldsAt, isFields, own, type Fields } from "../values/fields";

/** Reads the stack config by full key (`platform:apiKey`); secrets arrive decrypted. */
export type ConfigReader = (key: string) => string | undefined;

/** Where to look up the settings of an account. */
export interface SettingSource {
  /** The stack config key of a setting: `platform:apiKey`, `platform:accounts.eu.apiKey`. */
  readonly key: (name: string) => string;
  /** Whether that key is a path into an object. */
  readonly isPath: boolean;
  readonly configured: (name: string) => string | undefined;
  /** The environment variable of a setting: `PLATFORM_API_KEY`, `PLATFORM_API_KEY_EU`. */
  readonly variable: (definition: SettingDefinition) => string;
  /** Problems with the account as a whole, without values. */
  readonly problems: readonly string[];
}

/**
 * Returns the source of the platform's default settings, or of those of a named account in `platform:accounts`. Accounts never fall
 * back to each other's settings, because that could send one account's key to another's server. Never throws.
 */
export function settingSource(platform: Platform, config: ConfigReader, account?: string): SettingSource {
  const { name: namespace, settings } = platform;
  if (account === undefined) {
    const key = (name: string): string => `${namespace}:${name}`;
    return {
      key,
      isPath: false,
      configured: (name) => config(key(name)),
      variable: ({ env }) => env,
      problems: [],
    };
  }
  const accountsKey = `${namespace}:accounts`;
  const variable = ({ env }: SettingDefinition): string => `${env}_${toEnvSuffix(account)}`;
  const accounts = parseJson(config(accountsKey));
  const settingsOfAccount = isFields(accounts) ? fieldsAt(accounts, account) : {};
  const path = accountsKey + (/^[\w-]+$/.test(account) ? `.${account}` : `[${JSON.stringify(account)}]`);
  const isInEnvironment = Object.values(settings).some((definition) => process.env[variable(definition)]);
  return {
    key: (name) => `${path}.${name}`,
    isPath: true,
    configured: (name) => asString(own(settingsOfAccount, name)),
    variable,
    problems: [
      ...accountProblems(accountsKey, accounts, isInEnvironment ? undefined : account),
      ...keyProblems(path, settingsOfAccount, Object.keys({ ...settings, ...commonSettings(platform) })),
    ],
  };
}

/** @param wanted The account that must exist. */
function accountProblems(key: string, accounts: unknown, wanted: string | undefined): string[] {
  if (accounts === undefined) return [];
  if (!isFields(accounts) || !Object.values(accounts).every(isFields)) {
    return [`setting ${key}: expected an object that maps account names to their settings`];
  }
  if (wanted === undefined || Object.hasOwn(accounts, wanted)) return [];
  const names = Object.keys(accounts);
  const meant = nearest(wanted, names);
  const hint = meant === undefined ? `available: ${names.join(", ") || "none"}` : `did you mean ${meant}?`;
  return [`options.account: ${key} has no account ${JSON.stringify(wanted)}; ${hint}`];
}

function keyProblems(account: string, given: Fields, names: readonly string[]): string[] {
  return Object.keys(given)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const meant = nearest(key, names);
      const hint = meant === undefined ? `expected ${names.join(", ")}` : `did you mean ${meant}?`;
      return `unknown setting ${account}.${key}; ${hint}`;
    });
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
