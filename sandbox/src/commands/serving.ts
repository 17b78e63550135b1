import { linkTo, startConsole } from "../console/start-console";
import { LogFeed } from "../console/log-feed";
import { isOwnRequest } from "../serving/own-requests";
import type { ConsoleAccess } from "../serving/owner";
import type { RequestLog } from "../serving/request-log";
import { servePlatforms } from "../serving/start-platforms";
import type { Stack } from "../stacks/stack";
import { UserError } from "../user-error";
import {
  accountOptions,
  faultSettings,
  platformFolder,
  platformOptions,
  type PlatformFlags,
} from "./platform-options";

export interface Serving {
  /** The command, as messages name it. */
  readonly command: string;
  /** Default: a free one. */
  readonly consolePort: number | undefined;
  /** What to print, once everything listens. @param link To the console. */
  readonly text: (env: Readonly<Record<string, string>>, link: string) => string;
}

/** Serves the platforms and the console until the process is interrupted. */
export async function keepServing(
  stack: Stack,
  flags: PlatformFlags,
  { command, consolePort, text }: Serving,
): Promise<void> {
  const feed = new LogFeed();
  const { log: file, ...options } = { ...platformOptions(flags), ...accountOptions(stack) };
  const log: RequestLog = (request) => {
    const isOwn = isOwnRequest();
    if (!isOwn) file?.(request);
    feed.add(request, isOwn);
  };
  const platforms = await servePlatforms(platformFolder(stack.project), { ...options, log }, command);
  const { accounts, env } = platforms;
  const ended = interrupted();
  try {
    const faults = faultSettings(flags);
    const console = await startConsole({ accounts, feed, faults, port: consolePort });
    platforms.announceConsole(console.access);
    process.stdout.write(text(env, console.link()));
    await ended;
    await console.stop();
  } finally {
    await platforms.stop();
  }
}

/** A link to the console of another process. @throws UserError if there is no response. */
export async function linkFrom({ url, key }: ConsoleAccess): Promise<string> {
  const response = await fetch(`${url}/link`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
  }).catch(() => undefined);
  if (response?.ok !== true)
    throw new UserError(`the console at ${url} gives no link: end its process, and start it again`);
  const { token } = (await response.json()) as { readonly token: string };
  return linkTo(url, token);
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
