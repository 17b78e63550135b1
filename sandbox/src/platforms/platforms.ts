import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { writeFileAtomically } from "../engine/atomic-file";
import type { RequestLog } from "./request-log";
import { listen } from "./server";
import { unstructuredApp } from "./unstructured/app";

/** How the platforms are to behave. */
export interface PlatformOptions {
  readonly log?: RequestLog;
  /** Ports by platform. Default: free ones. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Unstructured answers a PUT with another name by keeping the old one. */
  readonly keepNames?: boolean;
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
  readonly env: (url: string, key: string) => Readonly<Record<string, string>>;
  readonly app: (
    parts: { readonly key: string; readonly dataPath: string } & PlatformOptions,
  ) => FastifyInstance;
}

const definitions: readonly PlatformDefinition[] = [
  {
    name: "unstructured",
    env: (url, key) => ({ UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: key }),
    app: ({ key, dataPath, log, keepNames }) =>
      unstructuredApp({
        apiKey: key,
        dataPath,
        ...(log === undefined ? {} : { log }),
        ...(keepNames === undefined ? {} : { keepNames }),
      }),
  },
];

/**
 * Starts every platform with the data and the keys that a folder keeps.
 *
 * @param folder `.sandbox/platforms` of a project.
 */
export async function startPlatforms(folder: string, options: PlatformOptions = {}): Promise<Platforms> {
  const running = await Promise.all(
    definitions.map(async ({ name, env, app }) => {
      const key = await keyOf(folder, name);
      const dataPath = join(folder, `${name}.json`);
      const platform = await listen(app({ ...options, key, dataPath }), options.ports?.[name]);
      return { ...platform, env: env(platform.url, key) };
    }),
  );
  return {
    env: Object.assign({}, ...running.map(({ env }) => env)) as Record<string, string>,
    stop: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
    },
  };
}

/** A platform's key is made once and then stays, so that a stack finds its platform again. */
async function keyOf(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.key`);
  if (!existsSync(path)) await writeFileAtomically(path, `sandbox-${randomBytes(16).toString("hex")}\n`);
  return readFileSync(path, "utf8").trim();
}

/** Platforms that another process keeps up. */
export interface ServedPlatforms {
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Notes that this process keeps the platforms up, so that others use them and do not start their own over the same data. */
export async function announce(folder: string, env: Readonly<Record<string, string>>): Promise<() => void> {
  const path = join(folder, "served.json");
  await writeFileAtomically(path, `${JSON.stringify({ pid: process.pid, env }, null, 2)}\n`);
  return () => rmSync(path, { force: true });
}

/** The platforms that another process keeps up; undefined if there is none, or it is dead. */
export function servedPlatforms(folder: string): ServedPlatforms | undefined {
  const path = join(folder, "served.json");
  if (!existsSync(path)) return undefined;
  const served = JSON.parse(readFileSync(path, "utf8")) as ServedPlatforms;
  return isAlive(served.pid) ? served : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
