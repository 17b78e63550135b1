import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * Watches an engine and the processes it starts, until `stop` gives by name what each has used: `megabytes`, the most memory that it has had,
 * and `seconds` of processor time. The kernel keeps the account; elsewhere than on Linux there is none.
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
      // It has ended in the meantime.
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
