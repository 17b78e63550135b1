import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The kernel counts the CPU time of child processes in hundredths of a second. */
const ticksPerSecond = 100;
const millisecondsBetweenSamples = 20;

const preload = fileURLToPath(new URL("usage-preload.cjs", import.meta.url));

/**
 * Runs an engine and measures what its processes use: program, provider host, and engine, which is everything else. Only on Linux.
 *
 * Each Node process writes at its end what the kernel has counted for it. The total is the kernel's account of finished children, so no
 * other child may end meanwhile. Only the memory of an engine that is not Node is sampled; the kernel keeps its peak.
 *
 * @param start Gets environment variables for the engine, and returns its process, a ChildProcess.
 * @returns the exit code, `wall` in seconds, and for `engine`, `program`, `host`, as far as they ran, `seconds` of CPU time and peak
 * `megabytes`; `total` has the seconds of all.
 * @throws Error if a process has not reported, or nobody has waited for its end: then the total lacks it.
 */
export async function measureUsage(start) {
  const folder = mkdtempSync(join(tmpdir(), "bench-usage-"));
  try {
    const { NODE_OPTIONS: options = "" } = process.env;
    const before = secondsOfChildren();
    const startedAt = performance.now();
    const child = start({
      NODE_OPTIONS: `${options} --require=${JSON.stringify(preload)}`,
      BENCH_USAGE: folder,
    });
    const sampled = samplePeak(child.pid);
    const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    const wall = (performance.now() - startedAt) / 1000;
    const total = secondsOfChildren() - before;
    return { code, wall, ...byProcess(readReports(folder), total, sampled.stop()) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function byProcess(reports, total, enginePeak) {
  const of = (role) => reports.find((report) => report.role === role);
  const usage = Object.fromEntries(
    ["program", "host"].flatMap((role) => {
      const report = of(role);
      return report === undefined ? [] : [[role, { seconds: report.seconds, megabytes: report.megabytes }]];
    }),
  );
  const seconds = total - Object.values(usage).reduce((sum, each) => sum + each.seconds, 0);
  if (seconds < 0) throw new Error("a process has ended that the engine has not waited for");
  return { total, engine: { seconds, megabytes: of("engine")?.megabytes ?? enginePeak }, ...usage };
}

function readReports(folder) {
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** The CPU time of all processes that this one has started, directly or not, and that have ended. */
function secondsOfChildren() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  // The name of the program may contain blanks and parentheses. `cutime` and `cstime` are fields 16 and 17 in proc(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

function samplePeak(pid) {
  let megabytes = 0;
  const sampler = setInterval(() => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      megabytes = Math.max(megabytes, Number(kilobytes ?? 0) / 1024);
    } catch {
      // The process has exited.
    }
  }, millisecondsBetweenSamples);
  return {
    stop() {
      clearInterval(sampler);
      return megabytes;
    },
  };
}
