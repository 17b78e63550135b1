import { commonSettings } from "./common-settings";
import type { Platform, SettingContext, SettingDefinition } from "./platform";

/** Reads the stack config by full key (`platform:apiKey`); secrets arrive decrypted. */
export type ConfigReader = (key: string) => string | undefined;

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
}

/**
 * Looks up every setting of a platform: stack config first, then the environment, then the default.
 * An empty value counts as absent. Of several ways to log in, one that the stack config has in full wins. Never throws.
 */
export function resolveSettings(platform: Platform, config: ConfigReader): ResolvedSettings {
  const context = { namespace: platform.name, allowHttp: false };
  const common = normalized(commonSettings(platform), context, config);
  const allowHttp = common.found.allowHttp?.value === "true";
  const { found, wrong } = normalized(platform.settings, { ...context, allowHttp }, config);
  const needs = platform.needs(valuesOf(found));
  const given = needs.filter((names) => names.every((name) => name in found || wrong.has(name)));
  const missing = needs.length > 0 && given.length === 0 ? [howToSetOneOf(platform, needs)] : [];
  return {
    found: withoutOtherWays(found, needs, given),
    timeout: Number(common.found.timeout?.value) * 1000,
    missing,
    wrong: [...wrong.values(), ...common.wrong.values()],
  };
}

/** The settings that are there and right, and a sentence for each that is wrong, by their names. */
function normalized(
  definitions: Readonly<Record<string, SettingDefinition>>,
  context: SettingContext,
  config: ConfigReader,
): { readonly found: Record<string, Setting>; readonly wrong: ReadonlyMap<string, string> } {
  const found: Record<string, Setting> = {};
  const wrong = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const key = `${context.namespace}:${name}`;
    const setting = lookUp(key, definition, config);
    if (setting === undefined) continue;
    try {
      found[name] = { ...setting, value: definition.normalize?.(setting.value, context) ?? setting.value };
    } catch (error) {
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

function howToSetOneOf({ name, settings }: Platform, needs: readonly (readonly string[])[]): string {
  const howTo = (setting: string): string[] => {
    const definition = settings[setting];
    return definition === undefined ? [] : [howToSet(`${name}:${setting}`, definition)];
  };
  return needs.map((names) => names.flatMap(howTo).join(" and ")).join("; or ");
}

/** The line that tells a user how to give a setting. */
export function howToSet(key: string, definition: SettingDefinition): string {
  const secret = definition.secret ? "--secret " : "";
  return `set ${key} (\`pulumi config set ${secret}${key} ...\`) or the environment variable ${definition.env}`;
}

function lookUp(key: string, definition: SettingDefinition, config: ConfigReader): Setting | undefined {
  const configured = config(key);
  if (configured) return { value: configured, from: `stack config ${key}` };
  const fromEnvironment = process.env[definition.env];
  if (fromEnvironment) return { value: fromEnvironment, from: `environment variable ${definition.env}` };
  return definition.default === undefined ? undefined : { value: definition.default, from: "default" };
}
