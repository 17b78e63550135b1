import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embedded } from "./engines.mjs";
import { operations } from "./operations.mjs";
import { startPlatform } from "./platform.mjs";
import { heaviestFunctions, timeByPart } from "./profile-samples.mjs";
import { makeProject } from "./project.mjs";
import { runEngine } from "./run-engine.mjs";

const count = 300;
const compared = ["ours", "request", "noop"];
const processes = ["program", "host", "engine"];
const listed = 10;

/**
 * What the processes of 300 resources spend their time on, on the embedded engine, as V8's sampling profiler sees it. It slows them down,
 * so these times are for comparison with each other only.
 *
 * @returns `parts`: by operation and program, the milliseconds of the host's main thread by part; and `heaviest`: by operation and process,
 * the functions of this package with the most milliseconds, calls included.
 */
export async function measureProfile() {
  const [parts, heaviest] = [{}, {}];
  for (const program of compared) {
    for await (const [operation, profiles] of profiledOperations(program)) {
      parts[operation] = { ...parts[operation], [program]: timeByPart(profiles.host) };
      if (program !== "ours") continue;
      heaviest[operation] = Object.fromEntries(
        Object.entries(profiles).map(([name, profile]) => [name, heaviestFunctions(profile, listed)]),
      );
    }
  }
  return { parts, heaviest };
}

/** Runs all operations of a program. Yields the name of each, with the profiles of its processes. */
async function* profiledOperations(program) {
  const project = makeProject(program);
  const platform = await startPlatform(project.folder, 0);
  const profiles = mkdtempSync(join(tmpdir(), "bench-profiles-"));
  try {
    for (const { name, command, revision } of operations) {
      const usage = await runEngine(project.folder, embedded.command(command), {
        ...platform.env,
        ...embedded.env(project.folder),
        BENCH_COUNT: String(count),
        BENCH_REVISION: String(revision),
        BENCH_LATENCY: "0",
        BENCH_PROFILES: profiles,
      });
      const ran = processes.filter((process) => usage[process] !== undefined);
      yield [name, Object.fromEntries(ran.map((process) => [process, readProfile(profiles, process)]))];
    }
  } finally {
    await platform.stop();
    project.remove();
    rmSync(profiles, { recursive: true });
  }
}

function readProfile(folder, process) {
  return JSON.parse(readFileSync(join(folder, `${process}.cpuprofile`), "utf8"));
}
