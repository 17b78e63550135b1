import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../engine/atomic-file";
import { UserError } from "../engine/errors";

const ownerSchema = z.object({
  pid: z.number(),
  serves: z.boolean(),
  env: z.record(z.string(), z.string()),
});

/** The process that has the platforms' data open: one at a time, for it keeps the data in memory. */
export interface Owner {
  readonly pid: number;
  /** Whether it keeps the platforms up for others, or runs an operation of its own. */
  readonly serves: boolean;
  /** Address and key of each platform; empty while they start. */
  readonly env: Readonly<Record<string, string>>;
}

/** The right to the platforms' data, until it is released. */
export interface Claim {
  /** Tells others where the platforms listen. */
  announce(env: Readonly<Record<string, string>>): Promise<void>;
  release(): void;
}

/** @throws UserError if another process has the data. */
export async function claimPlatforms(folder: string, serves: boolean): Promise<Claim> {
  const path = ownerPath(folder);
  const owner = await currentOwner(folder);
  if (owner !== undefined) throw inUse(owner);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, serves, env: {} }), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const { pid } = readOwner(path) ?? { pid: 0 };
    throw inUse({ pid, serves: false });
  }
  return {
    announce: (env) => writeFileAtomically(path, `${JSON.stringify({ pid: process.pid, serves, env })}\n`),
    release: () => rmSync(path, { force: true }),
  };
}

/** The process that has the data; undefined if there is none. What a dead one has left behind is removed. */
export async function currentOwner(folder: string): Promise<Owner | undefined> {
  const path = ownerPath(folder);
  const owner = readOwner(path);
  if (owner !== undefined && isAlive(owner.pid) && (await listens(owner))) return owner;
  rmSync(path, { force: true });
  return undefined;
}

/** What to tell a user who needs the data too. */
export function inUse({ pid, serves }: Pick<Owner, "pid" | "serves">): UserError {
  return new UserError(
    serves
      ? `the platforms are kept up by process ${pid}: end that \`serve\` first`
      : `the platforms are in use by process ${pid}: wait until it has ended, or keep them up with \`serve\` for several at once`,
  );
}

function ownerPath(folder: string): string {
  return join(folder, "owner.json");
}

function readOwner(path: string): Owner | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process of the same number may be another one; but then nothing answers at the address. */
async function listens({ env }: Owner): Promise<boolean> {
  const url = Object.values(env).find((value) => URL.canParse(value) && value.startsWith("http"));
  if (url === undefined) return true;
  return await fetch(url).then(
    () => true,
    () => false,
  );
}
