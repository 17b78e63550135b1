import { commonSettings } from "./common-settings";
import type { Platform, SettingContext, SettingDefinition } from "../definition/platform";
import { settingSource, type ConfigReader, type SettingSource } from "./setting-source";

export type { ConfigReader };

/** A setting's value and where it came from. The source may be shown, the value may not. */
export interface Setting {
  readonly value: string;
  /** `stack config platform:apiKey`, `environment variable PLATFORM_API_KEY` or `default`. */
  readonly from: string;
}

/** What is known of a platform's settings: those found, and one line for each that is missing or wrong. */
export interface ResolvedSettings {
  readonly found: Readonly<Record<string, Setting>>;
  /** How many milliseconds an operation of a resource may take. */
  readonly timeout: number;
  /** One sentence for what the platform needs and nobody gave. */
  readonly missing: readonly string[];
  /** One sentence for each setting that was given but is not what it should be. */
  readonly wrong: readonly string[];
  /** The line that tells a user how to give a setting. */
  readonly howToSet: (name: string) => string;
}

/**
 * Looks up every setting of a platform: stack config first, then the environment, then the default.
 * An empty value counts as absent. Of several ways to log in, one that the stack config has in full wins. Never throws.
 *
 * @param account Default: the one that the platform's own settings are of.
 */
export function resolveSettings(
  platform: Platform,
  config: ConfigReader,
  account?: string,
): ResolvedSettings {
  const source = settingSource(platform, config, account);
  // How requests are sent may be said once for all accounts; whose they are may not.
  const general = account === undefined ? [source] : [source, settingSource(platform, config)];
  const context = { howToAllowHttp: commandToSet(source, "allowHttp"), allowHttp: false };
  const common = normalized(commonSettings(platform), context, general);
  const allowHttp = common.found.allowHttp?.value === "true";
  const { found, wrong } = normalized(platform.settings, { ...context, allowHttp }, [source]);
  const needs = platform.needs(valuesOf(found));
  const given = needs.filter((names) => names.every((name) => name in found || wrong.has(name)));
  const howToSet = (name: string): string => lineToSet(source, name, platform.settings[name]);
  const lines = needs.map((names) => names.map(howToSet).join(" and ")).join("; or ");
  return {
    found: withoutOtherWays(found, needs, given),
    timeout: Number(common.found.timeout?.value) * 1000,
    missing: needs.length > 0 && given.length === 0 ? [lines] : [],
    wrong: [...source.problems, ...wrong.values(), ...common.wrong.values()],
    howToSet,
  };
}

/** The settings that are there and right, and a sentence for each that is wrong, by their names. @param sources The first that has one wins. */
function normalized(
  definitions: Readonly<Record<string, SettingDefinition>>,
  context: SettingContext,
  sources: readonly SettingSource[],
): { readonly found: Record<string, Setting>; readonly wrong: ReadonlyMap<string, string> } {
  const found: Record<string, Setting> = {};
  const wrong = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const given = sources
      .map((source) => lookUp(source, name, definition))
      .find((each) => each !== undefined);
    const setting = given ?? byDefault(definition);
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

/** The settings' values alone. */
export function valuesOf(settings: Readonly<Record<string, Setting>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
}

/** Leaves one of the ways to log in: the first that the stack config has in full, else the first of all. */
function withoutOtherWays(
  found: Readonly<Record<string, Setting>>,
  needs: readonly (readonly string[])[],
  given: readonly (readonly string[])[],
): Record<string, Setting> {
  const isConfigured = (name: string): boolean => found[name]?.from.startsWith("stack config") === true;
  const way = given.find((names) => names.every(isConfigured)) ?? given[0] ?? needs.flat();
  const others = needs.flat().filter((name) => !way.includes(name));
  return Object.fromEntries(Object.entries(found).filter(([name]) => !others.includes(name)));
}

function commandToSet({ key, isPath }: SettingSource, name: string, flags: readonly string[] = []): string {
  const words = ["pulumi config set", ...(isPath ? ["--path"] : []), ...flags];
  return `${words.join(" ")} ${isPath ? `'${key(name)}'` : key(name)}`;
}

function lineToSet(source: SettingSource, name: string, definition: SettingDefinition | undefined): string {
  const command = commandToSet(source, name, definition?.secret ? ["--secret"] : []);
  const variable = definition === undefined ? "" : source.variable(definition);
  return `set ${source.key(name)} (\`${command} ...\`) or the environment variable ${variable}`;
}

function lookUp(
  { key, configured, variable }: SettingSource,
  name: string,
  definition: SettingDefinition,
): Setting | undefined {
  const inConfig = configured(name);
  if (inConfig) return { value: inConfig, from: `stack config ${key(name)}` };
  const inEnvironment = process.env[variable(definition)];
  return inEnvironment
    ? { value: inEnvironment, from: `environment variable ${variable(definition)}` }
    : undefined;
}

function byDefault({ default: value }: SettingDefinition): Setting | undefined {
  return value === undefined ? undefined : { value, from: "default" };
}
