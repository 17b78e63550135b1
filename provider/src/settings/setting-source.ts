import { nearest } from "../catalog/nearest";
import { commonSettings } from "./common-settings";
import type { Platform, SettingDefinition } from "../definition/platform";
import { fieldsAt, isFields, own, type Fields } from "../values/fields";

/** Reads the stack config by full key (`platform:apiKey`); secrets arrive decrypted. */
export type ConfigReader = (key: string) => string | undefined;

/** Where the settings of an account are looked up. */
export interface SettingSource {
  /** What the stack config calls a setting: `platform:apiKey`, `platform:accounts.eu.apiKey`. */
  readonly key: (name: string) => string;
  /** Whether that key leads into an object. */
  readonly isPath: boolean;
  readonly configured: (name: string) => string | undefined;
  /** The environment variable of a setting: `PLATFORM_API_KEY`, `PLATFORM_API_KEY_EU`. */
  readonly variable: (definition: SettingDefinition) => string;
  /** What is wrong with it as a whole, without a value. */
  readonly problems: readonly string[];
}

/**
 * The platform's own settings, or those that `platform:accounts` has under the name of an account. One account never falls back on
 * another's settings: a key must not travel to the address of somebody else. Never throws.
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
  const variable = ({ env }: SettingDefinition): string => `${env}_${inCapitals(account)}`;
  const accounts = parsed(config(accountsKey));
  const given = isFields(accounts) ? fieldsAt(accounts, account) : {};
  const path = accountsKey + (/^[\w-]+$/.test(account) ? `.${account}` : `[${JSON.stringify(account)}]`);
  const isInEnvironment = Object.values(settings).some((definition) => process.env[variable(definition)]);
  return {
    key: (name) => `${path}.${name}`,
    isPath: true,
    configured: (name) => textOf(own(given, name)),
    variable,
    problems: [
      ...problemsOfAccounts(accountsKey, accounts, isInEnvironment ? undefined : account),
      ...problemsOfKeys(path, given, Object.keys({ ...settings, ...commonSettings(platform) })),
    ],
  };
}

/** @param sought The account that must be among them. */
function problemsOfAccounts(key: string, accounts: unknown, sought: string | undefined): string[] {
  if (accounts === undefined) return [];
  if (!isFields(accounts) || !Object.values(accounts).every(isFields)) {
    return [
      `setting ${key}: expected an object with a name for each account, and its settings under the name`,
    ];
  }
  if (sought === undefined || Object.hasOwn(accounts, sought)) return [];
  const names = Object.keys(accounts);
  const meant = nearest(sought, names);
  const hint = meant === undefined ? `it has ${names.join(", ") || "none"}` : `did you mean ${meant}?`;
  return [`options.account: ${key} has no account ${JSON.stringify(sought)}; ${hint}`];
}

function problemsOfKeys(account: string, given: Fields, names: readonly string[]): string[] {
  return Object.keys(given)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const meant = nearest(key, names);
      const hint = meant === undefined ? `expected ${names.join(", ")}` : `did you mean ${meant}?`;
      return `setting ${account}.${key}: unknown; ${hint}`;
    });
}

/** An object of the stack config arrives as JSON. */
function parsed(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What `pulumi config set --path` takes for a number or a boolean was given as a text. */
function textOf(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function inCapitals(account: string): string {
  return account.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}
