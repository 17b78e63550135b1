import { expect, it } from "@jest/globals";
import { runOnVerbs } from "../../faults/on-verbs";
import { seedsOf } from "../../faults/seeds";

// A part of `npm run test:faults`: what costs a few seconds.
const seeds = seedsOf("verbs", 24);

it(`mends with one up what ${seeds.length} schedules of faults have left`, async () => {
  const results = await runOnVerbs(seeds);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
});
