import type { FastifyInstance } from "fastify";
import {
  listedFaults,
  sandboxPlatforms,
  seededFaults,
  type FaultRule,
  type FaultSchedule,
  type LoggedRequest,
  type RequestLog,
  type SandboxPlatform,
  type SeededFaults,
} from "../../sandbox/src";
import { aisquaredApp, type AisquaredOptions } from "../../sandbox/src/platforms/aisquared/app";
import { airweaveApp, type AirweaveOptions } from "../../sandbox/src/platforms/airweave/app";
import { unstructuredApp, type UnstructuredOptions } from "../../sandbox/src/platforms/unstructured/app";
import { FaultLayer } from "../../sandbox/src/serving/faults/layer";
import { listenLazily } from "../../sandbox/src/serving/server";
import { platform as tallyPlatform } from "../tally-platform/sandbox";
import { tallyApp, type TallyOptions } from "../tally-platform/sandbox/app";

/** A request as it reached the platform. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** A platform that remembers what it was asked. */
export interface TestPlatform {
  readonly url: string;
  /** What opens it: a key, a password. */
  readonly apiKey: string;
  /** All requests so far that the platform has seen. */
  readonly requests: RecordedRequest[];
  /** All requests so far, those of `ask` and those that were kept from the platform too, with what was done to them. */
  readonly log: LoggedRequest[];
  /** Says what goes wrong from now on; what is hidden or expired is so no more. Without faults, nothing. */
  setFaults(faults?: Faults): void;
  /** Refuses connections until `up`. */
  down(): void;
  up(): Promise<void>;
  /** Answers the next request of a method so, in place of the platform. */
  answerNext(method: string, answer: { readonly status: number; readonly body: unknown }): void;
  /** From now on only this API key opens the platform. */
  rotateKey(key: string): void;
  /** What program and host find in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The requests since the last call that were not reads, as `POST /api/v1/sources/`. */
  takeWrites(): string[];
  /** All requests since the last call, likewise. */
  take(): string[];
  /** The bodies of the requests of a method since the last call. */
  takeBodies(method: string): unknown[];
  /** Asks as somebody else with the same rights would, which no list of requests shows. */
  ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Answered>;
  stop(): Promise<void>;
}

/** What goes wrong: a list of rules, or a seed. */
export type Faults = readonly FaultRule[] | SeededFaults;

/** How a platform is ill. */
export interface FaultOptions {
  readonly faults?: Faults;
  /** Waits so many milliseconds, in place of the system's clock. */
  readonly delay?: (milliseconds: number) => Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** The options of each platform that tests may set. */
export interface PlatformOptions {
  readonly unstructured: Omit<UnstructuredOptions, "apiKey">;
  readonly aisquared: Omit<AisquaredOptions, "email" | "password">;
  readonly airweave: Omit<AirweaveOptions, "apiKey">;
  /** Of which only tests know. */
  readonly tally: Omit<TallyOptions, "apiKey">;
}

export type TestPlatformName = keyof PlatformOptions;

/** Those that users have. */
export type PlatformName = Exclude<TestPlatformName, "tally">;

/** Makes the server of a platform. `apiKey` may change later. */
type App<Options extends { readonly log?: RequestLog; readonly now?: () => number }> = (
  settings: { apiKey: string } & Options,
) => FastifyInstance;

const email = "tests@example.com";

/** The servers with the options that only tests set; all else about a platform is in its descriptor. */
const apps: { readonly [Name in TestPlatformName]: App<PlatformOptions[Name]> } = {
  unstructured: unstructuredApp,
  aisquared({ apiKey, ...options }) {
    // Logins are throttled, and every operation of a test is one: the clock goes on with each.
    let ahead = 0;
    const app = aisquaredApp({ email, password: apiKey, now: () => Date.now() + ahead, ...options });
    app.addHook("onRequest", (request, _reply, done) => {
      if (request.url.endsWith("/login")) ahead += 30_000;
      done();
    });
    return app;
  },
  airweave: airweaveApp,
  tally: tallyApp,
};

function descriptorOf(name: TestPlatformName): SandboxPlatform {
  const found = [...sandboxPlatforms(), tallyPlatform].find((platform) => platform.name === name);
  if (found === undefined) throw new Error(`the sandbox has no platform ${name}`);
  return found;
}

/** Marks the requests that tests make themselves. */
const askedHeader = "x-asked-by-a-test";

async function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: object | undefined,
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, [askedHeader]: "1", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

/** @param options With a clock, `now`, also the dates of all answers come from it. */
export async function startTestPlatform<Name extends TestPlatformName = "unstructured">(
  options: Partial<PlatformOptions[Name]> = {},
  name: Name = "unstructured" as Name,
  { faults, delay }: FaultOptions = {},
): Promise<TestPlatform> {
  const descriptor = descriptorOf(name);
  const apiKey = "key-of-the-test-platform";
  const log: LoggedRequest[] = [];
  const layer = new FaultLayer({
    platform: descriptor,
    schedule: faults && scheduleOf(faults),
    log(request) {
      log.push(request);
      options.log?.(request);
    },
    now: options.now,
    delay,
    isExempt: (headers) => askedHeader in headers,
  });
  const settings = { ...options, apiKey, log: layer.log } as { apiKey: string } & PlatformOptions[Name];
  const app = apps[name](settings);
  const requests: RecordedRequest[] = [];
  const answers: { method: string; status: number; body: unknown }[] = [];
  app.addHook("preHandler", (request, reply, done) => {
    const { method, url, headers, body } = request;
    if (askedHeader in headers) {
      done();
      return;
    }
    requests.push({ method, path: layer.originalUrl() ?? url, headers: { ...headers }, body });
    const [answer] = answers;
    if (answer?.method !== method) {
      done();
      return;
    }
    answers.shift();
    void reply.status(answer.status).send(answer.body);
  });
  const { url, stop, down, up } = await listenLazily(() => Promise.resolve(app), { faults: layer });
  let taken = 0;
  const since = (): RecordedRequest[] => {
    const fresh = requests.slice(taken);
    taken = requests.length;
    return fresh;
  };
  const take = (): string[] => since().map(({ method, path }) => `${method} ${path}`);
  return {
    url,
    apiKey,
    requests,
    log,
    setFaults: (changed) => layer.use(changed && scheduleOf(changed)),
    down,
    up,
    env: withoutEmpty(descriptor.account({ email }, apiKey).env(url)),
    rotateKey: (key) => (settings.apiKey = key),
    answerNext: (method, answer) => answers.push({ method, ...answer }),
    take,
    takeWrites: () => take().filter((line) => !line.startsWith("GET ") && !line.endsWith("/login")),
    takeBodies: (method) =>
      since()
        .filter((request) => request.method === method)
        .map(({ body }) => body),
    async ask(method, path, body) {
      const post = async (to: string, json: object): Promise<unknown> =>
        (await send(`${url}${to}`, "POST", {}, json)).body;
      const headers = await descriptor.account({ email }, settings.apiKey).headers(post);
      return send(`${url}${path}`, method, headers, body);
    },
    stop,
  };
}

/** The variables that keep those of a user's environment from counting are left out: tests set some of them. */
function withoutEmpty(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

function scheduleOf(faults: Faults): FaultSchedule {
  return "seed" in faults ? seededFaults(faults) : listedFaults(faults);
}
