import type { Platform, SettingDefinition } from "./platform";

/** Reads the stack config by full key (`unstructured:apiKey`); secrets arrive decrypted. */
export type ConfigReader = (key: string) => string | undefined;

/** A setting's value and where it came from. The source may be shown, the value may not. */
export interface Setting {
  readonly value: string;
  /** `stack config unstructured:apiKey`, `environment variable UNSTRUCTURED_API_KEY` or `default`. */
  readonly from: string;
}

/** What is known of a platform's settings: those found, and one line for each that is missing or wrong. */
export interface ResolvedSettings {
  readonly found: Readonly<Record<string, Setting>>;
  /** One sentence for each setting that nobody gave. */
  readonly missing: readonly string[];
  /** One sentence for each setting that was given but is not what it should be. */
  readonly wrong: readonly string[];
}

/**
 * Looks up every setting of a platform: stack config first, then the environment, then the default.
 * An empty value counts as absent. Never throws.
 */
export function resolveSettings(platform: Platform, config: ConfigReader): ResolvedSettings {
  const found: Record<string, Setting> = {};
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const [name, definition] of Object.entries(platform.settings)) {
    const key = `${platform.name}:${name}`;
    const setting = lookUp(key, definition, config);
    if (setting === undefined) {
      missing.push(howToSet(key, definition));
      continue;
    }
    try {
      found[name] = { ...setting, value: definition.normalize?.(setting.value) ?? setting.value };
    } catch (error) {
      wrong.push(`setting ${key} (from ${setting.from}): ${(error as Error).message}`);
    }
  }
  return { found, missing, wrong };
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
