import type { Platform } from "../definition/platform";
import type { Verify } from "../definition/verification";
import { ConnectorsError } from "../errors/connectors-error";
import { httpClient, type HttpClient } from "../http/client";
import { systemClock, type Clock } from "../http/clock";
import {
  resolveSettings,
  valuesOf,
  type ConfigReader,
  type ResolvedSettings,
  type Setting,
} from "../settings/settings";
import { BulkReads } from "./bulk-reads";
import { isPlanLimit } from "./causes";
import { KnownObjects } from "./known-objects";
import { PlatformTime } from "./platform-time";
import { Progress, type Say } from "./progress";

/** One account of a platform during one operation. Every resource of the operation shares it, and with it one rate limiter. */
export interface Account {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, Setting>>;
  /** Whether writes test connections, where a resource does not say so itself. */
  readonly verify: Verify;
  /** The line that says how to set a setting. */
  readonly howToSet: (name: string) => string;
  readonly objects: KnownObjects;
  readonly bulkReads: BulkReads;
  readonly platformTime: PlatformTime;
  readonly progress: Progress;
}

const accounts = new Map<string, Account>();
/** The same, by what the settings were resolved to, which stays the same object as long as they do. */
const resolvedAccounts = new WeakMap<ResolvedSettings, Account>();

/**
 * The account that the settings describe. Works in any process: the provider host, a program, a command.
 *
 * @param name As the option `account` has it. Default: the account of the platform's own settings.
 * @param clock Default: the machine's.
 * @param say Where the account reports what takes long. Default: nowhere.
 * @throws ConnectorsError with one line that says which settings are missing or wrong, and how to set them.
 */
export function openAccount(
  platform: Platform,
  config: ConfigReader,
  name?: string,
  clock: Clock = systemClock,
  say: Say = () => undefined,
): Account {
  const resolved = resolveSettings(platform, config, name);
  const opened = resolvedAccounts.get(resolved);
  if (opened !== undefined) return opened;
  const { found, timeout, verify, missing, wrong, howToSet } = resolved;
  if (missing.length + wrong.length > 0) {
    const lines = [...wrong, ...missing.map((line) => `a setting is missing: ${line}`)];
    throw new ConnectorsError("PC_INVALID_SETTING", lines.join("; "));
  }
  const values = valuesOf(found);
  const key = JSON.stringify([platform.name, name, values, timeout, verify]);
  let account = accounts.get(key);
  if (account === undefined) {
    const connection = platform.connect(values);
    account = {
      http: httpClient(connection, clock, timeout, (response) => isPlanLimit(platform, response)),
      clock,
      baseUrl: connection.baseUrl,
      settings: found,
      verify,
      howToSet,
      objects: new KnownObjects(),
      bulkReads: new BulkReads(),
      platformTime: new PlatformTime(clock),
      progress: new Progress(clock, say),
    };
    accounts.set(key, account);
  }
  resolvedAccounts.set(resolved, account);
  return account;
}
