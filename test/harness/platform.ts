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

/** A platform that records its requests. */
export interface TestPlatform {
  readonly url: string;
  /** The API key or password. */
  readonly apiKey: string;
  /** All requests that have reached the platform. */
  readonly requests: RecordedRequest[];
  /** All requests, including those of `ask` and those that a fault kept from the platform, with the faults. */
  readonly log: LoggedRequest[];
  /** Replaces the faults; hidden objects reappear, and expired keys work again. */
  setFaults(faults?: Faults): void;
  /** Refuses connections until `up`. */
  down(): void;
  up(): Promise<void>;
  /** Responds to the next request of a method in place of the platform. */
  answerNext(method: string, response: { readonly status: number; readonly body: unknown }): void;
  /**
   * Lets another client with the same access change an object right before the platform handles the next request whose address contains a text.
   *
   * @returns a function that calls it off, and says whether it was still to come.
   */
  beforeNext(part: string, patch: { readonly path: string; readonly body: object }): () => boolean;
  /** Makes this the only valid API key. */
  rotateKey(key: string): void;
  /** The environment of the program and the provider host. */
  readonly env: Readonly<Record<string, string>>;
  /** The write requests since the last call, as `POST /api/v1/sources/`. */
  takeWrites(): string[];
  /** All requests since the last call, in the same form. */
  take(): string[];
  /** The bodies of the requests of a method since the last call. */
  takeBodies(method: string): unknown[];
  /** Sends a request as another client would. `requests` and `take` leave it out. */
  ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Answered>;
  stop(): Promise<void>;
}

/** A list of rules, or a seed. */
export type Faults = readonly FaultRule[] | SeededFaults;

/** How a platform fails. */
export interface FaultOptions {
  readonly faults?: Faults;
  /** Replaces the system's timer for delayed responses. */
  readonly delay?: (milliseconds: number) => Promise<void>;
  /** Likewise for what a platform does when nobody waits for its response. Default: `delay`. */
  readonly pass?: (milliseconds: number) => Promise<void>;
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
  /** Exists only in tests. */
  readonly tally: Omit<TallyOptions, "apiKey">;
}

export type TestPlatformName = keyof PlatformOptions;

/** The platforms of the package. */
export type PlatformName = Exclude<TestPlatformName, "tally">;

/** Creates the server of a platform. `apiKey` may change later. */
type App<Options extends { readonly log?: RequestLog; readonly now?: () => number }> = (
  settings: { apiKey: string } & Options,
) => FastifyInstance;

const email = "tests@example.com";

/** The servers, for the options that only tests set; a platform's descriptor has everything else. */
const apps: { readonly [Name in TestPlatformName]: App<PlatformOptions[Name]> } = {
  unstructured: unstructuredApp,
  aisquared({ apiKey, ...options }) {
    // The platform throttles logins, and every operation logs in: each login advances the clock.
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

/** In which requests say who sends them. */
const accessHeaders = ["authorization", "workspace-id", "x-api-key", "unstructured-api-key"];

/** Marks requests that tests send themselves. */
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

/** @param options A clock, `now`, also determines the Date header of all responses. */
export async function startTestPlatform<Name extends TestPlatformName = "unstructured">(
  options: Partial<PlatformOptions[Name]> = {},
  name: Name = "unstructured" as Name,
  { faults, delay, pass }: FaultOptions = {},
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
    pass,
    isExempt: (headers) => askedHeader in headers,
  });
  const settings = { ...options, apiKey, log: layer.log } as { apiKey: string } & PlatformOptions[Name];
  const app = apps[name](settings);
  const requests: RecordedRequest[] = [];
  const responses: { method: string; status: number; body: unknown }[] = [];
  const before: { readonly part: string; readonly path: string; readonly body: object }[] = [];
  app.addHook("preHandler", async (request) => {
    const next =
      askedHeader in request.headers ? -1 : before.findIndex(({ part }) => request.url.includes(part));
    if (next < 0) return;
    for (const { path, body } of before.splice(next, 1)) {
      const access = Object.entries(request.headers).filter(([name]) => accessHeaders.includes(name));
      const { status } = await send(
        `${url}${path}`,
        "PATCH",
        Object.fromEntries(access) as Record<string, string>,
        body,
      );
      if (status >= 300) throw new Error(`PATCH ${path} gave ${status}`);
    }
  });
  app.addHook("preHandler", (request, reply, done) => {
    const { method, url, headers, body } = request;
    if (askedHeader in headers) {
      done();
      return;
    }
    requests.push({ method, path: layer.originalUrl() ?? url, headers: { ...headers }, body });
    const [response] = responses;
    if (response?.method !== method) {
      done();
      return;
    }
    responses.shift();
    void reply.status(response.status).send(response.body);
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
    answerNext: (method, response) => responses.push({ method, ...response }),
    beforeNext(part, patch) {
      const next = { part, ...patch };
      before.push(next);
      return () => before.includes(next) && before.splice(before.indexOf(next), 1).length > 0;
    },
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

/** Omits the empty variables, which only override those of a user's environment; tests set some of them. */
function withoutEmpty(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

function scheduleOf(faults: Faults): FaultSchedule {
  return "seed" in faults ? seededFaults(faults) : listedFaults(faults);
}
