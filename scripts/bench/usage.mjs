import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The kernel counts the CPU time of child processes in hundredths of a second. */
const ticksPerSecond = 100;

const preload = join(dirname(fileURLToPath(import.meta.url)), "usage-preload.cjs");

/**
 * Measures the CPU seconds and the peak memory in megabytes of the processes that `run` starts and waits for: program, provider host, and
 * engine, which is everything else. Only on Linux.
 *
 * Node processes write at their end what they have used. The total comes from the kernel's account of finished children, so nothing else
 * may be started and ended meanwhile.
 *
 * @param run Gets environment variables for its child process.
 */
export async function measureUsage(run) {
  const folder = mkdtempSync(join(tmpdir(), "bench-usage-"));
  mkdirSync(folder, { recursive: true });
  const before = secondsOfChildren();
  const startedAt = performance.now();
  try {
    const result = await run({ NODE_OPTIONS: `--require=${preload}`, BENCH_USAGE: folder });
    const wall = (performance.now() - startedAt) / 1000;
    const total = secondsOfChildren() - before;
    const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
    return { result, wall, total, reports };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The CPU time of all processes that this one has started, directly or not, and that have ended. */
function secondsOfChildren() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  // The name of the program may contain blanks and parentheses. `cutime` and `cstime` are the 16th and 17th field of proc(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}
