import { join } from "node:path";
import { z } from "zod";
import { HeldError, ProcessLock, type Holder } from "../files/process-lock";
import { UserError } from "../user-error";

const consoleSchema = z.object({ url: z.string(), key: z.string() });

const noteSchema = z.object({
  serves: z.boolean(),
  env: z.record(z.string(), z.string()),
  command: z.string().optional(),
  console: consoleSchema.optional(),
});

/** Where the console of a process listens, and what other processes of the same user have to know to get a link to it. */
export type ConsoleAccess = z.infer<typeof consoleSchema>;

/** The process that uses the platforms' data. Only one can, because it keeps the data in memory. */
export interface Owner {
  readonly pid: number;
  /** Whether it serves the platforms to others, or runs an operation of its own. */
  readonly serves: boolean;
  /** The command that serves them: `serve`. Absent if it serves none. */
  readonly command?: string | undefined;
  /** The address and credentials of each account; empty while the platforms start. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent if it has none, and while it starts. */
  readonly console?: ConsoleAccess | undefined;
}

/** What a process publishes about the platforms. */
export type Announcement = Pick<Owner, "env" | "console">;

/** The exclusive use of the platforms' data, until it is released. */
export interface Claim {
  /** Publishes where the platforms listen. */
  announce(what: Announcement): void;
  release(): void;
}

/**
 * @param command The command that serves the platforms to other processes. Undefined: nobody else may use them.
 * @throws UserError if another process uses the data.
 */
export function claimPlatforms(folder: string, command: string | undefined): Claim {
  const about = { serves: command !== undefined, ...(command === undefined ? {} : { command }) };
  try {
    const lock = ProcessLock.acquire(lockPath(folder), { ...about, env: {} });
    return { announce: (what) => lock.note({ ...about, ...what }), release: () => lock.release() };
  } catch (error) {
    throw error instanceof HeldError ? inUse(ownerOf(error.holder)) : error;
  }
}

/** @returns undefined if no process uses the data. */
export function currentOwner(folder: string): Owner | undefined {
  const holder = ProcessLock.holder(lockPath(folder));
  return holder && ownerOf(holder);
}

/** How messages name a process that serves the platforms. */
export function serverName({ pid, command = "serve" }: Owner): string {
  return `\`${command}\` (process ${pid})`;
}

/** The error for a user who needs the data, too. */
export function inUse(owner: Owner): UserError {
  return new UserError(
    owner.serves
      ? `${serverName(owner)} runs the platforms: end it first, with Ctrl-C`
      : `the platforms are in use by process ${owner.pid}: wait until it has ended, or run \`serve\`, which several processes can use`,
  );
}

function lockPath(folder: string): string {
  return join(folder, "owner");
}

function ownerOf({ pid, note }: Holder): Owner {
  const { data } = noteSchema.safeParse(note);
  return { pid, serves: false, env: {}, ...data };
}
