import { commonSettings, verifySetting } from "./common-settings";
import type { Platform, SettingContext, SettingDefinition } from "../definition/platform";
import type { Verify } from "../definition/verification";
import { problemsOfAccount } from "./account-problems";
import { RememberedResults } from "./remembered";
import { settingSource, type ConfigReader, type Environment, type SettingSource } from "./setting-source";

export type { ConfigReader };

/** A setting's value and source. Messages may show the source, but not the value. */
export interface Setting {
  readonly value: string;
  /** `stack config platform:apiKey`, `environment variable PLATFORM_API_KEY` or `default`. */
  readonly from: string;
}

/** A platform's settings, and one line for each that is missing or invalid. */
export interface ResolvedSettings {
  readonly found: Readonly<Record<string, Setting>>;
  /** The settings that every platform has. */
  readonly common: Readonly<Record<string, Setting>>;
  /** Time limit of an operation of a resource, in milliseconds. */
  readonly timeout: number;
  /** Whether writes test connections, where a resource does not say so itself. */
  readonly verify: Verify;
  /** How to provide what the platform needs, if it is missing. */
  readonly missing: readonly string[];
  /** One sentence for each setting that is set but invalid. */
  readonly wrong: readonly string[];
  /** Tells a user how to provide a setting. */
  readonly howToSet: (name: string) => string;
}

/**
 * Resolves the settings of a platform from the stack config, the environment or the default, in this order. An empty value counts as
 * missing. Of several login methods, one that is complete in the stack config wins. Never throws.
 *
 * @param account Name of an account in `platform:accounts`. Default: the platform's default account.
 */
export function resolveSettings(
  platform: Platform,
  config: ConfigReader,
  account?: string,
): ResolvedSettings {
  const key = JSON.stringify([platform.name, account]);
  return resolvedSettings.get(config, key, (readConfig, environment) =>
    resolve(platform, readConfig, environment, account),
  );
}

/** Every verb of every resource needs the settings. */
const resolvedSettings = new RememberedResults<ResolvedSettings>();

function resolve(
  platform: Platform,
  config: ConfigReader,
  environment: Environment,
  account: string | undefined,
): ResolvedSettings {
  const source = settingSource(platform, config, account, environment);
  // A named account inherits how requests are sent, but not where to and with which key.
  const commonSources =
    account === undefined ? [source] : [source, settingSource(platform, config, undefined, environment)];
  const context = { howToAllowHttp: commandToSet(source, "allowHttp"), allowHttp: false };
  const common = normalized(commonSettings(platform), context, commonSources);
  const allowHttp = common.found.allowHttp?.value === "true";
  const { found, wrong } = normalized(platform.settings, { ...context, allowHttp }, [source]);
  const needs = platform.needs(valuesOf(found));
  const given = needs.filter((names) => names.every((name) => name in found || wrong.has(name)));
  const howToSet = (name: string): string => lineToSet(source, name, platform.settings[name]);
  const lines = needs.map((names) => names.map(howToSet).join(" and ")).join("; or ");
  return {
    found: withoutOtherLogins(found, needs, given),
    common: common.found,
    timeout: Number(common.found.timeout?.value) * 1000,
    verify: (common.found.verify?.value ?? "off") as Verify,
    missing: needs.length > 0 && given.length === 0 ? [lines] : [],
    wrong: [
      ...(source.account === undefined ? [] : problemsOfAccount(platform, source.account)),
      ...wrong.values(),
      ...common.wrong.values(),
      ...unavailable(platform, commonSources),
    ],
    howToSet,
  };
}

/** The valid settings, and a sentence for each invalid one, by name. @param sources In order of precedence. */
function normalized(
  definitions: Readonly<Record<string, SettingDefinition>>,
  context: SettingContext,
  sources: readonly SettingSource[],
): { readonly found: Record<string, Setting>; readonly wrong: ReadonlyMap<string, string> } {
  const found: Record<string, Setting> = {};
  const wrong = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const configured = sources
      .map((source) => lookUp(source, name, definition))
      .find((each) => each !== undefined);
    const setting = configured ?? byDefault(definition);
    if (setting === undefined) continue;
    try {
      found[name] = { ...setting, value: definition.normalize?.(setting.value, context) ?? setting.value };
    } catch (error) {
      const key = sources[0]?.key(name);
      wrong.set(name, `setting ${key} (from ${setting.from}): ${(error as Error).message}`);
    }
  }
  return { found, wrong };
}

/** Says of a setting that only other platforms have. In a named account of the stack config it is an unknown key like any other. */
function unavailable(platform: Platform, sources: readonly SettingSource[]): string[] {
  if (platform.testsConnections === true) return [];
  const found = sources
    .filter(({ account }) => account?.settings.verify === undefined)
    .map((source) => lookUp(source, "verify", verifySetting(platform)))
    .find((each) => each !== undefined);
  return found === undefined
    ? []
    : [
        `unknown setting ${platform.name}:verify (from ${found.from}): ${platform.title} has no connection test that could be run; remove it`,
      ];
}

/** The settings' values alone. */
export function valuesOf(settings: Readonly<Record<string, Setting>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
}

/** Keeps one login method: the first that is complete in the stack config, otherwise the first that is complete. */
function withoutOtherLogins(
  found: Readonly<Record<string, Setting>>,
  needs: readonly (readonly string[])[],
  given: readonly (readonly string[])[],
): Record<string, Setting> {
  const isConfigured = (name: string): boolean => found[name]?.from.startsWith("stack config") === true;
  const login = given.find((names) => names.every(isConfigured)) ?? given[0] ?? needs.flat();
  const others = needs.flat().filter((name) => !login.includes(name));
  return Object.fromEntries(Object.entries(found).filter(([name]) => !others.includes(name)));
}

function commandToSet({ key, isPath }: SettingSource, name: string, flags: readonly string[] = []): string {
  const words = ["pulumi config set", ...(isPath ? ["--path"] : []), ...flags];
  return `${words.join(" ")} ${isPath ? `'${key(name)}'` : key(name)}`;
}

function lineToSet(source: SettingSource, name: string, definition: SettingDefinition | undefined): string {
  const command = commandToSet(source, name, definition?.secret ? ["--secret"] : []);
  const variable = definition === undefined ? "" : source.variable(definition);
  return `set ${source.key(name)} (\`${command}\`) or the environment variable ${variable}`;
}

function lookUp(
  { key, configured, variable, environment }: SettingSource,
  name: string,
  definition: SettingDefinition,
): Setting | undefined {
  const inConfig = configured(name);
  if (inConfig) return { value: inConfig, from: `stack config ${key(name)}` };
  const inEnvironment = environment(variable(definition));
  return inEnvironment
    ? { value: inEnvironment, from: `environment variable ${variable(definition)}` }
    : undefined;
}

function byDefault({ default: value }: SettingDefinition): Setting | undefined {
  return value === undefined ? undefined : { value, from: "default" };
}
