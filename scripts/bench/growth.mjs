import { embedded } from "./engines.mjs";
import { makeProject } from "./project.mjs";
import { runEngine } from "./run-engine.mjs";

const counts = [0, 300, 1000, 10_000];

/**
 * What an unchanged resource costs the embedded engine, and how that grows with their number. The provider does nothing. The cost of an
 * empty program, which is Node's startup, is subtracted.
 *
 * @returns `milliseconds`, the engine's CPU time for each of 300 resources; `megabytes`, the peak of its largest process with them;
 * `factor` and `memoryFactor`, the CPU time and the engine's memory for one in 10,000 relative to one in 1,000.
 */
export async function measureGrowth() {
  const { folder, remove } = makeProject("noop");
  try {
    const usage = new Map();
    for (const count of counts) {
      await up(folder, count);
      usage.set(count, await up(folder, count));
    }
    const each = (count, of) => (of(usage.get(count)) - of(usage.get(0))) / count;
    const milliseconds = (count) => each(count, ({ engine }) => engine.seconds) * 1000;
    const megabytes = (count) => each(count, ({ engine }) => engine.megabytes);
    const { engine, program, host } = usage.get(300);
    return {
      milliseconds: milliseconds(300),
      megabytes: Math.max(engine.megabytes, program.megabytes, host.megabytes),
      factor: milliseconds(10_000) / milliseconds(1000),
      memoryFactor: megabytes(10_000) / megabytes(1000),
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
