import { runSchedule, type Result } from "./campaign";
import { Dice } from "./dice";
import { InProcessStack, skippingTime } from "./in-process";
import { packagedKinds, type KindName } from "./kinds";
import { Platforms } from "./platforms";
import { scheduleOf } from "./schedule";

/** Seconds that an operation of a resource may take: the default, and less. */
const timeouts = [300, 60, 20] as const;

/**
 * Runs the schedules of some seeds on verbs in this process, none of which waits.
 *
 * @param names The kinds of the resources.
 */
export async function runOnVerbs(
  seeds: readonly string[],
  names: readonly KindName[] = packagedKinds,
): Promise<readonly Result[]> {
  const platforms = await Platforms.start(skippingTime, names);
  const { random } = Math;
  const results: Result[] = [];
  try {
    for (const seed of seeds) {
      // How long to wait before a repetition is drawn, too.
      Math.random = new Dice(`waits of ${seed}`).fraction;
      const schedule = scheduleOf(seed, timeouts, names);
      results.push(await runSchedule(schedule, platforms, new InProcessStack(platforms), skippingTime.pass));
    }
  } finally {
    Math.random = random;
    await platforms.stop();
  }
  return results;
}
