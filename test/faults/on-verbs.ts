import { runSchedule, type Result } from "./campaign";
import { Dice } from "./dice";
import { InProcessStack, skippingTime } from "./in-process";
import { bulkKinds, packagedKinds, pipelineKinds, type KindName } from "./kinds";
import { Platforms } from "./platforms";
import { manyResources, pipelineResources, refreshScheduleOf, scheduleOf, type Schedule } from "./schedule";

/** Seconds that an operation of a resource may take: the default, and less. */
const timeouts = [300, 60, 20] as const;

/**
 * Runs the schedules of some seeds on verbs in this process, none of which waits.
 *
 * @param names The kinds of the resources.
 */
export function runOnVerbs(
  seeds: readonly string[],
  names: readonly KindName[] = packagedKinds,
): Promise<readonly Result[]> {
  return run(seeds, names, (seed) => scheduleOf(seed, timeouts, names));
}

/** The same with programs of many resources. */
export function runOnManyVerbs(seeds: readonly string[]): Promise<readonly Result[]> {
  return run(seeds, packagedKinds, (seed) => scheduleOf(seed, timeouts, packagedKinds, manyResources));
}

/** The same with programs of whole pipelines: an object whose parent is replaced is replaced, too. */
export function runOnPipelines(seeds: readonly string[]): Promise<readonly Result[]> {
  return run(seeds, pipelineKinds, (seed) => scheduleOf(seed, timeouts, pipelineKinds, pipelineResources));
}

/** The same for refreshes of many resources. */
export function runRefreshes(seeds: readonly string[]): Promise<readonly Result[]> {
  return run(seeds, bulkKinds, (seed) => refreshScheduleOf(seed, timeouts));
}

async function run(
  seeds: readonly string[],
  names: readonly KindName[],
  scheduleOfSeed: (seed: string) => Schedule,
): Promise<readonly Result[]> {
  const platforms = await Platforms.start(skippingTime, names);
  const { random } = Math;
  const results: Result[] = [];
  try {
    for (const seed of seeds) {
      // How long to wait before a repetition is drawn, too.
      Math.random = new Dice(`waits of ${seed}`).fraction;
      const schedule = scheduleOfSeed(seed);
      results.push(await runSchedule(schedule, platforms, new InProcessStack(platforms), skippingTime.pass));
    }
  } finally {
    Math.random = random;
    await platforms.stop();
  }
  return results;
}
