import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { writeFileAtomically } from "../files/atomic-file";
import type { RequestLog } from "./request-log";
import type { FaultLayer } from "./faults/layer";
import type { FaultSchedule } from "./faults/schedule";
import { ofAccount, type Accounts, type NamedAccount } from "./accounts";
import { claimPlatforms } from "./owner";
import { listenLazily, type RunningPlatform } from "./server";

/** How the platforms are to behave. */
export interface PlatformOptions {
  readonly log?: RequestLog;
  /** The port of the first platform; the others take those that follow. Default: free ones. */
  readonly port?: number;
  /** Unstructured answers a PUT with another name by keeping the old one. */
  readonly keepNames?: boolean;
  /** So many requests a minute does Airweave take. Default: any number. */
  readonly requestsPerMinute?: number;
  /** What goes wrong with requests and answers. Default: nothing. */
  readonly faults?: FaultSchedule;
  /** The further accounts of a platform, each of which has data of its own. Default: none. */
  readonly accounts?: Accounts;
}

/** The platforms while they listen. */
export interface Platforms {
  /** Address and key of each, under the names that the provider reads: `UNSTRUCTURED_API_URL` ... */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A platform as the sandbox starts it. */
interface PlatformDefinition {
  readonly name: string;
  /**
   * Leads to the platform, whatever the user has in the environment.
   *
   * @param login What opens the platform.
   */
  readonly env: (url: string, login: Login) => Readonly<Record<string, string>>;
  /** Loads it, which takes longer than to listen. */
  readonly app: (
    parts: Login & { readonly dataPath: string } & Omit<PlatformOptions, "faults" | "accounts">,
  ) => Promise<FastifyInstance>;
}

/** What opens a platform: a key or a password, and whose it is. */
interface Login {
  readonly key: string;
  readonly user: string;
}

/** The one who uses AI Squared here. */
const sandboxUser = "sandbox@example.com";

const definitions: readonly PlatformDefinition[] = [
  {
    name: "unstructured",
    env: (url, { key }) => ({ UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: key }),
    app: async ({ key, ...parts }) => {
      const { unstructuredApp } = await import("../platforms/unstructured/app.js");
      return unstructuredApp({ apiKey: key, ...parts });
    },
  },
  {
    name: "aisquared",
    env: (url, { key, user }) => ({
      AISQUARED_API_URL: url,
      AISQUARED_EMAIL: user,
      AISQUARED_PASSWORD: key,
      AISQUARED_API_TOKEN: "",
      AISQUARED_WORKSPACE_ID: "",
    }),
    app: async ({ key, user, ...parts }) => {
      const { aisquaredApp } = await import("../platforms/aisquared/app.js");
      return aisquaredApp({ email: user, password: key, ...parts });
    },
  },
  {
    name: "airweave",
    env: (url, { key }) => ({ AIRWEAVE_API_URL: url, AIRWEAVE_API_KEY: key, AIRWEAVE_ORGANIZATION_ID: "" }),
    app: async ({ key, ...parts }) => {
      const { airweaveApp } = await import("../platforms/airweave/app.js");
      return airweaveApp({ apiKey: key, ...parts });
    },
  },
];

/**
 * Starts every platform with the data and the keys that a folder keeps.
 *
 * @param folder `.sandbox/platforms` of a project.
 * @param serves Whether they are kept up for others, too.
 * @throws UserError if another process has that data.
 */
export async function startPlatforms(
  folder: string,
  { faults: schedule, port, accounts = () => [], ...options }: PlatformOptions = {},
  serves = false,
): Promise<Platforms> {
  const claim = claimPlatforms(folder, serves);
  const running: RunningPlatform[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((platform) => platform.stop()));
    claim.release();
  };
  try {
    const env: Record<string, string> = {};
    const start = async (definition: PlatformDefinition, account?: NamedAccount): Promise<void> => {
      const { name } = definition;
      const file = account === undefined ? name : `${name}.${encodeURIComponent(account.name)}`;
      const { apiKey, password, email = sandboxUser } = account?.settings ?? {};
      // A key in the stack config wins, so it is the one that opens the platform.
      const login = { key: apiKey ?? password ?? (await keyOf(folder, file)), user: email };
      const faults = schedule && (await faultLayer(name, schedule, options.log));
      const load = (): Promise<FastifyInstance> =>
        definition.app({
          ...options,
          ...(faults === undefined ? {} : { log: faults.log }),
          ...login,
          dataPath: join(folder, `${file}.json`),
        });
      const next = port === undefined ? 0 : port + running.length;
      const platform = await listenLazily(load, { port: next, faults });
      running.push(platform);
      const variables = definition.env(platform.url, login);
      Object.assign(env, account === undefined ? variables : ofAccount(variables, account.name));
    };
    for (const definition of definitions) await start(definition);
    for (const definition of definitions) {
      for (const account of accounts(definition.name)) await start(definition, account);
    }
    claim.announce(env);
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The namespaces that the settings of the platforms have in the stack config. */
export function settingNamespaces(): string[] {
  return definitions.map(({ name }) => name);
}

async function faultLayer(
  platform: string,
  schedule: FaultSchedule,
  log: RequestLog | undefined,
): Promise<FaultLayer> {
  const { FaultLayer } = await import("./faults/layer.js");
  return new FaultLayer({ platform, schedule, log });
}

/** A platform's key is made once and then stays, so that a stack finds its platform again. */
async function keyOf(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.key`);
  if (!existsSync(path)) await writeFileAtomically(path, `sandbox-${randomBytes(16).toString("hex")}\n`);
  return readFileSync(path, "utf8").trim();
}
