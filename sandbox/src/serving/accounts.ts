import { z } from "zod";

/** An account of a platform besides the one of the platform's own settings. */
export interface NamedAccount {
  readonly name: string;
  /** What the stack config has of its settings. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The named accounts of a platform. */
export type Accounts = (platform: string) => readonly NamedAccount[];

/** What a stack config has of a platform's own settings. */
export type PlatformSettings = (platform: string) => Readonly<Record<string, string>>;

const accountsSchema = z.record(z.string(), z.record(z.string(), z.coerce.string()));

/** Parses the JSON that a stack config has for `<platform>:accounts`. Invalid JSON means no accounts here; the provider reports it. */
export function namedAccounts(text: string): readonly NamedAccount[] {
  try {
    const accounts = accountsSchema.parse(JSON.parse(text));
    return Object.entries(accounts).map(([name, settings]) => ({ name, settings }));
  } catch {
    return [];
  }
}

/** Finds the settings of a platform among the values of a stack config. An empty value counts as unset. */
export function platformSettings(
  config: Readonly<Record<string, { readonly value: string }>>,
): PlatformSettings {
  return (platform) =>
    Object.fromEntries(
      Object.entries(config)
        .filter(([key, { value }]) => key.startsWith(`${platform}:`) && value !== "")
        .map(([key, { value }]) => [key.slice(platform.length + 1), value]),
    );
}

/** The environment variables of a named account, from those of the platform's own settings: `..._API_KEY` becomes `..._API_KEY_<NAME>`. */
export function accountEnv(
  env: Readonly<Record<string, string>>,
  account: string,
): Readonly<Record<string, string>> {
  const suffix = account.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return Object.fromEntries(Object.entries(env).map(([variable, value]) => [`${variable}_${suffix}`, value]));
}
