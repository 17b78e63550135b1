import { httpClient, type HttpClient } from "../http/client";
import { systemClock, type Clock } from "../http/clock";
import type { Platform } from "../definition/platform";
import { resolveSettings, valuesOf, type ConfigReader, type Setting } from "../settings/settings";

/** One account of a platform during one operation. */
export interface Account {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, Setting>>;
  /** The line that tells a user how to give a setting. */
  readonly howToSet: (name: string) => string;
  /**
   * Objects that the state has, as far as this operation came across them, with the kind before the id.
   * An object among them can not be the one that an unclear create has made.
   */
  readonly known: Set<string>;
  /** Those of them that a resource of the program takes over, or has taken over. Another resource that had them does not delete them. */
  readonly takenOver: Set<string>;
  /** Those of them that the program as it is now lets go with all that the platform deletes along. */
  readonly forced: Set<string>;
  /** How many creates are under way for objects that look alike, by what they have in common. */
  readonly creating: Map<string, number>;
}

const accounts = new Map<string, Account>();

/**
 * The account that the settings describe. All resources of an operation share it.
 *
 * @param name Of the account, as the option `account` has it. Default: the one that the platform's own settings are of.
 * @param clock Default: the machine's.
 * @throws Error with one line that says which settings are missing or wrong, and how to set them.
 */
export function openAccount(
  platform: Platform,
  config: ConfigReader,
  name?: string,
  clock: Clock = systemClock,
): Account {
  const { found, timeout, missing, wrong, howToSet } = resolveSettings(platform, config, name);
  if (missing.length + wrong.length > 0) {
    throw new Error([...wrong, ...missing.map((line) => `a setting is missing: ${line}`)].join("; "));
  }
  const values = valuesOf(found);
  const key = JSON.stringify([platform.name, name, values, timeout]);
  let account = accounts.get(key);
  if (account === undefined) {
    const connection = platform.connect(values);
    account = {
      client: httpClient(connection, clock, timeout),
      clock,
      baseUrl: connection.baseUrl,
      settings: found,
      howToSet,
      known: new Set(),
      takenOver: new Set(),
      forced: new Set(),
      creating: new Map(),
    };
    accounts.set(key, account);
  }
  return account;
}

/** Takes note of an object that the state has. */
export function know(account: Account, kind: string, id: string): void {
  account.known.add(key(kind, id));
}

export function forget(account: Account, kind: string, id: string): void {
  account.known.delete(key(kind, id));
}

export function isKnown(account: Account, kind: string, id: string): boolean {
  return account.known.has(key(kind, id));
}

/** Takes note that a resource of the program has an object which it did not make. */
export function takeOver(account: Account, kind: string, id: string): void {
  account.takenOver.add(key(kind, id));
}

export function isTakenOver(account: Account, kind: string, id: string): boolean {
  return account.takenOver.has(key(kind, id));
}

/** Takes note that the program now says `forceDelete`: in the same operation, the state does not have it yet. */
export function allowForceDelete(account: Account, kind: string, id: string): void {
  account.forced.add(key(kind, id));
}

export function mayForceDelete(account: Account, kind: string, id: string): boolean {
  return account.forced.has(key(kind, id));
}

/** Ids may be unique within a kind only. */
function key(kind: string, id: string): string {
  return `${kind} ${id}`;
}
