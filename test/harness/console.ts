import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { LoggedRequest } from "../../sandbox/src";
import { consoleAccounts } from "../../sandbox/src/console/holdings";
import type { Ask } from "../../sandbox/src/console/kind";
import { LogFeed } from "../../sandbox/src/console/log-feed";
import { startConsole, type RunningConsole } from "../../sandbox/src/console/start-console";
import { isOwnRequest } from "../../sandbox/src/serving/own-requests";
import { servePlatforms, type PlatformsOptions } from "../../sandbox/src/serving/start-platforms";

/** The platforms and their console, with data in a folder of their own. */
export interface TestConsole extends RunningConsole {
  readonly port: number;
  /** The environment of clients. */
  readonly env: Readonly<Record<string, string>>;
  /** What a log file would have. */
  readonly log: LoggedRequest[];
  /** Sends a request to a platform, as the console does. */
  readonly ask: (platform: string, ...request: Parameters<Ask>) => Promise<unknown>;
}

export async function startTestConsole(options: PlatformsOptions = {}): Promise<TestConsole> {
  const folder = mkdtempSync(join(tmpdir(), "console-"));
  const feed = new LogFeed();
  const log: LoggedRequest[] = [];
  const record = (entry: LoggedRequest): void => {
    if (!isOwnRequest()) log.push(entry);
    feed.add(entry, isOwnRequest());
  };
  const platforms = await servePlatforms(folder, { ...options, log: record }, "console");
  const { accounts, env } = platforms;
  const running = await startConsole({ accounts, feed, faults: undefined });
  const known = await consoleAccounts(accounts);
  return {
    ...running,
    port: Number(new URL(running.access.url).port),
    env,
    log,
    async ask(platform, ...sent) {
      const account = known.find(({ slug }) => slug === platform);
      if (account === undefined) throw new Error(`no account ${platform}`);
      return account.ask(...sent);
    },
    async stop() {
      await running.stop();
      await platforms.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request with just the given headers: `fetch` would refuse to set some of them. */
export async function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Got> {
  const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}

/** A browser that has opened a link, as far as requests go. */
export interface Visitor {
  readonly cookie: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Got>;
  /** Sends a form, and shows the page that it leads to. */
  post(path: string, form?: Readonly<Record<string, string>>): Promise<Got>;
}

export async function visit({ port, link }: TestConsole): Promise<Visitor> {
  const { pathname, search } = new URL(link());
  const entered = await send(port, "GET", pathname + search);
  const cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
  const get: Visitor["get"] = (path, headers = {}) => send(port, "GET", path, { cookie, ...headers });
  return {
    cookie,
    get,
    async post(path, form = {}) {
      const headers = {
        cookie,
        origin: `http://127.0.0.1:${port}`,
        "content-type": "application/x-www-form-urlencoded",
      };
      const got = await send(port, "POST", path, headers, new URLSearchParams(form).toString());
      return got.status === 303 ? await get(String(got.headers.location)) : got;
    },
  };
}

/** The paths of all objects' pages. */
export async function objectPaths({ get }: Visitor): Promise<string[]> {
  const page = await get("/");
  return [...page.text.matchAll(/href="(\/objects\/[^"]+)"/g)].map(([, path]) => String(path));
}
