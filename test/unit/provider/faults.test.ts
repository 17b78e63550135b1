import { expect, it } from "@jest/globals";
import { kindNames } from "../../faults/kinds";
import { runOnVerbs } from "../../faults/on-verbs";
import { seedsOf } from "../../faults/seeds";

// A part of `npm run test:faults`: what costs a few seconds.
const seeds = seedsOf("verbs", 16);
const seedsOfAnyKind = seedsOf("kinds", 8);

it(`repairs with one up what ${seeds.length} schedules of faults have left`, async () => {
  const results = await runOnVerbs(seeds);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

it(`and ${seedsOfAnyKind.length} of any kinds`, async () => {
  const results = await runOnVerbs(seedsOfAnyKind, kindNames);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
});
