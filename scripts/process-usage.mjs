import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts CPU time in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * Watches an engine and its child processes. `stop` returns the peak memory in `megabytes` and the CPU time in `seconds` of each, by
 * name. Works only on Linux.
 */
export function watchUsage(engine) {
  const usage = {};
  const sampler = setInterval(() => sample(engine, usage), 20);
  return {
    stop() {
      clearInterval(sampler);
      return usage;
    },
  };
}

function sample(engine, usage) {
  if (process.platform !== "linux") return;
  for (const pid of [engine, ...childrenOf(engine)]) {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const name = pid === engine ? "engine" : command.includes("dynamic-provider") ? "host" : "program";
      usage[name] = {
        megabytes: Math.max(usage[name]?.megabytes ?? 0, Number(kilobytes ?? 0) / 1024),
        seconds: (Number(fields[13]) + Number(fields[14])) / ticksPerSecond,
      };
    } catch {
      // The process has exited.
    }
  }
}

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
