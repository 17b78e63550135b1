import { existsSync, statSync, writeFileSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile, replaceFileSync } from "./replace-file";

let written = 0;

/**
 * Replaces a file atomically: a reader sees the old or the new text, even if this process dies meanwhile. Missing folders are created;
 * they and the file are accessible only to their owner.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}-${written++}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await replaceFile(temporary, path);
}

/** The same, synchronously, for a small file in an existing folder. An existing file keeps its permissions. */
export function writeFileAtomicallySync(path: string, text: string): void {
  const temporary = `${path}.${process.pid}-${written++}.tmp`;
  writeFileSync(temporary, text, { mode: existsSync(path) ? statSync(path).mode : 0o600, flush: true });
  replaceFileSync(temporary, path);
}
