import { nearest } from "../../catalog/nearest";
import type { Platform, SettingDefinition } from "../../definition/platform";
import { commonSettings } from "../../settings/common-settings";
import { plainSecrets, settingSource } from "../../settings/setting-source";
import { resolveSettings } from "../../settings/settings";
import { inOneLine } from "../../values/text";
import type { CommandSettings } from "../settings/command-settings";

/** So many letters may differ between a variable and the one that is probably meant. Most of a name is that of its platform. */
const mostTypos = 2;

/** The settings of an account, as a person reads them. No line holds a secret. */
export interface SettingsReport {
  /** Whether anything says that this account is in use. */
  readonly isConfigured: boolean;
  /** Name and value of each setting, or `set`, with where it comes from. */
  readonly settings: readonly (readonly [name: string, text: string])[];
  /** What makes requests impossible, with what to do. */
  readonly problems: readonly string[];
  /** What is probably not meant: a misspelt setting, a secret in the clear. */
  readonly warnings: readonly string[];
}

/** @param account Default: the account of the platform's own settings. */
export function reportSettings(
  platform: Platform,
  settings: CommandSettings,
  account: string | undefined,
): SettingsReport {
  const { found, common, missing, wrong } = resolveSettings(platform, settings.config, account);
  const all = Object.entries({ ...found, ...common });
  const isChosen = all.some(([, { from }]) => from !== "default");
  return {
    isConfigured: isChosen || wrong.length > 0,
    settings: all.map(([name, { value, from }]) => [
      name,
      `${platform.settings[name]?.secret ? "set" : inOneLine(value)} (${from})`,
    ]),
    problems: [...wrong, ...missing.map((line) => `a setting is missing: ${line}`)],
    warnings: [
      ...inTheClear(platform, settings, account),
      ...(account === undefined ? misspelt(platform, settings) : []),
    ],
  };
}

/** The accounts that the stack config has besides the platform's own. */
export function namedAccounts({ name }: Platform, { config }: CommandSettings): string[] {
  try {
    const accounts: unknown = JSON.parse(config(`${name}:accounts`) ?? "{}");
    return typeof accounts === "object" && accounts !== null ? Object.keys(accounts) : [];
  } catch {
    return [];
  }
}

function inTheClear(platform: Platform, settings: CommandSettings, account: string | undefined): string[] {
  const source = settingSource(platform, settings.config, account);
  return plainSecrets(platform, source, (key) => !settings.isSecret(key)).map(
    ({ path, command }) =>
      `${path} is in the stack config in the clear: set it again with \`pulumi config set ${command}\``,
  );
}

/** Keys and variables that nothing reads, where a setting has nearly the same name. */
function misspelt(platform: Platform, { keys, environment }: CommandSettings): string[] {
  const known: Readonly<Record<string, SettingDefinition>> = {
    ...platform.settings,
    ...commonSettings(platform),
  };
  const names = [...Object.keys(known), "accounts"];
  const prefix = `${platform.name}:`;
  const ofConfig = keys
    .filter((key) => key.startsWith(prefix) && !names.includes(key.slice(prefix.length)))
    .map((key) => `nothing reads ${inOneLine(key)} in the stack config${meant(key, names, prefix)}`);
  const variables = Object.values(known).map(({ env }) => env);
  const start = `${platform.name.toUpperCase()}_`;
  const ofEnvironment = environment
    .filter((name) => name.startsWith(start) && !variables.some((each) => isVariableOf(each, name)))
    .flatMap((name) => {
      const near = nearest(name, variables, mostTypos);
      return near === undefined
        ? []
        : [`nothing reads the environment variable ${name}; did you mean ${near}?`];
    });
  return [...ofConfig, ...ofEnvironment];
}

function meant(key: string, names: readonly string[], prefix: string): string {
  const near = nearest(key.slice(prefix.length), names);
  return near === undefined ? `; the settings are ${names.join(", ")}` : `; did you mean ${prefix}${near}?`;
}

/** Whether a variable holds the setting, for the platform's own account or a named one. */
function isVariableOf(env: string, name: string): boolean {
  return name === env || name.startsWith(`${env}_`);
}
