import { embedded } from "./engines.mjs";
import { makeProject } from "./project.mjs";
import { runEngine } from "./run-engine.mjs";

const counts = [0, 100, 300, 1000];

/**
 * What an unchanged resource costs the embedded engine, and how that grows with their number. The provider does nothing. The cost of an
 * empty program, which is Node's startup, is subtracted.
 *
 * @returns `milliseconds`, the engine's CPU time for each of 300 resources; `megabytes`, the peak of its largest process with them; and
 * `factor`, the cost of one in 1,000 relative to one in 100.
 */
export async function measureGrowth() {
  const { folder, remove } = makeProject("noop");
  try {
    const usage = new Map();
    for (const count of counts) {
      await up(folder, count);
      usage.set(count, await up(folder, count));
    }
    const each = (count) => ((usage.get(count).engine.seconds - usage.get(0).engine.seconds) * 1000) / count;
    const { engine, program, host } = usage.get(300);
    return {
      milliseconds: each(300),
      megabytes: Math.max(engine.megabytes, program.megabytes, host.megabytes),
      factor: each(1000) / each(100),
    };
  } finally {
    remove();
  }
}

function up(folder, count) {
  return runEngine(folder, embedded.command("up"), {
    ...embedded.env(folder),
    BENCH_COUNT: String(count),
    BENCH_REVISION: "1",
    BENCH_LATENCY: "0",
  });
}
