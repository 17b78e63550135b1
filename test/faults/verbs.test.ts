import { expect, it } from "@jest/globals";
import { runOnVerbs } from "./on-verbs";
import { seedsOf } from "./seeds";
import { tableOf } from "./table";

const seeds = seedsOf("verbs", Number(process.env.FAULTS_VERBS ?? 900));

it(`mends with one up what ${seeds.length} schedules of faults have left, in this process`, async () => {
  const results = await runOnVerbs(seeds);
  process.stdout.write(`\nVerbs in one process\n${tableOf(results)}`);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
}, 1_800_000);
