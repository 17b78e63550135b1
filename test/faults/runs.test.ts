import { expect, it } from "@jest/globals";
import { runOnRuns } from "./on-runs";
import { seedsOf } from "./seeds";

const seeds = seedsOf("runs", Number(process.env.FAULTS_RUNS ?? 150));

it(`starts one run for each change, in ${seeds.length} schedules of faults of the requests that start them`, async () => {
  const { problems, ...counted } = await runOnRuns(seeds);
  process.stdout.write(`\nRuns: ${JSON.stringify(counted)}\n`);
  expect(problems).toEqual([]);
}, 1_800_000);
