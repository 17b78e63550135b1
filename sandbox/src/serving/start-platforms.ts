import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { writeFileAtomically } from "../files/atomic-file";
import { UserError } from "../user-error";
import { accountEnv, type Accounts, type NamedAccount, type PlatformSettings } from "./accounts";
import { sandboxPlatforms } from "./discovery";
import type { FaultLayer } from "./faults/layer";
import type { FaultSchedule } from "./faults/schedule";
import { Filling, withInventoryAccounts, type InventoryFile } from "./inventory";
import { claimPlatforms, type ConsoleAccess } from "./owner";
import type { RequestLog } from "./request-log";
import type { AppParts, PlatformOptionValues, SandboxPlatform } from "./sandbox-platform";
import { listenLazily, type RunningPlatform } from "./server";
import { readData } from "./store";

/** How the platforms are started. */
export interface PlatformsOptions {
  /** Gets every request. Default: no log. */
  readonly log?: RequestLog;
  /** The first port; the platforms, then their further accounts, use this and those after it. Default: free ports. */
  readonly port?: number;
  /** Values of the platforms' own command-line options, under their names in camel case. */
  readonly options?: PlatformOptionValues;
  /** Default: no faults. */
  readonly faults?: FaultSchedule;
  /** The further accounts of each platform. Default: none. */
  readonly accounts?: Accounts;
  /** What the stack config has of each platform's own settings. Default: nothing. */
  readonly settings?: PlatformSettings;
  /** Inventories whose objects the platforms hold, as if they had been made there. Default: none. */
  readonly objects?: readonly InventoryFile[];
}

/** The platforms while they listen. */
export interface Platforms {
  /** The address and credentials of each account, as environment variables of the provider: `UNSTRUCTURED_API_URL` ... */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the servers. The data stays in the folder. */
  stop(): Promise<void>;
}

/** An account of a platform while it is served. */
export interface ServedAccount {
  readonly platform: SandboxPlatform;
  /** Undefined: that of the platform's own settings. */
  readonly name: string | undefined;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Its server, for requests from this process. */
  readonly app: () => Promise<FastifyInstance>;
  /** Present if there are faults, or may be later. */
  readonly faults: FaultLayer | undefined;
}

/** The platforms while they are served to other processes. */
export interface ServedPlatforms extends Platforms {
  /** The platforms' own ones, then the named ones. */
  readonly accounts: readonly ServedAccount[];
  /** Publishes the console of this process to others of the same user. */
  readonly announceConsole: (access: ConsoleAccess) => void;
}

/**
 * Starts every platform with the data and keys in a folder.
 *
 * @param folder `.sandbox/platforms` of a project.
 * @param serves Whether other processes may use them, too.
 * @throws UserError if another process uses that data.
 */
export async function startPlatforms(
  folder: string,
  options: PlatformsOptions = {},
  serves = false,
): Promise<Platforms> {
  return await runPlatforms(folder, options, serves ? "serve" : undefined, false);
}

/**
 * The same, for other processes, too, and with faults that can be changed while the platforms run.
 *
 * @param folder `.sandbox/platforms` of a project.
 * @param command The command that does so, as messages name it.
 * @throws UserError if another process uses that data.
 */
export function servePlatforms(
  folder: string,
  options: PlatformsOptions,
  command: string,
): Promise<ServedPlatforms> {
  return runPlatforms(folder, options, command, true);
}

async function runPlatforms(
  folder: string,
  {
    faults: schedule,
    port,
    accounts: given = () => [],
    settings: own = () => ({}),
    log,
    options = {},
    objects = [],
  }: PlatformsOptions,
  command: string | undefined,
  hasSwitches: boolean,
): Promise<ServedPlatforms> {
  const platforms = sandboxPlatforms();
  const filling = await Filling.of(objects, platforms);
  const accounts = withInventoryAccounts(given, objects);
  const claim = claimPlatforms(folder, command);
  const running: RunningPlatform[] = [];
  const served: ServedAccount[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((platform) => platform.stop()));
    claim.release();
  };
  const start = async (
    platform: SandboxPlatform,
    portOffset: number,
    named?: NamedAccount,
  ): Promise<Readonly<Record<string, string>>> => {
    const { name, keySetting } = platform;
    const file = named === undefined ? name : `${name}.${encodeURIComponent(named.name)}`;
    const settings = named?.settings ?? own(name);
    const account = platform.account(settings, settings[keySetting] ?? (await storedKey(folder, file)));
    const canFail = schedule !== undefined || hasSwitches;
    const faults = canFail ? await faultLayer(platform, schedule, log) : undefined;
    const appLog = faults?.log ?? log;
    const dataPath = join(folder, `${file}.json`);
    // Read at the first request. Broken data would fail every request then, and be retried.
    readData(dataPath);
    await filling.fill(dataPath, name, named?.name);
    const parts: AppParts = {
      dataPath,
      options,
      keyHint: keyHint(platform, named),
      ...(appLog === undefined ? {} : { log: appLog }),
    };
    const server = await listenLazily(() => account.load(parts), {
      port: port === undefined ? 0 : port + portOffset,
      faults,
    });
    running.push(server);
    served.push({ platform, name: named?.name, url: server.url, app: server.app, faults });
    const env = account.env(server.url);
    return named === undefined ? env : accountEnv(env, named.name);
  };
  try {
    const env: Record<string, string> = {};
    for (const platform of platforms) Object.assign(env, await start(platform, platform.portOffset));
    let nextOffset = Math.max(...platforms.map(({ portOffset }) => portOffset)) + 1;
    for (const platform of platforms) {
      for (const named of accounts(platform.name)) {
        Object.assign(env, await start(platform, nextOffset++, named));
      }
    }
    claim.announce({ env });
    return {
      env,
      accounts: served,
      announceConsole: (access) => claim.announce({ env, console: access }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function faultLayer(
  platform: SandboxPlatform,
  schedule: FaultSchedule | undefined,
  log: RequestLog | undefined,
): Promise<FaultLayer> {
  const { FaultLayer } = await import("./faults/layer.js");
  return new FaultLayer({ platform, schedule, log });
}

/** For a key that the server does not know, because the stack config was changed or another stack's is in use. */
function keyHint(
  { name, keySetting, otherKeySettings = [] }: SandboxPlatform,
  named: NamedAccount | undefined,
): string {
  const prefix = named === undefined ? `${name}:` : `${name}:accounts.${named.name}.`;
  const keys = [keySetting, ...otherKeySettings].map((key) => prefix + key).join(" and ");
  return `This is the sandbox: it accepts the key that the stack config had when it started, else its own. Remove ${keys} from the stack config, or restart the sandbox with this stack.`;
}

/** An account's key is made once and kept, so that a stack's state stays valid. */
async function storedKey(folder: string, account: string): Promise<string> {
  const path = join(folder, `${account}.key`);
  const stored = existsSync(path) ? readText(path).trim() : "";
  // What no header of a request can have would fail every request.
  if (/[^\x21-\x7e]/.test(stored)) {
    throw new UserError(`${path} is not the key of an account: remove it, and the next run makes another`);
  }
  if (stored !== "") return stored;
  const key = `sandbox-${randomBytes(16).toString("hex")}`;
  await writeFileAtomically(path, `${key}\n`);
  return key;
}
