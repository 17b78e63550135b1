import type { ConsoleAccess } from "../serving/owner";
import { listenLazily } from "../serving/server";
import type { ServedAccount } from "../serving/start-platforms";
import { Access } from "./access";
import { FaultSwitches, type FaultSettings } from "./fault-switches";
import type { LogFeed } from "./log-feed";

export interface ConsoleOptions {
  readonly accounts: readonly ServedAccount[];
  readonly feed: LogFeed;
  /** With what the platforms were started; undefined for no faults. */
  readonly faults: FaultSettings | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
}

/** The console while it listens. */
export interface RunningConsole {
  /** For other processes of the same user. */
  readonly access: ConsoleAccess;
  /** An address that one browser can open once. */
  readonly link: () => string;
  stop(): Promise<void>;
}

/** Starts the console on loopback. Its server is loaded at the first request. */
export async function startConsole({
  accounts,
  feed,
  faults,
  port = 0,
}: ConsoleOptions): Promise<RunningConsole> {
  const access = new Access();
  const switches = new FaultSwitches(accounts, faults);
  const load = async () => {
    const [{ consoleApp }, { consoleAccounts }] = await Promise.all([
      import("./server.js"),
      import("./holdings.js"),
    ]);
    const own = accounts.filter(({ name }) => name === undefined).map(({ platform }) => platform);
    const platforms = await Promise.all(
      own.map(async ({ name, console }) => [name, (await console?.())?.title ?? name] as const),
    );
    return consoleApp({ access, accounts: await consoleAccounts(accounts), platforms, feed, switches });
  };
  const { url, stop } = await listenLazily(load, { port });
  return { access: { url, key: access.key }, link: () => linkTo(url, access.newToken()), stop };
}

/** The address that exchanges a token for a session. */
export function linkTo(url: string, token: string): string {
  return `${url}/?token=${token}`;
}
