import { join } from "node:path";
import { z } from "zod";
import { HeldError, ProcessLock, type Holder } from "../files/process-lock";
import { UserError } from "../user-error";

const noteSchema = z.object({
  serves: z.boolean(),
  env: z.record(z.string(), z.string()),
});

/** The process that uses the platforms' data. Only one can, because it keeps the data in memory. */
export interface Owner {
  readonly pid: number;
  /** Whether it serves the platforms to others, or runs an operation of its own. */
  readonly serves: boolean;
  /** The address and credentials of each account; empty while the platforms start. */
  readonly env: Readonly<Record<string, string>>;
}

/** The exclusive use of the platforms' data, until it is released. */
export interface Claim {
  /** Publishes where the platforms listen. */
  announce(env: Readonly<Record<string, string>>): void;
  release(): void;
}

/** @throws UserError if another process uses the data. */
export function claimPlatforms(folder: string, serves: boolean): Claim {
  try {
    const lock = ProcessLock.acquire(lockPath(folder), { serves, env: {} });
    return { announce: (env) => lock.note({ serves, env }), release: () => lock.release() };
  } catch (error) {
    throw error instanceof HeldError ? inUse(ownerOf(error.holder)) : error;
  }
}

/** @returns undefined if no process uses the data. */
export function currentOwner(folder: string): Owner | undefined {
  const holder = ProcessLock.holder(lockPath(folder));
  return holder && ownerOf(holder);
}

/** The error for a user who needs the data, too. */
export function inUse({ pid, serves }: Owner): UserError {
  return new UserError(
    serves
      ? `\`serve\` (process ${pid}) runs the platforms: end it first, with Ctrl-C`
      : `the platforms are in use by process ${pid}: wait until it has ended, or run \`serve\`, which several processes can use`,
  );
}

function lockPath(folder: string): string {
  return join(folder, "owner");
}

function ownerOf({ pid, note }: Holder): Owner {
  const { data } = noteSchema.safeParse(note);
  return { pid, serves: false, env: {}, ...data };
}
