import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repository } from "../harness";
import { testPassphrase } from "../harness/engine";
import { lightSdk } from "../harness/sdk";
import { childrenOf, type Child } from "./child-processes";

/** Which process of an operation is killed: a host or program that is not there leaves all. */
export type Victim = "all" | "host" | "program";

/** An operation of the command line, in processes of its own. */
export interface CliRun {
  /** Ends processes of it, as the kernel does when memory is short: at once, and nothing can be done about it. */
  readonly kill: (victim: Victim) => void;
  readonly ended: Promise<{ readonly succeeded: boolean; readonly text: string }>;
}

/** @param args A command with its options. */
export function runCli(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): CliRun {
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const engine = spawn(process.execPath, [cli, ...args, "-C", folder], {
    env: { ...process.env, ...lightSdk, PULUMI_CONFIG_PASSPHRASE: testPassphrase, ...env },
  });
  let text = "";
  for (const stream of [engine.stdout, engine.stderr]) {
    stream.on("data", (data: Buffer) => (text += data.toString()));
  }
  return {
    kill(victim) {
      const children = childrenOf(Number(engine.pid));
      const isVictim = (child: Child): boolean => victim === "all" || child.is === victim;
      const found = children.filter(isVictim);
      const victims = found.length === 0 ? children : found;
      if (victims.length === children.length) engine.kill("SIGKILL");
      for (const { pid } of victims) end(pid);
    },
    ended: once(engine, "close").then(([code]) => ({ succeeded: code === 0, text })),
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
