import { expect, it } from "@jest/globals";
import type { Result } from "./campaign";
import { kindNames } from "./kinds";
import { runOnManyVerbs, runOnPipelines, runOnVerbs, runRefreshes } from "./on-verbs";
import { seedsOf } from "./seeds";
import { tableOf } from "./table";

const seeds = seedsOf("verbs", Number(process.env.FAULTS_VERBS ?? 630));
const seedsOfMany = seedsOf("many", Number(process.env.FAULTS_MANY ?? 70));
const seedsOfPipelines = seedsOf("pipelines", Number(process.env.FAULTS_PIPELINES ?? 100));
const seedsOfRefreshes = seedsOf("refreshes", Number(process.env.FAULTS_REFRESHES ?? 150));
const seedsOfAnyKind = seedsOf("kinds", Number(process.env.FAULTS_KINDS ?? 200));

it(`repairs with one up what ${seeds.length} schedules of faults have left, in this process`, async () => {
  expectNoProblems("Verbs in one process", await runOnVerbs(seeds));
}, 1_800_000);

it(`and ${seedsOfMany.length} of programs of 12 to 20 resources`, async () => {
  expectNoProblems("Verbs of many resources", await runOnManyVerbs(seedsOfMany));
}, 1_800_000);

it(`and ${seedsOfPipelines.length} of programs of whole pipelines`, async () => {
  expectNoProblems("Verbs of pipelines", await runOnPipelines(seedsOfPipelines));
}, 1_800_000);

it(`and ${seedsOfAnyKind.length} of any kinds, also such as have no name and are told apart by nothing but all they are`, async () => {
  expectNoProblems("Verbs of any kinds", await runOnVerbs(seedsOfAnyKind, kindNames));
}, 1_800_000);

it(`and ${seedsOfRefreshes.length} of refreshes of so many resources that they are read with a list`, async () => {
  expectNoProblems("Refreshes of many resources", await runRefreshes(seedsOfRefreshes));
}, 1_800_000);

function expectNoProblems(title: string, results: readonly Result[]): void {
  process.stdout.write(`\n${title}\n${tableOf(results)}`);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
}
