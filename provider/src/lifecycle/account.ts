import { httpClient, type HttpClient } from "../http/client";
import type { Platform } from "../platform";
import { resolveSettings, type ConfigReader, type Setting } from "../settings";

/** One account of a platform during one operation. */
export interface Account {
  readonly client: HttpClient;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, Setting>>;
  /**
   * Ids of objects that the state has, as far as this operation came across them.
   * An object among them can not be the one that an unclear create has made.
   */
  readonly knownIds: Set<string>;
  /** How many creates are under way for objects that look alike, by what they have in common. */
  readonly creating: Map<string, number>;
}

const accounts = new Map<string, Account>();

/**
 * The account that the settings describe. All resources of an operation share it.
 *
 * @throws Error with one line that says which settings are missing or wrong, and how to set them.
 */
export function openAccount(platform: Platform, config: ConfigReader): Account {
  const { found, missing, wrong } = resolveSettings(platform, config);
  if (missing.length + wrong.length > 0) {
    throw new Error([...wrong, ...missing.map((line) => `a setting is missing: ${line}`)].join("; "));
  }
  const values = Object.fromEntries(Object.entries(found).map(([name, { value }]) => [name, value]));
  const key = JSON.stringify([platform.name, values]);
  let account = accounts.get(key);
  if (account === undefined) {
    const connection = platform.connect(values);
    account = {
      client: httpClient(connection),
      baseUrl: connection.baseUrl,
      settings: found,
      knownIds: new Set(),
      creating: new Map(),
    };
    accounts.set(key, account);
  }
  return account;
}
