import { expect, it } from "@jest/globals";
import { linkedPackages, makeProject } from "../harness";
import { runSchedule, type Result } from "./campaign";
import { Dice } from "./dice";
import { Platforms } from "./platforms";
import { ProgramStack, type Kill } from "./program-stack";
import { RealTime } from "./real-time";
import { scheduleOf } from "./schedule";
import { seedsOf } from "./seeds";
import { tableOf } from "./table";

const seeds = seedsOf("programs", Number(process.env.FAULTS_PROGRAMS ?? 100));
/** Seconds: nobody skips what is waited for here. */
const timeouts = [3, 6] as const;

it(`repairs with one up what ${seeds.length} schedules of faults have left, processes killed in a third of them`, async () => {
  const results: Result[] = [];
  for (const seed of seeds) results.push(await runInProcesses(seed));
  process.stdout.write(`\nPrograms on the embedded engine\n${tableOf(results)}`);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
}, 3_600_000);

async function runInProcesses(seed: string): Promise<Result> {
  const time = new RealTime();
  const platforms = await Platforms.start(time);
  const project = makeProject(linkedPackages);
  try {
    const schedule = scheduleOf(seed, timeouts);
    const stack = await ProgramStack.of(project, platforms);
    const { operation, ...kill } = killOf(seed, schedule.operations.length);
    return await runSchedule(schedule, platforms, stack, time.pass, (_operation, index) => {
      if (index === operation) stack.kill = kill;
    });
  } finally {
    await platforms.stop();
    project.remove();
  }
}

/** In one schedule of three. */
function killOf(seed: string, operations: number): Kill & { readonly operation: number | undefined } {
  const dice = new Dice(`kill of ${seed}`);
  const operation = dice.from(1, 3) === 1 ? dice.from(0, operations - 1) : undefined;
  return { operation, request: dice.from(1, 8), victim: dice.oneOf(["all", "host", "program"]) };
}
