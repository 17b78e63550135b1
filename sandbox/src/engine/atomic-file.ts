import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

let written = 0;

/**
 * Replaces a file as a whole, or not at all: whoever reads it sees the old or the new text, even if this process dies on the way.
 * Folders and the file are readable by their owner only.
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
  await rename(temporary, path);
}
