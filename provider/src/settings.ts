import type { Platform } from "./platform";
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
  const found: Record<string, Setting> = {};
  const wrong = [...source.problems];
  const wrongNames = new Set<string>();
  for (const [name, definition] of Object.entries(platform.settings)) {
    const setting = lookUp(source, name, definition.default);
    if (setting === undefined) continue;
    try {
      found[name] = { ...setting, value: definition.normalize?.(setting.value) ?? setting.value };
    } catch (error) {
      wrongNames.add(name);
      wrong.push(`setting ${source.key(name)} (from ${setting.from}): ${(error as Error).message}`);
    }
  }
  const needs = platform.needs(valuesOf(found));
  const given = needs.filter((names) => names.every((name) => name in found || wrongNames.has(name)));
  const howToSet = (name: string): string => lineToSet(source, name, platform.settings[name]?.secret);
  const lines = needs.map((names) => names.map(howToSet).join(" and ")).join("; or ");
  const missing = needs.length > 0 && given.length === 0 ? [lines] : [];
  return { found: withoutOtherWays(found, needs, given), missing, wrong, howToSet };
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

function lineToSet({ key, variable, isPath }: SettingSource, name: string, secret = false): string {
  const command = ["pulumi config set", ...(isPath ? ["--path"] : []), ...(secret ? ["--secret"] : [])];
  const shown = isPath ? `'${key(name)}'` : key(name);
  return `set ${key(name)} (\`${command.join(" ")} ${shown} ...\`) or the environment variable ${variable(name)}`;
}

function lookUp(
  { key, configured, variable }: SettingSource,
  name: string,
  byDefault: string | undefined,
): Setting | undefined {
  const inConfig = configured(name);
  if (inConfig) return { value: inConfig, from: `stack config ${key(name)}` };
  const inEnvironment = process.env[variable(name)];
  if (inEnvironment) return { value: inEnvironment, from: `environment variable ${variable(name)}` };
  return byDefault === undefined ? undefined : { value: byDefault, from: "default" };
}
