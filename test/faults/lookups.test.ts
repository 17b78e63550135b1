import { expect, it } from "@jest/globals";
import { runLookups } from "./on-lookups";
import { seedsOf } from "./seeds";

const seeds = seedsOf("lookups", Number(process.env.FAULTS_LOOKUPS ?? 300));

it(`finds the right objects or says in one error why not, in ${seeds.length} lookups with faults`, async () => {
  const { problems, ...counted } = await runLookups(seeds);
  process.stdout.write(`\nLookups: ${JSON.stringify(counted)}\n`);
  expect(problems).toEqual([]);
}, 1_800_000);
