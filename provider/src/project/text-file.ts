import { constants } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { systemErrorText } from "./system-error";
import { UserError } from "./user-error";

/**
 * Reads a text file.
 *
 * @throws UserError that names the file, if it cannot be read, is too large for a text, or is not in UTF-8. A decoder that replaces what is
 * not would change names and secrets in silence.
 */
export function readText(path: string): string {
  return readable(path, () => {
    if (statSync(path).size > constants.MAX_STRING_LENGTH)
      throw new UserError(`${path}: the file is too large`);
    return decoded(path, readFileSync(path));
  });
}

/**
 * What is piped in, once all of it is there.
 *
 * @throws UserError if it cannot be read, or is not a text in UTF-8.
 */
export async function readStandardInput(): Promise<string> {
  const source = "standard input";
  // As a stream: reading the descriptor fails where its other end has written nothing yet.
  const chunks = (await process.stdin.toArray().catch((error: unknown) => {
    throw asUserError(source, error);
  })) as Buffer[];
  return decoded(source, Buffer.concat(chunks));
}

/**
 * Whether there is a folder of this name.
 *
 * @throws UserError if there is something else: it would count as an empty folder until something is written to it.
 */
export function folderExists(path: string): boolean {
  if (!existsSync(path)) return false;
  if (statSync(path).isDirectory()) return true;
  throw new UserError(`${path}: this is not a folder; remove it, or move it away`);
}

function readable(path: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw asUserError(path, error);
  }
}

/** An error of the system in words; any other as it is. */
function asUserError(path: string, error: unknown): unknown {
  // A call with an open file knows no path.
  const text = systemErrorText(Object.assign(error as Error, { path }));
  return text === undefined ? error : new UserError(text);
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${path}: this is not a text in UTF-8`);
  }
}
