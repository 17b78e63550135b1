import type { ConfigReader } from "../../settings/settings";

/** The settings that a command works with. They stay in memory. */
export interface CommandSettings {
  /** Reads the stack config; finds nothing where a command works with the environment alone. */
  readonly config: ConfigReader;
  /** The keys of the stack config, with their namespaces. */
  readonly keys: readonly string[];
  /** Whether the stack config has a value encrypted. */
  readonly isSecret: (key: string) => boolean;
  /** The names of the environment variables. */
  readonly environment: readonly string[];
}

/** The settings of the environment alone. */
export function environmentSettings(): CommandSettings {
  return {
    config: () => undefined,
    keys: [],
    isSecret: () => false,
    environment: Object.keys(process.env),
  };
}
