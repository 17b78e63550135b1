/** A setting of a platform: an address, a key. */
export interface SettingDefinition {
  /** Environment variable that is read when the stack config lacks the setting. */
  readonly env: string;
  /** True for what must never be shown. */
  readonly secret?: true;
  /** Used when neither stack config nor environment have it. Without one, the setting is required. */
  readonly default?: string;
  /** Brings a value into the form that requests use. Throws an Error whose message says what was expected, without the value. */
  readonly normalize?: (value: string) => string;
}

/** Where the requests of an account go, and what they carry. */
export interface Connection {
  /** Ends in a slash: `https://platform.unstructuredapp.io/api/v1/`. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a platform's folder declares once for all of its resources. Loaded by programs too: it imports nothing heavy. */
export interface Platform {
  /** Namespace of the settings in the stack config: `unstructured`. */
  readonly name: string;
  /** How messages call it: `Unstructured`. */
  readonly title: string;
  /** The settings by their name in the stack config. */
  readonly settings: Readonly<Record<string, SettingDefinition>>;
  /** Makes the connection from the settings' values. Called only when all of them are there. */
  readonly connect: (settings: Readonly<Record<string, string>>) => Connection;
  /** The platform's own words about a failure, from the body of an answer; undefined if it has none. Never throws. */
  readonly problem: (body: unknown) => string | undefined;
}
