import { renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Windows refuses to replace a file while another process has it open: one that reads the state, an indexer, a virus scanner. They are done
 * after a moment, so the rename is tried again for as long.
 */
const codesWhileOpen = ["EACCES", "EBUSY", "EPERM"];
const waits = process.platform === "win32" ? [10, 20, 50, 100, 200, 500, 1000] : [];

/** Renames a file to one that may exist. @param pauses Milliseconds before each further attempt. */
export async function replaceFile(
  from: string,
  to: string,
  { pauses = waits, move = rename }: { pauses?: readonly number[]; move?: typeof rename } = {},
): Promise<void> {
  for (const pause of pauses) {
    try {
      await move(from, to);
      return;
    } catch (error) {
      if (!isOpenElsewhere(error)) throw error;
    }
    await wait(pause);
  }
  await move(from, to);
}

/** The same, synchronously. */
export function replaceFileSync(
  from: string,
  to: string,
  { pauses = waits, move = renameSync }: { pauses?: readonly number[]; move?: typeof renameSync } = {},
): void {
  for (const pause of pauses) {
    try {
      move(from, to);
      return;
    } catch (error) {
      if (!isOpenElsewhere(error)) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  move(from, to);
}

function isOpenElsewhere(error: unknown): boolean {
  return codesWhileOpen.includes((error as NodeJS.ErrnoException).code ?? "");
}
