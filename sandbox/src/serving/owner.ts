import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../user-error";
import { HeldError, ProcessLock, type Holder } from "../files/process-lock";

const noteSchema = z.object({
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
  announce(env: Readonly<Record<string, string>>): void;
  release(): void;
}

/** @throws UserError if another process has the data. */
export function claimPlatforms(folder: string, serves: boolean): Claim {
  try {
    const lock = ProcessLock.acquire(lockPath(folder), { serves, env: {} });
    return { announce: (env) => lock.note({ serves, env }), release: () => lock.release() };
  } catch (error) {
    throw error instanceof HeldError ? inUse(ownerOf(error.holder)) : error;
  }
}

/** The process that has the data; undefined if there is none. */
export function currentOwner(folder: string): Owner | undefined {
  const holder = ProcessLock.holder(lockPath(folder));
  return holder && ownerOf(holder);
}

/** What to tell a user who needs the data too. */
export function inUse({ pid, serves }: Owner): UserError {
  return new UserError(
    serves
      ? `the platforms are kept up by process ${pid}: end that \`serve\` first`
      : `the platforms are in use by process ${pid}: wait until it has ended, or keep them up with \`serve\` for several at once`,
  );
}

function lockPath(folder: string): string {
  return join(folder, "owner");
}

function ownerOf({ pid, note }: Holder): Owner {
  const { data } = noteSchema.safeParse(note);
  return { pid, serves: false, env: {}, ...data };
}
