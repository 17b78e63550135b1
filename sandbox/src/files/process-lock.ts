import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeFileAtomicallySync } from "./atomic-file";

/** A process that holds a lock. */
export interface Holder {
  readonly pid: number;
  /** What it publishes to other processes; undefined for nothing. */
  readonly note: unknown;
}

/**
 * A lock between the processes of this machine, named by a path, held until it is released or its process ends.
 *
 * Node offers no system lock that ends with its holder. Instead each process that wants the lock has a file of its own, named by process
 * id and start time; ids are reused, but not with the same start time. A process first writes its file and then looks for others, as the
 * CLI does in `pkg/backend/diy/lock.go`. So of two that try at once both may fail, but never both succeed. And any process can remove the
 * file of a dead one, because it can never be that of a living one.
 */
export class ProcessLock {
  private constructor(private readonly file: string) {}

  /**
   * @param note What to publish to other processes.
   * @throws HeldError if another process has the lock, or this one has it already.
   */
  static acquire(path: string, note?: unknown): ProcessLock {
    const own = { pid: process.pid, start: startOf(process.pid) ?? unknownStart };
    const file = `${path}.${own.pid}-${own.start}.lock`;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(file, noteText(note), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new HeldError({ pid: own.pid, note: readNote(file) });
    }
    const lock = new ProcessLock(file);
    const other = ProcessLock.#others(path).find(({ pid }) => pid !== own.pid);
    if (other === undefined) return lock;
    lock.release();
    throw new HeldError(other);
  }

  /** The process that has the lock; undefined if there is none. Removes what dead processes have left behind. */
  static holder(path: string): Holder | undefined {
    return ProcessLock.#others(path)[0];
  }

  /** Replaces what is published to other processes. */
  note(note: unknown): void {
    writeFileAtomicallySync(this.file, noteText(note));
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** Every living process that has a file for the lock, including this one. */
  static #others(path: string): Holder[] {
    const prefix = `${basename(path)}.`;
    return listFolder(dirname(path)).flatMap((name) => {
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : "";
      const [, pid, start] = pattern.exec(own) ?? [];
      if (pid === undefined || start === undefined) return [];
      const file = join(dirname(path), name);
      if (isAlive(Number(pid), start)) return [{ pid: Number(pid), note: readNote(file) }];
      // A folder of this name is of nobody here.
      rmSync(file, { force: true, recursive: true });
      return [];
    });
  }
}

/** Thrown if the lock is held already. */
export class HeldError extends Error {
  override readonly name = "HeldError";

  constructor(readonly holder: Holder) {
    super(`held by process ${holder.pid}`);
  }
}

const pattern = /^(\d+)-(\d+)\.lock$/;
/** Stands in where the start time of a process is not available; its id must suffice then. */
const unknownStart = "0";

function isAlive(pid: number, start: string): boolean {
  const current = startOf(pid);
  return current !== undefined && (current === start || start === unknownStart);
}

/** The start time of a process, in digits whose meaning depends on the system; undefined if the process has ended. */
function startOf(pid: number): string | undefined {
  if (process.platform === "linux") return startOnLinux(pid);
  return process.platform === "win32" ? startUnknown(pid) : startByPs(pid);
}

/** From `/proc/<pid>/stat`. The command's name, in brackets, may contain anything; the fields after it begin with the third. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return isDead(state) ? undefined : fields[22 - 4];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const [state = "", ...words] = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env,
    })
      .trim()
      .split(/\s+/);
    return isDead(state) ? undefined : String(Date.parse(words.join(" ")) || unknownStart);
  } catch {
    return undefined;
  }
}

function startUnknown(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return unknownStart;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? unknownStart : undefined;
  }
}

/** A zombie stays in the process table until its parent has waited for it. */
function isDead(state: string | undefined): boolean {
  return state === undefined || /^[ZX]/.test(state);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function noteText(note: unknown): string {
  return note === undefined ? "" : `${JSON.stringify(note)}\n`;
}

function readNote(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The file is being written, or was removed.
    return undefined;
  }
}
