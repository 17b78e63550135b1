import { getSystemErrorMap } from "node:util";
import { UserError } from "./user-error";

/** What a system call was to do, in words; others by their own name. */
const actions: Readonly<Record<string, string>> = {
  scandir: "list",
  mkdir: "create",
  rmdir: "remove",
  unlink: "remove",
  rm: "remove",
  lstat: "read",
  stat: "read",
  connect: "connect to",
  listen: "listen on",
};

/**
 * The error of a system call in one line: `cannot open /some/file: permission denied`. Undefined for any other error.
 *
 * Node's own text has the call's name and, where nobody catches it, a stack.
 */
export function systemErrorText(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { syscall, errno, code, path, address, port } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  if (syscall === undefined || code === undefined) return undefined;
  const [call = syscall] = syscall.split(" ");
  const where = path ?? (address === undefined ? "" : `${address}:${port}`);
  const [, text = code] = getSystemErrorMap().get(errno ?? 0) ?? [];
  const reason = code === "EISDIR" || code === "ERR_FS_EISDIR" ? "this is a folder" : text;
  return `cannot ${actions[call] ?? call}${where === "" ? "" : ` ${where}`}: ${reason}`;
}

/**
 * Does something that a user's setting asks for.
 *
 * @param setting Whose it is, as the user knows it: `--log`, `PULUMI_CONFIG_PASSPHRASE_FILE`.
 * @throws UserError that names the setting, if a system call fails.
 */
export function asSet<Result>(setting: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const text = error instanceof UserError ? error.message : systemErrorText(error);
    throw text === undefined ? error : new UserError(`${setting}: ${text}`);
  }
}
