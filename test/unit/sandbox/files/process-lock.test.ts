import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { HeldError, ProcessLock } from "../../../../sandbox/src/files/process-lock";
import { repository } from "../../../harness/project";

const built = join(repository, "sandbox", "dist", "files", "process-lock.js");

describe("ProcessLock", () => {
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "process-lock-"));
    path = join(folder, "stacks", "dev");
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Starts another process that has the lock when this resolves. */
  async function startHolder(): Promise<ChildProcess> {
    const script = `require(${JSON.stringify(built)}).ProcessLock.acquire(${JSON.stringify(path)}, { of: "child" });
      process.stdout.write("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
    return child;
  }

  it("is held until its process is killed, which leaves nothing behind", async () => {
    const child = await startHolder();
    expect(() => ProcessLock.acquire(path)).toThrow(HeldError);
    expect(ProcessLock.holder(path)).toEqual({ pid: child.pid, note: { of: "child" } });
    child.kill("SIGKILL");
    await once(child, "exit");
    const lock = ProcessLock.acquire(path);
    expect(readdirSync(join(folder, "stacks"))).toHaveLength(1);
    lock.release();
    expect(readdirSync(join(folder, "stacks"))).toEqual([]);
    expect(ProcessLock.holder(path)).toBeUndefined();
  });

  it("is not held by a process that reuses the id of a dead one", () => {
    ProcessLock.acquire(path).release();
    writeFileSync(`${path}.${process.ppid}-1.lock`, "");
    ProcessLock.acquire(path).release();
    expect(readdirSync(join(folder, "stacks"))).toEqual([]);
  });

  it("is held once per process, independently of locks with a longer name", () => {
    const lock = ProcessLock.acquire(path, 1);
    expect(() => ProcessLock.acquire(path)).toThrow(`held by process ${process.pid}`);
    lock.note(2);
    expect(ProcessLock.holder(path)).toEqual({ pid: process.pid, note: 2 });
    ProcessLock.acquire(`${path}.1-2`).release();
    ProcessLock.acquire(`${path}elopment`).release();
    lock.release();
    expect(ProcessLock.holder(path)).toBeUndefined();
  });
});
